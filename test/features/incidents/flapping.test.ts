import assert from 'node:assert/strict';
import { timesFor } from '../../../src/cards/times.ts';
import { incidentSummary } from '../../../src/features/incidents/card/summary.ts';
import {
  failingSince,
  type Incident,
  serviceFailures,
} from '../../../src/features/incidents/incident/incident.ts';
import { recordOf } from '../../../src/features/incidents/report/timeline.ts';
import { hour, monday } from '../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type SaidHere } from './support.ts';

const whoOfMessage = (message: SaidHere['message']) =>
  message.kind === 'allClear' ? undefined : message.who?.id;
const whoOf = ({ message }: SaidHere) => whoOfMessage(message);

/** Fails at this interval, with a clean run half-way between. */
function flap(scene: ReturnType<typeof openScene>, everyMinutes: number, times: number, from = monday): void {
  for (let n = 0; n < times; n += 1) {
    const at = from + n * everyMinutes * minute;
    scene.world.plant(
      run('exchange', at, 'failed', minute),
      run('exchange', at + (everyMinutes / 2) * minute, 'finished', minute),
    );
  }
}

/** Returns the subject of the incident before it recovered. */
function lasting({ about }: Incident): Incident['about'] {
  assert.ok(about.kind === 'failing');
  return { ...about, troubles: about.troubles.map(one => ({ ...one, recovery: undefined })) };
}

