import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import {
  ChangeOutOfRangeError,
  type IndexJournal,
  type JournalEntry,
} from '../../src/domain/index-journal.ts';
import { StoreError } from '../../src/domain/store.ts';
import { type AzureIndexJournalSettings, openAzureIndexJournal } from '../../src/store/journal-azure.ts';
import { textOfProperties, textProperties } from '../../src/store/journal-azure-text.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import {
  createFaultyRequests,
  isTransaction,
  type RequestFate,
  raisesMark,
  serverError,
} from '../support/faulty-requests.ts';
import { freePorts } from '../support/free-ports.ts';
import { followJournal, type JournalFollower } from '../support/journal-follower.ts';

const row = (key: string, day = 10, part = 'exchange', value: unknown = key) => ({ key, day, part, value });

async function collect(batches: AsyncIterable<readonly JournalEntry[]>): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const batch of batches) entries.push(...batch);
  return entries;
}

/** The rows as readers see them, in short: key, day, value, number. */
async function seen(journal: IndexJournal): Promise<readonly (readonly [string, number, unknown, number])[]> {
  const entries = await collect(journal.days(0, 1_000));
  return entries
    .map(({ key, day, value, change }) => [key, day, value, change] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(20);
    }
  }
}

/** Holds matching requests until it's opened. */
function gate(matches: (request: Parameters<RequestFate>[0]) => boolean) {
  let open = () => {};
  let reached = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  const waiting = new Promise<void>(resolve => {
    reached = resolve;
  });
  const fate: RequestFate = async (request, send) => {
    if (matches(request)) {
      reached();
      await opened;
    }
    return send();
  };
  return { fate, open, waiting };
}

