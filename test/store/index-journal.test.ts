import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  ChangeOutOfRangeError,
  type IndexJournal,
  type JournalEntry,
  type JournalRow,
} from '../../src/domain/index-journal.ts';
import { openAzureIndexJournal } from '../../src/store/journal-azure.ts';
import { openSqliteIndexJournal } from '../../src/store/journal-sqlite.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { followJournal } from '../support/journal-follower.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';

/** One journal that is empty at first; each call of `open` is another process. */
interface SharedJournal {
  open(): Promise<IndexJournal>;
  remove(): Promise<void>;
}

interface Home {
  /** Creates an empty journal. */
  create(): Promise<SharedJournal>;
  stop(): void;
}

const homes: readonly (readonly [name: string, start: () => Promise<Home>])[] = [
  [
    'SQLite',
    async () => ({
      async create() {
        const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-journal-'));
        return {
          open: async () => openSqliteIndexJournal({ dataDir }),
          remove: async () => rmSync(dataDir, { recursive: true }),
        };
      },
      stop() {},
    }),
  ],
  [
    'Azure Tables',
    async () => {
      const azurite: Azurite = await startAzurite();
      return {
        async create() {
          const settings = {
            storeUrl: azurite.connectionString,
            tableName: `t${randomUUID().replaceAll('-', '')}`,
            sweeper: { graceMs: 0, everyMs: 0 },
          };
          return { open: () => openAzureIndexJournal(settings), remove: async () => {} };
        },
        stop: azurite.stop,
      };
    },
  ],
  [
    'memory, as the tests use it',
    async () => ({
      async create() {
        const journal = createMemoryIndexJournal({ batchSize: 3 });
        return { open: async () => journal.open(), remove: async () => {} };
      },
      stop() {},
    }),
  ],
];

const row = (key: string, day = 10, part = 'exchange', value: unknown = { of: key }): JournalRow => ({
  key,
  day,
  part,
  value,
});

async function collect(batches: AsyncIterable<readonly JournalEntry[]>): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for await (const batch of batches) {
    assert.ok(batch.length > 0, 'no batch is empty');
    entries.push(...batch);
  }
  return entries;
}

const byKey = (entries: readonly JournalEntry[]) =>
  [...entries].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.change - b.change));

const everything = async (journal: IndexJournal) => byKey(await collect(journal.days(0, 100_000)));

