import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureIndexJournal } from '../../src/store/journal-azure.ts';
import { assertOnceEach, deliverThroughKills, type KillResult } from './digest-kills.ts';
import { assertAllTold, type FaultKillResult, faultsThroughKills } from './fault-kills.ts';
import { type Home, onAzureTables, onSqlite } from './homes.ts';
import { assertReadOnce, type IndexKillResult, readThroughKills } from './index-kills.ts';
import { openThroughKills } from './store-kills.ts';

/** Few, for the suite is run often; `npm run soak kills` has many. */
const [digests, digestKills, digestStops] = [120, 6, 2];
const [conversations, faultKills, faultStops] = [30, 3, 1];
const lives = 20;
const strokes = 4;

describe('processes that are killed and stopped again and again', () => {
  let sqlite: KillResult;
  let azureTables: KillResult;
  let faultsOnSqlite: FaultKillResult;
  let faults: FaultKillResult;
  let index: IndexKillResult;

  before(async function () {
    // Each of them ends in time by itself, and leaves no process behind.
    this.timeout(0);
    const digestWork = (home: Home) =>
      deliverThroughKills({ ...home, digests, kills: digestKills, stops: digestStops });
    const faultWork = (home: Home) =>
      faultsThroughKills({ ...home, conversations, kills: faultKills, stops: faultStops });
    // They mostly wait: for a lease to run out, or for their turn to send.
    [sqlite, azureTables, faultsOnSqlite, faults] = await Promise.all([
      onSqlite(digestWork),
      onAzureTables(digestWork),
      onSqlite(faultWork),
      onAzureTables(faultWork),
    ]);
    index = await onAzureTables(({ env, instances, random }) =>
      readThroughKills({
        ...{ env, instances, random, strokes },
        open: () => openAzureIndexJournal({ storeUrl: env.STORE_URL ?? '' }),
      }),
    );
  });

  it('killed processes open the embedded store, and lose nothing, whatever moment of opening and closing it they were killed at', async function () {
    this.timeout(60_000);
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-kills-'));
    try {
      await openThroughKills({ dataDir, lives, random: Math.random });
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  for (const [where, resultOf] of [
    ['from the embedded store, by one process after the other', () => sqlite],
    ['from two instances on Azure Tables', () => azureTables],
  ] as const)
    it(`killed processes deliver 120 digests once each ${where}; each possible duplicate says so`, () => {
      const result = resultOf();
      assert.deepEqual([result.kills, result.stops], [digestKills, digestStops]);
      assertOnceEach(result, digests);
    });

  it('killed processes lose no run, read none twice, and skip no news number, killed or paused past their lease on Azure Tables', () => {
    assert.equal(index.kills + index.pauses, strokes);
    assert.ok(index.ended.length > 20, `${index.ended.length} jobs ended`);
    assertReadOnce(index);
  });

  for (const [where, resultOf] of [
    ['with the embedded store', () => faultsOnSqlite],
    ['with two instances on Azure Tables', () => faults],
  ] as const)
    it(`killed processes miss no incident and no recovery ${where}, and mark a duplicate, which only a process that died or stood still causes`, () => {
      const result = resultOf();
      assert.deepEqual([result.kills, result.stops], [faultKills, faultStops]);
      assertAllTold(result, conversations);
    });
});
