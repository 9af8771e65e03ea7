import assert from 'node:assert/strict';
import { services } from '../../../../src/domain/job.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { channel, kim, lee, minute, openScene, run } from '../support.ts';

const day = 24 * hour;

describe('the life of an incident', () => {
  it('the first failure posts one card, which calls the person on call', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday - hour + 5 * minute));
    await scene.pass(4 * minute);
    assert.equal(scene.said.length, 0);
    await scene.pass(3 * minute);
    assert.equal(scene.said.length, 1);
    const [post] = scene.posts();
    assert.ok(post?.message.kind === 'card');
    assert.deepEqual(post.message.who, kim);
    assert.equal(post.message.incident.lateMs, undefined);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.telling.said?.id, post.id);
    assert.deepEqual(
      incident?.events.map(({ what }) => what),
      ['told', 'called'],
    );
  });

  it('thirty failures in a row stay one card, with a reply each half hour at most', async () => {
    const scene = openScene();
    await scene.watch();
    for (let n = 0; n < 30; n += 1)
      scene.world.plant(run('exchange', monday + n * 10 * minute, 'failed', minute));
    await scene.pass(6 * hour);
    assert.equal(scene.posts().length, 1);
    const replies = scene.replies();
    assert.ok(replies.length >= 8 && replies.length <= 10, `${replies.length} replies`);
    const moments = [...scene.posts(), ...replies].map(({ at }) => at);
    for (const [at, moment] of moments.entries())
      if (at > 0) assert.ok(moment - (moments[at - 1] ?? 0) >= 30 * minute);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.about.kind === 'failing' && incident.about.troubles[0]?.count, 30);
    assert.equal(scene.said.at(-1)?.how === 'reply' || scene.said.at(-1)?.how === 'edit', true);
  });

  it('a clean run that began after the failure turns the card green, and the owner gets an all-clear', async () => {
    const scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    scene.world.plant(run('exchange', monday - hour), run('exchange', monday + 2 * hour, 'finished'));
    await scene.pass(hour);
    const [incident] = await scene.faultsOf();
    assert.ok(incident);
    assert.equal((await scene.act({ what: 'takeOver' }, incident.id, lee)).kind, 'done');
    await scene.pass(3 * hour);
    const last = scene.said.at(-1)?.message;
    assert.ok(last?.kind === 'allClear');
    assert.deepEqual(last.who, lee);
    const edit = scene.said.findLast(({ how }) => how === 'edit');
    assert.equal(edit?.message.incident.overAt, monday + 3 * hour);
    assert.equal(edit?.id, incident.telling.said?.id);
  });

  it('a run with exceptions neither opens nor ends an incident, and a run beside the failure doesn’t end it', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(run('exchange', monday - hour, 'finishedWithException'));
    await scene.pass(10 * minute);
    assert.equal(scene.said.length, 0);
    scene.world.plant(
      run('exchange', monday, 'failed'),
      run('exchange', monday - 10 * minute, 'finished', 3 * hour),
      run('exchange', monday + 2 * hour, 'finishedWithException', minute),
    );
    await scene.pass(5 * hour);
    assert.equal((await scene.faultsOf())[0]?.overAt, undefined);
  });

  it('a watch for two in a row waits for two failures, however far apart', async () => {
    const scene = openScene();
    await scene.watch({ inARow: 2 });
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + hour, 'finished', minute),
      run('exchange', monday + 2 * hour, 'failed', minute),
      run('exchange', monday + 2 * hour + 7 * day, 'failed', minute),
    );
    await scene.pass(6 * day, 30 * minute);
    assert.equal(scene.said.length, 0);
    await scene.pass(2 * day, 30 * minute);
    assert.equal(scene.posts().length, 1);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.about.kind === 'failing' && incident.about.troubles[0]?.count, 2);
  });

  it('partial runs count as failures if the watch includes them', async () => {
    const scene = openScene();
    await scene.watch({ isPartialIncluded: true });
    scene.world.plant(run('exchange', monday, 'partiallyFinished', minute));
    await scene.pass(5 * minute);
    assert.equal(scene.posts().length, 1);
  });

  it('the fallback is called if no one acknowledges in time, and no one is if someone does', async () => {
    for (const isAcknowledged of [false, true]) {
      const scene = openScene();
      await scene.watch();
      await scene.duty({ what: 'set', first: kim, fallback: lee });
      await scene.duty({ what: 'escalateAfter', ms: 10 * minute });
      scene.world.plant(run('exchange', monday - hour));
      await scene.pass(5 * minute);
      const [incident] = await scene.faultsOf();
      if (isAcknowledged) await scene.act({ what: 'acknowledge' }, incident?.id ?? '');
      await scene.pass(20 * minute);
      const calls = scene.said.filter(({ message }) => message.kind === 'escalation');
      assert.equal(calls.length, isAcknowledged ? 0 : 1);
      if (!isAcknowledged) {
        const [call] = calls;
        assert.deepEqual(call?.message.kind === 'escalation' && call.message.who, lee);
        assert.ok((call?.at ?? 0) - (scene.posts()[0]?.at ?? 0) >= 10 * minute);
      }
    }
  });

  it('a snoozed incident sends nothing but edits of its card, and goes on after', async () => {
    const scene = openScene();
    await scene.watch();
    for (let n = 0; n < 8; n += 1)
      scene.world.plant(run('exchange', monday + n * 20 * minute, 'failed', minute));
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'snooze', length: '1h' }, incident?.id ?? '');
    await scene.pass(59 * minute);
    assert.equal(scene.replies().length, 0);
    assert.ok(scene.said.filter(({ how }) => how === 'edit').length >= 3);
    await scene.pass(30 * minute);
    assert.equal(scene.replies().length, 1);
  });

  it('an incident is closed by its button; a later failure opens a new card', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + hour, 'failed', minute),
    );
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    await scene.act({ what: 'close' }, incident?.id ?? '');
    await scene.pass(30 * minute);
    assert.equal(scene.posts().length, 1);
    assert.deepEqual(scene.said.at(-1)?.message.incident.closed?.by, kim);
    await scene.pass(hour);
    assert.equal(scene.posts().length, 2);
    assert.equal((await scene.faultsOf()).length, 2);
  });

  it('twelve services that fail in one poll are one wide card with one mention, which shows each recovery', async () => {
    const scene = openScene();
    await scene.watch({ services: [] });
    await scene.duty({ what: 'set', first: kim, fallback: undefined });
    for (const [n, service] of services.entries())
      scene.world.plant(
        run(service, monday - hour),
        run(service, monday + (n + 1) * hour, 'finished', minute),
      );
    await scene.pass(5 * minute);
    assert.equal(scene.said.length, 1);
    const [post] = scene.posts();
    const about = post?.message.incident.about;
    assert.equal(about?.kind === 'failing' && about.troubles.length, 12);
    assert.equal((await scene.faultsOf()).length, 1);
    await scene.pass(6 * hour);
    const [half] = await scene.faultsOf();
    const recovered = half?.about.kind === 'failing' ? half.about.troubles.filter(one => one.recovery) : [];
    assert.equal(recovered.length, 6);
    assert.equal(half?.overAt, undefined);
    await scene.pass(8 * hour);
    const [incident] = await scene.faultsOf();
    assert.ok(incident?.overAt);
    assert.equal(scene.posts().length, 1);
    assert.equal(scene.said.filter(({ message }) => message.kind === 'allClear').length, 1);
  });

  it('three services that fail at once stay apart', async () => {
    const scene = openScene();
    await scene.watch({ services: [] });
    for (const service of services.slice(0, 3)) scene.world.plant(run(service, monday - hour));
    await scene.pass(5 * minute);
    assert.equal(scene.posts().length, 3);
  });

  it('a deleted card is posted anew', async () => {
    let isGone = false;
    const scene = openScene({
      deliver: ({ how }) => (how === 'edit' && isGone ? { kind: 'missing' } : undefined),
    });
    await scene.watch();
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + hour, 'failed', minute),
    );
    await scene.pass(5 * minute);
    isGone = true;
    await scene.pass(hour);
    isGone = false;
    assert.equal(scene.posts().length, 2);
    await scene.pass(5 * minute);
    const [incident] = await scene.faultsOf();
    assert.equal(incident?.telling.said?.id, scene.posts()[1]?.id);
  });

  it('an incident is reported in every channel, if hundreds watch the same', async () => {
    const scene = openScene();
    const channels = 600;
    for (let n = 0; n < channels; n += 1) await scene.watch({}, { ...channel, id: `19:channel-${n}` });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(10 * minute);
    assert.equal(new Set(scene.posts().map(({ place }) => place)).size, channels);
    assert.equal(scene.posts().length, channels);
  });

  it('a failure that lasts when the watch is set is reported at once, and one that was over isn’t', async () => {
    const scene = openScene();
    scene.world.plant(
      run('exchange', monday - 20 * hour, 'failed', minute),
      run('exchange', monday - 10 * hour, 'finished', minute),
    );
    await scene.watch();
    await scene.pass(5 * minute);
    assert.equal(scene.said.length, 0);
    scene.world.plant(run('onedrive', monday - 20 * hour, 'failed', minute));
    await scene.watch({ services: ['onedrive'] });
    await scene.pass(5 * minute);
    assert.equal(scene.posts().length, 1);
    assert.equal(scene.posts()[0]?.message.incident.lateMs, undefined);
  });

  it('an incident goes on to its end after its watch was ended, and no new one opens', async () => {
    const scene = openScene();
    await scene.watch();
    scene.world.plant(
      run('exchange', monday, 'failed', minute),
      run('exchange', monday + hour, 'finished', minute),
    );
    await scene.pass(5 * minute);
    await scene.orders.end({ services: [] }, channel);
    assert.deepEqual((await scene.orders.show(channel)).watches, []);
    await scene.pass(2 * hour);
    assert.ok((await scene.faultsOf())[0]?.overAt);
    scene.world.plant(run('exchange', monday + 3 * hour, 'failed', minute));
    await scene.pass(3 * hour);
    assert.equal(scene.posts().length, 1);
    assert.deepEqual(await scene.watches.all(), []);
  });
});

describe('a failure that is found after its end', () => {
  /** How late its incident is marked, with polls so far apart; undefined if it isn't marked as late. */
  async function lateness(intervalMs: number, seenAfterMs: number): Promise<number | undefined> {
    const scene = openScene({ intervalMs });
    await scene.watch();
    await scene.pass(minute);
    scene.world.plant(run('exchange', scene.clock.now() - hour));
    await scene.pass(seenAfterMs, seenAfterMs);
    const [incident] = await scene.faultsOf();
    assert.ok(incident);
    return incident.lateMs;
  }

  it('a failure counts as late if it is found more than two polls, and more than ten minutes, after it', async () => {
    for (const [intervalMs, lateAfterMs] of [
      [minute, 10 * minute],
      [5 * minute, 10 * minute],
      [6 * minute, 12 * minute],
      [20 * minute, 40 * minute],
    ] as const) {
      assert.equal(await lateness(intervalMs, lateAfterMs), undefined);
      assert.equal(await lateness(intervalMs, lateAfterMs + minute), lateAfterMs + minute);
    }
  });
});
