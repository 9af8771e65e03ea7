import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Store } from '../../../../src/domain/store.ts';
import { findIncidents, latestIncidents } from '../../../../src/features/incidents/find/find-incidents.ts';
import type { IncidentQuestion } from '../../../../src/features/incidents/find/question.ts';
import { type Incident, isOpen } from '../../../../src/features/incidents/incident/incident.ts';
import { createIncidentStore } from '../../../../src/features/incidents/incident/incident-store.ts';
import { secondsIn } from '../../../../src/features/incidents/incident/open-incident.ts';
import { reportText } from '../../../../src/features/incidents/report/text.ts';
import { recordOf } from '../../../../src/features/incidents/report/timeline.ts';
import { blind, failing, fault, run, trouble } from '../../../cards/fault-models.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { realStorages } from '../../../support/real-stores.ts';

const day = 24 * hour;
const place = { home: 'team-1', id: '19:incidents' };
let count = 0;

/** An incident that failed first at a moment, and lasted so long; undefined if it still lasts. */
function lasting(from: number, lengthMs: number | undefined, changes: Partial<Incident> = {}): Incident {
  count += 1;
  return fault({
    place,
    id: `${secondsIn(from)}${count.toString(16).padStart(8, '0')}`,
    ...failing(trouble([run(from)])),
    overAt: lengthMs === undefined ? undefined : from + lengthMs,
    ...changes,
  });
}

const asked = (from: number, to: number, changes: Partial<IncidentQuestion> = {}): IncidentQuestion => ({
  services: [],
  span: { from, to },
  spanWords: 'x',
  zone: 'UTC',
  isOpenOnly: false,
  ...changes,
});

/** Stores incidents; those that `isPast` are archived. */
async function stored(
  incidents: readonly Incident[],
  store: Store = createMemoryStore(),
  isPast: (incident: Incident) => boolean = incident => !isOpen(incident),
) {
  const faults = createIncidentStore(store);
  for (const incident of incidents) {
    const saved = await faults.save(incident);
    assert.ok(saved);
    if (isPast(incident)) await faults.archive(saved, monday);
  }
  return faults;
}

const idsOf = (incidents: readonly Incident[]) => incidents.map(({ id }) => id);

