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

describe('the person on call', () => {
  it('the card calls the person on call, and the fallback is called a quarter of an hour later, each once', async () => {
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

  it('a person who is put on call while an incident is open that called no one is called at once', async () => {
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

  it('an escalation calls the person who is on call by then, before any fallback', async () => {
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

  it('a new person on call is called at once if all who were called before did not respond', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(hour);
    await scene.duty({ what: 'set', first: ann, fallback: kim });
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said).slice(2), [['reply', 'Ann', 61]]);
  });

  it('no one is called after on call was turned off', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour));
    await scene.pass(5 * minute);
    await scene.duty({ what: 'off' });
    await scene.pass(3 * hour);
    assert.deepEqual(calls(scene.said), [['post', 'Kim', 1]]);
  });

  it('edits, a card that replaces a deleted one, and an incident with an owner call no one', async () => {
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
