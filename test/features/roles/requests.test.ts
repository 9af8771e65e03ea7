import assert from 'node:assert/strict';
import { createAccess } from '../../../src/access/access.ts';
import { createBot } from '../../../src/bot/bot.ts';
import { notMember } from '../../../src/domain/membership.ts';
import type { Delivery } from '../../../src/domain/messenger.ts';
import type { FoundPerson, People } from '../../../src/domain/people.ts';
import type { ConversationRef } from '../../../src/domain/place.ts';
import { type Store, StoreError } from '../../../src/domain/store.ts';
import type { AccessMessage } from '../../../src/features/roles/requests/message.ts';
import { renderAccessMessage } from '../../../src/features/roles/requests/message-card.ts';
import { createAccessRound } from '../../../src/features/roles/requests/round.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { createAdmins } from '../../../src/store/admins.ts';
import { aMember, chat, kim, lee, noLists, otherTenant, sam, tenant } from '../../access/people.ts';
import { fakeClock, fakeSource, monday, recordingLog, unreadIndex } from '../../support/fakes.ts';
import { keeping } from '../../support/keeping.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { rosterOf } from '../../support/roster.ts';

const dayMs = 24 * 3_600_000;
const channel: ConversationRef = { ...chat, home: '19:team', id: '19:channel', kind: 'channel' };
const privateChatOf = (name: string, objectId: string): ConversationRef => ({
  ...{ ...chat, home: `a:${name}`, id: `a:${name}`, kind: 'personal' },
  owner: { personId: `29:${name}`, objectId },
});
const person = (objectId: string, name: string): FoundPerson & { objectId: string } => ({
  ...{ id: `29:${name}`, name, objectId, tenantId: tenant },
});
const [Kim, Lee, Sam] = [person(kim, 'Kim'), person(lee, 'Lee'), person(sam, 'Sam')] as const;
type Someone = typeof Kim;
const chats = {
  Kim: privateChatOf('Kim', kim),
  Lee: privateChatOf('Lee', lee),
  Sam: privateChatOf('Sam', sam),
};

/** What was sent, and where. */
interface Sent {
  readonly way: 'post' | 'reply' | 'edit';
  readonly id: string;
  readonly message: AccessMessage;
  readonly to: string | undefined;
}

/** An instance of the bot with Kim and Lee as admins, and a Teams that takes what `deliver` says. */
function open({
  store = createMemoryStore() as Store,
  clock = fakeClock(monday),
  lists = { admin: [kim, lee] } as Partial<typeof noLists>,
  people = rosterOf([Kim, Lee, Sam]) as People,
  deliver = (() => 'sent') as (sent: Sent) => 'sent' | 'failed' | 'closed' | 'crash',
} = {}) {
  const log = recordingLog();
  const jobs = createJobs({
    source: fakeSource(() => assert.fail('nobody asks AvePoint')),
    index: unreadIndex,
    clock,
    log,
  });
  const kept = keeping({ jobs, clock, log, store });
  const allLists = { ...noLists, ...lists };
  const admins = createAdmins({ store, places: kept.places, lists: allLists, log });
  const access = createAccess({
    lists: allLists,
    allowedTenantIds: [tenant],
    membership: { entry: async (_, id) => aMember([Kim, Lee, Sam].find(one => one.id === id)?.objectId) },
    given: kept.givenRoles,
  });
  const bot = createBot({ ...kept, admins, jobs, access, people, clock, log, newReference: () => 'r' });
  const turn = (by: Someone, place: ConversationRef) => ({
    ...{ zone: 'UTC', locale: 'en-GB', place, thread: place.kind === 'channel' ? '77' : undefined },
    ...{ speaker: { id: by.id, name: by.name }, objectId: by.objectId },
  });
  const sent: Sent[] = [];
  async function send(way: Sent['way'], id: string, message: AccessMessage, to?: string): Promise<Delivery> {
    const one = { way, id, message, to };
    sent.push(one);
    const kind = deliver(one);
    if (kind === 'crash') throw new StoreError('unavailable', 'the process died');
    if (kind === 'failed') return { kind, mayHaveArrived: false };
    return kind === 'closed' ? { kind } : { kind, said: { place: { home: id, id }, id: `m${sent.length}` } };
  }
  const round = createAccessRound({
    ...{
      access,
      givenRoles: kept.givenRoles,
      accessRequests: kept.accessRequests,
      places: kept.places,
      clock,
      log,
    },
    messenger: {
      post: ({ id }, message) => send('post', id, message),
      reply: ({ place, id: to }, message) => send('reply', place.id, message, to),
      edit: ({ place, id: to }, message) => send('edit', place.id, message, to),
    },
  });
  return {
    ...{ kept, clock, store, sent, log },
    say: (by: Someone, text: string, place: ConversationRef = channel) =>
      bot.hear({ ...turn(by, place), text }),
    press: (by: Someone, verb: unknown, data: unknown, place: ConversationRef = chats[by.name as 'Kim']) =>
      bot.press({ ...turn(by, place), verb, data }),
    roleOf: async (who: Someone) =>
      (await access.standingOf({ objectId: who.objectId, personId: who.id, place: channel })).role,
    async known(...who: readonly Someone[]) {
      for (const one of who) admins.heard(one.objectId, one.name, chats[one.name as 'Kim']);
      await new Promise(setImmediate);
    },
    async pass() {
      clock.advance(5_000);
      await round.go(() => true);
    },
  };
}

