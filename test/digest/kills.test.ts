import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { assertOnceEach, deliverThroughKills } from './kills.ts';

describe('two hundred due digests, while their process is killed ten times', () => {
  it('come once each with the embedded store; what may have come says so when it comes again', async function () {
    this.timeout(120_000);
    const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-kills-'));
    const result = await deliverThroughKills({
      digests: 200,
      kills: 10,
      instances: 1,
      env: { DATA_DIR: dataDir },
      open: async () => openSqliteStore({ dataDir }),
      random: Math.random,
    });
    rmSync(dataDir, { recursive: true });
    assert.ok(result.kills >= 5, `${result.kills} kills`);
    assertOnceEach(result, 200);
  });

  it('come once each from two instances on Azure Tables', async function () {
    this.timeout(120_000);
    const azurite = await startAzurite();
    const storeUrl = azurite.connectionString;
    const result = await deliverThroughKills({
      digests: 200,
      kills: 10,
      instances: 2,
      env: { STORE_URL: storeUrl },
      open: () => openAzureTablesStore({ storeUrl }),
      random: Math.random,
    });
    azurite.stop();
    assert.ok(result.kills >= 5, `${result.kills} kills`);
    assertOnceEach(result, 200);
  });
});
