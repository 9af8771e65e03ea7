import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JobState, type Service, services } from '../../../src/domain/job.ts';
import { evaluate } from '../../../src/features/incidents/detect/evaluate.ts';
import { type Incident, isOpen, serviceFailures } from '../../../src/features/incidents/incident/incident.ts';
import type { EndedRun } from '../../../src/features/incidents/runs/run-history.ts';
import { isFailure, provesRecovery } from '../../../src/features/incidents/runs/streaks.ts';
import { at, aWatch, emptyHistory, grouped, ran, reported } from './given.ts';

const watched = services.slice(0, 6);
const watch = aWatch({ services: watched });

/** A day of six services' runs, which overlap; polls; and whether what is due after a poll can be sent then. */
const days = fc.record({
  runs: fc.array(
    fc.record({
      service: fc.constantFrom(...watched),
      started: fc.integer({ min: 0, max: 400 }),
      lasts: fc.integer({ min: 1, max: 60 }),
      state: fc.constantFrom<JobState>('finished', 'failed', 'failed'),
    }),
    { maxLength: 24 },
  ),
  polls: fc.uniqueArray(fc.integer({ min: 1, max: 460 }), { maxLength: 8 }),
  isReachable: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
});

describe('an outage of several services, for any polls', () => {
  it('an outage has every failure in one incident, every lasting one in one open incident, and grouping is idempotent', () => {
    fc.assert(
      fc.property(days, ({ runs, polls, isReachable }) => {
        const all = runs.map(({ service, started, lasts, state }, n) => ({
          service,
          run: ran(`r${n}`, started, started + lasts, state),
        }));
        let incidents: readonly Incident[] = [];
        const ledgerAt = (service: Service, now: number): readonly EndedRun[] =>
          all.filter(one => one.service === service && one.run.endedAt <= now).map(({ run }) => run);
        const verdictsOf = (service: Service, now: number) =>
          evaluate({
            watch,
            history: { ...emptyHistory(service, now), runs: ledgerAt(service, now) },
            incidents,
            details: () => undefined,
            lateAfterMs: 600_000,
            now,
          });
        for (const [index, minutes] of [...polls.sort((a, b) => a - b), 461].entries()) {
          for (const service of watched) {
            const { opened, changed } = verdictsOf(service, at(minutes));
            const newer = new Map([...opened, ...changed].map(incident => [incident.id, incident]));
            incidents = [...incidents.filter(({ id }) => !newer.has(id)), ...newer.values()];
          }
          incidents = grouped(incidents, minutes);
          if (isReachable[index])
            incidents = incidents.map(one => (one.telling.said ? one : reported(one, minutes)));
          for (const service of watched)
            assert.deepEqual(verdictsOf(service, at(minutes)), { opened: [], changed: [] });
        }
        for (const service of watched) {
          const troubles = incidents.flatMap(incident =>
            serviceFailures(incident).map(trouble => ({ ...trouble, isOpen: isOpen(incident) })),
          );
          const mine = troubles.filter(trouble => trouble.service === service);
          const failures = ledgerAt(service, at(461)).filter(run => isFailure(run, watch));
          assert.equal(
            mine.reduce((sum, { count }) => sum + count, 0),
            failures.length,
          );
          const lasting = mine.filter(({ recovery }) => !recovery);
          assert.ok(lasting.length <= 1 && lasting.every(trouble => trouble.isOpen));
          const isLasting = !ledgerAt(service, at(461)).some(run => provesRecovery(run, failures));
          if (failures.length > 0) assert.equal(lasting.length === 1, isLasting);
        }
      }),
      { numRuns: 200 },
    );
  });
});
