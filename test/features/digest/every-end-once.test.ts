import assert from 'node:assert/strict';
import type { PlantedInput } from '../../../simulator/planted.ts';
import { monotonicMs } from '../../../src/domain/time.ts';
import { readReport } from '../../../src/jobs/report.ts';
import { hour } from '../../support/fakes.ts';
import { due, openWhole, type Whole } from './whole.ts';

const minute = 60_000;
const day = 24 * hour;

/** The ids of bad ends, by digest. */
const badOf = ({ said }: Whole) =>
  said.map(({ message }) => (message.report?.causes?.bad ?? []).map(({ job }) => job.id ?? ''));

/** Pseudo-random numbers between 0 and 1, the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Four services with four runs a day each. Every third run ends badly; some are listed hours late, or as queued. */
function jobsOf(seed: number, days: number): readonly (PlantedInput & { readonly id: string })[] {
  const random = randomFrom(seed);
  return Array.from({ length: days * 16 }, (_, index) => {
    const startedAt = due + Math.floor(index / 4) * 6 * hour + Math.floor(random() * 5 * hour);
    const endedAt = startedAt + Math.floor(random() * 9 * hour) + minute;
    const isLate = random() < 0.3;
    const isQueued = !isLate && random() < 0.3;
    return {
      id: `J${index}`,
      service: [1, 2, 3, 7][index % 4] ?? 1,
      startedAt,
      endedAt,
      state: random() < 0.35 ? ([3, 4, 5][index % 3] ?? 3) : 2,
      ...(isLate && { listedAt: endedAt + Math.floor(random() * 30 * hour) }),
      ...(isQueued && {
        listedAt: startedAt - 20 * minute,
        phases: [
          {
            from: startedAt - 20 * minute,
            state: 'Queued',
            startedAt: startedAt - 20 * minute,
            endedAt: null,
          },
          { from: startedAt, state: 1, startedAt, endedAt },
        ],
      }),
    };
  });
}

const isBadJob = ({ state }: PlantedInput) => state !== 2;

