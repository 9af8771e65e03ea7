import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metered, type PartName } from '../../src/domain/meter.ts';
import { StoreError } from '../../src/domain/store.ts';
import { type Clock, monotonicMs } from '../../src/domain/time.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { openProduct, type Product } from '../support/product.ts';

const [second, minute] = [1_000, 60_000];
const sending = { leaseMs: 4_000, renewMs: 5, roundMs: 5, sendMs: 2_000 };

type Answer = Readonly<Record<string, string>>;

/** A clock that tests move. The product uses it for everything except waiting. */
function movedClock(): Clock & { ahead: number } {
  const clock = {
    ahead: 0,
    now: () => Date.now() + clock.ahead,
    monotonic: () => monotonicMs(performance.now() + clock.ahead),
  };
  return clock;
}

/** A store in memory in which each call can be made to fail or to hang, by its kind and collection. */
function openFaultyStore() {
  const memory = createMemoryStore();
  type Trouble = (operation: string, collection: string, key: string) => undefined | 'hangs' | StoreError;
  const state: { trouble: Trouble } = { trouble: () => undefined };
  const waiting = new Set<() => void>();
  async function pass(operation: string, collection: string, key: string): Promise<void> {
    for (;;) {
      const found = state.trouble(operation, collection, key);
      if (found === undefined) return;
      if (found !== 'hangs') throw found;
      await new Promise<void>(resolve => waiting.add(resolve));
    }
  }
  const store: WalkableStore = {
    ...memory,
    async get(place) {
      await pass('get', place.collection, place.key);
      return memory.get(place);
    },
    async list(collection, ...range) {
      await pass('list', collection, '');
      return memory.list(collection, ...range);
    },
    async put(place, ...value) {
      await pass('put', place.collection, place.key);
      return memory.put(place, ...value);
    },
    async remove(place, ...expected) {
      await pass('remove', place.collection, place.key);
      return memory.remove(place, ...expected);
    },
  };
  return {
    store,
    trouble(trouble: Trouble) {
      state.trouble = trouble;
    },
    mend() {
      state.trouble = () => undefined;
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
  };
}

async function readiness({ url }: Product): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: (await response.json()) as Answer };
}

/** Lets the loops run for some turns. */
async function turns({ url }: Product): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await (await fetch(`${url}/healthz`)).text();
}

/** Moves the clock until `isSo` returns true; returns by how much. */
async function movedUntil(
  product: Product,
  clock: { ahead: number },
  isSo: (body: Answer, status: number) => boolean,
  { stepMs = 2 * second, mostMs = 10 * minute } = {},
): Promise<number> {
  const from = clock.ahead;
  for (;;) {
    await turns(product);
    const { status, body } = await readiness(product);
    if (isSo(body, status)) return clock.ahead - from;
    assert.ok(clock.ahead - from < mostMs, JSON.stringify(body));
    clock.ahead += stepMs;
  }
}

const isReady = (_: Answer, status: number) => status === 200;

/** A failure, and its repair. */
interface Case {
  readonly what: string;
  readonly part: PartName;
  readonly says: RegExp;
  readonly stepMs?: number;
  readonly break: () => void;
  readonly mend: () => void;
}

describe('the readiness of the whole product, over HTTP', () => {
  const clock = movedClock();
  const faulty = openFaultyStore();
  let teamsError: Error | undefined;
  let product: Product;

  before(async () => {
    product = await openProduct({
      clock,
      apiNow: clock.now,
      sending,
      store: faulty.store,
      teamsToken: async () => {
        if (teamsError) throw teamsError;
      },
    });
    await movedUntil(product, clock, isReady);
  });
  after(async () => {
    faulty.mend();
    await product.close();
  });

  const refusing = (code: 'unavailable' | 'refused', message: string) => () =>
    faulty.trouble(operation => (operation === 'put' ? new StoreError(code, message) : undefined));
  const stopped = (name: string) => () =>
    faulty.trouble((_, collection, key) => (collection === 'leases' && key === name ? 'hangs' : undefined));
  const mend = () => faulty.mend();

  const cases: readonly Case[] = [
    {
      what: 'the disk is full',
      part: 'store',
      says: /SQLITE_FULL/,
      break: refusing('unavailable', 'The store could not be used (SQLITE_FULL).'),
      mend,
    },
    {
      what: 'the disk is read-only',
      part: 'store',
      says: /SQLITE_READONLY/,
      break: refusing('unavailable', 'The store could not be used (SQLITE_READONLY).'),
      mend,
    },
    {
      what: 'the tables refuse writes',
      part: 'store',
      says: /status 403/,
      break: refusing('refused', 'The tables at STORE_URL may not be used by this identity (status 403).'),
      mend,
    },
    {
      what: 'the store hangs',
      part: 'store',
      says: /did not answer within 3 s/,
      stepMs: 30 * second,
      break: () => faulty.trouble(() => 'hangs'),
      mend,
    },
    {
      what: 'the Teams token is refused',
      part: 'teams',
      says: /AADSTS7000222/,
      break() {
        teamsError = new Error('AADSTS7000222: expired');
      },
      mend() {
        teamsError = undefined;
      },
    },
    {
      what: 'AvePoint is silent',
      part: 'index',
      says: /^AvePoint silent since \d\d:\d\d UTC \(forbidden\)$/,
      break: () => product.simulator.addTrouble({ kind: 'status', status: 403, at: 'jobs' }),
      mend: () => product.simulator.clearTroubles(),
    },
    ...(['sender', 'watcher', 'audit', 'warnings', 'bin', 'notices', 'reader'] as const).map(
      (part): Case => ({
        what: `the ${part} has stopped`,
        part,
        says: /^no pass since \d\d:\d\d UTC$/,
        break: stopped(part),
        mend,
      }),
    ),
  ];

  for (const { what, part, says, stepMs, ...one } of cases)
    it(`the readiness is red within two minutes, with the reason, if ${what}, and green again afterwards`, async () => {
      await movedUntil(product, clock, isReady);
      one.break();
      const redMs = await movedUntil(product, clock, body => body[part] !== 'in order', { stepMs });
      assert.ok(redMs <= 2 * minute, `${redMs}`);
      const { status, body } = await readiness(product);
      assert.equal(status, 503);
      assert.match(body[part] ?? '', says);
      assert.match(await product.metrics(), new RegExp(`backup_watch_part_ok{part="${part}"} 0`));
      assert.equal((await fetch(`${product.url}/healthz`)).status, 200);
      one.mend();
      const greenMs = await movedUntil(product, clock, isReady);
      assert.ok(greenMs <= 2 * minute, `${greenMs}`);
      assert.match(await product.metrics(), new RegExp(`backup_watch_part_ok{part="${part}"} 1`));
    });

  it('the readiness shows what works and what doesn’t', async () => {
    await movedUntil(product, clock, isReady);
    const { body } = await readiness(product);
    const each = Object.fromEntries(metered.parts.map(name => [name, 'in order']));
    const yes = { answers: 'yes', changes: 'yes', digests: 'yes', watching: 'yes' };
    assert.deepEqual(body, { status: 'ready', ...yes, ...each });
  });
});

