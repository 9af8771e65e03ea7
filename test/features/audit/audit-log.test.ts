import assert from 'node:assert/strict';
import type { Store } from '../../../src/domain/store.ts';
import { createAudit } from '../../../src/features/audit/audit-log.ts';
import { createAuditRetention } from '../../../src/features/audit/retention.ts';
import { anEntry, collected, entriesUpTo } from '../../support/audit.ts';
import { fakeClock, hour, monday } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const day = 24 * hour;
const ever = { from: 0, to: monday + day };

describe('the audit record', () => {
  let store: Store;
  beforeEach(() => {
    store = createMemoryStore();
  });

  it('the audit record returns its entries, the newest first or the oldest, over days and pages', async () => {
    const audit = createAudit(store);
    const entries = entriesUpTo(700, hour / 4);
    for (const entry of entries.toSorted((a, b) => (a.turn.at(-1) ?? '').localeCompare(b.turn.at(-1) ?? '')))
      await audit.keep(entry);
    assert.deepEqual(await collected(audit.oldestFirst(ever)), entries);
    assert.deepEqual(await collected(audit.newestFirst(ever)), entries.toReversed());
  });

  it('the audit record returns all entries of a day, however many there are', async () => {
    const audit = createAudit(store);
    const entries = entriesUpTo(1_300, 1);
    for (const entry of entries) await audit.keep(entry);
    assert.deepEqual(await collected(audit.newestFirst(ever)), entries.toReversed());
  });

  it('the audit record includes the first millisecond of a window and excludes its end', async () => {
    const audit = createAudit(store);
    const midnight = Date.UTC(2026, 10, 23);
    const moments = [midnight - 2, midnight - 1, midnight, midnight + 1, midnight + 2];
    for (const [index, at] of moments.entries()) await audit.keep(anEntry({ at, turn: `t${index}` }));
    const between = async (from: number, to: number) =>
      (await collected(audit.oldestFirst({ from, to }))).map(({ at }) => at);
    assert.deepEqual(await between(midnight - 1, midnight + 1), [midnight - 1, midnight]);
    assert.deepEqual(await between(midnight, midnight + 2), [midnight, midnight + 1]);
    assert.deepEqual(await between(midnight - 9, midnight), [midnight - 2, midnight - 1]);
    assert.deepEqual(await between(midnight + 3, midnight + day), []);
  });

  it('the audit record retains the first version of an entry that is recorded twice', async () => {
    const audit = createAudit(store);
    await audit.keep(anEntry());
    await audit.keep(anEntry({ what: { said: 'something else' } }));
    assert.deepEqual(await collected(audit.newestFirst(ever)), [anEntry()]);
  });

  const begun = anEntry({ ending: { kind: 'begun', outcome: 'unknown' }, asked: [], ms: 0 });

  it('the audit record completes an entry that was begun, once', async () => {
    const audit = createAudit(store);
    await audit.keep(begun);
    assert.deepEqual(await collected(audit.newestFirst(ever)), [begun]);
    await audit.complete(anEntry());
    await audit.complete(anEntry({ ending: { kind: 'failed', problem: 'later' } }));
    await audit.keep(begun);
    assert.deepEqual(await collected(audit.newestFirst(ever)), [anEntry()]);
  });

  it('the audit record counts equal refusals in the entry of the first, whatever order the counts arrive in', async () => {
    const audit = createAudit(store);
    const refused = anEntry({ ending: { kind: 'refused' } });
    await audit.recount({ ...refused, times: 2 });
    await audit.keep(refused);
    await audit.recount({ ...refused, times: 10 });
    await audit.recount({ ...refused, times: 7 });
    assert.deepEqual(await collected(audit.oldestFirst(ever)), [{ ...refused, times: 10 }]);
  });

  it('the audit record stores the end of an entry whose beginning never arrived', async () => {
    const audit = createAudit(store);
    await audit.complete(anEntry());
    assert.deepEqual(await collected(audit.newestFirst(ever)), [anEntry()]);
  });

  it('the audit record completes an entry even if its beginning arrives while it is being completed', async () => {
    const place = { collection: 'audit', partition: '2026-11-23' };
    for (const arrivesBefore of ['get', 'put'] as const) {
      const kept = createMemoryStore();
      let isLate = true;
      const arrive = async () => {
        if (isLate) await createAudit(kept).keep(begun);
        isLate = false;
      };
      const late = createAudit({
        ...kept,
        async get(at) {
          if (arrivesBefore === 'get') await arrive();
          return kept.get(at);
        },
        async put(at, value, expected) {
          if (arrivesBefore === 'put' && at.collection === place.collection) await arrive();
          return kept.put(at, value, expected);
        },
      });
      await late.complete(anEntry());
      assert.deepEqual(await collected(late.newestFirst(ever)), [anEntry()], arrivesBefore);
    }
  });

  it('the audit record throws a StoreError if the store refuses to write a completed entry', async () => {
    const audit = createAudit({ ...store, put: async () => undefined });
    await assert.rejects(audit.complete(anEntry()), { name: 'StoreError' });
  });

  it('the audit record reads no further from the store once its reader stops', async () => {
    const asked: number[] = [];
    const audit = createAudit({
      ...store,
      list: (collection, partition, range) => {
        if (collection === 'audit') asked.push(range.limit);
        return store.list(collection, partition, range);
      },
    });
    for (const entry of entriesUpTo(400, hour)) await audit.keep(entry);
    for await (const entry of audit.newestFirst(ever)) if (entry.at < monday - 5 * hour) break;
    assert.equal(asked.length, 1);
  });

  it('the audit retention removes entries after as many days as are configured, at most 200 in each pass', async () => {
    const clock = fakeClock(monday);
    const audit = createAudit(store);
    const old = entriesUpTo(500, hour);
    for (const entry of old) await audit.keep(entry);
    const retention = createAuditRetention({ audit, days: 10, clock });
    await retention.go();
    const firstPass = await collected(audit.oldestFirst(ever));
    assert.equal(firstPass.length, 300, 'a pass removes 200 at the most');
    for (let pass = 0; pass < 5; pass += 1) await retention.go();
    const left = await collected(audit.oldestFirst(ever));
    // The day of ten days ago is not over yet by ten days.
    assert.deepEqual(
      left,
      old.filter(({ at }) => at >= Date.UTC(2026, 10, 13)),
    );
    const days = await store.list('auditDays', 'all', { limit: 100 });
    assert.equal(days.length, 11, 'nothing is left of the days that are gone');
  });

  it('the audit retention removes no entry before its time, and checks once a day', async () => {
    const clock = fakeClock(monday);
    const audit = createAudit(store);
    await audit.keep(anEntry());
    let looks = 0;
    const counted = {
      forget: (before: number, most: number) => {
        looks += 1;
        return audit.forget(before, most);
      },
    };
    const retention = createAuditRetention({ audit: counted, days: 1, clock });
    // 13:05 on Monday: stored until the end of Tuesday.
    for (let hours = 0; hours < 34; hours += 1) {
      await retention.go();
      clock.advance(hour);
    }
    assert.equal((await collected(audit.newestFirst(ever))).length, 1);
    assert.equal(looks, 2);
    clock.advance(hour);
    await retention.go();
    assert.equal(looks, 3);
    assert.deepEqual(await collected(audit.newestFirst(ever)), []);
  });
});
