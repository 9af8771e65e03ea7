import assert from 'node:assert/strict';
import type { CardAction } from '../../../src/cards/button-link.ts';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import { StoreError } from '../../../src/domain/store.ts';
import { helpCard, welcomeCard } from '../../../src/features/help/card.ts';
import { idOf } from '../../access/people.ts';
import { pressActivity } from '../../support/activities.ts';
import { helpFor } from '../../support/help.ts';
import { executesIn } from '../../support/playground.ts';
import { packPress } from '../../support/press.ts';
import { answerOf, openProduct, type Product } from '../../support/product.ts';
import { createWatchedStore } from '../../support/watched-store.ts';

const admin = idOf(1);
const [operator, viewer] = [idOf(2), idOf(3)];
const env = {
  ADMIN_USER_IDS: admin,
  OPERATOR_USER_IDS: operator,
  VIEWER_USER_IDS: viewer,
  ASKS_PER_USER_PER_MINUTE: '0',
};
const channel = {
  conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId: 'tenant-1' },
  channelData: { team: { id: '19:team@thread.tacv2' }, tenant: { id: 'tenant-1' } },
};
const fromOf = (aadObjectId: string) => ({ from: { id: `29:${aadObjectId}`, name: 'Kim', aadObjectId } });
const noAsides = { notes: [], offers: [] };
const ask = (sentence: string) => packPress({ verb: 'ask', sentence });

/** Not understood, refused, or incomplete; what is offered instead are orders, too. */
const unclear = [
  'banana',
  'exchange is retired for bob',
  'exchange and teams are retired',
  'retire',
  'digest',
  'digest at 8 and 9',
  'digest at 8 for bananas',
  'digest pause off',
  'digest until yesterday pause',
  'digest weekdays',
  'digest last week',
  'digest at 25:00',
  'target',
  'target 12h',
  'target exchange 12h banana',
  'target exchange 5 minutes',
  'target exchange and teams 12h',
  'target exchange',
  'escalate',
  'escalate after a banana',
  'escalate after 10 or 20 minutes',
  'reminders',
  'remind after a banana',
  'remind me in 2 hours',
  'on duty kim',
  'nobody on duty banana',
  'unwatch banana',
  'watch banana',
  'stop watching if it fails',
  'escalade aftr 10 minuets',
  'why not failed',
  'not failed backups',
  'stuck jobs',
];

/** What a press is answered with: a card for the presser, or a short text. */
interface Answered {
  readonly card: object | undefined;
  readonly text: string;
}

/** The presser is shown what is set now. */
const isSaved = ({ card, text }: Answered) =>
  card !== undefined &&
  !/Nothing to change|ha(?:s|ve) changed since|Nothing (?:is|has) changed yet|I haven’t changed anything/.test(
    text,
  );

/** Settings are stored in these collections; the others have who asked what in which conversation. */
const settings = /^(digests|watches|duty|targets|services|queue|faults|cuts) /;