describe('a message that is due', () => {
  it('a message that is five minutes late makes the product not ready, until Teams accepts it', async () => {
    const clock = movedClock();
    let status = 201;
    const product = await openProduct({ clock, apiNow: clock.now, sending, answer: () => status });
    try {
      await movedUntil(product, clock, isReady);
      const at = new Date(Math.ceil((clock.now() + minute) / minute) * minute);
      await product.say(`digest daily at ${at.toISOString().slice(11, 16)} UTC`);
      status = 400;
      clock.ahead += at.getTime() - clock.now();
      const lateMs = await movedUntil(product, clock, body => body.messages !== 'in order');
      assert.ok(lateMs >= 5 * minute && lateMs <= 6 * minute, `${lateMs}`);
      const { body } = await readiness(product);
      assert.equal(body.messages, `a message is due since ${at.toISOString().slice(11, 16)} UTC`);
      status = 201;
      // A refused message is tried again within the hour. In longer steps, the lease would expire with each of them.
      await movedUntil(product, clock, isReady, { mostMs: 60 * minute });
    } finally {
      await product.close();
    }
  });
});

describe('the bot’s token', () => {
  it('a token that Teams refuses makes the product not ready, until Teams accepts it', async () => {
    let status = 401;
    const clock = movedClock();
    const product = await openProduct({ clock, apiNow: clock.now, sending, answer: () => status });
    try {
      await product.say('help');
      await movedUntil(product, clock, answer => answer.teams !== 'in order');
      const { body } = await readiness(product);
      assert.equal(body.teams, 'Teams refused the token of the bot (HTTP 401)');
      assert.equal(body.answers, 'no, Teams refused the token of the bot (HTTP 401)');
      status = 201;
      await product.say('help');
      await movedUntil(product, clock, answer => answer.teams === 'in order');
    } finally {
      await product.close();
    }
  });
});

describe('a database file that is missing under the running product', () => {
  it('a missing database file makes the product not ready within a minute, and ready again once it’s back', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-ready-'));
    const clock = movedClock();
    const product = await openProduct({
      clock,
      apiNow: clock.now,
      sending,
      store: openSqliteStore({ dataDir }),
    });
    const file = join(dataDir, 'backup-watch.db');
    try {
      await movedUntil(product, clock, isReady);
      renameSync(file, `${file}.away`);
      const redMs = await movedUntil(product, clock, body => body.store !== 'in order');
      assert.ok(redMs <= minute + 4 * second, `${redMs}`);
      assert.match((await readiness(product)).body.store ?? '', /was deleted while the bot has it open/);
      renameSync(`${file}.away`, file);
      await movedUntil(product, clock, isReady);
    } finally {
      await product.close();
      rmSync(dataDir, { recursive: true });
    }
  });
});

describe('AvePoint’s token', () => {
  it('a refused token of AvePoint makes the product not ready, with the reason', async () => {
    const product = await openProduct({ env: { AVEPOINT_CLIENT_SECRET: 'wrong' } });
    try {
      const { status, body } = await readiness(product);
      assert.equal(status, 503);
      assert.equal(body.avepoint, 'The token service gave no token (HTTP 400: invalid_client).');
    } finally {
      await product.close();
    }
  });

  it('AvePoint’s token is fetched once, however often the readiness is read', async () => {
    const product = await openProduct();
    try {
      await Promise.all(Array.from({ length: 20 }, () => readiness(product)));
      assert.equal(product.simulator.requests().filter(({ path }) => path.includes('token')).length, 1);
    } finally {
      await product.close();
    }
  });
});
