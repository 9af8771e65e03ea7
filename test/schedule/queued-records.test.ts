import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/store.ts';
import { createQueuedRecords, type Queued, type QueuePointer } from '../../src/schedule/queued-records.ts';
import { createMemoryStore } from '../support/memory-store.ts';

interface Errand extends Queued {
  /** When it is due in each queue; left out if nothing is. */
  readonly sendAt?: number;
  readonly checkAt?: number;
  readonly note?: string;
}

const place = { home: 'team-1', id: '19:a' };
const errand = (id: string, rest: Partial<Errand> = {}): Errand => ({ place, id, ...rest });

/** Records in a store that logs each write, and can run something before one. */
function open() {
  const inner = createMemoryStore();
  const writes: string[] = [];
  const hooks: { before: (write: string) => Promise<void> } = { before: async () => {} };
  const note = async (write: string) => {
    await hooks.before(write);
    writes.push(write);
  };
  const store: Store = {
    ...inner,
    async put(where, value, expected) {
      await note(`put ${where.collection} ${where.partition}`);
      return inner.put(where, value, expected);
    },
    async remove(where, expected) {
      await note(`remove ${where.collection} ${where.partition}`);
      return inner.remove(where, expected);
    },
  };
  const at = (due: number | undefined, { place, id }: Errand): QueuePointer | undefined =>
    due === undefined ? undefined : { at: due, place, id };
  const records = createQueuedRecords<Errand, QueuePointer, 'sends' | 'checks'>({
    store,
    collection: 'errands',
    queues: { sends: one => at(one.sendAt, one), checks: one => at(one.checkAt, one) },
  });
  const queue = async (name: 'sends' | 'checks', now = 1_000) =>
    (await records.pointers(name, now, 100)).map(({ at, id }) => `${id} ${at}`);
  /** A pointer that a process left before it wrote its record. */
  const stray = async (pointer: QueuePointer) => {
    const { at, id } = pointer;
    const other = createQueuedRecords<Errand, QueuePointer, 'sends'>({
      store: {
        ...inner,
        put: (where, ...what) =>
          where.collection === 'queue'
            ? inner.put(where, ...what)
            : inner.put({ ...where, collection: 'nowhere' }, ...what),
      },
      collection: 'errands',
      queues: { sends: () => pointer },
    });
    await other.save(errand(id, { sendAt: at }));
  };
  return { records, writes, hooks, queue, stray };
}

/** Saves the current record with a change. */
async function change({ records }: ReturnType<typeof open>, id: string, rest: Partial<Errand>) {
  const kept = await records.get(place, id);
  assert.ok(kept);
  return records.save({ place, id, ...rest }, kept);
}

describe('a record with queues', () => {
  it('a queued record has its pointer before it’s written, and until after it’s removed', async () => {
    const here = open();
    const kept = await here.records.save(errand('a', { sendAt: 5, checkAt: 9 }));
    assert.deepEqual(here.writes.splice(0), ['put queue sends', 'put queue checks', 'put errands team-1']);
    assert.ok(kept);
    await here.records.remove(kept);
    assert.deepEqual(here.writes, ['remove errands team-1', 'remove queue sends', 'remove queue checks']);
    assert.deepEqual([await here.queue('sends'), await here.queue('checks')], [[], []]);
  });

  it('a queued record moves in a queue by writing the new pointer first and removing the old one last', async () => {
    const here = open();
    await here.records.save(errand('a', { sendAt: 5, checkAt: 9 }));
    here.writes.length = 0;
    await change(here, 'a', { sendAt: 7, checkAt: 9 });
    assert.deepEqual(here.writes.splice(0), ['put queue sends', 'put errands team-1', 'remove queue sends']);
    await change(here, 'a', { sendAt: 7, note: 'nothing to check' });
    assert.deepEqual(here.writes.splice(0), ['put errands team-1', 'remove queue checks']);
    await change(here, 'a', { sendAt: 7, note: 'the same times' });
    assert.deepEqual(here.writes, ['put errands team-1']);
    assert.deepEqual([await here.queue('sends'), await here.queue('checks')], [['a 7'], []]);
  });

  it('a queued record has its pointer wherever a save is interrupted', async () => {
    for (const from of [undefined, 5, 9])
      for (const to of [5, 7]) {
        for (let cut = 0; cut < 4; cut += 1) {
          const here = open();
          await here.records.save(errand('a', from === undefined ? {} : { sendAt: from }));
          let left = cut;
          here.hooks.before = async () => {
            if (left-- === 0) throw new Error('the process ends');
          };
          await change(here, 'a', { sendAt: to }).catch(() => {});
          const due = (await here.records.get(place, 'a'))?.value.sendAt;
          if (due !== undefined)
            assert.ok((await here.queue('sends')).includes(`a ${due}`), `${from} ${to} ${cut}`);
        }
      }
  });

  it('a queued record has its pointer though another process changes it back while the old pointer is removed', async () => {
    const here = open();
    await here.records.save(errand('a', { sendAt: 0 }));
    here.hooks.before = async write => {
      if (!write.startsWith('remove')) return;
      here.hooks.before = async () => {};
      await change(here, 'a', { sendAt: 0, note: 'pressed meanwhile' });
    };
    await change(here, 'a', { sendAt: 700 });
    assert.equal((await here.records.get(place, 'a'))?.value.note, 'pressed meanwhile');
    assert.deepEqual(await here.queue('sends'), ['a 0']);
  });

  it('a queued record has its pointer though it’s created again while it’s removed', async () => {
    const here = open();
    const kept = await here.records.save(errand('a', { sendAt: 0 }));
    here.hooks.before = async write => {
      if (write !== 'remove queue sends') return;
      here.hooks.before = async () => {};
      await here.records.save(errand('a', { sendAt: 0, note: 'new' }));
    };
    assert.ok(kept);
    await here.records.remove(kept);
    assert.deepEqual(await here.queue('sends'), ['a 0']);
  });

  it('a queued record is saved by only one of two with the same version, and created by only one of two', async () => {
    const { records } = open();
    const kept = await records.save(errand('a'));
    assert.ok(kept);
    assert.equal(await records.save(errand('a', { note: 'second' })), undefined);
    const next = await records.save(errand('a', { note: 'one' }), kept);
    assert.equal(await records.save(errand('a', { note: 'other' }), kept), undefined);
    assert.deepEqual((await records.get(place, 'a'))?.value, errand('a', { note: 'one' }));
    assert.ok(next && (await records.save(errand('a', { note: 'two' }), next)));
  });

  it('concurrent changes of a queued record are all kept', async () => {
    const { records } = open();
    await records.save(errand('a', { note: '' }));
    const add = (letter: string) =>
      records.update(place, 'a', one => ({ ...one, note: `${one.note}${letter}`, sendAt: 7 }));
    await Promise.all([...'abcdef'].map(add));
    assert.deepEqual([...((await records.get(place, 'a'))?.value.note ?? '')].sort(), [...'abcdef']);
  });

  it('a queued record isn’t changed if it’s gone, or if the change returns undefined', async () => {
    const { records, writes } = open();
    assert.equal(await records.update(place, 'a', one => one), undefined);
    await records.save(errand('a'));
    writes.length = 0;
    assert.equal(await records.update(place, 'a', () => undefined), undefined);
    assert.deepEqual(writes, []);
  });
});

