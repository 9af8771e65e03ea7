import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StoreError } from '../../src/domain/store.ts';
import { decodedKey, encodedKey } from '../../src/store/azure-keys.ts';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { type Azurite, startAzurite } from '../support/azurite.ts';
import { freePorts } from '../support/free-ports.ts';

describe('the store in Azure Tables', () => {
  let azurite: Azurite;
  before(async () => {
    azurite = await startAzurite();
  });
  after(() => azurite.stop());

  it('the Azure store reports that it can’t be reached, without the account’s key', async () => {
    const [port] = await freePorts(1);
    const storeUrl = azurite.connectionString.replace(/:\d+\//, `:${port}/`);
    await assert.rejects(openAzureTablesStore({ storeUrl }), (error: StoreError) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.code, 'unavailable');
      assert.doesNotMatch(error.message, /Eby8|AccountKey|127\.0\.0\.1/);
      return true;
    });
  });

  it('the Azure store reports that the account refuses it, without the key', async () => {
    const storeUrl = azurite.connectionString.replace('Eby8', 'Abc9');
    await assert.rejects(openAzureTablesStore({ storeUrl }), (error: StoreError) => {
      assert.match(error.message, /status 403/);
      assert.doesNotMatch(error.message, /Abc9/);
      return true;
    });
  });

  it('the Azure store opens an existing table, and refuses a record that is too large', async () => {
    const store = await openAzureTablesStore({ storeUrl: azurite.connectionString });
    const again = await openAzureTablesStore({ storeUrl: azurite.connectionString });
    const place = { collection: 'c', partition: 'p', key: 'k' };
    await store.put(place, 'small');
    assert.equal((await again.get(place))?.value, 'small');
    await assert.rejects(store.put(place, 'x'.repeat(40_000)), /too large/);
    assert.equal((await again.get(place))?.value, 'small');
    await store.close();
    await assert.rejects(store.get(place), { code: 'unavailable' });
  });

  it('the Azure store refuses the records of a newer version', async () => {
    const newer = await startAzurite();
    const store = await openAzureTablesStore({ storeUrl: newer.connectionString });
    const place = { collection: 'schema', partition: 'schema', key: 'version' };
    assert.equal((await store.get(place))?.value, 2);
    await store.put(place, 99);
    await assert.rejects(openAzureTablesStore({ storeUrl: newer.connectionString }), { code: 'newer' });
    assert.equal((await store.get(place))?.value, 99, 'and leaves it as it is');
    newer.stop();
  });

  it('the Azure store raises the number of an older version, which refuses the tables from then on', async () => {
    const older = await startAzurite();
    const before = await openAzureTablesStore({ storeUrl: older.connectionString });
    const place = { collection: 'schema', partition: 'schema', key: 'version' };
    await before.put(place, 1);
    await before.close();
    const store = await openAzureTablesStore({ storeUrl: older.connectionString });
    assert.equal((await store.get(place))?.value, 2);
    older.stop();
  });

  it('any text becomes a valid key of Azure Tables, and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        assert.match(encodedKey(text), /^[^/\\#?%\p{Cc}]*$/u);
        assert.equal(decodedKey(encodedKey(text)), text);
      }),
    );
  });

  it('ordinary keys of Azure Tables keep their order', () => {
    const ordinary = fc.string({ unit: fc.constantFrom(...'0123456789abcdef|_-:@.'), maxLength: 20 });
    fc.assert(fc.property(ordinary, ordinary, (a, b) => encodedKey(a) < encodedKey(b) === a < b));
  });
});
