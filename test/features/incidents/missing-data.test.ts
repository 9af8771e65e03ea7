import assert from 'node:assert/strict';
import { hour, monday } from '../../support/fakes.ts';
import { kim, minute, openScene, run } from './support.ts';

const day = 24 * hour;

describe('after missing data', () => {
  it('a failure and its recovery during missing data are one late card, green already, that calls no one', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    await scene.pass(5 * minute);
    scene.world.plant(
      run('exchange', monday + 10 * minute, 'failed', minute),
      run('exchange', monday + hour, 'finished', minute),
    );
    scene.clock.advance(3 * hour);
    scene.restart();
    await scene.pass(40 * minute);
    assert.equal(scene.said.length, 1);
    const [post] = scene.posts();
    assert.ok(post?.message.kind === 'card');
    assert.equal(post.message.incident.overAt, monday + hour + minute);
    assert.equal(post.message.who, undefined);
    assert.ok((post.message.incident.lateMs ?? 0) > 2 * hour);
  });

  it('a failure during missing data is one late red card that calls the person on call', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    await scene.pass(5 * minute);
    scene.world.plant(run('exchange', monday + 10 * minute, 'failed', minute));
    scene.clock.advance(3 * hour);
    scene.restart();
    await scene.pass(20 * minute);
    assert.equal(scene.said.length, 1);
    const [post] = scene.posts();
    assert.ok(post?.message.kind === 'card');
    assert.deepEqual(post.message.who, kim);
    assert.ok((post.message.incident.lateMs ?? 0) > 2 * hour);
  });

  it('a backup that was running is reported however long it took, and however long the bot was down', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant({
      service: 'exchange',
      startedAt: monday - 3 * day,
      endedAt: monday + 5 * day,
      state: 'failed',
    });
    await scene.pass(10 * minute);
    scene.clock.advance(6 * day);
    scene.restart();
    await scene.pass(10 * minute);
    const [incident] = (await scene.faultsOf()).filter(({ about }) => about.kind === 'failing');
    assert.equal(
      incident?.about.kind === 'failing' && incident.about.troubles[0]?.first.endedAt,
      monday + 5 * day,
    );
  });

  it('missing data is reported once, with since when, and so is its end', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.watch({ services: ['onedrive'] });
    await scene.pass(10 * minute);
    const lastSeen = scene.clock.now();
    scene.world.index.down = true;
    await scene.pass(5 * hour);
    assert.equal(scene.said.length, 1);
    const about = scene.posts()[0]?.message.incident.about;
    assert.ok(about?.kind === 'blind');
    assert.equal(about.since, lastSeen);
    assert.deepEqual(about.services, []);
    scene.world.index.down = false;
    await scene.pass(15 * minute);
    assert.deepEqual(
      scene.said.map(({ how, message }) => [how, message.kind]),
      [
        ['post', 'card'],
        ['edit', 'card'],
        ['reply', 'allClear'],
      ],
    );
  });

  it('missing data of a moment isn’t reported', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.pass(10 * minute);
    scene.world.index.down = true;
    await scene.pass(minute);
    scene.world.index.down = false;
    await scene.pass(hour);
    assert.equal(scene.said.length, 0);
  });

  it('missing data of one service names it, while the others are still reported', async () => {
    const scene = openScene();
    await scene.watch({ services: ['exchange', 'onedrive'] });
    await scene.pass(10 * minute);
    scene.world.index.downServices.add('onedrive');
    scene.world.plant(run('exchange', monday, 'failed', 12 * minute));
    await scene.pass(30 * minute);
    const kinds = scene.posts().map(({ message }) => message.incident.about);
    assert.deepEqual(kinds.map(({ kind }) => kind).sort(), ['blind', 'failing']);
    const blind = kinds.find(({ kind }) => kind === 'blind');
    assert.deepEqual(blind?.kind === 'blind' && blind.services, ['onedrive']);
  });
});

describe('a backup that runs for too long', () => {
  it('a long-running backup is reported once, after three times the usual duration, and so is how it ended', async () => {
    const scene = openScene();
    for (let n = 1; n <= 6; n += 1)
      scene.world.plant(run('exchange', monday - n * 6 * hour, 'finished', hour));
    scene.world.plant({
      service: 'exchange',
      startedAt: monday,
      endedAt: monday + 9 * hour,
      state: 'failed',
    });
    await scene.watch();
    await scene.pass(3 * hour);
    assert.equal(scene.said.length, 0);
    await scene.pass(2 * hour);
    assert.equal(scene.said.length, 1);
    const about = scene.posts()[0]?.message.incident.about;
    assert.ok(about?.kind === 'stuck');
    assert.deepEqual([about.startedAt, about.usualMs], [monday, hour]);
    await scene.pass(5 * hour);
    const stuck = (await scene.faultsOf()).find(({ about }) => about.kind === 'stuck');
    assert.deepEqual(stuck?.about.kind === 'stuck' && stuck.about.ended, {
      at: monday + 9 * hour,
      state: 'failed',
    });
    assert.equal(scene.posts().length, 2, 'and its failure is a fault');
  });
});

describe('after a process died', () => {
  it('a failure that was found just before the process died is reported, however long it was down', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.pass(20 * minute);
    scene.world.plant(run('exchange', scene.clock.now(), 'failed', minute));
    scene.clock.advance(2 * minute);
    // The index has its end, and the process dies before it is reported.
    scene.world.index.read();
    scene.clock.advance(9 * day);
    scene.restart();
    await scene.pass(30 * minute);
    assert.equal(scene.posts().length, 1);
    await scene.pass(4 * day, hour);
    scene.restart();
    await scene.pass(hour);
    assert.equal(scene.posts().length, 1);
  });
});
