import assert from 'node:assert/strict';
import { services } from '../../../../src/domain/job.ts';
import { evaluate, failingSubject } from '../../../../src/features/incidents/detect/evaluate.ts';
import { type Incident, serviceFailures } from '../../../../src/features/incidents/incident/incident.ts';
import type { RunHistory } from '../../../../src/features/incidents/runs/run-history.ts';
import type { Watch } from '../../../../src/features/incidents/watch/watch.ts';
import { aJob } from '../../../support/fakes.ts';
import { anIncident, at, aWatch, emptyHistory, ran, reported } from '../given.ts';
import { minute } from '../support.ts';

const day = 24 * 60;
const lateAfterMs = 10 * minute;
const anError = { message: 'Access denied', helpUrl: undefined, count: 1 };

const knownIds = (incidents: readonly Incident[]) =>
  incidents.flatMap(serviceFailures).flatMap(({ runs }) => runs.map(({ id }) => id));
const countsOf = (incidents: readonly Incident[]) =>
  incidents.flatMap(serviceFailures).map(({ count }) => count);

/** Evaluates a watch with these runs, as they are known a quarter of an hour after Monday 14:05. */
const evaluated = (
  runs: RunHistory['runs'],
  wish: Partial<Watch> = {},
  incidents: readonly Incident[] = [],
  minutes = 15,
) =>
  evaluate({
    watch: aWatch(wish),
    history: { ...emptyHistory('exchange', at(minutes)), runs },
    incidents,
    details: (_, id) => (id === 'odd' ? undefined : aJob({ id, errors: [anError] })),
    lateAfterMs,
    now: at(minutes),
  });