const words = (reply: Reply) => (reply.kind === 'text' ? reply.text : textOf(reply.card));
const renderedOf = (sent: Sent | undefined) => {
  assert.ok(sent);
  return renderAccessMessage(sent.message, 'UTC');
};
const buttons = (sent: Sent | undefined) => {
  const rendered = renderedOf(sent);
  return rendered.kind === 'card' ? executesIn(rendered.card) : [];
};
const textSent = (sent: Sent | undefined) => {
  const rendered = renderedOf(sent);
  return rendered.kind === 'text' ? rendered.text : textOf(rendered.card);
};
const button = (sent: Sent | undefined, title: string) => {
  const found = buttons(sent).find(one => one.title === title);
  assert.ok(found, `no ${title}`);
  return found;
};

/** Sam has asked in a channel, and both admins have got the question. */
async function asked(options: Parameters<typeof open>[0] = {}) {
  const here = open(options);
  await here.known(Kim, Lee);
  const reply = await here.say(Sam, 'request access');
  await here.pass();
  const [toKim, toLee] = here.sent;
  return { ...here, reply, toKim, toLee };
}

describe('a request for access', () => {
  it('a person without a role asks by the button of a refusal, and each admin is asked in their personal chat', async () => {
    const here = open();
    await here.known(Kim, Lee);
    const refusal = await here.say(Sam, 'watch exchange');
    assert.equal(refusal.ending?.kind, 'refused');
    assert.ok(refusal.kind === 'card');
    const [ask] = executesIn(refusal.card);
    assert.equal(ask?.title, 'Request access');
    const reply = await here.press(Sam, ask?.verb, ask?.data, channel);
    assert.equal(reply.kind, 'text');
    assert.match(words(reply), /I’m asking Kim and Lee/);
    assert.deepEqual(here.sent, []);
    await here.pass();
    assert.deepEqual(
      here.sent.map(({ way, id }) => [way, id]),
      [
        ['post', 'a:Kim'],
        ['post', 'a:Lee'],
      ],
    );
    assert.match(
      textSent(here.sent[0]),
      /Sam asks for access.*in a channel.*Wrote “watch exchange”.*Role now: none/s,
    );
    await here.pass();
    assert.equal(here.sent.length, 2, 'each is asked once');
    assert.equal((await here.kept.accessRequests.get(sam))?.value.kind, 'channel');
  });

  it('a refused press says which sentence asks for access, which works without a role', async () => {
    const here = open();
    await here.known(Kim);
    assert.match(
      words(await here.press(Sam, 'watch.end', { v: 1, d: '0123456789ab' }, channel)),
      /say “request access”/,
    );
    const reply = await here.say(Sam, 'Request access please');
    assert.equal(reply.ending, undefined);
    assert.match(words(reply), /I’m asking Kim/);
  });

  it('a viewer who may not change something asks for more, and is offered as operator only', async () => {
    const here = await asked({ lists: { admin: [kim, lee], viewer: ['*'] } });
    assert.deepEqual(
      buttons(here.toKim).map(({ title }) => title),
      ['Allow as operator', 'Deny'],
    );
  });

  it('a second request on the same day says when the first was made, and who knows', async () => {
    const here = open();
    await here.known(Kim, Lee);
    await here.say(Sam, 'request access');
    assert.match(words(await here.say(Sam, 'request access')), /You asked at 13:05.*hasn’t gone out yet/s);
    await here.pass();
    const again = await here.say(Sam, 'request access');
    assert.match(words(again), /You asked at 13:05 .*Kim and Lee know\./s);
    assert.equal(again.ending?.kind, 'failed');
    await here.pass();
    assert.equal(here.sent.length, 2);
    here.clock.advance(dayMs);
    assert.match(words(await here.say(Sam, 'request access')), /I’m asking/);
  });

  it('two requests in the same instant on two instances make one', async () => {
    const [store, clock] = [createMemoryStore(), fakeClock(monday)];
    const [one, other] = [open({ store, clock }), open({ store, clock })];
    await one.known(Kim);
    const replies = await Promise.all([one.say(Sam, 'request access'), other.say(Sam, 'request access')]);
    assert.equal(replies.filter(reply => reply.ending === undefined).length, 1);
    assert.equal((await store.list('accessRequests', 'all', { limit: 9 })).length, 1);
  });

  it('a person reads whom to ask if no admin has a personal chat, or Teams refuses all of them', async () => {
    const unknown = open();
    assert.match(words(await unknown.say(Sam, 'request access')), /can’t reach any admin.*whoever runs/s);
    const refused = open();
    await refused.known(Kim);
    await refused.kept.places.refused(chats.Kim, { status: 403, code: undefined }, monday);
    assert.match(words(await refused.say(Sam, 'request access')), /can’t reach any admin.*Ask Kim/s);
    assert.equal(await refused.kept.accessRequests.get(sam), undefined);
  });

  it('a person whom Teams doesn’t vouch for, or of another tenant, can’t ask, and reads why', async () => {
    const cases: readonly (readonly [RegExp, Awaited<ReturnType<People['find']>>])[] = [
      [/doesn’t tell me who you are/, notMember],
      [/Try again in a minute/, undefined],
      [/doesn’t tell me who you are/, { ...Sam, objectId: undefined }],
      [/doesn’t tell me who you are/, { ...Sam, objectId: lee }],
      [/another organisation/, { ...Sam, tenantId: otherTenant }],
      [/another organisation/, { id: Sam.id, name: 'Sam', objectId: sam }],
    ];
    for (const [sentence, found] of cases) {
      const here = open({ people: { find: async () => found } });
      await here.known(Kim);
      assert.match(words(await here.say(Sam, 'request access')), sentence);
      assert.equal(await here.kept.accessRequests.get(sam), undefined);
    }
  });

  it('operators and admins, and members while no list is set, have nothing to ask for', async () => {
    const here = open({ lists: { admin: [kim], operator: [lee] } });
    await here.known(Kim);
    assert.match(words(await here.say(Lee, 'request access')), /You’re an operator/);
    assert.match(words(await here.say(Kim, 'request access')), /You’re an admin/);
    assert.match(words(await open({ lists: {} }).say(Sam, 'request access')), /You’re an operator/);
  });

  it('what was tried is cut, and a forged or broken press asks nothing', async () => {
    const here = open();
    await here.known(Kim);
    for (const data of [{}, { v: 1, q: 'x'.repeat(201) }, { v: 1, q: {} }, null])
      assert.notEqual((await here.press(Sam, 'access.request', data, channel)).ending, undefined);
    assert.equal(await here.kept.accessRequests.get(sam), undefined);
    const refusal = await here.say(Sam, `watch exchange ${'x'.repeat(900)}`);
    assert.ok(refusal.kind === 'card');
    const [ask] = executesIn(refusal.card);
    assert.match(words(await here.press(Sam, ask?.verb, ask?.data, channel)), /asking Kim/);
  });
});

