import assert from 'node:assert/strict';
import { hour } from '../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type SaidHere } from './support.ts';

const quiet = { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone: 'Europe/Berlin' };
/** Ten at night in Berlin. */
const night = Date.UTC(2026, 10, 23, 21);
const morning = night + 8 * hour;
const reported = (said: readonly SaidHere[]) =>
  said.map(({ at, how, message }) => [how, message.kind, (at - morning) / minute]);

describe('a message that is overdue when quiet hours begin', () => {
  it('an overdue message is sent when the quiet hours end', async () => {
    let isDown = true;
    const deliver = () => (isDown ? ({ kind: 'failed', mayHaveArrived: false } as const) : undefined);
    const scene = openScene({ now: night - hour, deliver });
    await scene.watch({ quiet });
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    scene.world.plant(run('exchange', night - hour, 'failed', 50 * minute));
    await scene.pass(2 * hour);
    isDown = false;
    await scene.pass(8 * hour);
    assert.deepEqual(reported(scene.said), [['post', 'card', 0]]);
  });

  it('an overdue all-clear is sent when the quiet hours end; the card is green at once', async () => {
    const scene = openScene({ now: night - 3 * hour });
    await scene.watch({ quiet });
    scene.world.plant(
      run('exchange', night - 3 * hour, 'failed', minute),
      run('exchange', night - hour, 'finished', hour - 20_000),
    );
    await scene.pass(12 * hour);
    assert.deepEqual(reported(scene.said).slice(1), [
      ['edit', 'card', -8 * 60],
      ['reply', 'allClear', 0],
    ]);
  });

  it('an overdue card that replaces a deleted one is posted when the quiet hours end', async () => {
    let isDeleted = false;
    const deliver = ({ how }: SaidHere) =>
      how === 'edit' && isDeleted ? ({ kind: 'missing' } as const) : undefined;
    const scene = openScene({ now: night - hour, deliver });
    await scene.watch({ quiet });
    scene.world.plant(
      run('exchange', night - hour, 'failed', minute),
      run('exchange', night + hour, 'finished', minute),
    );
    await scene.pass(90 * minute);
    isDeleted = true;
    await scene.pass(9 * hour);
    assert.deepEqual(
      reported(scene.said).filter(([, , at]) => Number(at) > -8.5 * 60),
      [['post', 'card', 0]],
    );
  });
});

describe('quiet hours that are changed while an incident is open', () => {
  it('a card that quiet hours held back is posted at once when they are given up', async () => {
    const scene = openScene({ now: night + hour });
    await scene.watch({ quiet });
    scene.world.plant(run('exchange', night + hour, 'failed', minute));
    await scene.pass(hour);
    assert.deepEqual(scene.said, []);
    await scene.watch({ quiet: undefined });
    await scene.pass(5 * minute);
    assert.deepEqual(reported(scene.said), [['post', 'card', -6 * 60 + 1]]);
  });

  it('an overdue call is sent at once when the quiet hours are given up', async () => {
    let isDown = false;
    const deliver = () => (isDown ? ({ kind: 'failed', mayHaveArrived: false } as const) : undefined);
    const scene = openScene({ now: night - 30 * minute, deliver });
    await scene.watch({ quiet });
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', night - 30 * minute, 'failed', 5 * minute));
    await scene.pass(8 * minute);
    isDown = true;
    await scene.pass(25 * minute);
    isDown = false;
    await scene.pass(30 * minute);
    assert.equal(scene.said.length, 1);
    await scene.watch({ quiet: undefined });
    await scene.pass(5 * minute);
    assert.deepEqual(
      scene.said.slice(1).map(({ message }) => message.kind === 'escalation' && message.who.name)[0],
      'Lee',
    );
  });

  it('changed quiet hours count for missing data, too: both ways', async () => {
    const scene = openScene({ now: night - hour });
    await scene.watch();
    await scene.pass(3 * minute);
    scene.world.index.down = true;
    await scene.pass(10 * minute);
    await scene.watch({ quiet });
    await scene.pass(2 * hour);
    scene.world.index.down = false;
    await scene.pass(8 * hour);
    assert.deepEqual(
      reported(scene.said)
        .filter(([how]) => how !== 'edit')
        .slice(1),
      [['reply', 'allClear', 0]],
    );
    const other = openScene({ now: night + hour });
    await other.watch({ quiet });
    await other.pass(3 * minute);
    other.world.index.down = true;
    await other.pass(20 * minute);
    assert.deepEqual(other.said, []);
    await other.watch({ quiet: undefined });
    await other.pass(15 * minute);
    assert.deepEqual(
      reported(other.said).map(([how, kind]) => [how, kind]),
      [['post', 'card']],
    );
  });
});

describe('a wide outage of which one service is watched in quiet hours only', () => {
  it('a wide outage has no quiet hours if the watch of any of its services has none', async () => {
    for (const quietOne of ['exchange', 'teams'] as const) {
      const scene = openScene({ now: night - 30 * minute });
      const five = ['exchange', 'sharepoint', 'onedrive', 'teams', 'groups'] as const;
      for (const service of five)
        await scene.watch({ services: [service], quiet: service === quietOne ? quiet : undefined });
      await scene.duty({ what: 'set', first: kim, fallback: lee });
      await scene.pass(15 * minute);
      for (const service of five) scene.world.plant(run(service, scene.clock.now(), 'failed', minute));
      await scene.pass(3 * hour);
      assert.deepEqual(
        reported(scene.said).filter(([how]) => how !== 'edit'),
        [
          ['post', 'card', -8 * 60 - 14],
          ['reply', 'escalation', -8 * 60 + 1],
        ],
      );
    }
  });
});

describe('failures of one service in quiet hours', () => {
  it('failures of one service in quiet hours share one card when the quiet hours end; another service has its own', async () => {
    const scene = openScene({ now: night });
    await scene.watch({ services: ['exchange', 'onedrive'], quiet });
    for (let n = 0; n < 3; n += 1)
      scene.world.plant(
        run('exchange', night + n * 2 * hour + minute, 'failed', minute),
        run('exchange', night + n * 2 * hour + hour, 'finished', minute),
      );
    scene.world.plant(run('onedrive', night + 7 * hour, 'failed', minute));
    await scene.pass(10 * hour);
    assert.deepEqual(
      scene
        .posts()
        .map(({ message: { incident } }) => incident.about.kind === 'failing' && incident.about.troubles),
      (await scene.faultsOf()).map(({ about }) => about.kind === 'failing' && about.troubles),
    );
    assert.deepEqual(
      scene
        .posts()
        .map(({ message: { incident } }) =>
          incident.about.kind === 'failing'
            ? incident.about.troubles.map(one => [one.service, one.count])
            : [],
        ),
      [[['exchange', 3]], [['onedrive', 1]]],
    );
  });

  it('further failures wait for the end of quiet hours that were set while their incident was open', async () => {
    const scene = openScene({ now: night - 2 * hour });
    await scene.watch();
    scene.world.plant(
      run('exchange', night - 2 * hour, 'failed', minute),
      run('exchange', night + hour, 'failed', minute),
    );
    await scene.pass(hour);
    await scene.watch({ quiet });
    await scene.pass(10 * hour);
    assert.deepEqual(
      reported(scene.said)
        .filter(([how]) => how !== 'edit')
        .slice(1),
      [['reply', 'failedAgain', 0]],
    );
  });
});
