import assert from 'node:assert/strict';
import type { Service } from '../../../../src/domain/job.ts';
import { JobSourceError } from '../../../../src/domain/job-source.ts';
import type { RecordsByService } from '../../../../src/domain/service-records.ts';
import type { Incident, IncidentSubject } from '../../../../src/features/incidents/incident/incident.ts';
import type { Mirror } from '../../../../src/job-index/mirror.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type SaidHere } from '../support.ts';

const day = 24 * hour;
/** No service has a record. */
const known = { read: async () => ({}) };

/** Three weeks of clean runs at this interval, until `until`. */
function runs(
  scene: ReturnType<typeof openScene>,
  service: Service,
  everyHours: number,
  until: number,
  { from = monday - 21 * day, location }: { readonly from?: number; readonly location?: string } = {},
) {
  for (let at = from; at < until; at += everyHours * hour)
    scene.world.plant({ ...run(service, at, 'finished', 20 * minute), ...(location && { location }) });
}

const textOf = ({ message }: SaidHere): IncidentSubject => message.incident.about;
const stopsOf = ({ about }: Incident) => (about.kind === 'stopped' ? about.stops : []);
const locationsOf = (incidents: readonly Incident[]) =>
  incidents.flatMap(stopsOf).map(({ location }) => location);

describe('a service whose backups don’t start any more', () => {
  it('missing starts are one incident, which calls the person on call, and ends when a backup has started', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    scene.world.plant(run('exchange', monday + day, 'finished', 20 * minute));
    await scene.pass(7 * hour + 10 * minute);
    assert.equal(scene.said.length, 0);
    await scene.pass(15 * minute);
    const [post, ...more] = scene.posts();
    assert.ok(post);
    assert.deepEqual(more, []);
    const about = textOf(post);
    assert.ok(about.kind === 'stopped');
    const [stop] = about.stops;
    assert.equal(stop?.lastAt, monday);
    assert.ok(stop && Math.abs(stop.dueAt - (monday + 6.5 * hour)) <= 5 * minute);
    assert.equal(post.message.kind === 'card' && post.message.who?.id, kim.id);
    await scene.pass(18 * hour);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.overAt, monday + day);
    assert.deepEqual(scene.said.map(({ how, message }) => [how, message.kind]).at(-1), ['reply', 'allClear']);
  });

  it('missing starts are reported once, however long they last, and not again after the incident was closed', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    await scene.pass(2 * day, 10 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'close' }, incident?.id ?? '');
    await scene.pass(2 * day, 10 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('missing starts of services that stop at the same time are one incident', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange', 'teams'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    runs(scene, 'teams', 6, monday + 2 * hour);
    await scene.pass(20 * hour, 10 * minute);
    assert.equal(scene.posts().length, 1);
    const [incident] = await scene.faultsOf();
    assert.deepEqual(
      incident?.about.kind === 'stopped' && incident.about.stops.map(({ service }) => service),
      ['exchange', 'teams'],
    );
  });

  it('missing starts aren’t reported if the service had stopped before the index began, or is retired', async () => {
    let records: RecordsByService = {};
    const scene = openScene({ known: { read: async () => records } });
    await scene.watch({ services: ['exchange', 'teams'] });
    runs(scene, 'exchange', 6, monday - 3 * day);
    runs(scene, 'teams', 6, monday + 2 * hour);
    records = { teams: { last: undefined, retired: { at: monday, by: kim } } };
    await scene.pass(2 * day, 10 * minute);
    assert.deepEqual(scene.said, []);
  });

  it('an incident of missing starts ends when the service is retired', async () => {
    let records: RecordsByService = {};
    const scene = openScene({ known: { read: async () => records } });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    await scene.pass(day, 10 * minute);
    records = { exchange: { last: undefined, retired: { at: scene.clock.now(), by: kim } } };
    await scene.pass(hour, 10 * minute);
    const [incident] = await scene.faultsOf();
    assert.ok(incident?.overAt);
    assert.ok(incident.about.kind === 'stopped' && incident.about.stops[0]?.isRetired);
  });

  it('missing starts aren’t reported while the last run still goes on', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday);
    scene.world.plant(run('exchange', monday, 'finished', 30 * hour));
    await scene.pass(29 * hour, 10 * minute);
    assert.deepEqual(
      scene.said.filter(one => textOf(one).kind === 'stopped'),
      [],
    );
  });

  it('closed missing starts aren’t reported again, though their record would be archived otherwise', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange', 'teams'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    runs(scene, 'teams', 6, monday + 8 * day);
    await scene.pass(day, 10 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'close' }, incident?.id ?? '');
    await scene.pass(6 * day, 30 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('missing starts are reported for a watch that was set after the service had stopped', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['teams'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    runs(scene, 'teams', 6, monday + 8 * day);
    await scene.pass(day, 10 * minute);
    await scene.watch({ services: ['exchange', 'teams'] });
    await scene.pass(10 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('missing starts go on if AvePoint doesn’t list the last run any more', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    await scene.pass(day, 10 * minute);
    const mirror = scene.world.index.mirror as Mirror;
    const [last] = mirror.between(monday, monday + hour, { type: 'backup', service: 'exchange' });
    assert.ok(last);
    mirror.put({ ...last, unlisted: 2 });
    await scene.pass(day, 10 * minute);
    const [incident, ...none] = await scene.faultsOf();
    assert.deepEqual([none, incident && stopsOf(incident).length, incident?.overAt], [[], 1, undefined]);
  });

  it('missing starts are reported again if the service was retired, is expected again and still doesn’t start', async () => {
    let records: RecordsByService = {};
    const scene = openScene({ known: { read: async () => records } });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    await scene.pass(day, 10 * minute);
    records = { exchange: { last: undefined, retired: { at: scene.clock.now(), by: kim } } };
    await scene.pass(hour, 10 * minute);
    records = {};
    await scene.pass(hour, 10 * minute);
    assert.deepEqual((await scene.faultsOf()).map(({ overAt }) => overAt === undefined).toSorted(), [
      false,
      true,
    ]);
  });

  it('missing starts get an incident of their own if the one before was snoozed', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange', 'teams'] });
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    runs(scene, 'teams', 6, monday + 2 * hour, { from: monday - 21 * day + 20 * minute });
    while (scene.posts().length === 0) await scene.pass(minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'snooze', length: 'tomorrow' }, incident?.id ?? '');
    await scene.pass(hour);
    assert.deepEqual(
      scene.posts().map(({ message }) => message.who?.id),
      [kim.id, kim.id],
    );
  });

  it('missing starts of several services ignore quiet hours if one of the watches has none', async () => {
    const scene = openScene({ known });
    const zone = 'Europe/Berlin';
    const quiet = { from: { hour: 14, minute: 0 }, to: { hour: 13, minute: 0 }, zone };
    await scene.watch({ services: ['teams'] });
    await scene.pass(minute);
    await scene.watch({ services: ['exchange'], quiet });
    runs(scene, 'exchange', 6, monday + 2 * hour);
    runs(scene, 'teams', 6, monday + 2 * hour);
    await scene.pass(8 * hour, 10 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('missing starts are silent if they began and ended in the same quiet hours, else reported when those end', async () => {
    const zone = 'Europe/Berlin';
    const quiet = { from: { hour: 18, minute: 0 }, to: { hour: 6, minute: 0 }, zone };
    for (const isOver of [true, false]) {
      const scene = openScene({ known });
      await scene.watch({ services: ['exchange'], quiet });
      runs(scene, 'exchange', 6, monday + 2 * hour);
      if (isOver) runs(scene, 'exchange', 2, monday + 20 * hour, { from: monday + 10 * hour });
      await scene.pass(16 * hour, 10 * minute);
      assert.equal(scene.posts().length, isOver ? 0 : 1);
    }
  });
});

describe('a service that runs by the local time of a zone', () => {
  for (const [what, change, beforeUtc, afterUtc] of [
    ['back', Date.UTC(2026, 9, 25, 1), 0, 1],
    ['forward', Date.UTC(2026, 2, 29, 1), 1, 0],
  ] as const) {
    it(`a service isn’t reported as stopped in the week after the clocks go ${what}`, async () => {
      const scene = openScene({ known, now: change - 2 * day });
      await scene.watch({ services: ['exchange'] });
      const midnight = Math.floor(change / day) * day;
      for (let n = -30; n < 8; n += 1) {
        const utc = n < 0 ? beforeUtc : afterUtc;
        scene.world.plant(run('exchange', midnight + n * day + utc * hour, 'finished', 20 * minute));
      }
      await scene.pass(9 * day, 10 * minute);
      assert.deepEqual(scene.posts(), []);
    });
  }
});

describe('a service in several locations whose backups don’t start any more in one', () => {
  it('missing starts name the location, and a run elsewhere doesn’t end them', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour, { location: 'NAM' });
    for (const location of ['EUR', 'APC']) runs(scene, 'exchange', 6, monday + 3 * day, { location });
    await scene.pass(day, 10 * minute);
    const [incident, ...none] = await scene.faultsOf();
    assert.deepEqual([none, incident?.overAt], [[], undefined]);
    assert.deepEqual(locationsOf(await scene.faultsOf()), ['NAM']);
  });

  it('missing starts stay the same incident if the service had that location alone when it stopped', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour, { location: 'NAM' });
    await scene.pass(day, 10 * minute);
    assert.deepEqual(locationsOf(await scene.faultsOf()), [undefined]);
    runs(scene, 'exchange', 6, monday + 3 * day, { location: 'EUR', from: scene.clock.now() });
    await scene.pass(day, 10 * minute);
    assert.deepEqual(locationsOf(await scene.faultsOf()), ['NAM']);
    runs(scene, 'exchange', 6, monday + 3 * day, { location: 'NAM', from: scene.clock.now() });
    await scene.pass(hour, 10 * minute);
    assert.ok((await scene.faultsOf()).every(({ overAt }) => overAt !== undefined));
  });

  it('missing starts in one location are reported though another one is unknown', async () => {
    const schedule = { today: () => Promise.reject(new JobSourceError('unavailable', 'no plan')) };
    const scene = openScene({ known, schedule });
    await scene.watch({ services: ['exchange'] });
    runs(scene, 'exchange', 6, monday + 2 * hour, { location: 'NAM' });
    runs(scene, 'exchange', 6, monday + 8 * hour, { location: 'EUR', from: monday - 6 * hour });
    await scene.pass(10 * hour, 10 * minute);
    assert.deepEqual(locationsOf(await scene.faultsOf()), ['NAM']);
  });

  it('missing starts follow the plan of their location', async () => {
    const today = Math.floor(monday / day) * day;
    const schedule = {
      today: async (_: unknown, location?: string) =>
        location === 'EUR' ? [] : [{ service: 'exchange' as const, startsAt: [today + 15 * hour] }],
    };
    const scene = openScene({ known, schedule });
    await scene.watch({ services: ['exchange'] });
    const from = today - 20 * day;
    runs(scene, 'exchange', 24, today + day, { location: 'NAM', from: from + 15 * hour });
    runs(scene, 'exchange', 24, today + day, { location: 'EUR', from: from + 4 * hour });
    await scene.pass(6 * hour, 10 * minute);
    assert.deepEqual(await scene.faultsOf(), []);
  });
});

