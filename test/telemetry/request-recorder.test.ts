import assert from 'node:assert/strict';
import { AskedTooOftenError } from '../../src/domain/asker.ts';
import type { JobQuery } from '../../src/domain/job.ts';
import type { ScheduleSource } from '../../src/domain/schedule.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { createRequestRecorder } from '../../src/telemetry/request-recorder.ts';
import { createTurns } from '../../src/telemetry/turns.ts';
import { aJob, fakeSource, monday } from '../support/fakes.ts';

const until = monday + 10_000;
const query: JobQuery = {
  type: 'backup',
  service: undefined,
  state: undefined,
  span: { from: undefined, to: monday },
  pageIndex: 0,
  pageSize: 10,
};

describe('request recorder', () => {
  let shape = 'auto';
  const turns = createTurns();
  const recorder = createRequestRecorder(turns, () => shape);
  const recordedBy = (work: () => Promise<unknown>) =>
    turns.run('turn', async () => {
      await work().catch(() => undefined);
      return turns.current()?.asked;
    });
  beforeEach(() => {
    shape = 'auto';
  });

  it('the request recorder notes a request with the shape that is known by then, and with a location that is named', async () => {
    const source = recorder.source(
      fakeSource(
        () => ({ jobs: [], totalCount: 0, hasMore: false }),
        async id => aJob({ id }),
      ),
    );
    assert.deepEqual(
      await recordedBy(async () => {
        await source.page(query, monotonicMs(until));
        shape = 'cloudbackupjobs';
        await source.page({ ...query, location: 'EUR' }, monotonicMs(until));
        assert.equal(await source.canFindJob(monotonicMs(until)), true);
        await source.job('FB1', monotonicMs(until));
        await source.job('FB2', monotonicMs(until), 'EUR');
      }),
      [
        'auto type=backup service=all state=all from=any to=2026-11-23T13:05:00Z page=0 size=10',
        'cloudbackupjobs type=backup service=all state=all from=any to=2026-11-23T13:05:00Z page=0 size=10 location=EUR',
        'cloudbackupjobs job=FB1',
        'cloudbackupjobs job=FB2 location=EUR',
      ],
    );
  });

  it('the request recorder leaves out requests beyond the user’s limit', async () => {
    const source = recorder.source(
      fakeSource(({ pageIndex }) => {
        if (pageIndex > 0) throw new AskedTooOftenError(1_000);
        return { jobs: [], totalCount: 0, hasMore: false };
      }),
    );
    const asked = await recordedBy(async () => {
      await source.page(query, monotonicMs(until));
      await source.page({ ...query, pageIndex: 1 }, monotonicMs(until));
    });
    assert.equal(asked?.length, 1);
  });

  it('the request recorder notes the schedule if it was asked for, also in vain, and not if the source has none', async () => {
    const noted = (today: ScheduleSource['today'], location?: string) =>
      recordedBy(() => recorder.schedule({ today }).today(monotonicMs(until), location));
    assert.deepEqual(await noted(async () => []), ['auto schedule=today']);
    assert.deepEqual(await noted(async () => [], 'EUR'), ['auto schedule=today location=EUR']);
    assert.deepEqual(await noted(() => Promise.reject(new Error('no'))), ['auto schedule=today']);
    assert.deepEqual(await noted(async () => undefined), []);
  });
});
