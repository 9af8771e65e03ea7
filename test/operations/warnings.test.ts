import assert from 'node:assert/strict';
import type { KnownAdmin } from '../../src/domain/admins.ts';
import type { KnownExpiry } from '../../src/domain/expiry.ts';
import type { Delivery } from '../../src/domain/messenger.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import type { Store } from '../../src/domain/store.ts';
import { createSignIns } from '../../src/operations/sign-ins.ts';
import { createWarnedRecords, type Warning } from '../../src/operations/warning-schedule.ts';
import { createWarnings } from '../../src/operations/warnings.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct } from '../support/product.ts';

const day = 24 * hour;
const minute = 60_000;
const admin = (name: string, hasChat = true): KnownAdmin => ({
  objectId: `id-of-${name}`,
  name,
  place: hasChat ? { home: name, id: name } : undefined,
});
const sent = (place: string): Delivery => ({
  kind: 'sent',
  said: { place: { home: place, id: place }, id: 'm' },
});

/** One or several instances with one store, and admins who can or can't be reached. */
function open({
  expiries = [] as KnownExpiry[],
  admins = [admin('kim')],
  answer = (place: string, _warning: Warning): Delivery => sent(place),
  store = createMemoryStore() as Store,
} = {}) {
  const clock = fakeClock();
  const log = recordingLog();
  const said: (readonly [name: string, what: string])[] = [];
  const people = [...admins];
  const wordOf = (warning: Warning) =>
    warning.kind === 'expires' ? `${warning.credential} ${warning.daysLeft}` : warning.kind;
  const never = async (): Promise<never> => assert.fail('it is not said so');
  const places = createConversationStore(store);
  const start = () => {
    const signIns = createSignIns(store, clock, log);
    const warnings = createWarnings({
      expiries,
      signIns,
      admins: { all: async () => people },
      messenger: {
        async post(place, warning) {
          const delivery = answer(place.id, warning);
          if (delivery.kind === 'sent') said.push([place.id, wordOf(warning)]);
          // As the sender does it.
          if (delivery.kind === 'closed')
            await places.refused(place, { status: undefined, code: undefined }, clock.now());
          return delivery;
        },
        reply: never,
        edit: never,
      },
      places,
      store,
      clock,
      log,
    });
    return { signIns, go: () => warnings.go(() => true) };
  };
  /** Makes a pass at this interval, for this long. */
  async function pass(one: { go(): Promise<void> }, ms: number, stepMs = hour): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await one.go();
    }
  }
  return { clock, log, said, people, places, start, pass };
}

const key = (inDays: number): KnownExpiry => ({ credential: 'storeUrl', at: monday + inDays * day });

