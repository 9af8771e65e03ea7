import assert from 'node:assert/strict';
import { hour, monday } from '../../support/fakes.ts';
import { kim, lee, minute, openScene, run } from './support.ts';

describe('an acknowledged incident that lasts', () => {
  /** An incident from Monday on that Kim acknowledges a few minutes later. */
  async function taken() {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: lee, fallback: kim });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'acknowledge' }, incident?.id ?? '');
    return scene;
  }
  const reminded = (scene: ReturnType<typeof openScene>) =>
    scene.said.flatMap(({ at, message }) =>
      message.kind === 'reminder' ? [[Math.round((at - monday) / hour), message.who.id]] : [],
    );

  it('the owner is reminded after a day, then the next on call, and so on', async () => {
    const scene = await taken();
    await scene.pass(75 * hour, 10 * minute);
    assert.deepEqual(reminded(scene), [
      [24, kim.id],
      [48, lee.id],
      [72, kim.id],
    ]);
  });

  it('reminders follow a new interval at once, even for an incident that is already open, and stop when it’s over', async () => {
    const scene = await taken();
    await scene.duty({ what: 'remindAfter', ms: 6 * hour });
    await scene.pass(13 * hour, 10 * minute);
    assert.deepEqual(reminded(scene), [
      [6, kim.id],
      [12, lee.id],
    ]);
    scene.world.plant(run('exchange', scene.clock.now(), 'finished', minute));
    await scene.pass(12 * hour, 10 * minute);
    assert.equal(reminded(scene).length, 2, 'and not after it is over');
  });

  it('reminders come at the interval that was set before the incident began', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'remindAfter', ms: 6 * hour });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'acknowledge' }, incident?.id ?? '');
    await scene.pass(7 * hour, 10 * minute);
    assert.deepEqual(reminded(scene), [[6, kim.id]]);
  });

  it('a user who takes the incident over is reminded before anyone else', async () => {
    const scene = await taken();
    await scene.pass(25 * hour, 10 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'takeOver' }, incident?.id ?? '', lee);
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    await scene.pass(25 * hour, 10 * minute);
    assert.deepEqual(reminded(scene), [
      [24, kim.id],
      [49, lee.id],
    ]);
  });

  it('one reminder is sent after the bot was down for days', async () => {
    const scene = await taken();
    scene.clock.advance(60 * hour);
    scene.restart();
    await scene.pass(2 * hour, 5 * minute);
    assert.equal(reminded(scene).length, 1);
  });

  it('no reminder is sent while the incident is snoozed', async () => {
    const scene = await taken();
    await scene.pass(23.5 * hour, 10 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'snooze', length: '4h' }, incident?.id ?? '');
    await scene.pass(3 * hour, 10 * minute);
    assert.deepEqual(reminded(scene), []);
    await scene.pass(2 * hour, 10 * minute);
    assert.equal(reminded(scene).length, 1);
  });
});
