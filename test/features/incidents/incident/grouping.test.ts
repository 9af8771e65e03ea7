import assert from 'node:assert/strict';
import { services } from '../../../../src/domain/job.ts';
import { failingSubject } from '../../../../src/features/incidents/detect/evaluate.ts';
import { groupIncidents } from '../../../../src/features/incidents/incident/grouping.ts';
import {
  type FailureCause,
  type Incident,
  serviceFailures,
} from '../../../../src/features/incidents/incident/incident.ts';
import { includesRun } from '../../../../src/features/incidents/incident/service-failure.ts';
import { anIncident, at, failed, grouped, ran, reported, wideOutage } from '../given.ts';
import { kim } from '../support.ts';

const servicesIn = (incident: Incident | undefined) =>
  incident ? serviceFailures(incident).map(({ service }) => service) : [];

describe('grouping unannounced incidents', () => {
  it('up to three services stay apart, and four or more are one wide outage', () => {
    const four = services.slice(0, 4).map((service, n) => failed(service, n));
    assert.deepEqual(groupIncidents(four.slice(0, 3), at(10)), { silent: [], merged: [] });
    const [wide, ...others] = grouped(four, 10);
    assert.deepEqual([servicesIn(wide), others], [services.slice(0, 4), []]);
    assert.equal(wide?.openedAt, at(0));
    assert.equal(wide?.telling.said, undefined);
  });

  it('a wide outage is the same in any order and on any instance, and as late as the latest', () => {
    const four = services
      .slice(0, 4)
      .map((service, n) => failed(service, n, false, n === 2 ? { lateMs: 720_000 } : {}));
    const [one] = grouped(four, 10);
    assert.equal(one?.lateMs, 720_000);
    assert.equal(grouped([...four].reverse(), 90)[0]?.id.slice(8), one?.id.slice(8));
    assert.ok(!four.some(({ id }) => id === one?.id));
  });

  it('incidents that were announced, or may have been, aren’t merged into a new outage', () => {
    const [a, b, c, d] = services.slice(0, 4).map(service => failed(service, 0)) as [
      Incident,
      Incident,
      Incident,
      Incident,
    ];
    const begun: Incident = { ...d, telling: { ...d.telling, begun: ['post'] } };
    assert.deepEqual(groupIncidents([a, b, c, reported(d, 1)], at(10)).merged, []);
    assert.deepEqual(groupIncidents([a, b, c, begun], at(10)).merged, []);
  });

  it('a wide outage is over only when each of its services is', () => {
    const four = services.slice(0, 4).map((service, n) => failed(service, n, true));
    assert.equal(grouped(four, 10)[0]?.overAt, at(5));
    assert.equal(grouped([...four.slice(1), failed('exchange', 4)], 10)[0]?.overAt, undefined);
    const twice = [failed('exchange', 0, true), failed('exchange', 20, true), ...four.slice(1)];
    assert.equal(grouped(twice, 30)[0]?.overAt, at(22));
  });

  it('services join a wide outage that began up to thirty minutes before, not one that began earlier or is over', () => {
    const wide = wideOutage(0);
    const late = failed('teams', 29);
    for (const [minutes, joins] of [
      [30, true],
      [31, false],
    ] as const) {
      const after = grouped([wide, late], minutes);
      assert.equal(after.length, joins ? 1 : 2);
      assert.equal(servicesIn(after.find(({ id }) => id === wide.id)).includes('teams'), joins);
    }
    assert.equal(grouped([{ ...wide, overAt: at(20) }, late], 29).length, 2);
    const after = grouped([wide, late, failed('powerBi', 28)], 30);
    assert.deepEqual(
      after.map(incident => [incident.id, serviceFailures(incident).length]),
      [[wide.id, 6]],
    );
    assert.ok((after[0]?.telling.revision ?? 0) > wide.telling.revision);
  });

  it('services don’t join a wide outage that was snoozed: they would not be noticed', () => {
    const wide = { ...wideOutage(0), snoozed: { by: kim, at: at(1), until: at(61) } };
    assert.equal(grouped([wide, failed('teams', 5)], 10).length, 2);
    assert.equal(
      grouped([{ ...wide, snoozed: { ...wide.snoozed, until: at(9) } }, failed('teams', 5)], 10).length,
      1,
    );
  });

  it('services never join an incident of three services', () => {
    const wide = wideOutage(0);
    const three = { ...wide, about: failingSubject(serviceFailures(wide).slice(0, 3)) };
    assert.equal(grouped([three, failed('teams', 5)], 10).length, 2);
  });

  it('failures are merged into an open incident of their service, however old it is', () => {
    const host = reported(failed('exchange', 0), 0);
    const [after, ...others] = grouped([host, failed('exchange', 200)], 300);
    assert.deepEqual(others, []);
    assert.deepEqual(after && serviceFailures(after).map(({ count }) => count), [2]);
    assert.equal(grouped([{ ...host, overAt: at(3) }, failed('exchange', 200)], 300).length, 2);
  });

  it('failures that are merged into a lasting incident don’t end it', () => {
    const lasting = reported(failed('exchange', 100), 101);
    const before = failed('exchange', 0, true);
    const [after] = grouped([before, lasting], 110);
    assert.equal(after?.id, lasting.id);
    assert.equal(after?.overAt, undefined);
    assert.equal(after && serviceFailures(after)[0]?.first.endedAt, at(0));
  });

  it('merged incidents of one service add up the runs of each cause', () => {
    const withCauses = (incident: Incident, causes: readonly FailureCause[]): Incident => ({
      ...incident,
      about: failingSubject(serviceFailures(incident).map(trouble => ({ ...trouble, causes }))),
    });
    const host = withCauses(failed('exchange', 0), [
      { text: 'disk full', runs: 2 },
      { text: 'locked', runs: 1 },
    ]);
    const later = withCauses(failed('exchange', 200), [
      { text: 'denied', runs: 4 },
      { text: 'disk full', runs: 3 },
    ]);
    const [after, ...others] = grouped([reported(host, 0), later], 300);
    assert.deepEqual(others, []);
    assert.deepEqual(after && serviceFailures(after).map(({ causes }) => causes), [
      [
        { text: 'disk full', runs: 5 },
        { text: 'denied', runs: 4 },
        { text: 'locked', runs: 1 },
      ],
    ]);
  });

  it('a service whose incidents are merged has been failing since the later one if it had recovered in between', () => {
    const sinceOf = (...incidents: readonly Incident[]) =>
      grouped(incidents, 100)
        .flatMap(serviceFailures)
        .map(({ first, failingSince }) => [first.endedAt, failingSince]);
    const [early, late] = [failed('exchange', 0, true), failed('exchange', 50)];
    assert.deepEqual(sinceOf(early, late), [[at(0), at(50)]]);
    assert.deepEqual(sinceOf(late, early), [[at(0), at(50)]]);
    assert.deepEqual(sinceOf(failed('exchange', 0), late), [[at(0), undefined]]);
    const others = services.slice(1, 4).map(service => failed(service, 40));
    const again = serviceFailures(failed('exchange', 70))[0];
    assert.ok(again);
    const thrice = { ...late, about: failingSubject([{ ...again, failingSince: at(90) }]) };
    assert.deepEqual(sinceOf(early, thrice, ...others)[0], [at(0), at(90)]);
  });

  it('merged incidents count all failures, also those that a record doesn’t list', () => {
    const hourly = Array.from({ length: 50 }, (_, n) => ran(`m${n}`, 10 + n, 10.5 + n));
    const night = [
      failed('exchange', 0, true),
      anIncident('exchange', hourly),
      failed('teams', 1),
      failed('powerBi', 2),
      failed('groups', 3),
    ];
    const counts = (incidents: readonly Incident[]) =>
      incidents.flatMap(serviceFailures).map(({ count }) => count);
    const wide = grouped(night, 70);
    assert.deepEqual(counts(wide), [51, 1, 1, 1]);
    // The process ended before the single ones were removed.
    assert.deepEqual(
      counts(grouped([reported(wide[0] as Incident, 70), ...night.slice(1, 2)], 71)),
      [51, 1, 1, 1],
    );
    const host = reported(anIncident('exchange', hourly), 70);
    assert.deepEqual(counts(grouped([host, failed('exchange', 0, true)], 71)), [51]);
  });

  it('failures are counted once if one incident went on after another one had included it', () => {
    const hourly = Array.from({ length: 51 }, (_, n) => ran(`m${n}`, 10 + n, 10.5 + n));
    const others = ['teams', 'powerBi', 'groups'] as const;
    const [wide] = grouped(
      [anIncident('exchange', hourly.slice(0, 50)), ...others.map(one => failed(one, 2))],
      70,
    );
    const [after] = grouped([reported(wide as Incident, 70), anIncident('exchange', hourly)], 71);
    assert.equal(after && serviceFailures(after)[0]?.count, 51);
    const [folded] = grouped([reported(failed('exchange', 0), 1), anIncident('exchange', hourly)], 71);
    const [trouble] = folded ? serviceFailures(folded) : [];
    assert.equal(trouble?.count, 52);
    assert.ok(trouble && hourly.every(run => includesRun(trouble, run)));
  });
});

