import assert from 'node:assert/strict';
import { pauseLink } from '../../../src/features/incidents/watch/buttons.ts';
import { hour, monday } from '../../support/fakes.ts';
import { channel, kim, lee, minute, openScene, run, type SaidHere } from './support.ts';

const told = (said: readonly SaidHere[]) =>
  said.map(({ at, how, message }) => [how, message.kind, (at - monday) / minute]);

describe('a watch that is paused', () => {
  it('a failure during a pause is reported at its end, even if it has recovered', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.orders.pause(undefined, monday + 2 * hour, channel);
    scene.world.plant(
      run('exchange', monday, 'failed', 10 * minute),
      run('exchange', monday, 'finished', hour),
    );
    await scene.pass(2 * hour - minute);
    assert.deepEqual(scene.said, []);
    await scene.pass(2 * minute);
    assert.deepEqual(told(scene.said).slice(0, 1), [['post', 'card', 120]]);
  });

  it('nobody is called during a pause, and no reply is sent about an incident that was open before', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(3 * minute);
    assert.equal(scene.said.length, 1);
    await scene.orders.pause(undefined, monday + 2 * hour, channel);
    scene.world.plant(run('exchange', monday + 10 * minute, 'failed', minute));
    await scene.pass(100 * minute);
    assert.deepEqual(
      scene.said.slice(1).filter(({ how }) => how !== 'edit'),
      [],
    );
    await scene.pass(hour);
    assert.ok(scene.said.slice(1).some(({ how }) => how === 'reply'));
  });

  it('what a pause held back is reported at once when alerts are resumed', async () => {
    const scene = openScene();
    await scene.watch();
    const { watches } = await scene.orders.pause(undefined, monday + 5 * hour, channel);
    scene.world.plant(run('exchange', monday, 'failed', 10 * minute));
    await scene.pass(hour);
    assert.deepEqual(scene.said, []);
    await scene.orders.pause(watches[0]?.id, undefined, channel);
    await scene.pass(2 * minute);
    assert.deepEqual(told(scene.said), [['post', 'card', 61]]);
  });

  it('a pause of one watch leaves the others as they are', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.watch({ services: ['teams'] });
    const { watches } = await scene.orders.show(channel);
    const teams = watches.find(({ services }) => services.includes('teams'));
    await scene.orders.pause(teams?.id, monday + 5 * hour, channel);
    scene.world.plant(
      run('exchange', monday, 'failed', 10 * minute),
      run('teams', monday, 'failed', 10 * minute),
    );
    await scene.pass(hour);
    assert.equal(scene.posts().length, 1);
  });

  it('a pause survives a restart', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.orders.pause(undefined, monday + 2 * hour, channel);
    scene.world.plant(run('exchange', monday, 'failed', 10 * minute));
    await scene.pass(hour);
    scene.restart();
    await scene.pass(30 * minute);
    assert.deepEqual(scene.said, []);
    await scene.pass(hour);
    assert.equal(scene.posts().length, 1);
  });

  it('a pause lasts until its end by the clock, also if that is set back and another process goes on, and what it held back is sent once', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.orders.pause(undefined, monday + 2 * hour, channel);
    scene.world.plant(run('exchange', monday, 'failed', 10 * minute));
    await scene.pass(hour);
    scene.clock.jump(-30 * minute);
    scene.restart();
    await scene.pass(85 * minute);
    assert.deepEqual(scene.said, []);
    await scene.pass(10 * minute);
    assert.equal(scene.posts().length, 1);
    scene.clock.jump(-hour);
    scene.restart();
    await scene.pass(3 * hour);
    assert.equal(scene.posts().length, 1);
  });

  it('a button for a pause of more than a year is refused', () => {
    const { data } = pauseLink.encode({ id: undefined, until: monday + hour });
    assert.deepEqual(pauseLink.decode(data, monday), { id: undefined, until: monday + hour });
    assert.equal(pauseLink.decode({ ...data, u: monday + 400 * 24 * hour }, monday), undefined);
  });
});