describe('a plan that can’t be read', () => {
  it('an unreadable plan doesn’t delay the report of a failure', async () => {
    const schedule = { today: () => Promise.reject(new TypeError('unexpected')) };
    const scene = openScene({ known, schedule });
    const watched = ['exchange', 'sharepoint', 'teams'] as const;
    await scene.watch({ services: watched });
    for (const [index, service] of watched.entries()) {
      runs(scene, service, 6, monday - hour);
      scene.world.plant(run(service, monday + (3 + index) * minute, 'failed', minute));
    }
    await scene.pass(hour);
    assert.deepEqual(
      scene.posts().map(({ at }) => (at - monday) / minute),
      [4, 5, 6],
    );
  });
});

describe('a long-running backup that was closed', () => {
  it('a long-running backup is reported once and not again days after it was closed, though it runs on', async () => {
    const scene = openScene();
    await scene.watch({ services: ['exchange', 'teams'] });
    runs(scene, 'exchange', 24, monday);
    runs(scene, 'teams', 6, monday + 8 * day);
    scene.world.plant({ service: 'exchange', startedAt: monday + minute });
    await scene.pass(3 * hour, 10 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'close' }, incident?.id ?? '');
    await scene.pass(6 * day, 30 * minute);
    assert.equal(scene.posts().length, 1);
  });
});