describe('a service that fails again soon after it has recovered', () => {
  it('a failure soon after the recovery opens the incident and its card again, and calls the person on call', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    flap(scene, 20, 2, monday + minute);
    await scene.pass(5 * minute);
    const [first] = await scene.faultsOf();
    await scene.act({ what: 'acknowledge' }, first?.id ?? '');
    await scene.pass(22 * minute);
    const [incident, ...none] = await scene.faultsOf();
    assert.deepEqual([scene.posts().length, none], [1, []]);
    assert.deepEqual(
      [incident?.reopened, incident?.overAt, incident?.acknowledged],
      [1, undefined, undefined],
    );
    const again = scene.replies().at(-1);
    assert.deepEqual([again?.message.kind, again && whoOf(again)], ['failedAgain', kim.id]);
    assert.equal(incident?.call?.who?.id, kim.id);
  });

  it('an incident that was opened again is over with the next clean run, and sends an all-clear', async () => {
    const scene = openScene();
    await scene.watch();
    flap(scene, 20, 2);
    await scene.pass(hour);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.overAt, monday + 31 * minute);
    assert.deepEqual(
      scene.replies().map(({ message }) => message.kind),
      ['allClear', 'failedAgain', 'allClear'],
    );
  });

  it('a failure neither within half an hour of the recovery nor in the next two runs is another incident', async () => {
    const scene = openScene();
    await scene.watch();
    const clean = (minutes: number) => run('exchange', monday + minutes * minute, 'finished', minute);
    scene.world.plant(run('exchange', monday, 'failed', minute), clean(10), clean(20), clean(30));
    scene.world.plant(run('exchange', monday + 42 * minute, 'failed', minute));
    await scene.pass(hour);
    assert.equal(scene.posts().length, 2);
  });

  it('a failure in the second run after the recovery opens the incident again, however long that took', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + 10 * minute, 'finished', minute),
      run('exchange', monday + 20 * hour, 'finished', minute),
      run('exchange', monday + 40 * hour, 'failed', minute),
    );
    await scene.pass(41 * hour, 10 * minute);
    assert.equal(scene.posts().length, 1);
    assert.equal((await scene.faultsOf())[0]?.reopened, 1);
  });

  it('a failure after the incident was closed is another incident', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'close' }, incident?.id ?? '');
    scene.world.plant(run('exchange', scene.clock.now(), 'failed', minute));
    await scene.pass(5 * minute);
    assert.equal(scene.posts().length, 2);
  });

  it('a flapping incident mentions people at most once an hour, from the third time on', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    flap(scene, 20, 30);
    await scene.pass(10 * hour);
    assert.equal(scene.posts().length, 1);
    const mentions = scene.said
      .filter(({ message }) => message.who !== undefined)
      .map(({ at }) => at - monday);
    const flapping = mentions.filter(at => at > hour);
    for (const [index, at] of flapping.entries())
      if (index > 0)
        assert.ok(at - (flapping[index - 1] ?? 0) >= hour, mentions.map(ms => ms / minute).join());
    assert.ok(flapping.length >= 6 && flapping.length <= 9, `${flapping.length}`);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.reopened, 29);
  });

  it('an incident that was opened again calls the person on call though its card was deleted meanwhile', async () => {
    let isDeleted = false;
    const scene = openScene({
      deliver: ({ how, id }) =>
        isDeleted && how !== 'post' && id === 'm1' ? { kind: 'missing' } : undefined,
    });
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    flap(scene, 20, 2);
    await scene.pass(15 * minute);
    isDeleted = true;
    await scene.pass(8 * minute);
    const called = scene.said.filter(({ message }) => message.kind !== 'allClear' && whoOfMessage(message));
    assert.deepEqual(
      called.map(({ message }) => message.kind),
      ['card', 'failedAgain'],
    );
  });

  it('a recovery and a new failure while the bot was down call the person on call', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    flap(scene, 6 * 60, 2);
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'acknowledge' }, incident?.id ?? '', lee);
    scene.clock.advance(6 * hour);
    scene.restart();
    await scene.pass(5 * minute);
    const [now, ...none] = await scene.faultsOf();
    assert.deepEqual([none, now?.reopened, now?.acknowledged], [[], 1, undefined]);
    const last = scene.replies().at(-1);
    assert.deepEqual([last?.message.kind, last && whoOf(last)], ['failedAgain', kim.id]);
  });

  it('an incident that was opened again names the person on call once they are called again', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    flap(scene, 20, 2);
    await scene.pass(25 * minute);
    const cards = scene.said.filter(({ message }) => message.kind === 'card');
    assert.equal(cards.at(-1)?.message.incident.call?.who?.id, kim.id);
  });

  it('an incident of a weekly service is opened again', async () => {
    const scene = openScene();
    await scene.watch();
    const week = 7 * 24 * hour;
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + week, 'finished', minute),
      run('exchange', monday + 2 * week, 'finished', minute),
      run('exchange', monday + 3 * week, 'failed', minute),
    );
    await scene.pass(3 * week + hour, 30 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('a clean run that turns out to have failed opens the incident again', async () => {
    const scene = openScene();
    await scene.watch();
    const second = { ...run('exchange', monday + 10 * minute, 'finished', minute), id: 'IB-second' };
    scene.world.plant(run('exchange', monday, 'failed', minute), second);
    await scene.pass(20 * minute);
    scene.world.plant({ ...second, state: 'failed' });
    await scene.pass(hour);
    const [incident, ...none] = await scene.faultsOf();
    assert.deepEqual([none, incident?.overAt, incident?.reopened], [[], undefined, 1]);
    // So it has been failing all the time.
    assert.ok(incident);
    assert.deepEqual(serviceFailures(incident).map(failingSince(incident)), [monday + minute]);
  });

  it('a flapping incident’s card counts the failures of its latest day and names the day, on the next day too', async () => {
    const scene = openScene();
    await scene.watch();
    const evening = monday + 9 * hour;
    flap(scene, 14, 2, evening);
    scene.world.plant(run('exchange', evening + 28 * minute, 'failed', minute));
    const said = () => {
      const last = scene.said.filter(({ message }) => message.kind === 'card').at(-1);
      assert.ok(last);
      const { incident, composedAt } = last.message;
      return incidentSummary(incident, composedAt, timesFor(incident.zone, incident, composedAt)).headline;
    };
    await scene.pass(9.8 * hour, 5 * minute);
    assert.match(said(), /keep failing: 3 failures on Mon 23 Nov$/);
    const shown = scene.said.length;
    await scene.pass(hour, 5 * minute);
    assert.match(said(), /keep failing: 3 failures on Mon 23 Nov$/);
    assert.equal(scene.said.length, shown, 'the card stays true, so it needs no edit at midnight');
  });

  it('a flapping incident’s card says more than if its record doesn’t list all failures', async () => {
    const scene = openScene();
    await scene.watch();
    flap(scene, 10, 50);
    await scene.pass(8.5 * hour);
    const [incident] = await scene.faultsOf();
    assert.ok(incident);
    const now = scene.clock.now();
    const { headline } = incidentSummary(
      { ...incident, overAt: undefined, about: lasting(incident) },
      now,
      timesFor(incident.zone, incident, now),
    );
    assert.match(headline, /keep failing: more than 41 failures on Mon 23 Nov$/);
  });

  it('a flapping incident’s record is of bounded size, however long it comes and goes', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    flap(scene, 70, 120);
    await scene.pass(140 * hour, 5 * minute);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.reopened, 119);
    assert.ok(incident && incident.events.length < 110, `${incident?.events.length}`);
    assert.equal(incident.events[0]?.what, 'told');
  });

  it('an incident that was acknowledged before it was opened again counts as acknowledged in its report', async () => {
    const scene = openScene();
    await scene.watch();
    flap(scene, 20, 2);
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'acknowledge' }, incident?.id ?? '');
    await scene.pass(20 * minute);
    const [now] = await scene.faultsOf();
    assert.equal(now && recordOf(now, scene.clock.now()).toAcknowledgeMs, 4 * minute);
  });
});
