import assert from 'node:assert/strict';
import { createAccess } from '../../../src/access/access.ts';
import { createBot } from '../../../src/bot/bot.ts';
import { notMember } from '../../../src/domain/membership.ts';
import type { FoundPerson, People } from '../../../src/domain/people.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { aMember, chat, kim, lee, noLists, otherTenant, sam, tenant } from '../../access/people.ts';
import { objectsIn } from '../../cards/elements.ts';
import { fakeClock, fakeSource, monday, recordingLog, unreadIndex } from '../../support/fakes.ts';
import { keeping } from '../../support/keeping.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { rosterOf } from '../../support/roster.ts';

const personal = { ...chat, home: 'a:kim', id: 'a:kim', kind: 'personal' } as const;
const person = (objectId: string, name: string): FoundPerson & { objectId: string } => ({
  ...{ id: `29:${name}`, name, objectId, tenantId: tenant },
});
const [Kim, Lee, Sam] = [person(kim, 'Kim'), person(lee, 'Lee'), person(sam, 'Sam')] as const;

/** An instance of the bot, in which the settings name Kim as admin. */
function open({
  store = createMemoryStore(),
  clock = fakeClock(),
  lists = { admin: [kim] } as Partial<typeof noLists>,
  people = rosterOf([Kim, Lee, Sam]) as People,
  isLocal = false,
} = {}) {
  const log = recordingLog();
  const jobs = createJobs({
    source: fakeSource(() => assert.fail('nobody asks AvePoint')),
    index: unreadIndex,
    clock,
    log,
  });
  const kept = keeping({ jobs, clock, log, store });
  const access = createAccess({
    lists: { ...noLists, ...lists },
    allowedTenantIds: [tenant],
    membership: isLocal
      ? undefined
      : { entry: async (_, id) => aMember([Kim, Lee, Sam].find(one => one.id === id)?.objectId) },
    given: kept.givenRoles,
  });
  const bot = createBot({ ...kept, jobs, access, people, clock, log, newReference: () => 'r' });
  const turn = (by: typeof Kim, place: typeof chat | typeof personal = chat) => ({
    ...{ zone: 'UTC', locale: 'en-GB', place, speaker: { id: by.id, name: by.name }, objectId: by.objectId },
  });
  const say = (
    by: typeof Kim,
    text: string,
    mentioned: readonly FoundPerson[] = [],
    place?: typeof personal,
  ) => bot.hear({ ...turn(by, place), text, people: mentioned.map(({ id, name }) => ({ id, name })) });
  const press = (
    by: typeof Kim,
    verb: unknown,
    data: unknown,
    place: typeof chat | typeof personal = personal,
  ) => bot.press({ ...turn(by, place), verb, data });
  const roleOf = async (who: typeof Kim) =>
    (await access.standingOf({ objectId: who.objectId, personId: who.id, place: chat })).role;
  return { kept, clock, store, say, press, roleOf };
}

function cardOf(reply: Reply) {
  assert.ok(reply.kind === 'card' || reply.kind === 'edit', JSON.stringify(reply));
  return reply.card;
}
const words = (reply: Reply) => (reply.kind === 'text' ? reply.text : textOf(cardOf(reply)));

