import assert from 'node:assert/strict';
import { withoutFuture } from '../../../../src/features/incidents/detect/clock-set-back.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type Scene } from '../support.ts';

/** The messages sent since then, and how long after it. */
const toldSince = ({ said }: Scene, at: number) =>
  said
    .filter(one => one.how !== 'edit' && one.at >= at)
    .map(({ message, at: toldAt }) => [message.kind, (toldAt - at) / minute]);

/**
 * Exchange fails while the clock is six hours ahead, and the clock is set back five minutes after that was reported.
 */
async function toldAhead(): Promise<Scene> {
  const scene = openScene();
  await scene.watch();
  await scene.duty({ what: 'set', first: kim, fallback: lee });
  scene.clock.jump(6 * hour);
  await scene.pass(2 * minute);
  // AvePoint's clock is right all the time.
  scene.world.plant(run('exchange', scene.clock.elsewhere() - minute, 'failed', 30_000));
  await scene.pass(5 * minute);
  assert.equal(scene.posts().length, 1);
  scene.said.splice(0);
  scene.clock.jump(-6 * hour);
  return scene;
}

/** The first pass after the clock was set back, a minute later, notices that; from then on the times count. */
describe('an incident that was reported while the clock was six hours ahead', () => {
  it('after the clock was set back, the fallback is called after the usual time', async () => {
    const scene = await toldAhead();
    const at = scene.clock.now();
    await scene.pass(hour);
    assert.deepEqual(toldSince(scene, at), [['escalation', 16]]);
  });

  it('a process that starts after the clock was set back repairs incidents, too', async () => {
    const scene = await toldAhead();
    scene.restart();
    const at = scene.clock.now();
    await scene.pass(hour);
    assert.deepEqual(toldSince(scene, at), [['escalation', 16]]);
  });

  it('after the clock was set back, further failures are reported after half an hour, and not after six', async () => {
    const scene = await toldAhead();
    const at = scene.clock.now();
    const [incident] = await scene.faultsOf();
    assert.ok(incident);
    await scene.act({ what: 'acknowledge' }, incident.id);
    scene.world.plant(run('exchange', at - minute, 'failed', 30_000));
    await scene.pass(hour);
    assert.deepEqual(
      toldSince(scene, at).map(([, minutes]) => minutes),
      [31],
    );
  });
});

describe('an incident without a time in the future', () => {
  it('the clock repair leaves an incident without a time in the future as it is', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(run('exchange', monday - minute, 'failed', 30_000));
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    assert.ok(incident);
    assert.equal(withoutFuture(incident, scene.clock.now()), undefined);
    const mended = withoutFuture(incident, monday - 6 * hour);
    assert.ok(mended && mended.openedAt <= monday - 6 * hour);
    assert.equal(withoutFuture(mended, monday - 6 * hour), undefined, 'doing it again changes nothing');
  });
});
