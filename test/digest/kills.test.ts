import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { assertOnceEach, deliverThroughKills, type KillResult } from './kills.ts';

const plan = { digests: 200, kills: 10, random: Math.random };

async function onSqlite(): Promise<KillResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-kills-'));
  const open = async () => openSqliteStore({ dataDir });
  const result = await deliverThroughKills({ ...plan, instances: 1, env: { DATA_DIR: dataDir }, open });
  rmSync(dataDir, { recursive: true });
  return result;
}

async function onAzureTables(): Promise<KillResult> {
  const azurite = await startAzurite();
  const storeUrl = azurite.connectionString;
  const open = () => openAzureTablesStore({ storeUrl });
  const result = await deliverThroughKills({ ...plan, instances: 2, env: { STORE_URL: storeUrl }, open });
  azurite.stop();
  return result;
}

describe('two hundred due digests, while their process is killed ten times', () => {
  let sqlite: KillResult;
  let azureTables: KillResult;

  // Mostly they wait for processes to start, so both are done at the same time.
  before(async function () {
    this.timeout(180_000);
    [sqlite, azureTables] = await Promise.all([onSqlite(), onAzureTables()]);
  });

  it('come once each with the embedded store; what may have come says so when it comes again', () => {
    assert.ok(sqlite.kills >= 5, `${sqlite.kills} kills`);
    assertOnceEach(sqlite, plan.digests);
  });

  it('come once each from two instances on Azure Tables', () => {
    assert.ok(azureTables.kills >= 5, `${azureTables.kills} kills`);
    assertOnceEach(azureTables, plan.digests);
  });
});