describe('evaluating the failures of a service', () => {
  it('evaluate ignores failures that were cleared before: single ones, and those from before the watch', () => {
    const single = [ran('a', 0, 1), ran('c', 2, 3, 'finished'), ran('b', 4, 5), ran('d', 6, 7)];
    const twice = { inARow: 2 } as const;
    const { opened } = evaluated(single, twice);
    assert.deepEqual(knownIds(opened), ['b', 'd']);
    assert.deepEqual(evaluated(single, twice, opened).changed, []);
    const between = [ran('x', 0, 0.1), ran('y', 0, 0.2), ran('z', 0.3, 0.4, 'finished'), ...single];
    assert.deepEqual(knownIds(evaluated(between, twice).opened), ['x', 'y', 'b', 'd']);
    assert.deepEqual(evaluated(between, twice, evaluated(between, twice).opened).changed, []);
    const later = { createdAt: at(3) };
    assert.deepEqual(knownIds(evaluated(single, later).opened), ['b', 'd']);
    assert.deepEqual(evaluated(single, later, evaluated(single, later).opened).changed, []);
  });

  it('an incident lasts until a clean run has come in each location in which its service failed', () => {
    const inEurope = { location: 'EUR' };
    const first = [
      { ...ran('a', 0, 1), ...inEurope },
      { ...ran('b', 0, 2), location: 'NAM' },
    ];
    const opened = evaluated(first).opened;
    assert.equal(opened.length, 1);
    const clean = { ...ran('c', 3, 4, 'finished'), location: 'NAM' };
    assert.deepEqual(evaluated([...first, clean], {}, opened).changed, []);
    const [over] = evaluated(
      [...first, clean, { ...ran('d', 5, 6, 'finished'), ...inEurope }],
      {},
      opened,
    ).changed;
    assert.equal(over?.overAt, at(6));
    // A failure that an older version recorded has no location.
    const older = opened.map(incident => ({
      ...incident,
      about: failingSubject(
        serviceFailures(incident).map(one => ({
          ...one,
          runs: one.runs.map(({ location: _, ...run }) => run),
        })),
      ),
    }));
    assert.equal(evaluated([...first, clean], {}, older).changed[0]?.overAt, at(4));
  });

  it('a service has been failing since its first failure after the latest recovery, though all were found at once', () => {
    const [clean, a, b, c] = [ran('x', 2, 3, 'finished'), ran('a', 0, 1), ran('b', 4, 5), ran('c', 6, 7)];
    const sinceOf = (incidents: readonly Incident[]) =>
      incidents.flatMap(serviceFailures).map(({ failingSince }) => failingSince);
    assert.deepEqual(sinceOf(evaluated([a, b, c]).opened), [undefined]);
    assert.deepEqual(sinceOf(evaluated([a, clean, b, c]).opened), [at(5)]);
    const known = evaluated([a]).opened;
    assert.deepEqual(sinceOf(evaluated([a, clean, b, c], {}, known).changed), [at(5)]);
    const over = evaluated([a, clean], {}, known).changed;
    const again = evaluated([a, clean, b], {}, over).changed;
    assert.deepEqual(sinceOf(again), [at(5)]);
    // The clean run has left the history.
    assert.deepEqual(sinceOf(evaluated([a, b, c], {}, again).changed), [at(5)]);
    assert.deepEqual(sinceOf(evaluated([a, clean, b], {}, again).changed), []);
    const [late] = evaluated([a, b], {}, known).changed;
    assert.ok(late);
    assert.deepEqual(sinceOf(evaluated([a, clean, b], {}, [late]).changed), [at(5)]);
    // One of its locations failed all the time.
    const inEurope = [a, clean, b].map(one => ({ ...one, location: 'EUR' }));
    const inAmerica = { ...ran('d', 0, 1.5), location: 'NAM' };
    assert.deepEqual(sinceOf(evaluated([...inEurope, inAmerica]).opened), [undefined]);
  });

  it('a watch for two in a row needs both failures in one location', () => {
    const apart = [
      { ...ran('a', 0, 1), location: 'EUR' },
      { ...ran('b', 2, 3), location: 'NAM' },
    ];
    assert.deepEqual(evaluated(apart, { inARow: 2 }).opened, []);
    assert.equal(
      evaluated([...apart, { ...ran('c', 4, 5), location: 'NAM' }], { inARow: 2 }).opened.length,
      1,
    );
  });

  it('an incident lists the objects and the causes of its runs, if the jobs are at hand', () => {
    const [trouble] = evaluated([ran('a', 0, 1), ran('odd', 2, 3)]).opened.flatMap(serviceFailures);
    assert.deepEqual(trouble?.causes, [{ text: 'Access denied', runs: 1 }]);
    assert.deepEqual(
      trouble?.runs.map(({ objects }) => objects),
      [{ failed: 3, total: 100 }, undefined],
    );
  });

  it('an incident stores five causes of 300 characters each, and three of 150 if more than three services fail', () => {
    const causes = Array.from({ length: 9 }, (_, n) => ({ text: `${n}`.repeat(400), runs: 9 - n }));
    const keptOf = (count: number) => {
      const troubles = services
        .slice(0, count)
        .flatMap(service => serviceFailures(anIncident(service, [ran('a', 0, 1)])));
      const about = failingSubject(troubles.map(trouble => ({ ...trouble, causes })));
      return about.kind === 'failing' ? about.troubles.map(one => one.causes) : [];
    };
    for (const [count, most, length] of [
      [1, 5, 300],
      [3, 5, 300],
      [4, 3, 150],
    ] as const)
      for (const kept of keptOf(count))
        assert.deepEqual(
          kept,
          causes.slice(0, most).map(({ text, runs }) => ({ text: text.slice(0, length), runs })),
        );
  });

  it('an incident adds up the runs of each cause as it goes on, however long its text is', () => {
    const { opened } = evaluated([ran('a', 0, 1)]);
    const [trouble] = evaluated([ran('a', 0, 1), ran('b', 2, 3), ran('c', 4, 5)], {}, opened).changed.flatMap(
      serviceFailures,
    );
    assert.deepEqual(trouble?.causes, [{ text: 'Access denied', runs: 3 }]);
    const message = 'locked out '.repeat(60);
    const evaluatedLong = (runs: RunHistory['runs'], incidents: readonly Incident[] = []) =>
      evaluate({
        watch: aWatch(),
        history: { ...emptyHistory('exchange', at(15)), runs },
        incidents,
        details: (_, id) => aJob({ id, errors: [{ ...anError, message }] }),
        lateAfterMs,
        now: at(15),
      });
    const long = evaluatedLong([ran('a', 0, 1)]).opened;
    const [kept] = evaluatedLong([ran('a', 0, 1), ran('b', 2, 3)], long).changed.flatMap(serviceFailures);
    assert.deepEqual(kept?.causes, [{ text: message.slice(0, 300), runs: 2 }]);
  });

  it('an incident is late by whole minutes if it was found more than ten minutes after its end and after the watch was set', () => {
    const lateMs = (found: number, createdAt = -day) =>
      evaluated([ran('a', -90, 0, 'failed', found)], { createdAt: at(createdAt) }).opened[0]?.lateMs;
    assert.deepEqual([lateMs(10), lateMs(12.5)], [undefined, 12 * minute]);
    assert.deepEqual([lateMs(12.5, 2), lateMs(12.5, 3)], [10 * minute, undefined]);
  });

  it('runs that were found more than fifty hours ago open no incident, unless a later one makes two in a row of them', () => {
    const old = ran('a', -7 * day, -7 * day + 60);
    assert.deepEqual(evaluated([old]).opened, []);
    const older = ran('o', -8 * day, -8 * day + 60);
    assert.deepEqual(knownIds(evaluated([older, old, ran('b', 0, 1)], { inARow: 2 }).opened), ['a', 'b']);
    assert.deepEqual(knownIds(evaluated([older, old, ran('b', 0, 1)]).opened), ['b']);
    assert.deepEqual(knownIds(evaluated([old, ran('b', 0, 1), ran('c', 2, 3)], { inARow: 2 }).opened), [
      'b',
      'c',
    ]);
    const { opened } = evaluated([ran('b', 0, 1)]);
    for (const inARow of [1, 2] as const) {
      const after = evaluated([old, ran('b', 0, 1), ran('c', 2, 3)], { inARow }, opened).changed;
      assert.deepEqual(knownIds(after), ['b', 'c']);
    }
  });

  it('an incident has the same id whichever instance opens it, and whenever', () => {
    const [one, other] = [15, 40].map(minutes => evaluated([ran('a', 0, 1)], {}, [], minutes).opened[0]);
    assert.equal(one?.id, other?.id);
    assert.notEqual(one?.id, evaluated([ran('b', 0, 1)]).opened[0]?.id);
  });

  it('an incident counts every failure once, also those that its record has no room to list', () => {
    const runs = Array.from({ length: 90 }, (_, n) => ran(`f${n}`, n, n + 0.5));
    const first = evaluated(runs.slice(0, 50), {}, [], 60);
    assert.deepEqual(countsOf(first.opened), [50]);
    assert.deepEqual(evaluated(runs.slice(0, 50), {}, first.opened, 60).changed, []);
    const next = evaluated(runs, {}, first.opened, 100);
    assert.deepEqual(countsOf(next.changed), [90]);
    assert.deepEqual(evaluated(runs, {}, next.changed, 100).changed, []);
    assert.equal(serviceFailures(next.changed[0] as Incident)[0]?.first.id, 'f0');
  });

  it('a watch that is ending opens no incident, and continues an open one to its end', () => {
    const ending = { isEnding: true };
    assert.deepEqual(evaluated([ran('a', 0, 1)], ending).opened, []);
    const { opened } = evaluated([ran('a', 0, 1)]);
    const runs = [ran('a', 0, 1), ran('b', 2, 3), ran('c', 4, 5, 'finished')];
    assert.deepEqual(countsOf(evaluated(runs.slice(0, 2), ending, opened).changed), [2]);
    assert.equal(evaluated(runs, ending, opened).changed[0]?.overAt, at(5));
  });

  it('an incident’s revision rises with what its card shows, and with nothing else', () => {
    const incident = reported(anIncident('exchange', [ran('a', 0, 1)]), 2);
    const revisionAfter = (...runs: RunHistory['runs']) =>
      evaluated([ran('a', 0, 1), ...runs], {}, [incident]).changed[0]?.telling.revision;
    assert.equal(
      revisionAfter(ran('b', 2, 3, 'finishedWithException'), ran('c', 0, 4, 'finished')),
      undefined,
    );
    assert.equal(revisionAfter(ran('b', 2, 3)), incident.telling.revision + 1);
    assert.equal(revisionAfter(ran('b', 2, 3, 'finished')), incident.telling.revision + 1);
  });

  it('an incident of several services is over when the last is; one that fails again before gets an incident of its own', () => {
    const [exchange, teams] = [
      anIncident('exchange', [ran('a', 0, 1)]),
      anIncident('teams', [ran('t', 0, 1)]),
    ];
    const wide = {
      ...exchange,
      about: { kind: 'failing', troubles: [exchange, teams].flatMap(serviceFailures) },
    } as const;
    const recovered = evaluated([ran('a', 0, 1), ran('b', 2, 3, 'finished')], {}, [wide])
      .changed[0] as Incident;
    assert.equal(recovered.overAt, undefined);
    assert.deepEqual(
      serviceFailures(recovered).map(({ recovery }) => recovery?.endedAt),
      [at(3), undefined],
    );
    const runs = [ran('a', 0, 1), ran('b', 2, 3, 'finished'), ran('c', 4, 5)];
    const again = evaluated(runs, {}, [recovered]);
    assert.deepEqual(again.changed, []);
    assert.deepEqual(
      again.opened.flatMap(serviceFailures).map(({ service, count, recovery }) => [service, count, recovery]),
      [['exchange', 1, undefined]],
    );
    assert.deepEqual(evaluated(runs, { inARow: 2 }, [recovered]).opened, []);
  });
});
