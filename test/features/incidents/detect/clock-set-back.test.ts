import assert from 'node:assert/strict';
import { withoutFuture } from '../../../../src/features/incidents/detect/clock-set-back.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type Scene } from '../support.ts';

/** What was told since, and how long after it. */
const toldSince = ({ said }: Scene, at: number) =>
  said
    .filter(one => one.how !== 'edit' && one.at >= at)
    .map(({ message, at: toldAt }) => [message.kind, (toldAt - at) / minute]);

/** Exchange fails while the clock is six hours ahead, and the clock is set back five minutes after that was told. */
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

/** The clock is noticed to be set back in the first pass, a minute later; from then on the times count. */
describe('a fault that was told while the clock was six hours ahead', () => {
  it('calls the fallback after its usual time', async () => {
    const scene = await toldAhead();
    const at = scene.clock.now();
    await scene.pass(hour);
    assert.deepEqual(toldSince(scene, at), [['escalation', 16]]);
  });

  it('is mended by a process that starts after the clock was set back, too', async () => {
    const scene = await toldAhead();
    scene.restart();
    const at = scene.clock.now();
    await scene.pass(hour);
    assert.deepEqual(toldSince(scene, at), [['escalation', 16]]);
  });

  it('tells of further failures after half an hour, and not after six', async () => {
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

describe('a fault without a moment in the future', () => {
  it('is left as it is', async () => {
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