describe('incidents that are looked for', () => {
  it('a period has exactly the incidents that were open at some moment of it, live, archived, long or merged', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            ago: fc.integer({ min: 0, max: 390 * 24 }),
            hours: fc.option(fc.integer({ min: 0, max: 60 * 24 }), { nil: undefined }),
            earlier: fc.constantFrom(0, 0, 5, 400),
            isPast: fc.boolean(),
          }),
          { maxLength: 25 },
        ),
        fc.integer({ min: 1, max: 390 * 24 }),
        fc.integer({ min: 1, max: 1_000 }),
        async (given, fromAgo, length) => {
          const isPast = new Set<Incident>();
          const all = given.map(one => {
            const from = monday - one.ago * hour;
            const merged = failing(trouble([run(from - one.earlier * hour), run(from)]));
            const incident = lasting(from, one.hours === undefined ? undefined : one.hours * hour, merged);
            if (one.isPast && one.hours !== undefined) isPast.add(incident);
            return incident;
          });
          const faults = await stored(all, undefined, incident => isPast.has(incident));
          const question = asked(monday - fromAgo * hour, monday - (fromAgo - length) * hour);
          const { from, to } = question.span;
          const expected = all.filter(incident => {
            const begun = Math.min(...incidentStarts(incident));
            return begun < to && (incident.overAt === undefined || Math.max(begun, incident.overAt) >= from);
          });
          const found = await findIncidents(question, place, faults);
          assert.deepEqual(idsOf(found).sort(), idsOf(expected).sort());
          assert.deepEqual(idsOf(found.filter(isOpen)), idsOf(found.slice(0, found.filter(isOpen).length)));
          const ends = found.filter(one => !isOpen(one)).map(({ overAt = 0 }) => overAt);
          assert.deepEqual(
            ends,
            ends.toSorted((a, b) => b - a),
          );
        },
      ),
      { numRuns: 150 },
    ));

  it('archives of older versions, which have no pointers, are read once, and the long incidents found', async () => {
    const store = createMemoryStore();
    const long = lasting(monday - 100 * day, 30 * day);
    const key = `${encodeURIComponent(place.id)}|${long.id}`;
    await store.put({ collection: 'pastFaults', partition: place.home, key }, long);
    const faults = createIncidentStore(store);
    for (let time = 0; time < 2; time += 1) {
      const found = await findIncidents(asked(monday - 75 * day, monday - 74 * day), place, faults);
      assert.deepEqual(idsOf(found), [long.id]);
    }
  });

  it('a week’s question reads a few pages of a year’s archive', async () => {
    const store = createMemoryStore();
    const year = Array.from({ length: 380 * 3 }, (_, index) => lasting(monday - index * 8 * hour, hour));
    const faults = await stored(year, store);
    const week = asked(monday - 200 * day, monday - 193 * day);
    await findIncidents(week, place, faults);
    let [requests, records] = [0, 0];
    const counting: Store = {
      ...store,
      async list(...args) {
        const found = await store.list(...args);
        requests += 1;
        records += found.length;
        return found;
      },
    };
    const found = await findIncidents(week, place, createIncidentStore(counting));
    assert.equal(found.length, 21);
    assert.ok(requests <= 4 && records < 60, `${requests} requests, ${records} records`);
    [requests, records] = [0, 0];
    await latestIncidents([], 1, place, createIncidentStore(counting), monday);
    assert.ok(requests <= 3 && records < 60, `${requests} requests, ${records} records`);
  });

  it('an incident whose archiving was cut short is found once', async () => {
    const one = lasting(monday - 5 * day, hour);
    const faults = await stored([one]);
    await faults.save(one);
    assert.deepEqual(idsOf(await findIncidents(asked(monday - 7 * day, monday), place, faults)), [one.id]);
    assert.deepEqual(idsOf(await latestIncidents([], 3, place, faults, monday)), [one.id]);
  });

  it('missing data of everything that is watched is an incident of each service', async () => {
    const all = lasting(monday - 2 * hour, hour, blind({ since: monday - 2 * hour }));
    const teams = lasting(
      monday - 3 * hour,
      hour,
      failing(trouble([run(monday - 3 * hour)], { service: 'teams' })),
    );
    const faults = await stored([all, teams]);
    const found = await findIncidents(asked(monday - day, monday, { services: ['exchange'] }), place, faults);
    assert.deepEqual(idsOf(found), [all.id]);
  });

  it('the last incident is the one that began last, however long ago, of the services that are asked for', async () => {
    const old = lasting(
      monday - 300 * day,
      hour,
      failing(trouble([run(monday - 300 * day)], { service: 'teams' })),
    );
    const open = lasting(monday - 20 * day, undefined);
    const latest = lasting(monday - 10 * day, hour);
    const faults = await stored([old, open, latest]);
    const last = async (...services: IncidentQuestion['services']) =>
      idsOf(await latestIncidents(services, 1, place, faults, monday));
    assert.deepEqual(await last(), [latest.id]);
    assert.deepEqual(await last('teams'), [old.id]);
    assert.deepEqual(await last('onedrive'), []);
  });

  it('incidents of another conversation aren’t found, and are deleted with it alone', async () => {
    const faults = await stored([lasting(monday - 3 * day, 2 * day), lasting(monday - 60 * day, 30 * day)]);
    const other = { ...place, id: '19:incidents2' };
    const window = asked(monday - 90 * day, monday);
    assert.deepEqual(await findIncidents(window, other, faults), []);
    await faults.forgetPast(place.home, other);
    assert.equal((await findIncidents(window, place, faults)).length, 2);
    await faults.forgetPast(place.home, place);
    assert.deepEqual(await findIncidents(window, place, faults), []);
  });
});

/** The moments at which an incident of this test may have begun. */
function incidentStarts({ id, about }: Incident): readonly number[] {
  const failures = about.kind === 'failing' ? about.troubles : [];
  return [Number.parseInt(id.slice(0, 8), 16) * 1_000, ...failures.map(({ first }) => first.endedAt)];
}

for (const [name, start] of Object.entries(realStorages))
  it(`reports and lists are the same after a restart with ${name}`, async () => {
    const { open, remove } = await start();
    try {
      const first = await open();
      const long = lasting(monday - 60 * day, 30 * day);
      const short = lasting(monday - 40 * day, hour);
      const faults = await stored([long, short, lasting(monday - hour, undefined)], first);
      const question = asked(monday - 42 * day, monday - 39 * day);
      const shownBy = async (those: typeof faults) => {
        const found = await findIncidents(question, place, those);
        return found.map(one => reportText(recordOf(one, monday + day), { locale: 'en-GB' }));
      };
      const before = await shownBy(faults);
      assert.equal(before.length, 2);
      await first.close();
      const second = await open();
      assert.deepEqual(await shownBy(createIncidentStore(second)), before);
      const latest = await latestIncidents([], 3, place, createIncidentStore(second), monday);
      assert.equal(latest.length, 3);
      await second.close();
    } finally {
      remove();
    }
  });
