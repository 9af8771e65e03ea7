import assert from 'node:assert/strict';
import type { Service } from '../../../../src/domain/job.ts';
import {
  hasNoData,
  noDataIncident,
  pauseIncidents,
  type WatchedService,
} from '../../../../src/features/incidents/detect/no-data.ts';
import type { ServiceSnapshot } from '../../../../src/features/incidents/detect/poller.ts';
import type { Incident, NoDataReason } from '../../../../src/features/incidents/incident/incident.ts';
import { at, aWatch, emptyHistory } from '../given.ts';

const watch = aWatch();

/** A service without data for so many minutes; 0: it has data. It is reported after two. */
const snapshot = (
  minutes: number,
  { reason = 'noAnswer', ...overrides }: Partial<ServiceSnapshot> & { readonly reason?: NoDataReason } = {},
): ServiceSnapshot => ({
  history: emptyHistory('exchange'),
  seenAt: at(-10),
  gap: minutes > 0 ? { since: at(-minutes), reportAt: at(2 - minutes), reason } : undefined,
  ...overrides,
});
const watched = (service: Service, state: ServiceSnapshot, of = watch): WatchedService => ({
  service,
  watch: of,
  state,
});
const states = (minutes: Partial<Record<Service, number>>, of = watch) =>
  Object.entries(minutes).map(([service, count]) => watched(service as Service, snapshot(count), of));
const noDataAfter = (minutes: Partial<Record<Service, number>>, incidents: readonly Incident[] = []) =>
  noDataIncident(states(minutes), incidents, at(0));
const aboutOf = (found: Incident | undefined) => {
  const about = found?.about;
  assert.ok(about?.kind === 'blind');
  return about;
};

describe('missing data', () => {
  it('missing data is reported after two minutes, and not before', () => {
    assert.deepEqual(
      [0, 1, 1.9, 2, 3].map(minutes => hasNoData(snapshot(minutes), at(0))),
      [false, false, false, true, true],
    );
    assert.equal(noDataAfter({ exchange: 1, teams: 1 }), undefined);
    assert.ok(noDataAfter({ exchange: 3, teams: 3 }));
  });

  it('missing data names its services, and none if it is all that is watched', () => {
    assert.deepEqual(aboutOf(noDataAfter({ exchange: 3, teams: 1, onedrive: 5 })).services, [
      'exchange',
      'onedrive',
    ]);
    assert.deepEqual(aboutOf(noDataAfter({ exchange: 3, teams: 4 })).services, []);
    assert.deepEqual(aboutOf(noDataAfter({ exchange: 3 })).services, []);
  });

  it('missing data has its reason and until when there was data, counted from the watch at the earliest', () => {
    const since = (state: Partial<ServiceSnapshot>, createdAt = at(-1_000)) =>
      aboutOf(noDataIncident([watched('exchange', snapshot(3, state), aWatch({ createdAt }))], [], at(0)))
        .since;
    assert.equal(since({}), at(-10));
    assert.equal(since({}, at(-7)), at(-7));
    assert.equal(since({ seenAt: undefined }), at(-3));
    const two = [
      watched('exchange', snapshot(3, { reason: 'refused' })),
      watched('teams', snapshot(4, { seenAt: at(-30) })),
    ];
    const about = aboutOf(noDataIncident(two, [], at(0)));
    assert.deepEqual([about.reason, about.since, about.seenAgainAt], ['refused', at(-30), undefined]);
  });

  it('missing data is one incident as long as it lasts, and names its services as they change', () => {
    const first = noDataAfter({ exchange: 3, teams: 0 });
    const incidents = first ? [first] : [];
    assert.equal(noDataAfter({ exchange: 9, teams: 1 }, incidents), undefined);
    const more = noDataAfter({ exchange: 9, teams: 3, onedrive: 0 }, incidents);
    assert.equal(more?.id, first?.id);
    assert.deepEqual(aboutOf(more).services, ['exchange', 'teams']);
    assert.ok((more?.telling.revision ?? 0) > 1);
  });

  it('missing data ends only when every service has data, not when the first has or one has a short gap', () => {
    const first = noDataAfter({ exchange: 3, teams: 3 });
    const incidents = first ? [first] : [];
    const partly = noDataAfter({ exchange: 0, teams: 4 }, incidents);
    assert.deepEqual([partly?.overAt, aboutOf(partly).services], [undefined, ['teams']]);
    const moment = noDataAfter({ exchange: 1, teams: 0 }, incidents);
    assert.deepEqual([moment?.overAt, aboutOf(moment).services], [undefined, ['exchange']]);
    const over = noDataAfter({ exchange: 0, teams: 0 }, incidents);
    assert.deepEqual([over?.overAt, aboutOf(over).seenAgainAt], [at(0), at(0)]);
    assert.equal(noDataAfter({ exchange: 0 }, over ? [over] : []), undefined);
    assert.equal(noDataAfter({ exchange: 3 }, over ? [over] : [])?.overAt, undefined);
    assert.ok(noDataAfter({ exchange: 3 }, over ? [over] : []));
  });
});