describe('incidents that quiet hours held back', () => {
  const untilSix = { heldUntil: at(100) };

  it('incidents that quiet hours held back aren’t announced before those end, and don’t delay others', () => {
    const held = services.slice(0, 4).map(service => failed(service, 0, true, untilSix));
    assert.deepEqual(groupIncidents(held, at(99)), { silent: [], merged: [] });
    assert.deepEqual(groupIncidents([...held, failed('teams', 50)], at(99)).merged, []);
  });

  it('incidents that quiet hours held back are silent if all end in time, and all are announced if one is open', () => {
    const over = [failed('exchange', 0, true, untilSix), failed('teams', 1, true, untilSix)];
    assert.deepEqual(groupIncidents(over, at(100)), { silent: over, merged: [] });
    const open = failed('powerBi', 2, false, untilSix);
    assert.deepEqual(groupIncidents([...over, open], at(100)), { silent: [], merged: [] });
    const wide = grouped([failed('groups', 3, true, untilSix), ...over, open], 100);
    assert.deepEqual(
      wide.map(incident => [incident.heldUntil, incident.overAt]),
      [[undefined, undefined]],
    );
  });

  it('an incident that quiet hours held back is announced if it was over only after they ended', () => {
    const late = failed('exchange', 0, true, { heldUntil: at(1) });
    assert.deepEqual(groupIncidents([late], at(100)), { silent: [], merged: [] });
  });

  it('missing data that began in the same quiet hours is silent, and missing data that began before them isn’t', () => {
    const quiet = { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone: 'Europe/Berlin' };
    // Ten at night and six in the morning.
    const [ten, six] = [at(475), at(955)];
    const gap = (since: number): Incident => ({
      ...failed('exchange', 500, true, { quiet, heldUntil: six, overAt: at(510) }),
      about: { kind: 'blind', services: [], since, seenAgainAt: at(510), reason: 'noAnswer' },
    });
    const [within, before] = [gap(ten), gap(ten - 1)];
    assert.deepEqual(groupIncidents([within], six).silent, [within]);
    assert.deepEqual(groupIncidents([before], six).silent, []);
    const over = failed('onedrive', 500, true, { heldUntil: six });
    assert.deepEqual(groupIncidents([before, over], six).silent, [over]);
  });

  it('incidents that began outside of quiet hours are never silent', () => {
    const over = failed('exchange', 0, true, untilSix);
    assert.deepEqual(
      groupIncidents([over, failed('teams', 100), failed('powerBi', 99, true)], at(101)).silent,
      [over],
    );
  });

  it('silent incidents are no part of what is announced later', () => {
    const silent = failed('exchange', 0, true, { ...untilSix, isSilent: true });
    const next = (['teams', 'powerBi', 'groups'] as const).map(one => failed(one, 50, false, untilSix));
    assert.deepEqual(groupIncidents([silent, ...next], at(100)), { silent: [], merged: [] });
  });

  it('announced incidents never become silent', () => {
    const over = reported(failed('exchange', 0, true, untilSix), 100);
    assert.deepEqual(groupIncidents([over], at(101)).silent, []);
  });
});
