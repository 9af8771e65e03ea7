import assert from 'node:assert/strict';
import { actionText } from '../../../../src/features/incidents/card/action-texts.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { channel, kim, lee, minute, openScene, run, type Scene } from '../support.ts';

describe('an incident that is reopened', () => {
  let scene: Scene;
  let id: string;
  const now = async () => (await scene.faultsOf()).find(one => one.id === id) as Incident;
  const reopen = async (by = lee, of = id) => {
    const closedAt = (await scene.faults.find(channel, of))?.closed?.at ?? 0;
    const act = { what: 'reopen', closedAt } as const;
    const answer = await scene.act(act, of, by);
    return actionText(
      answer,
      act,
      { locale: 'en-GB', zone: 'Europe/Berlin', speaker: by },
      scene.clock.now(),
    );
  };
  const said = () => scene.replies().map(({ message }) => [message.kind, message.who?.name]);
  const fail = (service: 'exchange' = 'exchange') =>
    scene.world.plant(run(service, scene.clock.now(), 'failed', minute));

  beforeEach(async () => {
    scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    id = (await scene.faultsOf())[0]?.id ?? '';
  });

  it('is as it was before it was closed: its owner has it, and nobody is called', async () => {
    await scene.act({ what: 'takeOver' }, id, kim);
    const before = await now();
    await scene.act({ what: 'close' }, id, lee);
    assert.equal(await reopen(), 'Reopened. Kim has it again.');
    const after = await now();
    assert.deepEqual([after.closed, after.overAt, after.assigned], [undefined, undefined, before.assigned]);
    assert.deepEqual(after.events.at(-1)?.what, 'closeUndone');
    await scene.pass(2 * hour);
    assert.deepEqual(said(), []);
    assert.match(await reopen(), /There’s no such|Lee reopened it at/);
  });

  it('calls who is on call again if nobody has it, and the next one after that', async () => {
    await scene.act({ what: 'close' }, id, lee);
    await scene.pass(hour);
    assert.equal(await reopen(), 'Reopened. No one has it yet.');
    await scene.pass(2 * minute);
    assert.deepEqual(said(), [['escalation', 'Kim']]);
    await scene.pass(hour);
    assert.deepEqual(said(), [
      ['escalation', 'Kim'],
      ['escalation', 'Lee'],
    ]);
  });

  it('goes on with the failures after it, on the same card', async () => {
    await scene.act({ what: 'close' }, id, lee);
    await reopen();
    fail();
    await scene.pass(hour);
    assert.equal((await scene.faultsOf()).length, 1);
    const { about } = await now();
    assert.equal(about.kind === 'failing' && about.troubles[0]?.count, 2);
    assert.equal(scene.posts().length, 1);
  });

  it('recovers by a clean run that ended while it was closed', async () => {
    await scene.act({ what: 'close' }, id, lee);
    scene.world.plant(run('exchange', scene.clock.now(), 'finished', minute));
    await scene.pass(hour);
    await reopen();
    await scene.pass(10 * minute);

    assert.ok((await now()).overAt);
    assert.deepEqual(said(), [['allClear', 'Kim']]);
    assert.match(await reopen(), /^It recovered .* by itself, so there’s nothing to reopen\.$/);
  });

  it('stays closed while a newer incident of its service is open', async () => {
    await scene.act({ what: 'close' }, id, lee);
    scene.clock.advance(minute);
    fail();
    await scene.pass(10 * minute);
    assert.equal((await scene.faultsOf()).length, 2);
    assert.match(await reopen(), /^A newer incident is open for Exchange, since \d\d:\d\d\.$/);
    assert.ok((await now()).closed);
  });

  it('of two incidents of a service that are reopened in the same instant, at most one is open', async () => {
    await scene.act({ what: 'close' }, id, lee);
    scene.clock.advance(minute);
    fail();
    await scene.pass(10 * minute);
    const other = (await scene.faultsOf()).find(one => one.id !== id)?.id ?? '';
    await scene.act({ what: 'close' }, other, lee);
    await Promise.all([reopen(kim), reopen(lee, other)]);
    const open = (await scene.faultsOf()).filter(({ overAt }) => overAt === undefined);
    assert.ok(open.length <= 1);
    for (const { closed, overAt } of await scene.faultsOf()) assert.equal(closed?.at, overAt);
  });

  it('stays closed if its service isn’t watched any more, or it is in the archive', async () => {
    await scene.act({ what: 'close' }, id, lee);
    await scene.orders.end({ services: [] }, channel);
    assert.match(await reopen(), /not watched here any more/);
    await scene.watch();
    await scene.pass(4 * 24 * hour, hour);
    assert.deepEqual(await scene.faultsOf(), []);
    assert.match(await reopen(), /in the archive/);
  });

  it('isn’t undone by an archive step that began before', async () => {
    await scene.act({ what: 'close' }, id, lee);
    const [stored] = await scene.faults.ofPlace(channel);
    assert.ok(stored);
    await reopen();
    await scene.faults.archive(stored, scene.clock.now());
    assert.equal((await now()).overAt, undefined);
  });

  it('a press on a card of an earlier close changes nothing', async () => {
    await scene.act({ what: 'close' }, id, lee);
    const closedAt = (await now()).closed?.at ?? 0;
    await reopen();
    scene.clock.advance(minute);
    await scene.act({ what: 'close' }, id, kim);
    const answer = await scene.act({ what: 'reopen', closedAt }, id, lee);
    assert.equal(answer.kind, 'changed');
    assert.ok((await now()).closed);
  });
});