describe('roles that admins give in Teams', () => {
  it('an admin gives a role in a channel, which counts at once and is on record with both names', async () => {
    const { kept, say, roleOf } = open();
    assert.equal(await roleOf(Lee), undefined);
    assert.match(words(await say(Kim, '@Lee is an operator', [Lee])), /✓ Lee is an operator/);
    assert.equal(await roleOf(Lee), 'operator');
    assert.deepEqual(await kept.givenRoles.all(), [
      { objectId: lee, name: 'Lee', role: 'operator', by: { name: 'Kim', objectId: kim }, at: monday },
    ]);
    assert.match(words(await say(Kim, '@Lee is an operator', [Lee])), /Lee is an operator already/);
    assert.match(words(await say(Kim, '@Lee is a viewer', [Lee])), /Was an operator before, by Kim/);
    assert.equal(await roleOf(Lee), 'viewer');
  });

  it('a removed role is gone at once, and the answer says what is left', async () => {
    const { say, roleOf } = open();
    await say(Kim, '@Lee is an operator', [Lee]);
    assert.match(words(await say(Kim, 'remove @Lee', [Lee])), /no longer an operator.*I don’t answer them/s);
    assert.equal(await roleOf(Lee), undefined);
    assert.match(words(await say(Kim, 'remove @Lee', [Lee])), /Nothing to remove/);
    const everyone = open({ lists: { admin: [kim], viewer: ['*'] } });
    await everyone.say(Kim, '@Lee is an operator', [Lee]);
    assert.match(words(await everyone.say(Kim, 'remove @Lee', [Lee])), /Every member is a viewer/);
  });

  it('only the role that is named is removed', async () => {
    const { say, roleOf } = open();
    await say(Kim, '@Lee is a viewer', [Lee]);
    const reply = await say(Kim, '@Lee is no longer an operator', [Lee]);
    assert.match(words(reply), /haven’t changed anything.*Lee is a viewer, not an operator/s);
    assert.equal(await roleOf(Lee), 'viewer');
  });

  it('a person whom the settings name keeps their role, and the answer names the setting', async () => {
    const { say, roleOf } = open({ lists: { admin: [kim], operator: [lee] } });
    assert.match(words(await say(Kim, 'remove @Lee', [Lee])), /still an operator.*OPERATOR_USER_IDS/s);
    assert.equal(await roleOf(Lee), 'operator');
    const reply = await say(Kim, '@Lee is a viewer', [Lee]);
    assert.match(words(reply), /The settings make them an operator, which counts/);
    assert.equal(await roleOf(Lee), 'operator');
    assert.match(words(await say(Kim, 'remove @Lee', [Lee])), /no longer a viewer.*OPERATOR_USER_IDS/s);
  });

  it('only an admin gives or removes roles, and a given role doesn’t make one', async () => {
    const { kept, say } = open();
    await say(Kim, '@Lee is an operator', [Lee]);
    for (const text of ['@Sam is an operator', 'remove @Lee', '@Lee is a viewer']) {
      const reply = await say(Lee, text, [text.includes('@Sam') ? Sam : Lee]);
      assert.equal(reply.ending?.kind, 'refused', text);
    }
    assert.deepEqual(
      (await kept.givenRoles.all()).map(({ name, role }) => [name, role]),
      [['Lee', 'operator']],
    );
  });

  it('while no list is set, every member is an operator, so no one can give a role', async () => {
    const { kept, say, roleOf } = open({ lists: {} });
    assert.equal((await say(Kim, '@Lee is a viewer', [Lee])).ending?.kind, 'refused');
    // From a time when the settings named an admin.
    await kept.givenRoles.give({
      objectId: lee,
      name: 'Lee',
      role: 'viewer',
      by: { name: 'Kim', objectId: kim },
      at: 1,
    });
    for (const who of [Kim, Lee, Sam]) assert.equal(await roleOf(who), 'operator');
  });

  it('a role is given by the account of the roster, and to no one whom the roster doesn’t vouch for', async () => {
    const cases: readonly (readonly [RegExp, Awaited<ReturnType<People['find']>>])[] = [
      [/isn’t in this conversation/, notMember],
      [/couldn’t look up Lee/, undefined],
      [/no account id/, { id: '29:Lee', name: 'Lee', objectId: undefined, tenantId: tenant }],
      [/isn’t of your organisation/, { ...Lee, tenantId: otherTenant }],
      [/isn’t of your organisation/, { id: Lee.id, name: 'Lee', objectId: lee }],
    ];
    for (const [sentence, found] of cases) {
      const { kept, say } = open({ people: { find: async () => found } });
      assert.match(words(await say(Kim, '@Lee is an operator', [Lee])), sentence);
      assert.deepEqual(await kept.givenRoles.all(), []);
    }
    const renamed = open({ people: { find: async () => Lee } });
    await renamed.say(Kim, '@Boss is an operator', [{ ...Lee, name: 'Boss' }]);
    assert.equal((await renamed.kept.givenRoles.all())[0]?.name, 'Lee');
  });

  it('in local mode, where everyone is an admin, roles aren’t given, and the answer says why', async () => {
    const { kept, say } = open({ lists: {}, isLocal: true });
    assert.match(words(await say(Kim, '@Lee is an operator', [Lee])), /Roles don’t count here/);
    assert.deepEqual(await kept.givenRoles.all(), []);
  });

  it('two instances on one store agree about a role within 10 s', async () => {
    const [store, clock] = [createMemoryStore(), fakeClock()];
    const [one, other] = [open({ store, clock }), open({ store, clock })];
    assert.equal(await other.roleOf(Lee), undefined);
    await one.say(Kim, '@Lee is an operator', [Lee]);
    clock.advance(10_000);
    assert.equal(await other.roleOf(Lee), 'operator');
    await other.say(Kim, 'remove @Lee', [Lee]);
    assert.equal(await other.roleOf(Lee), undefined);
    clock.advance(10_000);
    assert.equal(await one.roleOf(Lee), undefined);
  });
});