describe('warnings of an expiry', () => {
  it('an expiry is announced a month before, then each week, each of the last days, and once when it’s over', async () => {
    const { said, start, pass } = open({ expiries: [key(40)] });
    await pass(start(), 60 * day);
    assert.deepEqual(
      said.map(([, what]) => what),
      [30, 23, 16, 9, 3, 2, 1, 0].map(days => `storeUrl ${days}`),
    );
  });

  it('an expiry is announced once if several of its dates were missed, with the remaining days', async () => {
    const { said, clock, start } = open({ expiries: [key(40)] });
    clock.advance(35 * day);
    const one = start();
    await one.go();
    clock.advance(hour);
    await one.go();
    assert.deepEqual(said, [['kim', 'storeUrl 5']]);
  });

  it('an expiry is announced once to each admin, however often the product starts and however many instances run', async () => {
    const { said, clock, start } = open({ expiries: [key(20)] });
    for (let starts = 0; starts < 5; starts += 1) {
      const [one, other] = [start(), start()];
      await one.go();
      await other.go();
      clock.advance(minute);
      await one.go();
      await other.go();
    }
    assert.equal(said.length, 1);
  });

  it('an expiry is not announced again to an admin whom an earlier version told of it', async () => {
    const store = createMemoryStore();
    const expiry = key(20);
    await createWarnedRecords(store).write('id-of-kim', {
      expiries: { 'the connection string of the store': { at: expiry.at, days: 23 } },
    });
    const { said, start, pass } = open({ expiries: [expiry], store });
    const one = start();
    await one.go();
    assert.deepEqual(said, []);
    await pass(one, 5 * day);
    assert.deepEqual(said, [['kim', 'storeUrl 16']]);
  });

  it('a renewed expiry is announced anew', async () => {
    const store = createMemoryStore();
    const first = open({ expiries: [key(5)], store });
    await first.start().go();
    const second = open({ expiries: [key(25)], store });
    await second.start().go();
    assert.deepEqual(second.said, [['kim', 'storeUrl 25']]);
  });

  it('an expiry is announced to admins who become reachable later, and to no former admin', async () => {
    const { said, people, start, pass } = open({
      expiries: [key(8.5)],
      admins: [admin('kim'), admin('lee', false)],
    });
    const one = start();
    await one.go();
    assert.deepEqual(said, [['kim', 'storeUrl 9']]);
    people.splice(0, 2, admin('lee'));
    await pass(one, 2 * minute, minute);
    assert.deepEqual(said.at(-1), ['lee', 'storeUrl 9']);
    await pass(one, 10 * day);
    assert.equal(said.filter(([name]) => name === 'kim').length, 1);
  });

  for (const [name, answer, tries] of [
    [
      'could not be sent, less and less often,',
      { kind: 'failed', mayHaveArrived: false },
      [0, 1, 3, 7, 15, 31, 63, 123, 183],
    ],
    ['is refused, at the times of its chat,', { kind: 'closed' }, [0, 1, 2, 5, 15, 60, 120, 180]],
  ] as const)
    it(`a warning that ${name} is tried again, and delays no other admin`, async () => {
      let isRefusing = true;
      const triedAt: number[] = [];
      const { clock, said, start, pass } = open({
        expiries: [key(8)],
        admins: [admin('kim'), admin('lee')],
        answer: place => {
          if (place !== 'kim' || !isRefusing) return sent(place);
          triedAt.push((clock.now() - monday) / minute - 1);
          return answer;
        },
      });
      const one = start();
      await pass(one, 4 * hour, minute);
      const ofTheUrl = () => said.filter(([, what]) => what.startsWith('storeUrl'));
      assert.deepEqual(ofTheUrl(), [['lee', 'storeUrl 8']]);
      assert.deepEqual(triedAt, tries);
      isRefusing = false;
      await pass(one, hour, minute);
      assert.deepEqual(ofTheUrl().at(-1), ['kim', 'storeUrl 8']);
    });

  it('a warning isn’t sent again by this process if it couldn’t be recorded', async () => {
    const memory = createMemoryStore();
    let isBroken = true;
    const store: Store = {
      ...memory,
      put: (place, ...rest) =>
        isBroken && place.collection === 'warned'
          ? Promise.reject(new Error('no'))
          : memory.put(place, ...rest),
    };
    const { said, start, pass } = open({ expiries: [key(8)], store });
    const one = start();
    await pass(one, 3 * hour, minute);
    isBroken = false;
    await pass(one, 3 * hour, minute);
    assert.equal(said.length, 1);
  });

  for (const [what, admins] of [
    ['no admin is known', []],
    ['no admin’s chat is known', [admin('kim', false)]],
  ] as const)
    it(`an expiry is logged once a day if ${what}`, async () => {
      const { log, start, pass } = open({ expiries: [key(8)], admins: [...admins] });
      await pass(start(), 3 * day);
      assert.deepEqual(
        log.lines.map(({ level }) => level),
        ['warn', 'warn', 'warn'],
      );
    });

  it('an expiry is logged once a day, with its details, while Teams refuses every admin', async () => {
    for (const answer of [{ kind: 'closed' }, { kind: 'failed', mayHaveArrived: false }] as const) {
      const { log, start, pass } = open({
        expiries: [key(8)],
        admins: [admin('kim'), admin('lee'), admin('max', false)],
        answer: () => answer,
      });
      await pass(start(), 3 * day);
      const lines = log.lines.filter(({ message }) => message.startsWith('no admin can be warned'));
      assert.equal(lines.length, 3);
      assert.match(JSON.stringify(lines[0]?.fields), /storeUrl/);
    }
  });

  it('an expiry isn’t logged while one admin of several can be warned', async () => {
    const { log, start, pass } = open({
      expiries: [key(8)],
      admins: [admin('kim'), admin('lee')],
      answer: place => (place === 'kim' ? { kind: 'closed' } : sent(place)),
    });
    await pass(start(), 3 * day);
    assert.deepEqual(log.lines, []);
  });

  it('a distant expiry costs nothing', async () => {
    let reads = 0;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      get: place => {
        reads += place.collection === 'warned' ? 1 : 0;
        return memory.get(place);
      },
    };
    const { said, start, pass } = open({ expiries: [key(90)], store });
    await pass(start(), 10 * day);
    assert.deepEqual([reads, said], [0, []]);
  });
});

