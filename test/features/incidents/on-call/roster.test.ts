import assert from 'node:assert/strict';
import { hour, monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type SaidHere } from '../support.ts';

const [ann, bob] = [
  { id: '29:ann', name: 'Ann' },
  { id: '29:bob', name: 'Bob' },
];

/** Who was called, how, and how many minutes after Monday 14:05. */
const calls = (said: readonly SaidHere[]) =>
  said.flatMap(({ at, how, message }) =>
    message.kind !== 'allClear' && message.kind !== 'failedAgain' && message.who
      ? [[how, message.who.name, (at - monday) / minute]]
      : [],
  );

describe('whoever is on duty', () => {
  it('is called by the card, and the fallback a quarter of an hour later, each once', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said), [
      ['post', 'Kim', 1],
      ['reply', 'Lee', 16],
    ]);
  });

  it('is called at once where somebody is put on duty while a fault is open that called nobody', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(5 * minute);
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said), [
      ['reply', 'Kim', 6],
      ['reply', 'Lee', 21],
    ]);
  });

  it('is whoever is by the time somebody else is called, before any fallback', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(5 * minute);
    await scene.duty({ what: 'set', first: ann, fallback: bob });
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said), [
      ['post', 'Kim', 1],
      ['reply', 'Ann', 16],
      ['reply', 'Bob', 31],
    ]);
  });

  it('is called at once where all who were called before let it be', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(hour);
    await scene.duty({ what: 'set', first: ann, fallback: kim });
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said).slice(2), [['reply', 'Ann', 61]]);
  });

  it('is nobody once that was said, and nobody is called', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(5 * minute);
    await scene.duty({ what: 'off' });
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said), [['post', 'Kim', 1]]);
  });

  it('is not called by edits, by a card in the place of a deleted one, or for a fault that somebody has', async () => {
    let isDeleted = false;
    const deliver = ({ how }: SaidHere) =>
      how === 'edit' && isDeleted ? ({ kind: 'missing' } as const) : undefined;
    const scene = openScene({ deliver });
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    scene.world.plant(
      run('exchange', monday - hour),
      run('exchange', monday + 10 * minute, 'failed', minute),
      run('exchange', monday + 90 * minute, 'failed', minute),
    );
    await scene.pass(20 * minute);
    isDeleted = true;
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'snooze', length: '1h' }, incident?.id ?? '');
    await scene.pass(3 * hour);
    await scene.duty({ what: 'set', first: ann, fallback: undefined });
    await scene.act({ what: 'acknowledge' }, incident?.id ?? '', lee);
    await scene.pass(3 * hour);
    assert.ok(scene.posts().length > 1);
    assert.deepEqual(calls(scene.said), [['post', 'Kim', 1]]);
  });
});
