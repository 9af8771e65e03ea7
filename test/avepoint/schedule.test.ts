import assert from 'node:assert/strict';
import { readSchedule } from '../../src/avepoint/schedule.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { monday } from '../support/fakes.ts';

const read = (data: unknown) => readSchedule({ statusCode: 200, data }, monday);
const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);

describe('the schedule', () => {
  it('the schedule is read by service, whose numbers are not those of the jobs, in any letter case, in order', () => {
    assert.deepEqual(
      read([
        { serviceType: 0, frequency: 2, backupStartTime: ['2026-11-23T12:15:00Z', '2026-11-23T00:15:00Z'] },
        { ServiceType: '9', BackupStartTime: ['2026-11-23T04:20:00'] },
        { serviceType: 14, backupStartTime: [] },
      ]),
      [
        { service: 'exchange', startsAt: [at('00:15:00'), at('12:15:00')] },
        { service: 'vivaEngage', startsAt: [at('04:20:00')] },
        { service: 'powerApps', startsAt: [] },
      ],
    );
  });

  it('the schedule reads a time of day as today’s, in UTC', () => {
    const [first] = read([{ serviceType: 2, backupStartTime: ['11:54', '6:05:30Z', '23:59:59'] }]);
    assert.deepEqual(first?.startsAt, [at('06:05:30'), at('11:54:00'), at('23:59:59')]);
  });

  it('the schedule leaves out kinds that are no service', () => {
    assert.deepEqual(
      read([7, 8, 13, 99].map(serviceType => ({ serviceType, backupStartTime: ['25:99'] }))),
      [],
    );
  });

  for (const [what, data] of [
    ['no list', {}],
    ['an entry that is no object', ['x']],
    ['an entry without a service', [{ backupStartTime: [] }]],
    ['start times that are no list', [{ serviceType: 0, backupStartTime: '11:54' }]],
    ['a start time that is none', [{ serviceType: 0, backupStartTime: ['25:00'] }]],
    ['a start time that is a number', [{ serviceType: 0, backupStartTime: [11] }]],
  ] as const) {
    it(`the schedule is malformed with ${what}, since a run left out would be a run missed`, () => {
      assert.throws(
        () => read(data),
        error => error instanceof JobSourceError && error.code === 'malformed',
      );
    });
  }
});
