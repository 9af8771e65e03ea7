import assert from 'node:assert/strict';
import fc from 'fast-check';
import { epochMsOfTicks, ticksOfEpochMs } from '../../src/avepoint/ticks.ts';

describe('ticks', () => {
  it('ticks count 100 ns since the year 1', () => {
    assert.equal(ticksOfEpochMs(0), 621355968000000000n);
    assert.equal(ticksOfEpochMs(Date.parse('0001-01-01T00:00:00Z')), 0n);
    assert.equal(ticksOfEpochMs(Date.parse('2026-11-24T03:00:01Z')), 639310860010000000n);
  });

  it('ticks of the published sample are read', () => {
    assert.equal(new Date(epochMsOfTicks(638645575921780695n)).toISOString(), '2024-10-15T02:53:12.178Z');
  });

  it('ticks come back from a round trip as the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62135596800000, max: 253402300799999 }), ms => {
        assert.equal(epochMsOfTicks(ticksOfEpochMs(ms)), ms);
      }),
    );
  });

  it('ticks preserve a full second though JSON.parse rounds them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 946684800, max: 4102444800 }), second => {
        const asNumber = JSON.parse(String(ticksOfEpochMs(second * 1000)));
        assert.equal(epochMsOfTicks(BigInt(asNumber)), second * 1000);
      }),
    );
  });
});