for (const [name, start] of homes) {
  describe(`an index journal in ${name}`, () => {
    let home: Home;
    let shared: SharedJournal;
    let opened: IndexJournal[];
    let a: IndexJournal;
    let b: IndexJournal;

    async function open(): Promise<IndexJournal> {
      const journal = await shared.open();
      opened.push(journal);
      return journal;
    }
    async function closeAll(): Promise<void> {
      for (const journal of opened) await journal.close();
      await shared.remove();
    }

    before(async () => {
      home = await start();
    });
    after(() => home.stop());
    beforeEach(async () => {
      shared = await home.create();
      opened = [];
      a = await open();
      b = await open();
    });
    afterEach(closeAll);

    it('a new journal is empty', async () => {
      assert.deepEqual(await a.mark(), { generation: 0, change: 0, state: undefined });
      assert.deepEqual(await everything(a), []);
      assert.deepEqual(await collect(a.changedSince(0)), []);
    });

    it('the journal gives each claim a higher generation', async () => {
      assert.deepEqual(await a.claim(), { generation: 1, change: 0, state: undefined, highest: 0 });
      assert.deepEqual(await b.claim(), { generation: 2, change: 0, state: undefined, highest: 0 });
      assert.deepEqual(await a.mark(), { generation: 2, change: 0, state: undefined });
    });

    it('the journal gives concurrent claims different generations', async () => {
      const claims = await Promise.all([a.claim(), b.claim(), a.claim(), b.claim()]);
      assert.equal(new Set(claims.map(({ generation }) => generation)).size, 4);
    });

    it('the journal shows rows, their numbers and the state to every reader once they are put', async () => {
      const { generation } = await a.claim();
      const rows = [row('x', 11, 'teams'), row('y', 12, 'exchange', [1, 'two', null, { three: 3 }])];
      assert.equal(await a.put(rows, 1, { upTo: 'here' }, generation), true);
      assert.deepEqual(await b.mark(), { generation, change: 2, state: { upTo: 'here' } });
      assert.deepEqual(await everything(b), [
        { key: 'x', day: 11, part: 'teams', value: { of: 'x' }, change: 1 },
        { key: 'y', day: 12, part: 'exchange', value: [1, 'two', null, { three: 3 }], change: 2 },
      ]);
      assert.deepEqual(await collect(b.changedSince(0)), await everything(b));
    });

    it('the journal stores only the state if there are no rows', async () => {
      const { generation } = await a.claim();
      await a.put([row('x')], 1, 'first', generation);
      assert.equal(await a.put([], 0, 'second', generation), true);
      assert.deepEqual(await b.mark(), { generation, change: 1, state: 'second' });
      assert.equal(await a.put([], 0, undefined, generation), true);
      assert.deepEqual(await b.mark(), { generation, change: 1, state: undefined });
    });

    it('the journal stores a long state', async () => {
      const { generation } = await a.claim();
      const state = { text: 'long '.repeat(20_000) };
      assert.equal(await a.put([], 0, state, generation), true);
      assert.deepEqual((await b.mark()).state, state);
      assert.deepEqual((await b.claim()).state, state);
    });

    it('the journal shows only the latest write of a row', async () => {
      const { generation } = await a.claim();
      await a.put([row('x', 10, 'exchange', 1), row('y')], 1, 0, generation);
      await a.put([row('x', 10, 'exchange', 2)], 3, 0, generation);
      const [x, y] = await everything(b);
      assert.deepEqual([x?.value, x?.change, y?.change], [2, 3, 2]);
      assert.deepEqual(
        (await collect(b.changedSince(0))).map(({ key, change }) => [key, change]),
        [
          ['y', 2],
          ['x', 3],
        ],
      );
    });

    it('the journal writes the last of several rows with the same key in one put', async () => {
      const { generation } = await a.claim();
      const rows = [row('x', 10, 'p', 1), row('y'), row('x', 11, 'q', 2)];
      await a.put(rows, 1, 0, generation);
      assert.deepEqual(
        (await everything(b)).map(({ key, day, value, change }) => [key, day, value, change]),
        [
          ['x', 11, 2, 3],
          ['y', 10, { of: 'y' }, 2],
        ],
      );
      assert.equal((await b.mark()).change, 3);
      assert.deepEqual(
        (await collect(b.changedSince(0))).map(({ change }) => change),
        [2, 3],
      );
    });

    it('the journal never shows a row twice that moves to another day or part and back', async () => {
      const { generation } = await a.claim();
      const places: [number, string][] = [
        [10, 'exchange'],
        [12, 'exchange'],
        [12, 'teams'],
        [9, 'teams'],
        [10, 'exchange'],
        [10, 'exchange'],
        [9, 'teams'],
      ];
      for (const [at, [day, part]] of places.entries()) {
        await a.put([row('x', day, part, at)], at + 1, 0, generation);
        const x = { key: 'x', day, part, value: at, change: at + 1 };
        assert.deepEqual(await everything(b), [x], `after move ${at}`);
        assert.deepEqual(await collect(b.days(day, day)), [x]);
        assert.deepEqual(await collect(b.days(day + 1, 100)), []);
        assert.deepEqual(await collect(b.days(0, day - 1)), []);
        assert.deepEqual(await collect(b.changedSince(at)), [x]);
      }
    });

    it('the journal lets a new owner move and rewrite the rows of the previous one', async () => {
      const first = await a.claim();
      await a.put([row('x', 10), row('y', 10), row('z', 10)], 1, 0, first.generation);
      const second = await b.claim();
      assert.equal(second.highest, 3);
      await b.put([row('x', 11, 'teams', 2), row('y', 10, 'exchange', 2)], 4, 0, second.generation);
      const found = (await everything(a)).map(({ key, day, change }) => [key, day, change]);
      assert.deepEqual(found, [
        ['x', 11, 4],
        ['y', 10, 5],
        ['z', 10, 3],
      ]);
    });

    it('the journal refuses an owner once another process has claimed it', async () => {
      const first = await a.claim();
      await a.put([row('x', 10, 'p', 'before')], 1, 'first', first.generation);
      const second = await b.claim();
      const seen = await everything(b);
      assert.equal(await a.put([row('x', 12, 'p', 'late'), row('y')], 2, 'late', first.generation), false);
      assert.equal(await a.put([], 0, 'late', first.generation), false);
      assert.equal(await a.clear(first.generation), false);
      assert.deepEqual(await b.mark(), { generation: second.generation, change: 1, state: 'first' });
      assert.deepEqual(await everything(b), seen);
      assert.deepEqual(await collect(b.changedSince(1)), []);

      assert.equal(await b.put([row('z')], second.highest + 1, 'second', second.generation), true);
      assert.equal(await a.put([row('y')], 3, 'late', first.generation), false);
      assert.deepEqual(
        (await everything(a)).map(({ key }) => key),
        ['x', 'z'],
      );
      const again = await a.claim();
      assert.equal(await a.put([row('y')], again.highest + 1, 'third', again.generation), true);
      assert.equal((await everything(b)).length, 3);
    });

    it('the journal refuses a number that readers have passed', async () => {
      const { generation } = await a.claim();
      await a.put([row('x'), row('y')], 1, 0, generation);
      await assert.rejects(a.put([row('z')], 2, 0, generation), RangeError);
      assert.equal(await a.put([row('z')], 7, 0, generation), true, 'it may leave numbers out');
      assert.equal((await b.mark()).change, 7);
    });

    it('the journal refuses invalid rows, and writes none of their put', async () => {
      const { generation } = await a.claim();
      const wrong = [
        row('x'.repeat(301)),
        row('x', -1),
        row('x', 1.5),
        row('x', 1, 'p', 'x'.repeat(20_000)),
        { ...row('x'), value: undefined },
      ];
      for (const one of wrong) await assert.rejects(a.put([row('y'), one], 1, 0, generation), RangeError);
      assert.deepEqual(await everything(b), []);
      assert.equal(await a.put([row('y')], 1, 0, generation), true, 'the owner goes on');
    });

    it('the journal stores keys and parts of any characters', async () => {
      const { generation } = await a.claim();
      const texts = [
        '/ \\ # ? % + & = !',
        "it's",
        'ä🙂',
        '🙂'.repeat(150),
        '🙂'.repeat(149),
        'x'.repeat(300),
        '%'.repeat(300),
        ' ',
        '',
        'a',
        'a|b',
        'a|0000000000000005|0000000001|r',
        '~',
        '!7f',
        'control \0 \u0001 \u001f \u007f0000 \u0085',
        'half \ud83d',
        'half \ude42',
        'A',
      ];
      const rows = texts.map((text, at) => row(text, 10, text, { text, at }));
      await a.put(rows, 1, 0, generation);
      const expected = byKey(rows.map((one, at) => ({ ...one, change: at + 1 })));
      const values = JSON.parse(JSON.stringify(expected));
      assert.deepEqual(JSON.parse(JSON.stringify(await everything(b))), values);
      assert.deepEqual(JSON.parse(JSON.stringify(byKey(await collect(b.changedSince(0))))), values);
      await a.put(
        rows.map(one => ({ ...one, day: 11 })),
        101,
        0,
        generation,
      );
      assert.deepEqual(
        (await everything(b)).map(({ key, day }) => [key, day]),
        expected.map(({ key }) => [key, 11]),
        'and finds them again',
      );
    });

    it('the journal returns the days that were asked for, the latest first', async () => {
      const { generation } = await a.claim();
      const rows = [5, 7, 6, 9, 0, 8].flatMap(day => [row(`a${day}`, day), row(`b${day}`, day, 'teams')]);
      await a.put(rows, 1, 0, generation);
      const daysOf = async (from: number, to: number) =>
        (await collect(b.days(from, to))).map(({ day }) => day);
      assert.deepEqual(await daysOf(6, 8), [8, 8, 7, 7, 6, 6]);
      assert.deepEqual(await daysOf(9, 9), [9, 9]);
      assert.deepEqual(await daysOf(0, 5), [5, 5, 0, 0]);
      assert.deepEqual(await daysOf(10, 20), []);
      assert.deepEqual(await daysOf(8, 6), []);
      assert.deepEqual((await daysOf(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).length, 12);
    });

    it('the journal stores more rows in one put than fit into a page or a transaction', async () => {
      const { generation } = await a.claim();
      const rows = Array.from({ length: 4_500 }, (_, at) =>
        row(`k${String(at).padStart(5, '0')}`, 10 + (at % 3), 'exchange', { text: 'ä"'.repeat(100) }),
      );
      assert.equal(await a.put(rows, 1, 0, generation), true);
      assert.equal((await everything(b)).length, 4_500);
      const changes = await collect(b.changedSince(0));
      assert.deepEqual(
        changes.map(({ change }) => change),
        Array.from({ length: 4_500 }, (_, at) => at + 1),
      );
      assert.deepEqual(changes[4_499]?.value, rows[4_499]?.value);
      assert.deepEqual(
        (await collect(b.changedSince(4_000))).map(({ key }) => key),
        rows.slice(4_000).map(({ key }) => key),
      );
    }).timeout(60_000);

    it('the journal stores rows of the largest size', async () => {
      const { generation } = await a.claim();
      const rows = Array.from({ length: 60 }, (_, at) =>
        row(`${'🙂'.repeat(148)}${at}`, 10, 'exchange', '語'.repeat(19_998)),
      );
      assert.equal(await a.put(rows, 1, 0, generation), true);
      assert.equal((await everything(b)).length, 60);
      assert.deepEqual((await collect(b.changedSince(0)))[59]?.value, rows[59]?.value);
    }).timeout(60_000);

    it('the journal removes the days before one', async () => {
      const { generation } = await a.claim();
      await a.put([row('x', 5), row('y', 6), row('z', 7), row('moved', 5)], 1, 0, generation);
      await a.put([row('moved', 7)], 5, 0, generation);
      await a.forgetBefore(7);
      const keys = async () => (await everything(b)).map(({ key }) => key);
      assert.deepEqual(await keys(), ['moved', 'z']);
      assert.equal((await b.mark()).change, 5);
      await a.put([row('x', 5), row('y', 8)], 6, 0, generation);
      assert.deepEqual(await keys(), ['moved', 'x', 'y', 'z'], 'a row can be written again');
      await a.forgetBefore(100);
      assert.deepEqual(await keys(), []);
      const { highest } = await b.claim();
      assert.equal(highest, 7);
    });

    it('the journal removes everything at once, and makes every reader read again', async () => {
      const { generation } = await a.claim();
      await a.put([row('x'), row('y', 11)], 1, 'state', generation);
      assert.equal(await a.clear(generation), true);
      const mark = await b.mark();
      assert.deepEqual(mark, { generation, change: 3, state: undefined });
      assert.deepEqual(await everything(b), []);
      for (const since of [0, 1, 2])
        await assert.rejects(collect(b.changedSince(since)), ChangeOutOfRangeError);
      assert.deepEqual(await collect(b.changedSince(3)), []);

      assert.equal(await a.put([row('x', 12)], 4, 'new', generation), true);
      assert.deepEqual(
        (await collect(b.changedSince(3))).map(({ key, day, change }) => [key, day, change]),
        [['x', 12, 4]],
      );
      assert.equal((await everything(b)).length, 1);
      const next = await b.claim();
      assert.deepEqual([next.generation > generation, next.highest], [true, 4]);
      assert.equal((await everything(b)).length, 1);
    });

    it('the journal can’t list the changes since a number above the mark', async () => {
      const { generation } = await a.claim();
      await a.put([row('x')], 1, 0, generation);
      await assert.rejects(collect(b.changedSince(2)), ChangeOutOfRangeError);
    });

    it('the journal shows all of a put or nothing, and skips no number, to readers that poll meanwhile', async () => {
      const { generation } = await a.claim();
      const puts = 40;
      let isDone = false;
      async function write(): Promise<void> {
        let change = 1;
        for (let at = 1; at <= puts; at += 1) {
          const rows = Array.from({ length: 1 + (at % 7) }, (_, of) =>
            row(`${at}-${of}`, 10 + (of % 3), `p${of % 2}`),
          );
          await a.put(rows, change, { last: change + rows.length - 1 }, generation);
          change += rows.length;
        }
        isDone = true;
      }
      async function read(reader: IndexJournal): Promise<readonly number[]> {
        const seen: number[] = [];
        for (let isLast = false; !isLast; ) {
          isLast = isDone;
          const mark = await reader.mark();
          assert.equal((mark.state as { last: number } | undefined)?.last ?? 0, mark.change);
          for await (const batch of reader.changedSince(seen.at(-1) ?? 0))
            seen.push(...batch.map(({ change }) => change));
          assert.ok((seen.at(-1) ?? 0) >= mark.change);
          const { change } = await reader.mark();
          assert.ok((seen.at(-1) ?? 0) <= change);
        }
        return seen;
      }
      const [, ...readers] = await Promise.all([write(), read(b), read(await open())]);
      const { change } = await b.mark();
      const all = Array.from({ length: change }, (_, at) => at + 1);
      for (const seen of readers) assert.deepEqual(seen, all);
    }).timeout(60_000);

    it('the journal gives a reader that loads during writes the same rows in the end', async () => {
      const { generation } = await a.claim();
      const keys = Array.from({ length: 30 }, (_, at) => `k${at}`);
      let change = 0;
      let isDone = false;
      async function write(): Promise<void> {
        for (let at = 0; at < 60; at += 1) {
          const rows = keys
            .filter((_, of) => (of + at) % 4 === 0)
            .map((key, of) => row(key, 10 + ((at * 7 + of) % 5), `p${at % 3}`, { at }));
          assert.equal(await a.put(rows, change + 1, at, generation), true);
          change += rows.length;
        }
        isDone = true;
      }
      async function read(reader: IndexJournal): Promise<readonly JournalEntry[]> {
        const follower = followJournal(reader);
        while (!isDone) {
          await follower.load();
          for (let poll = 0; poll < 3; poll += 1) await follower.poll();
        }
        await follower.poll();
        return follower.entries();
      }
      const [, ...readers] = await Promise.all([write(), read(b), read(await open())]);
      const expected = await everything(a);
      assert.equal(expected.length, 30);
      for (const seen of readers) assert.deepEqual(byKey(seen), expected);
    }).timeout(60_000);

    it('a closed journal rejects every call', async () => {
      await a.close();
      await a.close();
      const calls = [
        a.mark(),
        a.claim(),
        a.put([], 0, 0, 1),
        a.forgetBefore(1),
        a.clear(1),
        collect(a.days(0, 1)),
        collect(a.changedSince(0)),
      ];
      for (const call of calls) await assert.rejects(call, { name: 'StoreError', code: 'unavailable' });
    });

    it('the journal equals a simple one in memory, whatever two owners and two readers do', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async steps => {
          const journal = await home.create();
          const model = createMemoryIndexJournal();
          const handles = [await journal.open(), await journal.open()] as const;
          try {
            await compare(handles, [model.open(), model.open()], steps);
          } finally {
            for (const handle of handles) await handle.close();
            await journal.remove();
          }
        }),
        { numRuns: name === 'Azure Tables' ? 40 : 150 },
      );
    }).timeout(240_000);
  });
}