describe('a decision about a request for access', () => {
  it('the admin who is first decides: the role counts at once, the person is told where they asked, and all messages show it', async () => {
    const here = await asked();
    const allow = button(here.toKim, 'Allow as operator');
    const reply = await here.press(Kim, allow.verb, allow.data);
    assert.equal(reply.kind, 'edit');
    assert.match(words(reply), /Sam: allowed as operator.*By Kim, 13:05/s);
    assert.equal(await here.roleOf(Sam), 'operator');
    assert.deepEqual(
      (await here.kept.givenRoles.all()).map(({ role, by }) => [role, by.name]),
      [['operator', 'Kim']],
    );

    const deny = button(here.toLee, 'Deny');
    const late = await here.press(Lee, deny.verb, deny.data);
    assert.ok(late.kind === 'edit' && !late.isChange);
    assert.equal(late.text, 'Kim already allowed it, as operator.');
    assert.equal(late.ending?.kind, 'failed');
    assert.equal(await here.roleOf(Sam), 'operator');

    await here.pass();
    const told = here.sent.slice(2);
    assert.deepEqual(
      told.map(({ way, id, to }) => [way, id, to]),
      [
        ['reply', '19:channel', '77'],
        ['edit', 'a:Kim', 'm1'],
        ['edit', 'a:Lee', 'm2'],
      ],
    );
    assert.equal(
      textSent(told[0]),
      '<at>Sam</at>: Kim gave you access. You’re an operator now: say “help” to see what you can ask.',
    );
    assert.deepEqual(buttons(told[1]), []);
    await here.pass();
    assert.equal(here.sent.length, 5);
  });

  it('a denied person is told politely, gets no role, and may ask again the next day', async () => {
    const here = await asked();
    const deny = button(here.toLee, 'Deny');
    assert.match(words(await here.press(Lee, deny.verb, deny.data)), /access denied/);
    await here.pass();
    assert.match(textSent(here.sent[2]), /Lee didn’t give you access this time. You can ask again tomorrow/);
    assert.equal(await here.roleOf(Sam), undefined);
    assert.match(
      words(await here.say(Sam, 'request access')),
      /You asked at 13:05.*Lee denied it.*tomorrow/s,
    );
    here.clock.advance(dayMs);
    assert.match(words(await here.say(Sam, 'request access')), /I’m asking/);
    const late = await here.press(Lee, deny.verb, deny.data);
    assert.match(words(late), /Sam has asked again since/);
  });

  it('two admins who press in the same instant on two instances decide once, and one role is given or none', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      const [store, clock] = [createMemoryStore(), fakeClock(monday)];
      const [one, other] = [await asked({ store, clock }), open({ store, clock })];
      const [allow, deny] = [button(one.toKim, 'Allow as viewer'), button(one.toLee, 'Deny')];
      const replies = await Promise.all([
        one.press(Kim, allow.verb, allow.data),
        other.press(Lee, deny.verb, deny.data),
      ]);
      assert.equal(replies.filter(reply => reply.ending === undefined).length, 1);
      const { decision } = (await one.kept.accessRequests.get(sam))?.value ?? {};
      const given = await one.kept.givenRoles.all();
      assert.deepEqual(
        given.map(({ role }) => role),
        decision?.outcome === 'viewer' ? ['viewer'] : [],
      );
    }
  });

  it('a press by somebody who is no admin, a forged one, and one in a channel decide nothing', async () => {
    const here = await asked();
    const { verb, data } = button(here.toKim, 'Allow as operator');
    assert.equal((await here.press(Sam, verb, data)).ending?.kind, 'refused');
    assert.match(words(await here.press(Kim, verb, data, channel)), /personal chat/);
    const forged = [
      { ...data, d: lee },
      { ...data, d: 'sam' },
      { ...data, a: '2026-11-22' },
      { ...data, a: '2026-11-24' },
      { ...data, a: 'today' },
      { ...data, k: 'Ann' },
      { ...data, r: 'admin' },
      {},
    ];
    for (const one of forged)
      assert.equal((await here.press(Kim, verb, one)).ending?.kind, 'failed', JSON.stringify(one));
    assert.deepEqual(await here.kept.givenRoles.all(), []);
    assert.equal((await here.kept.accessRequests.get(sam))?.value.decision, undefined);
  });

  it('a request is open for seven days, and is forgotten after four weeks', async () => {
    const here = await asked();
    const { verb, data } = button(here.toKim, 'Allow as viewer');
    here.clock.advance(7 * dayMs);
    assert.match(words(await here.press(Kim, verb, data)), /more than 7 days old.*Sam can ask again/);
    assert.deepEqual(await here.kept.givenRoles.all(), []);
    here.clock.advance(21 * dayMs);
    await here.pass();
    assert.equal(await here.kept.accessRequests.get(sam), undefined);
    assert.match(words(await here.press(Kim, verb, data)), /isn’t open any more/);
  });

  it('a role that was given in the meantime isn’t lowered by an older request', async () => {
    const here = await asked();
    await here.kept.givenRoles.give({
      objectId: sam,
      name: 'Sam',
      role: 'operator',
      by: { name: 'Lee', objectId: lee },
      at: 1,
    });
    const { verb, data } = button(here.toKim, 'Allow as viewer');
    assert.match(words(await here.press(Kim, verb, data)), /Sam is an operator by now/);
    assert.equal(await here.roleOf(Sam), 'operator');
  });

  it('if the process dies between the decision and the role, the next pass gives the role, unless it was removed since', async () => {
    const decision = { outcome: 'operator', by: { name: 'Kim', objectId: kim }, at: monday } as const;
    const here = await asked();
    await here.kept.accessRequests.change({ objectId: sam, day: '2026-11-23' }, one => ({
      ...one,
      decision,
    }));
    assert.equal(await here.roleOf(Sam), undefined);
    await here.pass();
    assert.equal(await here.roleOf(Sam), 'operator');
    await here.kept.givenRoles.remove(sam);
    await here.pass();
    assert.equal(await here.roleOf(Sam), undefined);
    const removed = await asked();
    await removed.kept.accessRequests.change({ objectId: sam, day: '2026-11-23' }, one => ({
      ...one,
      decision,
    }));
    await removed.kept.accessRequests.settle(sam);
    await removed.pass();
    assert.equal(await removed.roleOf(Sam), undefined);
  });
});