describe('warnings of unreachable conversations', () => {
  const channel: ConversationRef = {
    home: 'team',
    id: '19:ops',
    kind: 'channel',
    tenantId: 'tenant-1',
    serviceUrl: 'http://127.0.0.1:1/',
    botId: '28:bot',
    botName: 'Backup Watch',
  };
  const refusal = { status: 403, code: undefined };

  it('an unreachable conversation is announced after an hour, once a day, to each admin, until it’s reached', async () => {
    const warnings: Warning[] = [];
    const { said, clock, start, pass, places } = open({
      admins: [admin('kim'), admin('lee')],
      answer: (place, warning) => {
        if (place === 'kim') warnings.push(warning);
        return sent(place);
      },
    });
    await places.keep(channel);
    const since = clock.now();
    await places.refused(channel, refusal, since);
    const one = start();
    await pass(one, hour - minute, minute);
    assert.deepEqual(said, []);
    await pass(one, 2.5 * day, 10 * minute);
    assert.deepEqual(
      said,
      Array(3)
        .fill([
          ['kim', 'unreached'],
          ['lee', 'unreached'],
        ])
        .flat(),
    );
    assert.deepEqual(warnings[0], {
      kind: 'unreached',
      places: [{ id: '19:ops', kind: 'channel', since, why: 'refused' }],
    });
    await places.delivered(channel);
    await pass(one, 2 * day, hour);
    assert.equal(said.length, 6);
  });

  it('an unreachable conversation is announced with the reason if messages there aren’t allowed', async () => {
    const warnings: Warning[] = [];
    const { clock, start, pass, places } = open({
      answer: (place, warning) => {
        warnings.push(warning);
        return sent(place);
      },
    });
    await places.keep(channel);
    await places.hold(channel, 'tenant', clock.now());
    await pass(start(), 2 * hour, 10 * minute);
    assert.deepEqual(
      warnings.flatMap(one => (one.kind === 'unreached' ? one.places : [])).map(({ why }) => why),
      ['tenant'],
    );
  });

  it('a conversation whose settings went into the bin is announced once, also to an admin who writes a little later', async () => {
    const store = createMemoryStore();
    const { said, people, clock, start, pass } = open({ store, admins: [admin('kim')] });
    const one = start();
    await pass(one, hour, 10 * minute);
    const key = { home: 'team', id: '19:ops' };
    const gone = [{ key, why: 'unreachable', at: clock.now() }];
    await store.put({ collection: 'upkeep', partition: 'all', key: 'putAway' }, gone);
    await pass(one, hour, 10 * minute);
    people.push(admin('lee'));
    await pass(one, 3 * day, hour);
    assert.deepEqual(said, [
      ['kim', 'putAway'],
      ['lee', 'putAway'],
    ]);
  });
});

describe('warnings of settings in the bin', () => {
  it('all conversations whose settings went into the bin are announced, even those added after the list was read', async () => {
    const store = createMemoryStore();
    const told: string[] = [];
    const { clock, start, pass } = open({
      store,
      admins: [admin('kim')],
      answer: (place, warning) => {
        if (warning.kind === 'putAway') told.push(...warning.places.map(({ key }) => key.id));
        return sent(place);
      },
    });
    const one = start();
    const record = { collection: 'upkeep', partition: 'all', key: 'putAway' };
    const gone = (id: string, at: number) => ({ key: { home: 'team', id }, why: 'unreachable', at });
    await pass(one, hour, 10 * minute);
    const first = gone('19:a', clock.now());
    await store.put(record, [first]);
    clock.advance(2 * minute);
    // The list was read just before the second one goes into the bin.
    const second = gone('19:b', clock.now() - minute);
    await pass(one, minute, minute);
    await store.put(record, [first, second]);
    await pass(one, hour, 10 * minute);
    assert.deepEqual(told, ['19:a', '19:b']);
  });
});

