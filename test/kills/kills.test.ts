import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/domain/store.ts';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openAzureIndexJournal } from '../../src/store/journal-azure.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { assertOnceEach, deliverThroughKills, type KillResult } from './digest-kills.ts';
import { assertAllTold, type FaultKillResult, faultsThroughKills } from './fault-kills.ts';
import { assertReadOnce, type IndexKillResult, readThroughKills } from './index-kills.ts';
import { openThroughKills } from './store-kills.ts';

/** Few, for the suite is run often; `npm run soak kills` has many. */
const [digests, digestKills] = [120, 6];
const [conversations, faultKills] = [30, 5];
const lives = 20;
const strokes = 4;

interface Home {
  readonly env: Readonly<Record<string, string>>;
  readonly open: () => Promise<Store>;
  readonly instances: number;
  readonly random: () => number;
}

async function onSqlite<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-kills-'));
  const open = async () => openSqliteStore({ dataDir });
  try {
    return await work({ env: { DATA_DIR: dataDir }, open, instances: 1, random: Math.random });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

async function onAzureTables<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const azurite = await startAzurite();
  const storeUrl = azurite.connectionString;
  const open = () => openAzureTablesStore({ storeUrl });
  try {
    return await work({ env: { STORE_URL: storeUrl }, open, instances: 2, random: Math.random });
  } finally {
    azurite.stop();
  }
}

describe('processes that are killed again and again', () => {
  let sqlite: KillResult;
  let azureTables: KillResult;
  let faults: FaultKillResult;
  let index: IndexKillResult;

  before(async function () {
    // Each of them ends in time by itself, and leaves no process behind.
    this.timeout(0);
    const digestWork = (home: Home) => deliverThroughKills({ ...home, digests, kills: digestKills });
    const faultWork = (home: Home) => faultsThroughKills({ ...home, conversations, kills: faultKills });
    sqlite = await onSqlite(digestWork);
    azureTables = await onAzureTables(digestWork);
    faults = await onAzureTables(faultWork);
    index = await onAzureTables(({ env, instances, random }) =>
      readThroughKills({
        ...{ env, instances, random, strokes },
        open: () => openAzureIndexJournal({ storeUrl: env.STORE_URL ?? '' }),
      }),
    );
  });

  it('open the embedded store, and lose nothing, whatever moment of opening and closing it they were killed at', async function () {
    this.timeout(60_000);
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-kills-'));
    try {
      await openThroughKills({ dataDir, lives, random: Math.random });
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('bring 120 digests once each with the embedded store; what may have come says so when it comes again', () => {
    assert.ok(sqlite.kills >= 4, `${sqlite.kills} kills`);
    assertOnceEach(sqlite, digests);
  });

  it('bring them once each from two instances on Azure Tables', () => {
    assert.ok(azureTables.kills >= 4, `${azureTables.kills} kills`);
    assertOnceEach(azureTables, digests);
  });

  it('lose no run, read none twice, and skip no news number, killed or paused past their lease on Azure Tables', () => {
    assert.equal(index.kills + index.pauses, strokes);
    assert.ok(index.ended.length > 20, `${index.ended.length} jobs ended`);
    assertReadOnce(index);
  });

  it('miss no fault and no recovery, and tell one twice only where a process died in between, marked', () => {
    assert.ok(faults.kills >= 3, `${faults.kills} kills`);
    assertAllTold(faults, conversations);
  });
});
