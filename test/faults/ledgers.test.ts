import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jobStates } from '../../src/domain/job.ts';
import type { Store } from '../../src/domain/store.ts';
import { afterLook, emptyLedger } from '../../src/faults/ledger.ts';
import { createLedgers } from '../../src/faults/ledgers.ts';
import { aJob, monday } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { minute } from './support.ts';

const now = monday;

describe('the ledgers in a store', () => {
  it('give back what was put, each of its service', async () => {
    const run = fc.record(
      {
        id: fc.string({ maxLength: 40 }),
        state: fc.constantFrom(...jobStates),
        startedAt: fc.option(fc.nat(), { nil: undefined }),
        endedAt: fc.nat(),
        foundAt: fc.nat(),
      },
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(run), fc.option(fc.nat(), { nil: undefined }), async (runs, usualMs) => {
        const ledgers = createLedgers(createMemoryStore());
        const running = [{ service: 'exchange' as const, id: 'r', startedAt: 1, misses: 2 }];
        await ledgers.put({ service: 'exchange', runs, running, usualMs });
        await ledgers.put({ ...emptyLedger('teams'), usualMs: 7 });
        assert.deepEqual(await ledgers.get('exchange'), { service: 'exchange', runs, running, usualMs });
        assert.deepEqual(await ledgers.get('onedrive'), emptyLedger('onedrive'));
      }),
      { numRuns: 40 },
    );
  });

  it('remember when all was seen last', async () => {
    const ledgers = createLedgers(createMemoryStore());
    assert.equal(await ledgers.seenAt(), undefined);
    await ledgers.markSeen(now);
    assert.equal(await ledgers.seenAt(), now);
  });

  it('fit a record however many runs there are, and however long their ids', async () => {
    const id = (n: number) => `${n}`.padStart(40, 'FB');
    const service = 'powerAutomate';
    const ended = Array.from({ length: 1_500 }, (_, n) =>
      aJob({
        id: id(n),
        state: n % 3 ? 'failed' : 'partiallyFinished',
        startedAt: now - n * minute - 1,
        finishedAt: now - n * minute,
      }),
    );
    for (const count of [0, 20, 100, 500]) {
      const running = Array.from(
        { length: count },
        (_, n) => ({ service, id: id(n), startedAt: now - n }) as const,
      );
      const store = createMemoryStore();
      let units = 0;
      const measured: Store = {
        ...store,
        put(place, value, expected) {
          units = JSON.stringify(value).length;
          return store.put(place, value, expected);
        },
      };
      const ledger = afterLook(emptyLedger(service), { ended, running, lost: [] }, now);
      await createLedgers(measured).put(ledger);
      assert.ok(units > 20_000 && units < 30_000, `${units} units with ${count} that run`);
      assert.equal(ledger.runs.length + ledger.running.length, 300);
    }
  });
});
