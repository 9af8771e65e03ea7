import assert from 'node:assert/strict';
import type { Service } from '../../../src/domain/job.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import type { Mirror } from '../../../src/job-index/mirror.ts';
import { rowOf, runOfRow } from '../../../src/job-index/row-codec.ts';
import { sweepsUntilGone } from '../../../src/job-index/run.ts';
import type { NewsMark } from '../../../src/job-index/view.ts';
import { readReport } from '../../../src/jobs/report.ts';
import { createFakeIndex } from '../../support/fake-index.ts';
import { fakeClock, hour, monday, recordingLog } from '../../support/fakes.ts';

const minute = 60_000;
const failed = {
  id: 'BOTH',
  state: 'failed',
  startedAt: monday + minute,
  finishedAt: monday + 2 * minute,
  errors: [],
  stateText: undefined,
  durationMs: undefined,
  objects: undefined,
} as const;

function open() {
  const [clock, log] = [fakeClock(), recordingLog()];
  const index = createFakeIndex(clock);
  index.read();
  const list = (service: Service) => index.add({ service, job: failed, endedAt: failed.finishedAt });
  const mark = (): NewsMark => {
    const news = index.news();
    assert.ok(news);
    return news;
  };
  function report(services: readonly Service[], told: NewsMark) {
    const span = { from: clock.now(), to: clock.now() + minute };
    return readReport({ index, clock, log }, { span, services, told }, {}, monotonicMs(0));
  }
  /** The bad ends that a digest of these services reports now, without those that it reported before. */
  async function told(services: readonly Service[], told: NewsMark) {
    const { causes } = await report(services, told);
    return (causes?.bad ?? []).map(({ job }) => job.id);
  }
  const read = () => {
    clock.advance(hour);
    index.read();
  };
  return { clock, index, list, mark, report, told, read };
}

describe('a bad end that AvePoint lists under a second service later', () => {
  it('a bad end that is listed under a second service later is reported once for that service, and not again for the first', async () => {
    const { index, list, mark, told, read } = open();
    const before = mark();
    list('exchange');
    read();
    assert.deepEqual(await told(['exchange'], before), ['BOTH']);
    assert.deepEqual(await told(['teams'], before), []);
    const first = mark();
    list('teams');
    read();
    assert.deepEqual(await told(['exchange'], first), []);
    assert.deepEqual(await told([], first), []);
    assert.deepEqual(await told(['exchange', 'teams'], first), []);
    assert.deepEqual(await told(['teams'], first), ['BOTH']);
    assert.deepEqual(await told(['teams', 'groups'], first), ['BOTH']);
    assert.deepEqual(await told(['teams'], mark()), []);
    const [run] = index.mirror.withId('BOTH');
    assert.ok(run?.later);
    const { key, value } = rowOf(run);
    assert.deepEqual(runOfRow(key, JSON.parse(JSON.stringify(value)))?.later, run.later);
  });
});

describe('a bad end that AvePoint doesn’t list any more', () => {
  it('a bad end that isn’t listed any more is reported, so that it isn’t lost if it’s listed again after the digest', async () => {
    const { index, list, mark, told, read } = open();
    const before = mark();
    list('exchange');
    read();
    const [run] = index.mirror.withId('BOTH');
    assert.ok(run);
    (index.mirror as Mirror).put({ ...run, unlisted: sweepsUntilGone });
    assert.deepEqual(await told(['exchange'], before), ['BOTH']);
    const then = mark();
    list('exchange');
    read();
    assert.deepEqual(await told(['exchange'], then), []);
  });

  it('a service needs attention if a failure of it is reported that isn’t listed any more', async () => {
    const { index, list, mark, report, read } = open();
    const before = mark();
    list('exchange');
    read();
    const [run] = index.mirror.withId('BOTH');
    assert.ok(run);
    (index.mirror as Mirror).put({ ...run, unlisted: sweepsUntilGone });
    const { services, verdict } = await report(['exchange'], before);
    assert.equal(verdict, 'attention');
    assert.equal(services[0]?.standing?.latest?.id, 'BOTH');
    assert.equal(services[0]?.verdict, 'attention');
    // It was reported, and isn't known any more.
    const [later] = (await report(['exchange'], mark())).services;
    assert.deepEqual([later?.verdict, later?.standing?.isFailing], ['neutral', false]);
  });
});