describe('the messages about requests for access', () => {
  it('an admin whom Teams can’t reach now is tried again later, and the other is asked meanwhile', async () => {
    let isDown = true;
    const here = await asked({ deliver: ({ id }) => (isDown && id === 'a:Kim' ? 'failed' : 'sent') });
    assert.deepEqual(
      (await here.kept.accessRequests.get(sam))?.value.admins.map(({ sentAt }) => sentAt !== undefined),
      [false, true],
    );
    isDown = false;
    await here.pass();
    assert.equal(here.sent.length, 2, 'not before a minute is over');
    here.clock.advance(60_000);
    await here.pass();
    assert.deepEqual(
      here.sent.map(({ id }) => id),
      ['a:Kim', 'a:Lee', 'a:Kim'],
    );
  });

  it('a request that fails stops no other', async () => {
    const here = open({
      deliver: ({ message }) => (message.request.objectId === lee ? 'crash' : 'sent'),
      lists: { admin: [kim] },
    });
    await here.known(Kim);
    await here.say(Lee, 'request access');
    await here.say(Sam, 'request access');
    await here.pass();
    assert.deepEqual(here.sent.map(({ message }) => message.request.name).sort(), ['Lee', 'Sam']);
    assert.equal(
      here.log.lines.some(line => line.message === 'request for access failed, trying again'),
      true,
    );
  });

  it('a person who is no admin any more isn’t asked', async () => {
    const store = createMemoryStore();
    const here = open({ store });
    await here.known(Kim, Lee);
    await here.say(Sam, 'request access');
    const restarted = open({ store, lists: { admin: [lee] } });
    await restarted.pass();
    assert.deepEqual(
      restarted.sent.map(({ id }) => id),
      ['a:Lee'],
    );
  });

  it('nothing is sent to a conversation that the bot was removed from', async () => {
    const here = await asked();
    const { verb, data } = button(here.toKim, 'Deny');
    await here.press(Kim, verb, data);
    await here.kept.places.forget(channel);
    await here.pass();
    assert.equal(
      here.sent.some(({ way }) => way === 'reply'),
      false,
    );
    assert.notEqual((await here.kept.accessRequests.get(sam))?.value.toldAt, undefined);
  });
});
