import assert from 'node:assert/strict';
import { createSharedWrites } from '../../src/store/sqlite-writes.ts';

/** A database that records its statements, and ends its transaction if a test asks for it. */
function aDatabase({ failing = '' } = {}) {
  const told: string[] = [];
  const database = {
    inTransaction: false,
    exec(sql: string) {
      told.push(sql);
      if (sql === failing) throw new Error(`${sql} failed`);
      database.inTransaction = sql === 'begin immediate';
    },
  };
  const write = (name: string, value: unknown) => () => {
    told.push(name);
    if (value instanceof Error) throw value;
    return value;
  };
  return { database, told, write, writes: createSharedWrites(database as never) };
}

describe('writes in one iteration of the event loop', () => {
  it('writes in one iteration are one transaction, in their order, and each resolves to its result', async () => {
    const { told, write, writes } = aDatabase();
    const both = [writes.add(write('a', 1)), writes.add(write('b', 2))];
    assert.deepEqual(told, [], 'nothing is done before the round is over');
    assert.deepEqual(await Promise.all(both), [1, 2]);
    assert.deepEqual(told, ['begin immediate', 'a', 'b', 'commit']);
    await writes.add(write('c', 3));
    assert.deepEqual(told.slice(4), ['begin immediate', 'c', 'commit']);
  });

  it('writes resolve only when they are on the disk', async () => {
    const { told, write, writes } = aDatabase();
    const told2 = writes.add(write('a', 1)).then(() => [...told]);
    assert.equal((await told2).at(-1), 'commit');
  });

  it('one failed write doesn’t fail the others', async () => {
    const { told, write, writes } = aDatabase();
    const [a, b] = [writes.add(write('a', new Error('no'))), writes.add(write('b', 2))];
    await assert.rejects(a, /no/);
    assert.equal(await b, 2);
    assert.deepEqual(told, ['begin immediate', 'a', 'b', 'commit']);
  });

  it('all writes fail if one of them has ended the transaction: none may exist without the others', async () => {
    const { database, told, write, writes } = aDatabase();
    const full = () => {
      database.inTransaction = false;
      throw new Error('full');
    };
    const three = [writes.add(write('a', 1)), writes.add(full), writes.add(write('c', 3))];
    for (const one of three) await assert.rejects(one, /full/);
    assert.deepEqual(told, ['begin immediate', 'a']);
  });

  for (const failing of ['begin immediate', 'commit'])
    it(`all writes fail if ${failing} does`, async () => {
      const { told, write, writes } = aDatabase({ failing });
      const both = [writes.add(write('a', 1)), writes.add(write('b', 2))];
      for (const one of both) await assert.rejects(one, /failed/);
      assert.equal(told.includes('rollback'), failing === 'commit');
    });

  it('a flush writes to the disk at once', async () => {
    const { told, write, writes } = aDatabase();
    const one = writes.add(write('a', 1));
    writes.flush();
    assert.equal(told.at(-1), 'commit');
    assert.equal(await one, 1);
  });
});
