import assert from 'node:assert/strict';
import { unclearEndIncidents } from '../../../../src/features/incidents/detect/unclear-ends.ts';
import {
  type Incident,
  type IncidentSubject,
  serviceFailures,
} from '../../../../src/features/incidents/incident/incident.ts';
import type { UnclearEnd } from '../../../../src/features/incidents/runs/run-history.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { at, aWatch, emptyHistory } from '../given.ts';
import { kim, lee, minute, openScene, run, type SaidHere } from '../support.ts';

const day = 24 * hour;
/** No service has a record. */
const known = { read: async () => ({}) };
const textOf = ({ message }: SaidHere): IncidentSubject => message.incident.about;

describe('a backup whose outcome is unknown', () => {
  it('an unclear end is reported once, as unknown, with AvePoint’s word; others of that word are counted on its card', async () => {
    const scene = openScene({ known });
    await scene.watch({ services: ['exchange'] });
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    const odd = (hours: number) =>
      scene.world.plant({ ...run('exchange', monday + hours * hour, 'finished', minute), word: 'Paused' });
    odd(1);
    odd(2);
    await scene.pass(90 * minute);
    const [post] = scene.posts();
    assert.ok(post);
    const about = textOf(post);
    assert.ok(about.kind === 'unclear');
    assert.deepEqual([about.word, about.count], ['Paused', 1]);
    assert.equal(post.message.kind === 'card' && post.message.who, undefined);
    await scene.pass(3 * hour);
    const [incident, ...none] = await scene.faultsOf();
    assert.deepEqual(none, []);
    assert.equal(incident?.about.kind === 'unclear' && incident.about.count, 2);
    assert.deepEqual(
      scene.said.map(({ how }) => how),
      ['post', 'edit'],
    );
    odd(30);
    await scene.pass(2 * day, 10 * minute);
    const unclear = scene.posts().filter(one => textOf(one).kind === 'unclear');
    assert.equal(unclear.length, 2, 'a day later it’s a new card');
  });

  it('an unclear end turns no incident green', async () => {
    const scene = openScene();
    await scene.watch({ services: ['exchange'] });
    scene.world.plant(run('exchange', monday, 'failed', minute), {
      ...run('exchange', monday + hour, 'finished', minute),
      word: 'Paused',
    });
    await scene.pass(3 * hour);
    const failing = (await scene.faultsOf()).find(({ about }) => about.kind === 'failing');
    assert.equal(failing?.overAt, undefined);
  });

  it('an unclear end in quiet hours is reported when they end: nothing shows that it was good', async () => {
    const scene = openScene();
    const zone = 'Europe/Berlin';
    await scene.watch({ quiet: { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone } });
    scene.world.plant({ ...run('exchange', monday + 9 * hour, 'finished', minute), word: 'Paused' });
    await scene.pass(15 * hour, 10 * minute);
    assert.equal(scene.posts().length, 0);
    await scene.pass(2 * hour, 10 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('an unclear end is a failure as soon as AvePoint says so, and no later word of the same run changes that', async () => {
    const scene = openScene();
    await scene.watch();
    const odd = { ...run('exchange', monday + 10 * minute, 'finished', minute), id: 'IB-odd' };
    await scene.pass(10 * minute);
    scene.world.plant({ ...odd, word: 'Paused' });
    for (const state of ['failed', 'finished', 'failed'] as const) {
      await scene.pass(20 * minute);
      scene.world.plant({ ...odd, state });
    }
    await scene.pass(20 * minute);
    const all = await scene.faultsOf();
    assert.deepEqual(all.map(({ about }) => about.kind).sort(), ['failing', 'unclear']);
    const [failing] = all.filter(({ about }) => about.kind === 'failing');
    assert.equal(failing?.overAt, undefined);
    assert.equal(failing && serviceFailures(failing)[0]?.count, 1);
  });

  const ended = (id: string, found: number): UnclearEnd => ({
    id,
    startedAt: at(0),
    endedAt: at(found),
    foundAt: at(found),
    word: undefined,
  });
  const reported = (ends: readonly UnclearEnd[], incidents: readonly Incident[] = []) => {
    const history = { ...emptyHistory('exchange'), unclear: ends };
    const state = { history, seenAt: at(0), gap: undefined };
    return unclearEndIncidents({ service: 'exchange', watch: aWatch(), state }, incidents, at(60));
  };

  it('an unclear end is reported once if the run comes back and disappears again', () => {
    assert.deepEqual(reported([ended('a', 9)], reported([ended('a', 2)])), []);
  });

  it('an unclear end shows at most 100 characters of AvePoint’s word', () => {
    for (const length of [99, 100, 101, 5_000]) {
      const [incident] = reported([{ ...ended('a', 2), word: 'x'.repeat(length) }]);
      assert.ok(incident?.about.kind === 'unclear');
      assert.equal(incident.about.word, 'x'.repeat(Math.min(length, 100)));
    }
  });

  it('an unclear end is reported if its service is found out after a later one was reported', () => {
    const [incident] = reported([ended('early', 1), ended('late', 2)], reported([ended('late', 2)]));
    assert.equal(incident?.about.kind === 'unclear' && incident.about.count, 2);
  });
});
