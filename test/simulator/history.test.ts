import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createBook, type Selection } from '../../simulator/book.ts';
import { planDay } from '../../simulator/history.ts';
import { monday } from './ask.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const seed = 2024;
const all: Selection = {
  type: 0,
  service: 0,
  state: 0,
  location: undefined,
  from: undefined,
  to: undefined,
  by: 'start',
};

describe('simulated history', () => {
  it('the simulated history is the same for the same seed and another for another', () => {
    assert.deepEqual(planDay(seed, 20_000), planDay(seed, 20_000));
    assert.notDeepEqual(planDay(seed, 20_000), planDay(seed + 1, 20_000));
  });

  it('the simulated history has some thousands of jobs in 60 days, of every type, service and state, under ids that differ', () => {
    const jobs = createBook({ seed, history: true }).select(all, monday);
    assert.ok(jobs.length > 4000 && jobs.length < 8000, String(jobs.length));
    assert.equal(new Set(jobs.map(job => job.id)).size, jobs.length);
    assert.deepEqual([...new Set(jobs.map(job => job.type))].sort(), [1, 2, 3, 4, 5]);
    assert.equal(new Set(jobs.filter(job => job.type === 1).map(job => job.service)).size, 12);
    assert.deepEqual([...new Set(jobs.map(job => job.outcome))].sort(), [2, 3, 4, 5]);
  });

  it('the simulated history has counts that add up, and errors for every failed object', () => {
    for (const job of createBook({ seed, history: true }).select(all, monday)) {
      const { total, failed, successful, skipped } = job.counts;
      assert.equal(failed + successful + skipped, total, job.id);
      assert.equal(job.outcome === 2, failed === 0, job.id);
      const told = job.errors.reduce((sum, error) => sum + error.number, 0);
      assert.equal(told, failed, job.id);
      assert.ok(job.endsAt > job.startedAt && job.endsAt - job.startedAt < dayMs, job.id);
    }
  });

  it('the simulated history has at any hour a job that runs and 15 backups that failed in the last day, and 11 today from 6:00 on', () => {
    const book = createBook({ seed, history: true });
    // Two weeks, at minutes that differ from day to day.
    for (let now = monday; now < monday + 14 * dayMs; now += 67 * 60_000) {
      const at = new Date(now).toISOString();
      assert.ok(book.select({ ...all, state: 1 }, now).length > 0, `running at ${at}`);
      const failed = { ...all, type: 1, state: 3 };
      assert.ok(book.select({ ...failed, from: now - dayMs }, now).length >= 15, `last day at ${at}`);
      const midnight = Math.floor(now / dayMs) * dayMs;
      if (now - midnight >= 6 * hourMs + 10 * 60_000) {
        assert.ok(book.select({ ...failed, from: midnight }, now).length >= 11, `today at ${at}`);
      }
    }
  });

  it('the simulated history is slow on Sundays', () => {
    const weekday = planDay(seed, Math.floor(monday / dayMs)).length;
    const sunday = planDay(seed, Math.floor(monday / dayMs) - 1).length;
    assert.ok(sunday < weekday * 0.8, `${sunday} of ${weekday}`);
  });

  it('the simulated history fails in bursts: most failures of a night share a few causes', () => {
    const book = createBook({ seed, history: true });
    const night = {
      ...all,
      type: 1,
      state: 3,
      from: Date.UTC(2026, 10, 23),
      to: Date.UTC(2026, 10, 23, 5, 30),
    };
    const urls = book.select(night, monday).map(job => job.errors[0]?.url);
    assert.ok(new Set(urls).size <= 3, String([...new Set(urls)]));
  });

  it('the simulated history shows of a job what the clock allows: nothing, running, ended', () => {
    const book = createBook({ seed, history: true });
    const job = book.select({ ...all, state: 1 }, monday)[0];
    assert.ok(job);
    assert.equal(book.find(job.id, job.startedAt - 1), undefined);
    const states = [job.startedAt, job.endsAt - 1].map(
      now => book.select({ ...all, state: 1 }, now).filter(({ id }) => id === job.id).length,
    );
    assert.deepEqual(states, [1, 1]);
    assert.equal(book.select({ ...all, state: 1 }, job.endsAt).filter(({ id }) => id === job.id).length, 0);
    assert.ok(
      book.select({ ...all, state: Number(job.outcome) }, job.endsAt).some(({ id }) => id === job.id),
    );
  });

  it('the simulated history shows the same of ended jobs when it is asked later', () => {
    const window = { ...all, from: monday - 7 * dayMs, to: monday - 2 * dayMs };
    const book = createBook({ seed, history: true });
    assert.deepEqual(book.select(window, monday), book.select(window, monday + 3 * dayMs));
    const afresh = createBook({ seed, history: true });
    assert.deepEqual(afresh.select(window, monday + 3 * dayMs), book.select(window, monday));
  });

  it('the simulated history starts no run of a service while the one before it still runs', () => {
    const jobs = createBook({ seed, history: true })
      .select({ ...all, type: 1 }, monday)
      .toReversed();
    const busyUntil = new Map<string, number>();
    for (const job of jobs) {
      const key = `${job.service} ${job.location}`;
      assert.ok(job.startedAt >= (busyUntil.get(key) ?? 0), job.id);
      busyUntil.set(key, job.endsAt);
    }
  });
});