describe('bad ends in digests', function () {
  // Four days, read every five minutes over HTTP.
  this.timeout(120_000);
  let whole: Whole;
  afterEach(() => whole.close());

  for (const [seed, serverClockSeconds] of [
    [11, 0],
    [12, 180],
    [13, -180],
  ] as const) {
    it(`each bad end is in exactly one digest, however late AvePoint lists it, with its clock ${serverClockSeconds} s ahead`, async () => {
      whole = await openWhole({ switches: { serverClockSeconds } });
      const days = 4;
      const jobs = jobsOf(seed, days);
      whole.simulator.plant(...jobs);
      await whole.passTo(due + (days + 3) * day + 10 * minute, 15 * minute);
      const told = badOf(whole);
      for (const job of jobs.filter(isBadJob)) {
        const count = told.filter(ids => ids.includes(job.id)).length;
        assert.equal(count, 1, `${job.id} is in ${count} digests`);
      }
      for (const { message } of whole.said) {
        const { report } = message;
        if ((report?.causes?.bad.length ?? 0) > 0) assert.notEqual(report?.verdict, 'good');
      }
    });
  }

  it('a bad end that AvePoint lists only after the digest is late news in the next one, with attention as verdict', async () => {
    whole = await openWhole();
    clean(whole, due - 10 * day, due + 5 * day);
    whole.simulator.plant({
      id: 'LATE',
      service: 1,
      startedAt: due - 2 * minute,
      endedAt: due + 3 * minute - 5 * minute,
      state: 3,
      listedAt: due + 5 * minute,
    });
    await whole.passTo(due + 2 * day + 10 * minute);
    const [first, second, third] = whole.said;
    assert.equal(first?.message.report?.verdict, 'good');
    assert.equal(second?.message.report?.verdict, 'attention');
    assert.match(
      second?.text ?? '',
      /Listed late by AvePoint\nExchange: ✕ Failed Mon 07:58, started Mon 07:58/,
    );
    assert.equal(third?.message.report?.verdict, 'good');
  });

  it('a bad end found after a stop of two days is in the late digest, with the time without data', async () => {
    whole = await openWhole();
    clean(whole, due - 10 * day, due + 5 * day);
    whole.simulator.plant({
      id: 'DOWN',
      service: 1,
      startedAt: due + 20 * hour,
      endedAt: due + 21 * hour,
      state: 3,
    });
    await whole.passTo(due + 10 * minute);
    whole.clock.advance(2 * day);
    await whole.passTo(due + 2 * day + 30 * minute);
    const [, late] = whole.said;
    assert.deepEqual(badOf(whole), [[], ['DOWN']]);
    assert.equal(late?.message.missed, 1);
    assert.match(late?.text ?? '', /AvePoint couldn’t be read from Mon 23 Nov, 08:10 to Wed 25 Nov, 08:15/);
  });

  it('a subscription of before the index reports bad ends by time once, and by number from then on', async () => {
    whole = await openWhole();
    clean(whole, due - 10 * day, due + 5 * day);
    const run = { id: 'OVER', service: 3, startedAt: due - hour, endedAt: due + hour, state: 3 };
    whole.simulator.plant(run);
    await whole.passTo(due + 10 * minute);
    const [kept] = await whole.subscriptions.ofPlace({ home: 'a:kim', id: 'a:kim' });
    assert.ok(kept?.value.told);
    const { told: _, ...older } = kept.value;
    await whole.subscriptions.save(older, kept);
    await whole.passTo(due + 2 * day + 10 * minute);
    assert.deepEqual(badOf(whole), [[], ['OVER'], []]);
    assert.ok(whole.said.every(({ message }) => message.report?.isByTime === false));
  });

  it('a subscription that is ahead of a new index reports bad ends by time, and says so', async () => {
    whole = await openWhole();
    clean(whole, due - 10 * day, due + 5 * day);
    whole.simulator.plant({ id: 'OVER', service: 3, startedAt: due - hour, endedAt: due + hour, state: 3 });
    await whole.passTo(due + 10 * minute);
    const [kept] = await whole.subscriptions.ofPlace({ home: 'a:kim', id: 'a:kim' });
    assert.ok(kept);
    await whole.subscriptions.save({ ...kept.value, told: { index: 1, until: 99_999 } }, kept);
    await whole.passTo(due + 2 * day + 10 * minute);
    assert.deepEqual(badOf(whole), [[], ['OVER'], []]);
    assert.deepEqual(
      whole.said.map(({ message }) => message.report?.isByTime),
      [false, true, false],
    );
    assert.match(whole.said[1]?.text ?? '', /runs that AvePoint listed late may be missing/);
  });

  it('a bad end without a stored number is reported only once it has one, since another end could get that number', async () => {
    whole = await openWhole();
    const fresh = {
      id: 'FRESH',
      service: 1,
      startedAt: due - 50 * minute,
      endedAt: due - 20 * minute,
      state: 3,
    };
    whole.simulator.plant(fresh);
    await whole.passTo(due - 10 * minute);
    const { index, clock, log } = whole;
    const mark = index.news();
    const [run] = index.mirror.withId('FRESH');
    assert.ok(mark && run?.news === mark.until);
    const before = { ...mark, until: mark.until - 1 };
    const reportOf = (news: typeof mark, from: number, to: number, told = before) =>
      readReport(
        { index: { ...index, mirror: index.mirror, news: () => news }, clock, log },
        { span: { from, to }, services: ['exchange'], told },
        {},
        monotonicMs(clock.now()),
      );
    const first = await reportOf(before, due - day, due - 10 * minute);
    assert.equal(first.services[0]?.tally?.states.inProgress, 1);
    assert.equal(first.causes, undefined);
    const next = await reportOf(mark, due - 10 * minute, due + day);
    assert.deepEqual(
      next.earlier.map(({ job }) => job.id),
      ['FRESH'],
    );
    const last = await reportOf(mark, due - 10 * minute, due + day, mark);
    assert.deepEqual(last.earlier, []);
    const bounded = await readReport(
      { index, clock, log },
      {
        span: { from: due - day, to: due - 10 * minute },
        services: ['exchange'],
        told: before,
        upTo: before,
      },
      {},
      monotonicMs(clock.now()),
    );
    assert.deepEqual([bounded.news, bounded.services[0]?.tally?.states.inProgress], [before, 1]);
  });
});

/** A service that runs every six hours and always finishes. */
function clean({ simulator }: Whole, from: number, to: number): void {
  for (let at = from; at < to; at += 6 * hour)
    simulator.plant({ service: 1, startedAt: at + minute, endedAt: at + hour });
}
