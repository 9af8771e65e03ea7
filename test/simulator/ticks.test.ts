import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { epochMsOfTicks, parseTicks, ticksOf } from '../../simulator/ticks.ts';

describe('ticks of the simulator', () => {
  it('the simulator’s ticks count 100 ns since the year 1, to the digit', () => {
    assert.equal(ticksOf(0), 621355968000000000n);
    assert.equal(ticksOf(Date.parse('0001-01-01T00:00:00Z')), 0n);
    assert.equal(ticksOf(Date.parse('2024-10-15T02:53:12.178Z'), 695), 638645575921780695n);
  });

  it('the simulator’s ticks of the published sample are its moment', () => {
    assert.equal(new Date(epochMsOfTicks(638645575921780695n)).toISOString(), '2024-10-15T02:53:12.178Z');
  });

  it('the simulator’s ticks are rounded down, before 1970 as well', () => {
    assert.equal(epochMsOfTicks(621355968000000000n - 1n), -1);
    assert.equal(epochMsOfTicks(621355968000009999n), 0);
  });

  it('the simulator’s ticks are only digits that .NET can store', () => {
    assert.equal(parseTicks('638645575921780695'), 638645575921780695n);
    for (const text of ['', '-1', '1.5', '1e9', '0x1', '3155378976000000000', '99999999999999999999', ' 1']) {
      assert.equal(parseTicks(text), undefined, text);
    }
  });
});
