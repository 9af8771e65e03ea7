import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Service, services } from '../../../src/domain/job.ts';
import { type Incident, isOpen, serviceFailures } from '../../../src/features/incidents/incident/incident.ts';
import { at, failed, grouped, reported, wideOutage } from './given.ts';

interface Story {
  /** The incidents of each service one after the other, and whether the last of them is over. */
  readonly lines: readonly { readonly incidents: readonly string[]; readonly isOver: boolean }[];
  /** When a wide outage of four services was reported, of which the fifth and the sixth line are. */
  readonly wideAt: number | undefined;
}

const stories: fc.Arbitrary<Story> = fc.record({
  lines: fc.array(
    fc.record({
      incidents: fc.array(fc.constantFrom('untold', 'told', 'held', 'heldOn', 'begun'), {
        minLength: 1,
        maxLength: 3,
      }),
      isOver: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  wideAt: fc.option(fc.integer({ min: 60, max: 120 }), { nil: undefined }),
});

function faultsOf({ lines, wideAt }: Story): readonly Incident[] {
  const singles = lines.flatMap(({ incidents, isOver }, line) =>
    incidents.map((kind, index) => {
      const minutes = 10 * index + line;
      const isLast = index === incidents.length - 1 && (wideAt === undefined || line < 4);
      const incident = failed(services[7 - line] as Service, minutes, isOver || !isLast);
      if (kind === 'told') return reported(incident, minutes);
      if (kind === 'begun')
        return { ...incident, telling: { ...incident.telling, begun: ['post' as const] } };
      return kind === 'untold' ? incident : { ...incident, heldUntil: at(kind === 'held' ? 100 : 200) };
    }),
  );
  return wideAt === undefined ? singles : [...singles, wideOutage(wideAt)];
}

describe('grouping incidents, for any order of failures', () => {
  const runsOf = (incidents: readonly Incident[]) =>
    incidents
      .flatMap(serviceFailures)
      .flatMap(({ service, runs }) => runs.map(({ id }) => `${service} ${id}`))
      .sort();
  const openOf = (incidents: readonly Incident[]) =>
    [
      ...new Set(
        incidents
          .filter(isOpen)
          .flatMap(serviceFailures)
          .flatMap(({ service, recovery }) => (recovery ? [] : [service])),
      ),
    ].sort();

  it('grouping loses no run, has none twice, and ends nothing that lasts', () => {
    fc.assert(
      fc.property(stories, story => {
        const before = faultsOf(story);
        const after = grouped(before, 120);
        assert.deepEqual(runsOf(after), runsOf(before));
        assert.equal(
          after.flatMap(serviceFailures).reduce((sum, { count }) => sum + count, 0),
          runsOf(before).length,
        );
        assert.deepEqual(openOf(after), openOf(before));
        for (const incident of before.filter(({ telling }) => telling.said))
          assert.ok(
            after.some(({ id }) => id === incident.id),
            'what was told stays',
          );
        assert.ok(after.every(incident => !incident.isSilent || !isOpen(incident)));
      }),
      { numRuns: 300 },
    );
  });

  it('grouping is idempotent, wherever it was cut off the first time', () => {
    fc.assert(
      fc.property(stories, story => {
        const before = faultsOf(story);
        const after = grouped(before, 120);
        assert.deepEqual(grouped(after, 120), after);
        // Incidents that others have included are still there.
        const again = grouped(
          [...before.filter(incident => !after.some(({ id }) => id === incident.id)), ...after],
          120,
        );
        assert.deepEqual(runsOf(again), runsOf(before));
        assert.equal(again.length, after.length);
      }),
      { numRuns: 300 },
    );
  });
});
