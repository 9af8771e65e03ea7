import assert from 'node:assert/strict';
import { version } from '../../../../src/cards/button-link.ts';
import type { People } from '../../../../src/domain/people.ts';
import { inMs } from '../../../../src/domain/time.ts';
import { actionButtons } from '../../../../src/features/incidents/action-buttons.ts';
import { assignLink } from '../../../../src/features/incidents/buttons.ts';
import { monday } from '../../../support/fakes.ts';
import { rosterOf } from '../../../support/roster.ts';
import { channel, kim, lee, minute, openScene, run, type Scene } from '../support.ts';

const leeObjectId = '11111111-2222-3333-4444-555555555555';

describe('the button that assigns an incident', () => {
  let scene: Scene;
  let id: string;

  beforeEach(async () => {
    scene = openScene();
    await scene.watch();
    scene.world.plant(run('exchange', monday, 'failed', minute));
    await scene.pass(5 * minute);
    id = (await scene.faultsOf())[0]?.id ?? '';
  });

  /** Presses Assign as Kim, with what a client sends. Returns the answer; undefined if no button sends that. */
  async function press(sent: object, people: People = rosterOf([{ ...lee, objectId: leeObjectId }])) {
    const { clock, deeds } = scene;
    const button = actionButtons.find(({ verb }) => verb === assignLink.verb);
    const pressed = button?.decode({ v: version, d: id, ...sent }, clock.now());
    if (!pressed) return undefined;
    const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
    const reply = await pressed.run(
      {
        reader,
        asides: { notes: [], offers: [] },
        until: inMs(3_000, clock),
        asker: { id: kim.id } as never,
        role: 'operator',
        objectId: undefined,
        place: channel,
        speaker: kim,
        thread: undefined,
      },
      { deeds, people, clock },
    );
    assert.equal(reply.kind, 'text');
    return { text: reply.kind === 'text' ? reply.text : '', details: pressed.details };
  }
  const assigned = async () => (await scene.faultsOf())[0]?.assigned;

  it('gives it to whom a people picker found by the Entra object id, with Teams’ own id', async () => {
    const answer = await press({ person: leeObjectId, note: ' please look ' });
    assert.equal(answer?.text, 'Assigned to Lee. I’m telling Lee in the thread.');
    assert.deepEqual((await assigned())?.by, lee);
    assert.deepEqual(
      (await scene.faultsOf())[0]?.notes?.map(({ text }) => text),
      ['please look'],
    );
    assert.deepEqual(answer?.details, [`to ${leeObjectId}`, 'please look', id], 'on the audit record');
  });

  it('gives it to whom the card suggested by Teams’ id', async () => {
    await press({ person: lee.id });
    assert.deepEqual((await assigned())?.by, lee);
  });

  it('refuses who isn’t in the conversation, nobody, and who can’t be looked up, and changes nothing', async () => {
    assert.match((await press({ person: '29:elsewhere' }))?.text ?? '', /^They’re not in this conversation/);
    assert.equal((await press({ person: ' ' }))?.text, 'Pick a person first.');
    assert.equal((await press({}))?.text, 'Pick a person first.');
    const unknown: People = { find: async () => undefined };
    assert.match((await press({ person: lee.id }, unknown))?.text ?? '', /^I couldn’t check who that is/);
    assert.equal(await assigned(), undefined);
  });

  it('reads nothing that its card can’t have sent', async () => {
    for (const forged of [
      { person: 7 },
      { person: ['a'] },
      { person: lee.id, o: 'x' },
      { note: {} },
      { d: '../x' },
    ])
      assert.equal(await press(forged), undefined);
  });
});
