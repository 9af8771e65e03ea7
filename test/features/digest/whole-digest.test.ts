import assert from 'node:assert/strict';
import { createBook } from '../../../simulator/book.ts';
import { services } from '../../../src/domain/job.ts';
import { hour } from '../../support/fakes.ts';
import { due, openWhole, type Whole } from './whole.ts';

const minute = 60_000;
const day = 24 * hour;

/** The simulator's own history. */
const book = createBook({ seed: 2024, history: true });

describe('a whole digest', () => {
  let whole: Whole;
  afterEach(() => whole.close());

  const run = (service: number, startedAt: number, endedAt?: number, state = 2) =>
    whole.simulator.plant({
      service,
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      state,
    });
  /** A service that runs every six hours and always finishes. */
  const clean = (service: number, from: number, to: number) => {
    for (let at = from; at < to; at += 6 * hour) run(service, at + minute, at + hour);
  };

  it('a digest reports a job that was running at the end of the previous one and failed an hour later', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    run(3, due - 30 * minute, due + hour, 3);
    clean(3, due - 10 * day, due - day);
    clean(3, due + 2 * hour, due + 5 * day);
    await whole.passTo(due + day + 10 * minute);
    const [first, second] = whole.said;
    assert.equal(whole.said.length, 2);
    assert.match(first?.text ?? '', /1 still running/);
    assert.equal(second?.message.report?.verdict, 'attention');
    assert.match(second?.text ?? '', /Nothing is failing now/);
    assert.match(second?.text ?? '', /OneDrive failed earlier and has been good since\./);
    assert.match(second?.text ?? '', /OneDrive: ✕ Failed Mon 09:00, started Mon 07:30/);
    await whole.passTo(due + 2 * day + 10 * minute);
    assert.equal(whole.said[2]?.message.report?.verdict, 'good', 'and the one after tells it no more');
  });

  it('a digest shows a service as failing if no clean run has started since its earlier failure ended', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    clean(3, due - 10 * day, due - day);
    run(3, due - 30 * minute, due + hour, 3);
    run(3, due + 30 * minute, due + 2 * hour);
    await whole.passTo(due + day + 10 * minute);
    const [, second] = whole.said;
    assert.equal(
      second?.message.report?.services.find(one => one.service === 'onedrive')?.verdict,
      'attention',
    );
    assert.match(second?.text ?? '', /✕ OneDrive is failing now/);
    assert.match(second?.text ?? '', /1 fine: Exchange/);
  });

  it('a digest doesn’t show a service as failing if a clean run before its window has followed a failure that was listed late', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    clean(3, due - 10 * day, due - 4 * hour);
    whole.simulator.plant({
      service: 3,
      startedAt: due - 3 * hour,
      endedAt: due - 2 * hour,
      state: 3,
      listedAt: due + 5 * minute,
    });
    run(3, due - hour, due - 30 * minute);
    run(3, due + 6 * hour, due + 7 * hour, 4);
    await whole.passTo(due + day + 10 * minute);
    const [, second] = whole.said;
    assert.match(second?.text ?? '', /Listed late by AvePoint\nOneDrive: ✕ Failed/);
    assert.match(second?.text ?? '', /Nothing is failing now/);
    assert.match(second?.text ?? '', /With exceptions: OneDrive/);
  });

  it('a digest reports a job that ran for days and failed at last, though its start was never seen', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    clean(2, due - 10 * day, due + 5 * day);
    run(2, due - 5 * day, due + 26 * hour, 3);
    await whole.passTo(due + 2 * day + 10 * minute);
    const verdicts = whole.said.map(({ message }) => message.report?.verdict);
    assert.deepEqual(verdicts, ['good', 'good', 'attention']);
    assert.match(whole.said[1]?.text ?? '', /SharePoint: ↻ Running since Wed 18 Nov \(6 d\)/);
    assert.match(whole.said[2]?.text ?? '', /SharePoint: ✕ Failed Tue 10:00, started Wed 18 Nov/);
  });

  it('a digest’s verdict is attention, not good or neutral, if a service simply stopped running', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due);
    clean(7, due - 10 * day, due);
    await whole.passTo(due + day + 10 * minute);
    const [first, second] = whole.said;
    assert.equal(first?.message.report?.verdict, 'good');
    assert.equal(second?.message.report?.verdict, 'attention');
    assert.match(second?.text ?? '', /No backup started: has the schedule stopped\?/);
    assert.match(second?.text ?? '', /Exchange: nothing ran/);
  });

  it('a digest never says good while the API is down, and the figures follow', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    run(1, due - 2 * hour, due - hour, 3);
    whole.simulator.addTrouble({ kind: 'status', status: 503 });
    await whole.passTo(due + 25 * minute);
    assert.equal(whole.said.length, 0);
    await whole.passTo(due + 45 * minute);
    const [first] = whole.said;
    assert.match(first?.text ?? '', /No data since Sun 22 Nov, 08:00[\s\S]*Treat the backups as unknown/);
    assert.doesNotMatch(first?.text ?? '', /✓|good|Good/);
    whole.simulator.clearTroubles();
    await whole.passTo(due + hour);
    assert.equal(whole.said.length, 2);
    assert.match(whole.said[1]?.text ?? '', /Morning digest, updated/);
    assert.match(whole.said[1]?.text ?? '', /Exchange was failing at 08:00/);
    assert.deepEqual(whole.said[1]?.message.span, first?.message.span);
  });

  it('a digest has exactly the numbers of the history, with the change from the previous period', async () => {
    whole = await openWhole({ history: true });
    await whole.passTo(due + 5 * minute);
    const report = whole.said[0]?.message.report;
    assert.ok(report);
    for (const { service, tally, before } of report.services) {
      const within = (from: number, to: number, state: number) =>
        book.select(
          {
            type: 1,
            service: services.indexOf(service) + 1,
            state,
            location: undefined,
            from,
            to,
            by: 'start',
          },
          whole.clock.now(),
        ).length;
      assert.deepEqual(
        [tally?.total, tally?.states.failed, tally?.states.inProgress],
        [within(due - day, due, 0), within(due - day, due, 3), within(due - day, due, 1)],
        service,
      );
      assert.equal(before?.total, within(due - 2 * day, due - day, 0), service);
    }
    assert.ok(Buffer.byteLength(JSON.stringify(whole.said[0]?.card)) < 23_500);
  });

  it('a digest is about the services that it was set for', async () => {
    whole = await openWhole({ sentence: 'digest daily at 8 for exchange and onedrive' });
    clean(1, due - 10 * day, due);
    clean(3, due - 10 * day, due);
    run(7, due - 2 * hour, due - hour, 3);
    await whole.passTo(due + 5 * minute);
    assert.equal(whole.said[0]?.message.report?.verdict, 'good');
    assert.match(whole.said[0]?.text ?? '', /Exchange and OneDrive · Last 24 hours, to Mon 08:00/);
  });
});