describe('simulated incidents', () => {
  const exchange = { ...all, type: 1, service: 1 };
  const later = monday + 12 * hourMs;

  it('simulated incidents make the jobs fail that end from their moment on, and leave those that ended before', () => {
    const book = createBook({ seed, history: true });
    const before = book.select({ ...exchange, by: 'end', to: monday }, monday);
    book.addIncident({ kind: 'fails', service: 1, cause: 'tokenExpired' }, monday);
    assert.deepEqual(book.select({ ...exchange, by: 'end', to: monday }, monday), before);
    const ended = book.select({ ...exchange, by: 'end', from: monday, to: later }, later);
    assert.ok(ended.length > 0);
    for (const job of ended) assert.equal(job.outcome, 3);
    assert.match(ended[0]?.errors[0]?.value ?? '', /token has expired/);
  });

  it('simulated incidents end at their until, or when the service recovers', () => {
    const book = createBook({ seed, history: true });
    book.addIncident({ kind: 'fails', service: 1, until: later }, monday);
    book.addIncident({ kind: 'recovers', service: 1, from: later }, monday);
    const after = book.select({ ...exchange, by: 'end', from: later, to: later + dayMs }, later + dayMs);
    assert.ok(after.length > 0);
    for (const job of after) assert.equal(job.outcome, 2);
  });

  it('simulated incidents keep a service from starting, and no other', () => {
    const book = createBook({ seed, history: true });
    const others = book.select({ ...all, service: 2, from: monday }, later).length;
    book.addIncident({ kind: 'stops', service: 1 }, monday);
    assert.equal(book.select({ ...exchange, from: monday }, later).length, 0);
    assert.equal(book.select({ ...all, service: 2, from: monday }, later).length, others);
  });

  it('simulated incidents make a job hang, with no later run beside it, until it is released as failed', () => {
    const book = createBook({ seed, history: true });
    const until = monday + 2 * dayMs;
    const naExchange = { ...exchange, location: 'NAM' };
    book.addIncident({ kind: 'hangs', service: 1, location: 'NAM', until }, monday);
    const running = book.select({ ...naExchange, state: 1 }, until - 1);
    assert.equal(running.length, 1);
    assert.equal(
      book.select({ ...naExchange, from: (running[0]?.startedAt ?? 0) + 1000 }, until - 1).length,
      0,
    );
    assert.equal(book.find(running[0]?.id ?? '', until)?.outcome, 3);
    assert.ok(book.select({ ...naExchange, from: until }, until + dayMs).length > 0);
  });

  it('simulated incidents are refused if they are invalid', () => {
    const book = createBook({ seed, history: true });
    assert.throws(() => book.addIncident({ kind: 'fails', service: 13 }, monday));
    assert.throws(() => book.addIncident({ kind: 'explodes' } as never, monday));
  });
});