type Step =
  | { readonly kind: 'claim' | 'putState' | 'clear' | 'poll' | 'reload'; readonly who: 0 | 1 }
  | {
      readonly kind: 'put';
      readonly who: 0 | 1;
      readonly gap: number;
      readonly rows: readonly (readonly [key: string, day: number, part: string])[];
    }
  | { readonly kind: 'forget'; readonly who: 0 | 1; readonly day: number }
  | { readonly kind: 'days'; readonly who: 0 | 1; readonly day: number; readonly length: number };

const who = fc.constantFrom<0 | 1>(0, 1);
const anyDay = fc.integer({ min: 0, max: 5 });
const anyRow = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd|e', 'ö/'), anyDay, fc.constantFrom('p', 'q'));
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      who,
      gap: fc.constantFrom(0, 0, 3),
      rows: fc.array(anyRow, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('claim' as const), who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('poll' as const, 'reload' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('putState' as const, 'clear' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), who, day: anyDay }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('days' as const), who, day: anyDay, length: anyDay }),
  },
);

/** Does the same with both journals: every result and the rows of every reader must be equal. */
async function compare(
  real: readonly [IndexJournal, IndexJournal],
  model: readonly [IndexJournal, IndexJournal],
  steps: readonly Step[],
): Promise<void> {
  const owners = [
    { generation: -1, next: 1 },
    { generation: -1, next: 1 },
  ] as const;
  const followers = [followJournal(real[0]), followJournal(real[1])] as const;
  for (const follower of followers) await follower.load();
  let forgotten = 0;
  const notForgotten = (entries: readonly JournalEntry[]) =>
    byKey(entries.filter(({ day }) => day >= forgotten));

  async function same<T>(call: (journal: IndexJournal) => Promise<T>, index: 0 | 1): Promise<T> {
    const [got, wanted] = [await call(real[index]), await call(model[index])];
    assert.deepEqual(got, wanted);
    return got;
  }

  for (const [at, step] of steps.entries()) {
    const owner = owners[step.who];
    if (step.kind === 'claim') {
      const { highest, ...mark } = await real[step.who].claim();
      const { highest: least, ...expected } = await model[step.who].claim();
      assert.deepEqual(mark, expected);
      // Rows of a refused owner may be stored, invisible.
      assert.ok(highest >= least);
      Object.assign(owner, { generation: mark.generation, next: highest + 1 });
    } else if (step.kind === 'put') {
      const change = owner.next + step.gap;
      const rows = step.rows.map(([key, day, part]) => row(key, day, part, { at, day }));
      const isPut = await same(journal => journal.put(rows, change, { at }, owner.generation), step.who);
      if (isPut) Object.assign(owner, { next: change + rows.length });
    } else if (step.kind === 'putState') {
      await same(journal => journal.put([], 0, { at }, owner.generation), step.who);
    } else if (step.kind === 'clear') {
      if (await same(journal => journal.clear(owner.generation), step.who))
        Object.assign(owner, { next: (await model[step.who].mark()).change + 1 });
    } else if (step.kind === 'forget') {
      if ((await model[step.who].mark()).generation !== owner.generation) continue;
      await same(journal => journal.forgetBefore(step.day), step.who);
      forgotten = Math.max(forgotten, step.day);
    } else if (step.kind === 'days') {
      const { day, length } = step;
      await same(async journal => byKey(await collect(journal.days(day, day + length))), step.who);
    } else {
      const follower = followers[step.who];
      await (step.kind === 'poll' ? follower.poll() : follower.load());
      assert.deepEqual(notForgotten(follower.entries()), notForgotten(await everything(model[step.who])));
    }
    await same(journal => journal.mark(), step.who);
  }
  await same(everything, 0);
  await same(everything, 1);
}
