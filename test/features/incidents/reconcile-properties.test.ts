import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job, JobState } from '../../../src/domain/job.ts';
import { evaluate } from '../../../src/features/incidents/detect/evaluate.ts';
import { type Incident, isOpen, serviceFailures } from '../../../src/features/incidents/incident/incident.ts';
import {
  historyWindowMs,
  type RunHistory,
  runOfJob,
} from '../../../src/features/incidents/runs/run-history.ts';
import { provesRecovery, streaksOf } from '../../../src/features/incidents/runs/streaks.ts';
import type { Watch } from '../../../src/features/incidents/watch/watch.ts';
import { aJob } from '../../support/fakes.ts';
import { at, aWatch, emptyHistory } from './given.ts';
import { minute } from './support.ts';

const lateAfterMs = 10 * minute;

/** The incidents of one conversation, poll by poll. */
function conversation(watch: Watch) {
  const incidents = new Map<string, Incident>();
  let history: RunHistory = emptyHistory('exchange');
  const verdictsAt = (minutes: number) =>
    evaluate({
      watch,
      history: { ...history, freshSince: at(minutes) - historyWindowMs },
      incidents: [...incidents.values()],
      details: () => undefined,
      lateAfterMs,
      now: at(minutes),
    });
  return {
    history: () => history,
    all: () => [...incidents.values()],
    open: () => [...incidents.values()].filter(isOpen),
    verdictsAt,
    keep: (incident: Incident) => incidents.set(incident.id, incident),
    /** Polls the jobs that have ended by then. */
    poll(jobs: readonly Job[], minutes: number) {
      const now = at(minutes);
      const known = new Map(history.runs.map(run => [run.id, run]));
      const runs = jobs
        .filter(({ finishedAt = 0 }) => finishedAt <= now)
        .flatMap(job => runOfJob(job, undefined) ?? [])
        .map(run => known.get(run.id) ?? { ...run, foundAt: now })
        .sort((a, b) => a.endedAt - b.endedAt || (a.id < b.id ? -1 : 1));
      history = { ...history, runs };
      const { opened, changed: after } = verdictsAt(minutes);
      for (const incident of [...opened, ...after]) incidents.set(incident.id, incident);
    },
  };
}

interface Planned {
  readonly started: number;
  readonly ended: number;
  readonly state: JobState;
}

const jobsOf = (runs: readonly Planned[]): readonly Job[] =>
  runs.map(({ started, ended, state }, index) =>
    aJob({ id: `r${index}`, state, startedAt: at(started), finishedAt: at(ended) }),
  );

/** A day's runs, which overlap; polls at random moments, some after hours without one; a watch of some kind. */
const stories = fc.record({
  runs: fc.array(
    fc
      .record({
        started: fc.integer({ min: -600, max: 800 }),
        lasts: fc.integer({ min: 1, max: 200 }),
        state: fc.constantFrom<JobState>(
          'finished',
          'finished',
          'failed',
          'failed',
          'partiallyFinished',
          'finishedWithException',
        ),
      })
      .map(({ started, lasts, state }): Planned => ({ started, ended: started + lasts, state })),
    { maxLength: 14 },
  ),
  polls: fc
    .uniqueArray(fc.integer({ min: 0, max: 1_000 }), { maxLength: 12 })
    .map(all => [...all.sort((a, b) => a - b), 1_001]),
  /** The polls after which a user closes the open incidents. */
  closes: fc.array(fc.nat({ max: 12 }), { maxLength: 2 }),
  watch: fc.record({
    inARow: fc.constantFrom<1 | 2>(1, 2),
    isPartialIncluded: fc.boolean(),
    createdAt: fc.constantFrom(at(-1_000), at(0)),
  }),
});

const knownIds = (incidents: readonly Incident[]) =>
  incidents.flatMap(serviceFailures).flatMap(({ runs }) => runs.map(({ id }) => id));

describe('reconciling, for any run history', () => {
  it('reconciling reports every failure that counts once, whichever polls found it and however long the bot was down', () => {
    fc.assert(
      fc.property(stories, ({ runs, polls, closes, watch: wish }) => {
        const watch = aWatch(wish);
        const here = conversation(watch);
        for (const [index, minutes] of polls.entries()) {
          here.poll(jobsOf(runs), minutes);
          if (closes.includes(index))
            for (const incident of here.open()) here.keep({ ...incident, overAt: at(minutes) });
        }
        const known = knownIds(here.all());
        assert.equal(new Set(known).size, known.length, 'none twice');
        assert.equal(
          here
            .all()
            .flatMap(serviceFailures)
            .reduce((sum, { count }) => sum + count, 0),
          known.length,
        );
        const rows = streaksOf(here.history().runs, watch);
        const isTold = ({ runs, clearedBy }: (typeof rows)[number]) =>
          runs.length >= watch.inARow && !(clearedBy && clearedBy.endedAt <= watch.createdAt);
        const due = rows.filter(isTold).flatMap(row => row.runs.map(({ id }) => id));
        assert.deepEqual(
          due.filter(id => !known.includes(id)),
          [],
          'none missed',
        );
        if (watch.inARow === 1) assert.deepEqual(known.toSorted(), due.toSorted());
        const over = rows.filter(row => row.clearedBy && row.clearedBy.endedAt <= watch.createdAt);
        for (const { id } of over.flatMap(row => row.runs))
          assert.ok(!known.includes(id), 'none that was over before');
      }),
      { numRuns: 600 },
    );
  });

  it('reconciling is idempotent', () => {
    fc.assert(
      fc.property(stories, ({ runs, polls, watch }) => {
        const here = conversation(aWatch(watch));
        for (const minutes of polls) {
          here.poll(jobsOf(runs), minutes);
          assert.deepEqual(here.verdictsAt(minutes), { opened: [], changed: [] });
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a conversation has at most one open incident of a service, open exactly as long as no clean run ends its failures', () => {
    fc.assert(
      fc.property(stories, ({ runs, polls, watch }) => {
        const here = conversation(aWatch(watch));
        for (const minutes of polls) {
          here.poll(jobsOf(runs), minutes);
          assert.ok(here.open().length <= 1);
          for (const incident of here.all())
            for (const { runs: failed } of serviceFailures(incident)) {
              const clearing = here
                .history()
                .runs.filter(run => provesRecovery(run, failed))
                .map(({ endedAt }) => endedAt);
              assert.equal(incident.overAt, clearing[0]);
            }
        }
      }),
      { numRuns: 400 },
    );
  });
});