describe('the card of roles, with those from Teams', () => {
  it('an admin sees who gave which role, in a personal chat alone, and removes one with its button', async () => {
    const { press, say, roleOf } = open();
    await say(Kim, '@Lee is an operator', [Lee]);
    await say(Kim, '@Sam is a viewer', [Sam]);
    assert.match(words(await say(Kim, 'roles')), /only show it in personal chats/);
    const card = cardOf(await say(Kim, 'roles', [], personal));
    assert.match(textOf(card), /Operator · given by Kim/);
    const remove = executesIn(card).find(({ title }) => title === 'Remove Lee');
    assert.ok(remove);
    const reply = await press(Kim, remove.verb, remove.data);
    assert.match(words(reply), /✓ Lee is no longer an operator/);
    assert.ok(reply.kind === 'edit' && reply.isChange);
    assert.equal(await roleOf(Lee), undefined);
    assert.equal(await roleOf(Sam), 'viewer');
    const again = await press(Kim, remove.verb, remove.data);
    assert.match(words(again), /already been removed/);
    assert.equal(again.ending?.kind, 'failed');
  });

  it('a forged press, one of somebody else, and one in a channel remove nothing', async () => {
    const { kept, press, say } = open();
    await say(Kim, '@Lee is an operator', [Lee]);
    const good = { v: 1, p: 0, d: lee, k: 'Lee' };
    for (const data of [
      {},
      { ...good, d: 'x' },
      { ...good, p: -1 },
      { ...good, d: kim },
      { ...good, k: 'Ann' },
    ])
      assert.notEqual((await press(Kim, 'roles.remove', data)).ending, undefined, JSON.stringify(data));
    assert.equal((await press(Lee, 'roles.remove', good)).ending?.kind, 'refused');
    assert.match(words(await press(Kim, 'roles.remove', good, chat)), /personal chats/);
    assert.equal((await kept.givenRoles.all()).length, 1);
  });

  it('a role that two admins remove in the same instant is removed once', async () => {
    const store = createMemoryStore();
    const [one, other] = [
      open({ store, lists: { admin: [kim, sam] } }),
      open({ store, lists: { admin: [kim, sam] } }),
    ];
    await one.say(Kim, '@Lee is an operator', [Lee]);
    const data = { v: 1, p: 0, d: lee, k: 'Lee' };
    const replies = await Promise.all([
      one.press(Kim, 'roles.remove', data),
      other.press(Sam, 'roles.remove', data),
    ]);
    assert.equal(replies.filter(reply => reply.ending === undefined).length, 1);
  });

  it('many roles from Teams are on several pages, and no role is left out or shown twice', async () => {
    const { kept, press } = open();
    for (let index = 10; index < 25; index += 1)
      await kept.givenRoles.give({
        objectId: `00000000-0000-0000-0000-0000000000${index}`,
        ...{ name: `P${index}`, role: 'viewer', by: { name: 'Kim', objectId: kim }, at: index },
      });
    const seen: string[] = [];
    for (let page = 0; page < 3; page += 1) {
      const card = cardOf(await press(Kim, 'roles.show', { v: 1, p: page }));
      seen.push(...executesIn(card).flatMap(({ title = '' }) => (/^Remove/.test(title) ? [title] : [])));
      assert.equal(
        objectsIn(card).some(one => one.title === 'Next'),
        page < 2,
      );
    }
    assert.equal(new Set(seen).size, 15);
  });
});