describe('a button that carries a sentence, pressed over HTTP', () => {
  let product: Product;
  let store: ReturnType<typeof createWatchedStore>;

  beforeEach(async () => {
    store = createWatchedStore();
    product = await openProduct({ env, store });
  });
  afterEach(() => product.close());

  /** Without watches that are ending: they go by themselves, a moment after their end was answered. */
  const kept = () =>
    Object.fromEntries(
      Object.entries(store.contents()).filter(
        ([name, value]) => settings.test(name) && !(value as { isEnding?: boolean }).isEnding,
      ),
    );
  const say = (text: string, overrides: object = {}) =>
    product.say(text, { ...fromOf(admin), ...channel, ...overrides });
  async function press({ verb, data }: CardAction, who = admin, where: object = channel): Promise<Answered> {
    const activity = pressActivity(product.connector.serviceUrl, verb, data, { ...fromOf(who), ...where });
    const answer = await answerOf(await product.post(activity));
    return typeof answer === 'object'
      ? { card: answer, text: JSON.stringify(answer) }
      : { card: undefined, text: answer };
  }

  /** Sets one of everything, so that every order has something to change. */
  async function setAll() {
    await say('digest weekdays at 07:30');
    await say('digest daily at 09:00 for exchange');
    await say('digest pause until tomorrow');
    await say('target exchange 6h');
    await say('teams is retired');
    await press(packPress({ verb: 'watch.save', wish }));
    await say('escalate after 20 minutes');
    await say('remind after 2 days');
    await say('on duty @Lee', {
      text: 'on duty <at>Lee</at>',
      entities: [{ type: 'mention', text: '<at>Lee</at>', mentioned: { id: '29:lee', name: 'Lee' } }],
    });
  }
  const wish = {
    services: ['exchange', 'teams'],
    inARow: 1,
    isPartialIncluded: false,
    quiet: undefined,
  } as const;

  /** Presses each of these, and every button with a sentence on what answers; after each press `check` is called. */
  async function pressAll(first: readonly CardAction[], who: string, check: (name: string) => void) {
    const waiting = [...first];
    const seen = new Set<string>();
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const name = JSON.stringify([one.verb, one.data]);
      if (one.verb !== 'ask' || seen.has(name)) continue;
      seen.add(name);
      const { card } = await press(one, who);
      check(name);
      if (card) waiting.push(...executesIn(card));
    }
    return seen.size;
  }

  it('a button with a sentence changes nothing by itself on help, the welcome card and what follows, for any role', async () => {
    await setAll();
    const before = kept();
    assert.ok(Object.keys(before).length >= 6, JSON.stringify(before));
    for (const [role, who] of [
      ['admin', admin],
      ['operator', operator],
      ['viewer', viewer],
    ] as const) {
      const cards = [helpCard(helpFor(role), noAsides), welcomeCard('personal')];
      const examples = helpFor(role).flatMap(topic => topic.examples);
      const first = [...examples.map(ask), ...cards.flatMap(card => executesIn(card))];
      const pressed = await pressAll(first, who, name =>
        assert.deepEqual(kept(), before, `${role}: ${name}`),
      );
      assert.ok(pressed > 40);
    }
  });

  it('a button with a sentence changes nothing by itself on the answer to an unclear command, or on a list', async () => {
    const before = kept();
    const offered = new Set<string>();
    const check = () => {
      for (const { verb, data } of executesIn(product.connector.sent.at(-1)?.activity ?? {}))
        if (verb === 'ask') offered.add(String((data as { q: string }).q));
    };
    for (const sentence of unclear) {
      await say(sentence);
      check();
    }
    assert.deepEqual(kept(), before, 'the sentences themselves change nothing');
    assert.ok(
      [...offered].filter(sentence => /^(digest|target|escalate|remind|on duty off)/.test(sentence)).length >
        10,
    );
    await setAll();
    for (const sentence of ['digest', 'watch', 'on duty', 'targets', 'is teams retired?', 'faults']) {
      await say(sentence);
      check();
    }
    const all = kept();
    await pressAll([...offered].map(ask), admin, name => assert.deepEqual(kept(), all, name));
  });

  it('a button that offers to set an ended digest again shows a preview, and changes nothing', async () => {
    await setAll();
    await say('digest off');
    const { activity } = product.connector.sent.at(-1) ?? {};
    const before = kept();
    const again = executesIn(activity ?? {}).filter(
      ({ verb, data }) => verb === 'ask' && data.q !== 'settings',
    );
    assert.equal(again.length, 2);
    for (const one of again) assert.match((await press(one)).text, /New: .*Nothing has changed yet/);
    assert.deepEqual(kept(), before);
  });

  /** Sentence, what is shown of it, and what the store has once it is saved. */
  const orders: readonly (readonly [string, RegExp, RegExp])[] = [
    [
      'target exchange 12h',
      /Set the backup-age limit of Exchange to 12 h\?.*Exchange: 6 h → 12 h.*Applies to everyone, in every/,
      /43200000/,
    ],
    [
      'exchange is retired',
      /Retire Exchange\?.*will leave Exchange out.*Applies to everyone, in every/,
      /services[^}]*exchange":\{"retired"/,
    ],
    [
      'teams is expected',
      /Expect Teams again\?.*Kim retired it on .*Applies to everyone/,
      /^(?!.*"retired")/,
    ],
    [
      'target exchange off',
      /Reset the backup-age limit of Exchange\?.*Exchange: 6 h → 24 h \(default\).*Applies to everyone/,
      /^(?!.*21600000)/,
    ],
    ['digest weekdays at 8:15 for teams', /New: Weekdays at 08:15 \(Europe.Berlin\), Teams/, /"minute":15/],
    ['digest pause', /paused until [^→]* → paused.*Applies to everyone in this channel/, /"paused":\{\}/],
    ['digest pause for 3 days', /→ paused until /, /"paused":\{"until"/],
    ['digest resume', /paused until [^→]* → on/, /^(?!.*"paused")/],
    ['digest off', /Daily at 09:00[^→]*→ off/, /^(?!.*"onlyProblems")/],
    [
      'unwatch exchange',
      /Exchange and Teams, alerts on the first failure → Teams only/,
      /"services":\["teams"\]/,
    ],
    ['unwatch everything', /Exchange and Teams, alerts on the first failure → stopped/, /^(?!.*"watches )/],
    ['on duty off', /On call: Lee → no one/, /^(?!.*29:lee)/],
    ['escalate after 10 minutes', /Time to acknowledge: 20 min → 10 min/, /"escalateMs":600000/],
    [
      'remind after 12 hours',
      /Remind about acknowledged incidents after 12 h\?.*Time until the reminder: 48 h → 12 h/,
      /"remindMs":43200000/,
    ],
  ];

  for (const [sentence, shown, stored] of orders) {
    it(`a button with “${sentence}” previews the change; Save makes it once for everyone, and Cancel changes nothing`, async () => {
      await setAll();
      const before = kept();
      const preview = await press(ask(sentence), operator);
      assert.match(preview.text, shown);
      assert.match(preview.text, /Nothing has changed yet/);
      const [save, cancel] = executesIn(preview.card ?? {});
      assert.ok(save && cancel);
      assert.deepEqual([save.verb, cancel.verb], ['change.save', 'change.cancel']);

      const cancelled = await press(cancel, operator);
      assert.match(cancelled.text, /nothing has changed/);
      assert.deepEqual(executesIn(cancelled.card ?? {}), []);
      assert.deepEqual(kept(), before);

      const refused = await press(save, viewer);
      assert.match(refused.text, /only operators can change settings/);
      assert.deepEqual(kept(), before);

      const sent = product.connector.sent.length;
      const [saved, twin] = await Promise.all([press(save, operator), press(save, admin)]);
      assert.deepEqual([saved, twin].filter(isSaved).length, 1);
      assert.match(saved.text + twin.text, /Nothing to change/);
      const after = kept();
      assert.notDeepEqual(after, before);
      assert.match(JSON.stringify(after), stored);
      // All users see it, once, in a message of its own: the preview was on the presser's screen only.
      assert.deepEqual(
        product.connector.sent.slice(sent).map(({ method }) => method),
        ['POST'],
      );

      const again = await press(save, operator);
      assert.match(again.text, /Nothing to change/);
      assert.deepEqual(executesIn(again.card ?? {}), []);
      assert.deepEqual(kept(), after);
    });
  }

  for (const [sentence, meanwhile, shown] of [
    ['target exchange 12h', 'target exchange 48h', /Exchange: 48 h → 12 h/],
    ['digest off', 'digest daily at 22:00', /Daily at 22:00[^→]*→ off/],
    ['unwatch exchange', 'unwatch teams', /Exchange, alerts on the first failure → stopped/],
    ['escalate after 10 minutes', 'escalate after 30 minutes', /30 min → 10 min/],
    ['remind after 12 hours', 'remind after 7 days', /Time until the reminder: 7 days → 12 h/],
  ] as const) {
    it(`the button Save shows a new preview of “${sentence}” if a user has sent “${meanwhile}” since`, async () => {
      await setAll();
      const [stale] = executesIn((await press(ask(sentence))).card ?? {});
      assert.ok(stale);
      await say(meanwhile);
      const before = kept();
      const anew = await press(stale);
      assert.match(anew.text, /The settings have changed since you opened this/);
      assert.match(anew.text, shown);
      assert.deepEqual(kept(), before);
      const [fresh] = executesIn(anew.card ?? {});
      assert.ok(fresh);
      assert.ok(isSaved(await press(fresh)));
      assert.notDeepEqual(kept(), before);
    });
  }

  /** How the turns that saved something ended, oldest first, once all are on record. */
  async function savesOnRecord(): Promise<readonly AuditEntry['ending'][]> {
    for (let looks = 0; ; looks += 1) {
      const all = Object.entries(store.contents())
        .filter(([name]) => name.startsWith('audit '))
        .map(([, value]) => value as AuditEntry)
        .filter(({ what }) => 'pressed' in what && what.pressed !== 'ask')
        .toSorted((a, b) => a.at - b.at);
      if (all.length > 0 && all.every(({ ending }) => ending.kind !== 'begun'))
        return all.map(({ ending }) => ending);
      assert.ok(looks < 10_000, 'no entry, or one that is not ended');
      await new Promise(setImmediate);
    }
  }

  it('the audit record shows the save of a stale preview as failed', async () => {
    const [stale] = executesIn((await press(ask('target exchange 12h'))).card ?? {});
    assert.ok(stale);
    await say('target exchange 48h');
    await press(stale);
    assert.deepEqual(await savesOnRecord(), [{ kind: 'failed', problem: 'outdated' }]);
  });

  it('the audit record shows a press as failed if the digest or watch to end is not set any more', async () => {
    await press(packPress({ verb: 'digest.off', id: '0123456789ab' }));
    await press(packPress({ verb: 'watch.end', id: '0123456789ab' }));
    const outdated = { kind: 'failed', problem: 'outdated' };
    assert.deepEqual(await savesOnRecord(), [outdated, outdated]);
  });

  it('the audit record shows a save as failed if the conversation doesn’t allow such a change', async () => {
    const [save] = executesIn((await press(ask('escalate after 10 minutes'))).card ?? {});
    assert.ok(save);
    assert.match((await press(save, admin, {})).text, /On call is for channels/);
    assert.deepEqual(await savesOnRecord(), [{ kind: 'failed', problem: 'wrong-place' }]);
  });

  const otherChannel = {
    ...channel,
    conversation: { ...channel.conversation, id: '19:other@thread.tacv2;messageid=17' },
  };
  const otherTeam = {
    ...channel,
    channelData: { ...channel.channelData, team: { id: '19:t2@thread.tacv2' } },
  };
  for (const sentence of [
    'digest daily at 08:00',
    'escalate after 10 minutes',
    'remind after 12 hours',
    'digest off',
    'on duty off',
  ])
    it(`the button Save shows a new preview of “${sentence}” in another conversation, and saves from there`, async () => {
      await setAll();
      const [save] = executesIn((await press(ask(sentence))).card ?? {});
      assert.ok(save);
      for (const elsewhere of [otherChannel, otherTeam]) {
        const before = kept();
        const anew = await press(save, admin, elsewhere);
        assert.match(anew.text, /The settings have changed since you opened this|Nothing to change/);
        assert.deepEqual(kept(), before);
        const [fresh] = executesIn(anew.card ?? {});
        if (fresh) assert.ok(isSaved(await press(fresh, admin, elsewhere)));
        else assert.match(sentence, / off$/);
      }
    });

  it('the preview of a target, which applies everywhere, can be saved from any conversation', async () => {
    const [save] = executesIn((await press(ask('target exchange 12h'))).card ?? {});
    assert.ok(save);
    assert.ok(isSaved(await press(save, admin, otherChannel)));
  });

  it('the bot sets a digest once if two users save its preview at the same moment and the store is slow', async () => {
    const [one] = executesIn((await press(ask('digest daily at 08:00'))).card ?? {});
    assert.ok(one);
    const { list } = store;
    store.list = async (...what) => {
      const read = await list(...what);
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
      return read;
    };
    await Promise.all([press(one, admin), press(one, operator), press(one, admin)]);
    assert.equal(Object.keys(kept()).filter(name => name.startsWith('digests')).length, 1);
  });

  it('a change for everyone that two conversations save at the same moment is made once', async () => {
    const [save] = executesIn((await press(ask('exchange is retired'))).card ?? {});
    assert.ok(save);
    const { get, list } = store;
    const slowly = async <T>(read: Promise<T>): Promise<T> => {
      const found = await read;
      for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
      return found;
    };
    store.get = (...what) => slowly(get(...what));
    store.list = (...what) => slowly(list(...what));
    const [here, there] = await Promise.all([press(save, operator), press(save, admin, otherChannel)]);
    assert.deepEqual([here, there].filter(isSaved).length, 1);
    assert.match(here.text + there.text, /Nothing to change|changed since you opened it/);
  });

  it('a digest runs in the time zone of its preview, even if a user in another zone saves it', async () => {
    const [save] = executesIn((await press(ask('digest daily at 08:00'))).card ?? {});
    assert.ok(save);
    await press(save, operator, { ...channel, localTimezone: 'America/New_York' });
    assert.match(JSON.stringify(kept()), /"hour":8,"minute":0,"zone":"Europe\/Berlin"/);
  });

  it('a button that would put a person on call asks the user to type the name instead', async () => {
    assert.match((await press(ask('on duty @Lee'))).text, /Pick the name/);
    assert.deepEqual(kept(), {});
  });

  it('a button with a sentence says why there is nothing to change, and offers no Save', async () => {
    for (const [sentence, shown] of [
      ['target exchange off', /Nothing to change.*Exchange already has the default limit of 24 h\./],
      ['target exchange 24h', /Nothing to change.*Exchange already has a limit of 24 h\./],
      ['digest off', /Nothing to change.*No digest is set here/],
      ['digest resume', /Nothing to change.*No digest is set here/],
      ['unwatch exchange', /Nothing to change.*Nothing is watched here/],
      ['on duty off', /Nothing to change.*No one is on call here/],
      ['escalate after 15 minutes', /Nothing to change.*already 15 min/],
      ['remind after 1 day', /Nothing to change.*The time until the reminder is already 24 h/],
    ] as const) {
      const { card, text } = await press(ask(sentence));
      assert.match(text, shown);
      assert.deepEqual(executesIn(card ?? {}), []);
    }
    const personal = await press(ask('on duty off'), admin, {});
    assert.match(personal.text, /On call is for channels/);
  });

  it('a typed command takes effect at once, without a preview', async () => {
    await say('target exchange 12h');
    await say('digest daily at 08:00');
    assert.match(JSON.stringify(kept()), /43200000/);
    assert.match(JSON.stringify(kept()), /"hour":8/);
  });
});

describe('a command whose write failed', () => {
  it('the button “Try again” of a failed command shows a new preview, and changes nothing by itself', async () => {
    const store = createWatchedStore();
    const { put } = store;
    const product = await openProduct({ store });
    try {
      store.put = async (place, value, expected) => {
        if (place.collection === 'targets') throw new StoreError('unavailable', 'x');
        return put(place, value, expected);
      };
      await product.say('target exchange 12h');
      const { activity } = product.connector.sent.at(-1) ?? {};
      const retry = executesIn(activity ?? {}).find(({ title }) => title === 'Try again');
      assert.ok(retry);
      store.put = put;
      const pressed = await (await product.press(retry.verb, retry.data)).text();
      assert.match(pressed, /24 h \(default\) → 12 h/);
      assert.equal(
        Object.keys(store.contents()).some(name => name.startsWith('targets')),
        false,
      );
    } finally {
      await product.close();
    }
  });

  it('a failed command that mentions people has no button “Try again”, since a button loses them', async () => {
    const store = createWatchedStore();
    const product = await openProduct({ store });
    try {
      const { put } = store;
      store.put = async (place, value, expected) => {
        if (place.collection === 'duty') throw new StoreError('unavailable', 'x');
        return put(place, value, expected);
      };
      const mentioned = { type: 'mention', text: '<at>Lee</at>', mentioned: { id: '29:lee', name: 'Lee' } };
      await product.say('', { ...channel, text: 'on duty <at>Lee</at>', entities: [mentioned] });
      const { activity } = product.connector.sent.at(-1) ?? {};
      assert.match(JSON.stringify(activity), /can’t reach my storage/);
      assert.deepEqual(executesIn(activity ?? {}), []);
    } finally {
      await product.close();
    }
  });
});