describe('the records of a conversation', () => {
  it('all records of a conversation are listed, beyond one page, and those of no other', async () => {
    const { records } = open();
    const ids = Array.from({ length: 450 }, (_, n) => `e${String(n).padStart(3, '0')}`);
    for (const id of ids) await records.save(errand(id));
    const others = ['19:a|b', '19:a ', '19:', '19:aa', '19:A'].map(id => ({ home: 'team-1', id }));
    for (const other of others) await records.save({ ...errand('x'), place: other });
    await records.save({ ...errand('x'), place: { home: 'team-2', id: '19:a' } });
    assert.deepEqual(
      (await records.ofPlace(place)).map(({ value }) => value.id),
      ids,
    );
    for (const other of others) assert.equal((await records.ofPlace(other)).length, 1);
    assert.equal((await records.ofHome('team-1')).length, 450 + others.length);
  });
});

describe('a queue', () => {
  it('a queue returns the pointers that are due by a moment, in the order of time, of all conversations', async () => {
    const { records, queue } = open();
    for (const [id, sendAt] of [
      ['c', 10],
      ['a', 9],
      ['b', 100],
      ['d', 1_700_000_000_000],
      ['e', 0],
    ] as const)
      await records.save(errand(id, { sendAt }));
    const other = { home: 'team-2', id: '19:b' };
    await records.save({ place: other, id: 'a', sendAt: 9 });
    assert.deepEqual(await queue('sends', 99), ['e 0', 'a 9', 'a 9', 'c 10']);
    assert.deepEqual(await queue('sends', 8), ['e 0']);
    assert.deepEqual((await queue('sends', 100)).at(-1), 'b 100');
    assert.deepEqual(await queue('checks', 99), []);
  });

  it('a queue is read page by page, and has each pointer once', async () => {
    const { records } = open();
    for (let n = 0; n < 25; n += 1) await records.save(errand(`e${n}`, { sendAt: n % 3 }));
    const seen: string[] = [];
    for (let last: QueuePointer | undefined; ; ) {
      const page = await records.pointers('sends', 10, 4, last);
      seen.push(...page.map(({ id }) => id));
      last = page.at(-1);
      if (page.length < 4) break;
    }
    assert.deepEqual([seen.length, new Set(seen).size], [25, 25]);
  });

  it('a pointer without a record is removed', async () => {
    const here = open();
    await here.records.save(errand('a', { sendAt: 5 }));
    const pointer = { at: 5, place, id: 'a' };
    await here.records.dropStray('sends', pointer);
    assert.deepEqual(await here.queue('sends'), ['a 5']);
    here.hooks.before = async write => {
      if (write.startsWith('remove')) throw new Error('the process ends');
    };
    await assert.rejects(change(here, 'a', { sendAt: 9 }));
    here.hooks.before = async () => {};
    assert.deepEqual(await here.queue('sends'), ['a 5', 'a 9']);
    await here.records.dropStray('sends', pointer);
    await here.records.dropStray('sends', pointer);
    assert.deepEqual(await here.queue('sends'), ['a 9']);
  });

  it('a pointer without a record stays while another process writes its record', async () => {
    const here = open();
    await here.records.save(errand('a'));
    const pointer = { at: 5, place, id: 'a' };
    let isFirst = true;
    const late = errand('a', { sendAt: 5 });
    const before = await here.records.get(place, 'a');
    here.hooks.before = async write => {
      if (write !== 'remove queue sends' || !isFirst) return;
      isFirst = false;
      await here.records.save(late, before);
    };
    await here.stray(pointer);
    await here.records.dropStray('sends', pointer);
    assert.deepEqual([isFirst, await here.queue('sends')], [false, ['a 5']]);
  });
});