describe('the index journal in Azure Tables', () => {
  let azurite: Azurite;
  let tableName: string;
  let opened: IndexJournal[];

  before(async () => {
    azurite = await startAzurite();
  });
  after(() => azurite.stop());
  beforeEach(() => {
    tableName = `t${randomUUID().replaceAll('-', '')}`;
    opened = [];
  });
  afterEach(async () => {
    for (const journal of opened) await journal.close();
  });

  async function open(settings: Partial<AzureIndexJournalSettings> = {}): Promise<IndexJournal> {
    const journal = await openAzureIndexJournal({
      storeUrl: azurite.connectionString,
      tableName,
      sweeper: { graceMs: 0, everyMs: 0 },
      ...settings,
    });
    opened.push(journal);
    return journal;
  }

  async function openFaulty(settings: Partial<AzureIndexJournalSettings> = {}) {
    const requests = createFaultyRequests();
    return { requests, journal: await open({ options: requests.options, ...settings }) };
  }

  /** The row keys of all entities, by the first letter of their partition: `r`ows, `c`hanges, `p`arts, `m`ark. */
  async function stored(letter: string): Promise<readonly string[]> {
    const client = TableClient.fromConnectionString(azurite.connectionString, tableName, {
      allowInsecureConnection: true,
    });
    const keys: string[] = [];
    for await (const { partitionKey = '', rowKey = '' } of client.listEntities())
      if (partitionKey.startsWith(letter)) keys.push(rowKey);
    return keys;
  }

  describe('an owner that another process replaces during a put', () => {
    const firstRows = [row('moved', 10), row('same', 10), row('other', 10)];

    for (const [moment, matches] of [
      ['after its rows, before the mark', raisesMark],
      ['before its rows', isTransaction],
    ] as const)
      it(`a replaced owner writes nothing visible if it's paused ${moment}`, async () => {
        const { journal: a, requests } = await openFaulty();
        const b = await open();
        const first = await a.claim();
        await a.put(firstRows, 1, 'first', first.generation);

        const { fate, open: goOn, waiting } = gate(matches);
        requests.decide(fate);
        const late = a.put(
          [row('moved', 12, 'teams', 'late'), row('same', 10, 'exchange', 'late'), row('new', 11)],
          4,
          'late',
          first.generation,
        );
        await waiting;

        const second = await b.claim();
        assert.deepEqual([second.change, second.state], [3, 'first']);
        const next = second.highest + 1;
        assert.equal(next, matches === raisesMark ? 7 : 4, 'rows that are written count, visible or not');
        assert.equal(await b.put([row('b')], next, 'second', second.generation), true);
        const reader = followJournal(b);
        await reader.load();

        goOn();
        assert.equal(await late, false);
        requests.decide(undefined);
        const expected = [
          ['b', 10, 'b', next],
          ['moved', 10, 'moved', 1],
          ['other', 10, 'other', 3],
          ['same', 10, 'same', 2],
        ];
        const fresh = await open();
        for (const journal of [a, b, fresh]) assert.deepEqual(await seen(journal), expected);
        assert.deepEqual(
          (await collect(fresh.changedSince(3))).map(({ key }) => key),
          ['b'],
        );

        // The mark passes the numbers of the late rows.
        const more = Array.from({ length: 6 }, (_, at) => row(`z${at}`));
        assert.equal(await b.put(more, next + 1, 'third', second.generation), true);
        await reader.poll();
        assert.equal(reader.entries().length, 10);
        for (const journal of [a, b, await open()]) {
          const found = await seen(journal);
          assert.deepEqual(found.slice(0, 4), expected);
          assert.equal(found.length, 10);
          assert.equal((await collect(journal.changedSince(0))).length, 10);
        }

        const third = await a.claim();
        assert.equal(await a.put([row('moved', 13)], third.highest + 1, 0, third.generation), true);
        await a.put([], 0, 0, third.generation);
        assert.deepEqual((await seen(b)).find(([key]) => key === 'moved')?.[1], 13);
        await eventually(async () => {
          await a.put([], 0, 0, third.generation);
          assert.equal((await stored('r')).length, 10, 'versions that are of no use are removed');
        });
      });

    it('a put of a replaced owner resolves to true if the mark was raised before the claim, though the answer was lost', async () => {
      const { journal: a, requests } = await openFaulty();
      const b = await open();
      const { generation } = await a.claim();
      let claimed: number | undefined;
      requests.decide(async (request, send) => {
        if (!raisesMark(request) || claimed !== undefined) return send();
        await send();
        claimed = (await b.claim()).generation;
        return serverError(request);
      });
      assert.equal(await a.put([row('x')], 1, 'x', generation), true);
      assert.deepEqual(await seen(b), [['x', 10, 'x', 1]]);
      assert.equal(await a.put([row('y')], 2, 'y', generation), false);
      assert.equal((await b.mark()).generation, claimed);
    });
  });

  it('the journal raises the mark once if its request is sent twice', async () => {
    const { journal: a, requests } = await openFaulty();
    const { generation } = await a.claim();
    let lost = 0;
    requests.decide(async (request, send) => {
      const response = await send();
      if (!raisesMark(request) || lost > 0) return response;
      lost += 1;
      return serverError(request);
    });
    assert.equal(await a.put([row('x')], 1, 'x', generation), true);
    assert.equal(lost, 1);
    assert.equal(await a.put([row('x', 11)], 2, 'y', generation), true);
    assert.deepEqual(await seen(await open()), [['x', 11, 'x', 2]]);
  });

  for (const isPerformed of [true, false])
    it(`the journal needs a new claim if a put fails and its mark was ${isPerformed ? '' : 'not '}raised`, async () => {
      const { journal: a, requests } = await openFaulty();
      const { generation } = await a.claim();
      await a.put([row('x'), row('y')], 1, 'first', generation);
      requests.decide(async (request, send) => {
        if (!raisesMark(request)) return send();
        if (isPerformed) await send();
        throw new Error('the connection broke');
      });
      await assert.rejects(a.put([row('x', 12), row('z')], 3, 'second', generation), StoreError);
      requests.decide(undefined);
      await assert.rejects(a.put([row('z')], 5, 'third', generation), /claimed again/);
      await assert.rejects(a.clear(generation), /claimed again/);

      const again = await a.claim();
      assert.deepEqual(
        [again.generation > generation, again.change, again.state, again.highest],
        isPerformed ? [true, 4, 'second', 4] : [true, 2, 'first', 4],
      );
      await a.put([row('y', 13)], 5, 'third', again.generation);
      const expected = isPerformed
        ? [
            ['x', 12, 'x', 3],
            ['y', 13, 'y', 5],
            ['z', 10, 'z', 4],
          ]
        : [
            ['x', 10, 'x', 1],
            ['y', 13, 'y', 5],
          ];
      for (const journal of [a, await open()]) assert.deepEqual(await seen(journal), expected);
      await eventually(async () => {
        await a.put([], 0, 0, again.generation);
        assert.equal((await stored('r')).length, expected.length);
      });
      assert.deepEqual(await seen(await open()), expected);
    });

  it('the journal removes the log of changes except for the last blocks, and tells readers that are behind', async () => {
    const settings = { log: { blockSize: 10, blocks: 2 } };
    const a = await open(settings);
    const b = await open(settings);
    const { generation } = await a.claim();
    await a.put([row('first')], 1, 0, generation);
    const late = followJournal(b);
    await late.load();
    const steady = followJournal(await open(settings));
    await steady.load();
    for (let change = 2; change <= 95; change += 1) {
      await a.put([row(`k${change % 5}`, 10, 'p', change)], change, 0, generation);
      await steady.poll();
    }
    assert.deepEqual([late.loads(), steady.loads()], [1, 1]);
    await assert.rejects(collect(b.changedSince(69)), ChangeOutOfRangeError);
    assert.deepEqual(
      (await collect(b.changedSince(70))).map(({ change }) => change),
      [91, 92, 93, 94, 95],
    );
    await late.poll();
    assert.equal(late.loads(), 2);
    assert.deepEqual(sorted(late), sorted(steady));
    await eventually(async () => assert.equal((await stored('c')).length, 26));
  });

  it('the journal finds entities of a process that ended before it could remove them', async () => {
    const a = await open({ sweeper: { graceMs: 1e9, everyMs: 0 } });
    const { generation } = await a.claim();
    for (let at = 0; at < 10; at += 1)
      await a.put([row('x', 10 + (at % 3), 'p', at), row('y', 10, 'p', at)], 1 + at * 2, 0, generation);
    assert.ok((await stored('r')).length > 20);
    const b = await open();
    const claim = await b.claim();
    await eventually(async () => {
      await b.put([], 0, 0, claim.generation);
      assert.equal((await stored('r')).length, 2);
    });
    assert.deepEqual(await seen(b), [
      ['x', 10, 9, 19],
      ['y', 10, 9, 20],
    ]);
    await b.put([row('x', 11, 'p', 'b')], 21, 0, claim.generation);
    assert.deepEqual((await seen(a))[0], ['x', 11, 'b', 21]);
  });

  it('taking inventory doesn’t remove rows of the next owner', async () => {
    const { journal: a, requests } = await openFaulty();
    const { journal: b, requests: requestsOfB } = await openFaulty();
    const first = await b.claim();
    await b.put([row('x')], 1, 0, first.generation);

    const stock = gate(({ url }) => url.includes('$select'));
    requests.decide(stock.fate);
    const claiming = a.claim();
    await stock.waiting;
    const second = await b.claim();
    const mark = gate(raisesMark);
    requestsOfB.decide(mark.fate);
    const putting = b.put([row('x', 10, 'exchange', 'new'), row('y')], 2, 0, second.generation);
    await mark.waiting;
    stock.open();
    const { generation } = await claiming;
    assert.equal(await a.put([row('z')], 9, 0, generation), false);
    await sleep(50);
    mark.open();
    assert.equal(await putting, true);
    for (const journal of [b, await open()])
      assert.deepEqual(await seen(journal), [
        ['x', 10, 'new', 2],
        ['y', 10, 'y', 3],
      ]);
  });

  it('the journal removes an old version of a row that a late request has written again', async () => {
    const a = await open();
    const first = await a.claim();
    await a.put([row('x', 10)], 1, 0, first.generation);
    const [old = ''] = await stored('r');
    await a.put([row('x', 11)], 2, 0, first.generation);
    await eventually(async () => {
      await a.put([], 0, 0, first.generation);
      assert.equal((await stored('r')).length, 1);
    });
    const client = TableClient.fromConnectionString(azurite.connectionString, tableName, {
      allowInsecureConnection: true,
    });
    await client.createEntity({ partitionKey: 'r|000010|exchange', rowKey: old, value: '"x"' });
    const b = await open();
    const second = await b.claim();
    await eventually(async () => {
      await b.put([], 0, 0, second.generation);
      assert.equal((await stored('r')).length, 1);
    });
    await b.put([row('x', 12)], 3, 0, second.generation);
    assert.deepEqual(await seen(a), [['x', 12, 'x', 3]]);
  });

  it('the journal stores only the ends of generations whose rows or changes still exist', async () => {
    const settings = { log: { blockSize: 2, blocks: 1 } };
    const owners = [await open(settings), await open(settings)];
    let change = 0;
    for (let at = 0; at < 20; at += 1) {
      const owner = owners[at % 2] as IndexJournal;
      const { generation, highest } = await owner.claim();
      change = highest + 1;
      await owner.put([row(`k${at % 3}`, 10, 'p', at)], change, 0, generation);
    }
    const last = await owners[0]?.claim();
    await eventually(async () => {
      await owners[0]?.put([], 0, 0, last?.generation ?? 0);
      assert.ok((await stored('m')).length < 10);
    });
    assert.deepEqual(
      (await seen(await open())).map(([, , value]) => value),
      [18, 19, 17],
    );
    assert.equal(change, 20);
  });

  it('a cleared journal has the mark and the directory left', async () => {
    const a = await open();
    const first = await a.claim();
    await a.put([row('x', 10), row('y', 11)], 1, 0, first.generation);
    const { generation } = await a.claim();
    await a.put([row('x', 12)], 3, 0, generation);
    await a.clear(generation);
    const counts = await Promise.all(['r', 'c', 'p', 'm'].map(async letter => (await stored(letter)).length));
    assert.deepEqual(counts, [0, 0, 3, 1]);
  });

  it('a cleared journal shows no row from that moment on, though removing rows fails', async () => {
    const { journal: a, requests } = await openFaulty();
    const { generation } = await a.claim();
    await a.put([row('x'), row('y', 11)], 1, 0, generation);
    requests.decide(async (request, send) => {
      if (isTransaction(request)) throw new Error('the connection broke');
      return send();
    });
    await assert.rejects(a.clear(generation), StoreError);
    requests.decide(undefined);
    const b = await open();
    assert.deepEqual(await seen(b), []);
    const claim = await a.claim();
    assert.equal(await a.put([row('x', 12)], claim.highest + 1, 0, claim.generation), true);
    assert.equal((await seen(b)).length, 1);
    await eventually(async () => {
      await a.put([], 0, 0, claim.generation);
      assert.equal((await stored('r')).length, 1);
    });
  });

  it('clearing the journal doesn’t remove rows of the next owner', async () => {
    const { journal: a, requests } = await openFaulty();
    const b = await open();
    const first = await a.claim();
    await a.put([row('x'), row('y', 11)], 1, 0, first.generation);
    const removal = gate(isTransaction);
    requests.decide(removal.fate);
    const clearing = a.clear(first.generation);
    await removal.waiting;
    const { generation, highest, change } = await b.claim();
    assert.deepEqual([change, highest], [3, 3]);
    await b.put([row('x'), row('z', 11), row('w', 12)], 4, 0, generation);
    removal.open();
    assert.equal(await clearing, true);
    for (const journal of [a, await open()]) assert.equal((await seen(journal)).length, 3);
    assert.equal(await a.put([row('late')], 4, 0, first.generation), false);
    await a.forgetBefore(100);
    assert.equal((await seen(b)).length, 3, 'only the owner forgets');
  });

  it('a claim gives up while its table is being deleted', async () => {
    const { journal, requests } = await openFaulty();
    requests.decide(async (request, send) => {
      const response = await send();
      return isTransaction(request) ? { ...response, status: 404, bodyAsText: '{}' } : response;
    });
    await assert.rejects(journal.claim(), { name: 'StoreError', code: 'unavailable' });
  });

  it('the journal never shows or loses a write by mistake, whatever requests fail, repeat or wait', async () => {
    for (let seed = 1; seed <= 2; seed += 1) {
      tableName = `t${randomUUID().replaceAll('-', '')}`;
      await stormOfFaults(openFaulty, open, seed);
    }
  }).timeout(240_000);

  it('the journal continues after its table was deleted', async () => {
    const a = await open();
    const b = await open();
    const first = await a.claim();
    await a.put([row('x'), row('y')], 1, 0, first.generation);
    const reader = followJournal(b);
    await reader.load();
    const client = TableClient.fromConnectionString(azurite.connectionString, tableName, {
      allowInsecureConnection: true,
    });
    await client.deleteTable();
    await assert.rejects(a.put([row('x')], 3, 0, first.generation), StoreError);
    const again = await a.claim();
    assert.deepEqual([again.change, again.state], [0, undefined]);
    await a.put([row('z')], again.highest + 1, 0, again.generation);
    await reader.poll();
    assert.deepEqual(
      sorted(reader).map(([key]) => key),
      ['z'],
    );
  });

  it('the journal aborts its requests in flight when it is closed', async () => {
    const { journal, requests } = await openFaulty();
    requests.decide((request, send) =>
      new Promise<void>((_, reject) => {
        request.abortSignal?.addEventListener('abort', () =>
          reject(Object.assign(new Error('aborted'), { name: 'AbortError' })),
        );
      }).then(send),
    );
    const mark = journal.mark();
    await sleep(20);
    await journal.close();
    await assert.rejects(mark, { name: 'StoreError', code: 'unavailable' });
  });

  it('the journal reports that it can’t be reached, or is refused, without the account’s key', async () => {
    const [port] = await freePorts(1);
    const urls = [
      azurite.connectionString.replace(/:\d+\//, `:${port}/`),
      azurite.connectionString.replace('Eby8', 'Abc9'),
    ];
    const codes: string[] = [];
    for (const storeUrl of urls)
      await assert.rejects(openAzureIndexJournal({ storeUrl }), (error: StoreError) => {
        assert.doesNotMatch(error.message, /Eby8|Abc9|AccountKey|127\.0\.0\.1/);
        codes.push(error.code);
        return true;
      });
    assert.deepEqual(codes, ['unavailable', 'refused']);
  });

  it('the journal splits a long text between characters only', () => {
    for (const text of ['', 'x', 'x'.repeat(32_001), '🙂'.repeat(50_000), `x${'🙂'.repeat(50_000)}`]) {
      const properties = textProperties(text);
      assert.equal(textOfProperties(properties), text);
      for (const piece of Object.values(properties)) {
        assert.ok(piece.length <= 32_000);
        assert.equal(Buffer.from(piece).toString(), piece);
      }
    }
  });
});

function sorted(follower: JournalFollower): readonly (readonly [string, number, unknown])[] {
  return follower
    .entries()
    .map(({ key, day, value }) => [key, day, value] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** A pseudo-random generator with the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

interface PutOutcome {
  readonly id: string;
  readonly rows: readonly { readonly key: string; readonly change: number }[];
  result: boolean | 'failed';
}

/**
 * Three owners that claim and put while their requests fail before or after they are done, or wait, and two readers. In
 * the end, every put that succeeded is there, none that was refused was ever visible, and a failed one is there
 * completely or not at all.
 */
async function stormOfFaults(
  openFaulty: () => Promise<{
    readonly journal: IndexJournal;
    readonly requests: ReturnType<typeof createFaultyRequests>;
  }>,
  open: () => Promise<IndexJournal>,
  seed: number,
): Promise<void> {
  const random = randomFrom(seed);
  const puts: PutOutcome[] = [];
  const everSeen = new Set<string>();
  let running = 3;

  async function own(name: string): Promise<void> {
    const { journal, requests } = await openFaulty();
    requests.decide(async (request, send) => {
      const chance = random();
      if (chance < 0.03) throw new Error('lost on the way');
      if (chance < 0.1) await sleep(random() * 60);
      const response = await send();
      return chance > 0.95 ? serverError(request) : response;
    });
    let owned: { generation: number; next: number } | undefined;
    for (let at = 0; at < 25; at += 1) {
      await sleep(random() * 10);
      try {
        if (!owned || random() < 0.05) {
          owned = undefined;
          const { generation, highest } = await journal.claim();
          owned = { generation, next: highest + 1 };
        }
        const id = `${name}${at}`;
        const { generation, next } = owned;
        const rows = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, of) =>
          row(`k${Math.floor(random() * 3) + of * 3}`, Math.floor(random() * 3), 'p', id),
        );
        const put: PutOutcome = {
          id,
          rows: rows.map(({ key }, of) => ({ key, change: next + of })),
          result: 'failed',
        };
        puts.push(put);
        owned = undefined;
        put.result = await journal.put(rows, next, id, generation);
        if (put.result) owned = { generation, next: next + rows.length };
      } catch (error) {
        assert.ok(error instanceof StoreError, String(error));
      }
    }
    requests.decide(undefined);
    running -= 1;
  }

  async function read(): Promise<JournalFollower> {
    const follower = followJournal(await open());
    await follower.load();
    while (running > 0) {
      await (random() < 0.2 ? follower.load() : follower.poll());
      for (const { value } of follower.entries()) everSeen.add(value as string);
    }
    await follower.poll();
    return follower;
  }

  const [, , , ...readers] = await Promise.all([own('a'), own('b'), own('c'), read(), read()]);
  const fresh = await seen(await open());
  for (const [, , value] of fresh) everSeen.add(value as string);

  for (const { id, result } of puts) if (result === false) assert.ok(!everSeen.has(id), `${id} was refused`);
  const visible = puts.filter(({ id, result }) => result === true || everSeen.has(id));
  const expected = new Map<string, { id: string; change: number }>();
  for (const { id, rows } of visible)
    for (const { key, change } of rows)
      if ((expected.get(key)?.change ?? 0) < change) expected.set(key, { id, change });
  assert.deepEqual(
    fresh.map(([key, , value, change]) => [key, value, change]),
    [...expected]
      .map(([key, { id, change }]) => [key, id, change])
      .sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1)),
    `seed ${seed}`,
  );
  for (const reader of readers as JournalFollower[])
    assert.deepEqual(
      sorted(reader),
      fresh.map(([key, day, value]) => [key, day, value]),
      `a reader of seed ${seed}`,
    );
  assert.ok(puts.some(({ result }) => result === false) && puts.some(({ result }) => result === 'failed'));
}