describe('missing data of a watch that is ending', () => {
  const ending = { ...watch, isEnding: true };

  it('a watch that is ending doesn’t open an incident of missing data', () => {
    assert.equal(noDataIncident(states({ exchange: 3 }, ending), [], at(0)), undefined);
  });

  it('a watch that is ending continues an open incident of missing data to its end', () => {
    const open = noDataAfter({ exchange: 3 });
    assert.ok(open);
    assert.equal(noDataIncident(states({ exchange: 4 }, ending), [open], at(9)), undefined);
    assert.equal(noDataIncident(states({ exchange: 0 }, ending), [open], at(9))?.overAt, at(9));
  });
});

describe('a pause in which the bot was down', () => {
  const pause = { from: at(-300), to: at(-60) };
  const seen = [watched('exchange', snapshot(0))];

  it('a pause is reported once, as over, for what was watched then', () => {
    const [notice, ...none] = pauseIncidents(seen, [pause], [], at(0));
    assert.deepEqual(none, []);
    const about = aboutOf(notice);
    assert.deepEqual([about.since, about.seenAgainAt, notice?.overAt], [at(-300), at(-60), at(-60)]);
    assert.deepEqual(pauseIncidents(seen, [pause], notice ? [notice] : [], at(1)), []);
  });

  it('a pause isn’t reported if missing data covers it, if nothing was watched, or if it was long ago', () => {
    const silence = noDataIncident([watched('exchange', snapshot(250, { seenAt: at(-300) }))], [], at(-50));
    assert.ok(silence);
    assert.deepEqual(pauseIncidents(seen, [pause], [silence], at(0)), []);
    const later = aWatch({ createdAt: at(-30) });
    assert.deepEqual(pauseIncidents([watched('exchange', snapshot(0), later)], [pause], [], at(0)), []);
    assert.deepEqual(pauseIncidents(seen, [pause], [], at(3 * 24 * 60)), []);
  });

  it('pauses of several locations that overlap are one incident', () => {
    const later = { from: at(-299), to: at(-58) };
    const [notice, ...none] = pauseIncidents(seen, [later, pause], [], at(0));
    assert.deepEqual(none, []);
    const about = aboutOf(notice);
    assert.deepEqual([about.since, about.seenAgainAt], [at(-300), at(-58)]);
  });

  it('a pause is reported if it began in the minute in which AvePoint answered again', () => {
    const silence = noDataIncident([watched('exchange', snapshot(330, { seenAt: at(-330) }))], [], at(-310));
    assert.ok(silence);
    const over = noDataIncident([watched('exchange', snapshot(0))], [silence], at(-299.5));
    assert.ok(over?.overAt);
    assert.equal(pauseIncidents(seen, [pause], [over], at(0)).length, 1);
  });
});