describe('warnings of a refused client', () => {
  it('a refused client is announced at once and once a day, however often it’s refused; and so is its end', async () => {
    const { said, clock, start, pass } = open();
    const one = start();
    for (let refusals = 0; refusals < 5_000; refusals += 1) one.signIns.note(true);
    clock.advance(5_000);
    await one.go();
    assert.deepEqual(said, [['kim', 'refused']]);
    for (let minutes = 0; minutes < 2 * 24 * 60 + 10; minutes += 1) {
      one.signIns.note(true);
      await pass(one, minute, minute);
    }
    assert.equal(said.length, 3);
    one.signIns.note(false);
    await pass(one, 10 * minute, minute);
    assert.deepEqual(said.at(-1), ['kim', 'accepted']);
    await pass(one, 3 * day);
    assert.equal(said.length, 4);
  });

  it('a refused client is announced at once though the clock was six hours ahead until just before', async () => {
    const { said, clock, start } = open();
    const one = start();
    clock.advance(6 * hour);
    await one.go();
    clock.jump(-6 * hour);
    one.signIns.note(true);
    clock.advance(5_000);
    await one.go();
    assert.deepEqual(said, [['kim', 'refused']]);
  });

  it('a refused client is recorded once a minute at most, and at once if the state changes', async () => {
    let writes = 0;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      put: (...all) => {
        writes += 1;
        return memory.put(...all);
      },
    };
    const { clock, start } = open({ store });
    const { signIns } = start();
    for (let refusals = 0; refusals < 100; refusals += 1) signIns.note(true);
    assert.equal(writes, 1);
    signIns.note(false);
    signIns.note(true);
    assert.equal(writes, 3);
    clock.advance(minute);
    signIns.note(true);
    assert.equal(writes, 4);
    await signIns.settled();
  });

  it('a refused client is announced once a day if an instance with an old secret alternates with one with the new one', async () => {
    const { said, start, pass } = open();
    const [old, renewed] = [start(), start()];
    for (let hours = 0; hours < 23; hours += 1) {
      old.signIns.note(true);
      await pass(renewed, 10 * minute, minute);
      renewed.signIns.note(false);
      await pass(renewed, 50 * minute, minute);
    }
    assert.deepEqual(
      said.map(([, what]) => what),
      ['refused', 'accepted'],
    );
  });

  it('a refused client isn’t announced as over with the first token, while others are still refused', async () => {
    const { said, start, pass } = open();
    const one = start();
    one.signIns.note(true);
    await pass(one, minute, minute);
    for (let minutes = 0; minutes < 4; minutes += 1) {
      one.signIns.note(false);
      await pass(one, minute, minute);
      one.signIns.note(true);
    }
    assert.deepEqual(said, [['kim', 'refused']]);
  });

  it('a refused client is announced by the next process if none has announced it', async () => {
    const { said, clock, start } = open();
    start().signIns.note(true);
    clock.advance(minute);
    await start().go();
    await start().go();
    assert.deepEqual(said, [['kim', 'refused']]);
  });

  it('a client that was never refused isn’t announced', async () => {
    const { said, log, start, pass } = open({ admins: [] });
    const one = start();
    one.signIns.note(false);
    await pass(one, 2 * day);
    assert.deepEqual([said, log.lines], [[], []]);
  });

  it('a warning is sent as a card in the admin’s own chat by the wired product', async () => {
    const product = await openProduct({
      env: {
        AVEPOINT_CLIENT_SECRET: 'wrong',
        ADMIN_USER_IDS: '00000000-0000-0000-0000-000000000001',
      },
      sending: { leaseMs: 30_000, renewMs: 50, roundMs: 20, sendMs: 5_000 },
    });
    try {
      const cards = () => JSON.stringify(product.connector.sent);
      await product.say('help');
      const end = Date.now() + 15_000;
      while (!cards().includes('AvePoint refuses my sign-in') && Date.now() < end)
        await new Promise(resolve => setTimeout(resolve, 20));
      assert.match(cards(), /AvePoint refuses my sign-in/);
      assert.doesNotMatch(cards(), /wrong/);
    } finally {
      await product.close();
    }
  });
});
