import assert from 'node:assert/strict';
import { actionText } from '../../../../src/features/incidents/card/action-texts.ts';
import type { IncidentAction } from '../../../../src/features/incidents/incident/action.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { ownership } from '../../../../src/features/incidents/incident/ownership.ts';
import { hour, monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type Scene } from '../support.ts';

const ann = { id: '29:ann', name: 'Ann' };

describe('taking over and assigning', () => {
  let scene: Scene;
  const now = async () => (await scene.faultsOf())[0] as Incident;
  const since = async () => ownership(await now())?.at;
  const press = async (act: IncidentAction, by = kim) => {
    const answer = await scene.act(act, (await now()).id, by);
    const reader = { locale: 'en-GB', zone: 'Europe/Berlin', speaker: by };
    return actionText(answer, act, reader, scene.clock.now());
  };
  const replies = () => scene.replies().map(({ message }) => message);

  beforeEach(async () => {
    scene = openScene();
    await scene.watch();
    await scene.duty({ what: 'set', first: kim, fallback: lee });
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
  });

  it('a person takes an incident over from its owner, and the card, the report and the reminders follow', async () => {
    await press({ what: 'takeOver' }, lee);
    scene.clock.advance(minute);
    assert.equal(await press({ what: 'takeOver', from: await since() }, kim), 'You’ve taken over from Lee.');
    const { assigned, events } = await now();
    assert.deepEqual([assigned?.by, assigned?.from], [kim, lee]);
    assert.deepEqual(events.at(-1), { what: 'assigned', by: kim, from: lee, at: assigned?.at });
    await scene.pass(25 * hour, 10 * minute);
    assert.deepEqual(
      replies().map(({ kind, who }) => [kind, who?.name]),
      [['reminder', 'Kim']],
    );
  });

  it('of two people who take it over in the same instant the first has it, and the second reads that', async () => {
    await press({ what: 'takeOver' }, lee);
    const from = await since();
    const [first, second] = [
      await press({ what: 'takeOver', from }, kim),
      await press({ what: 'takeOver', from }, ann),
    ];
    assert.equal(first, 'You’ve taken over from Lee.');
    assert.match(second, /^Kim took it over from Lee at \d\d:\d\d\. Press again to take it over from Kim\.$/);
    assert.deepEqual((await now()).assigned?.by, kim);
    assert.equal(await press({ what: 'takeOver', from: await since() }, ann), 'You’ve taken over from Kim.');
  });

  it('both instances on one store agree on who has it, whoever of two pressed first', async () => {
    await press({ what: 'takeOver' }, lee);
    const from = await since();
    const other = openScene({ store: scene.store, now: scene.clock.now() });
    const { id } = await now();
    const kinds = await Promise.all([
      scene.act({ what: 'takeOver', from }, id, kim),
      other.act({ what: 'takeOver', from }, id, ann),
    ]);
    assert.deepEqual(kinds.map(({ kind }) => kind).sort(), ['changed', 'done']);
  });

  it('an owner who presses is told that they have it, and nothing changes', async () => {
    await press({ what: 'takeOver' }, kim);
    const before = await now();
    assert.equal(await press({ what: 'takeOver', from: await since() }, kim), 'You have it already.');
    assert.equal(await press({ what: 'takeOver', from: 1 }, kim), 'You have it already.');
    assert.deepEqual(await now(), before);
  });

  it('the button of an older card takes it over from nobody who took it', async () => {
    await press({ what: 'takeOver' }, lee);
    assert.match(await press({ what: 'takeOver' }, kim), /^Lee took it at/);
    assert.deepEqual((await now()).assigned?.by, lee);
  });

  it('who is assigned an incident owns it, and is mentioned once in its thread, also while it is snoozed', async () => {
    await press({ what: 'snooze', length: '4h' }, kim);
    assert.equal(
      await press({ what: 'assign', to: lee }, kim),
      'Assigned to Lee. I’m telling Lee in the thread.',
    );
    await scene.pass(20 * minute);
    assert.deepEqual(
      replies().map(message => [message.kind, message.who, 'by' in message ? message.by : undefined]),
      [['assignment', lee, kim]],
    );
    const { assigned } = await now();
    assert.deepEqual([assigned?.by, assigned?.assignedBy], [lee, kim]);
  });

  it('who has an incident isn’t told of an assignment that somebody else has taken over meanwhile', async () => {
    await press({ what: 'assign', to: lee }, kim);
    await press({ what: 'takeOver', from: await since() }, ann);
    await scene.pass(20 * minute);
    assert.deepEqual(replies(), []);
  });

  it('an assignment in quiet hours is told when they are over', async () => {
    const quiet = { from: { hour: 14, minute: 0 }, to: { hour: 16, minute: 0 }, zone: 'Europe/Berlin' };
    await scene.watch({ quiet });
    await scene.pass(2 * minute);
    assert.match(
      await press({ what: 'assign', to: lee }, kim),
      /^Assigned to Lee\. Quiet hours: I’ll tell Lee at 16:00\.$/,
    );
    await scene.pass(hour);
    assert.deepEqual(replies(), []);
    await scene.pass(hour);
    assert.deepEqual(
      replies().map(({ kind }) => kind),
      ['assignment'],
    );
  });

  it('an assignment by a card that shows an earlier owner changes nothing', async () => {
    await press({ what: 'takeOver' }, ann);
    assert.match(
      await press({ what: 'assign', to: lee, note: 'please look' }, kim),
      /^Ann took it at 15:05|^Ann took it at \d\d:\d\d\. Press again to assign it to Lee\. Your note wasn’t added\.$/,
    );
    const { assigned, notes } = await now();
    assert.deepEqual([assigned?.by, notes], [ann, undefined]);
  });

  it('to assign it to its owner changes nothing', async () => {
    await press({ what: 'takeOver' }, lee);
    const before = await now();
    assert.equal(await press({ what: 'assign', to: lee, from: await since() }, kim), 'Lee has it already.');
    assert.deepEqual(await now(), before);
  });
});
