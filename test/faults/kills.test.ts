import assert from 'node:assert/strict';
import { openAzureTablesStore } from '../../src/store/azure-tables-store.ts';
import { startAzurite } from '../support/azurite.ts';
import { type FaultKillResult, faultsThroughKills } from './kills.ts';

const conversations = 40;

describe('a failure and its recovery, told by two instances on Azure Tables of which one or the other is killed', () => {
  let result: FaultKillResult;

  before(async function () {
    this.timeout(180_000);
    const azurite = await startAzurite();
    const storeUrl = azurite.connectionString;
    result = await faultsThroughKills({
      conversations,
      kills: 6,
      instances: 2,
      env: { STORE_URL: storeUrl },
      open: () => openAzureTablesStore({ storeUrl }),
      random: Math.random,
    });
    azurite.stop();
  });

  for (const [what, isAllClear] of [
    ['the card', false],
    ['the all-clear', true],
  ] as const) {
    it(`brings ${what} to everybody, and twice only where a process died in between, marked`, () => {
      assert.ok(result.kills >= 3, `${result.kills} kills`);
      const byPlace = new Map<string, boolean[]>();
      for (const { place, isAgain } of result.taken.filter(one => one.isAllClear === isAllClear))
        byPlace.set(place, [...(byPlace.get(place) ?? []), isAgain]);
      assert.equal(byPlace.size, conversations, 'none is missed');
      for (const [place, marks] of byPlace) {
        assert.ok(marks.slice(1).every(Boolean), `${place} was told again without a mark`);
        if (marks.length > 1)
          assert.ok(result.inDoubt.has(place), `${place} was told twice though it was recorded`);
      }
    });
  }

  it('turns every card green', () => {
    assert.ok(result.edits >= conversations, `${result.edits} edits`);
  });
});
