import assert from 'node:assert/strict';
import fc from 'fast-check';
import { epochMsOfIso, isoSecondOf } from '../../src/avepoint/iso-time.ts';

const instant = (text: string) => {
  const ms = epochMsOfIso(text);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('ISO times', () => {
  it('ISO times are written in UTC to the second', () => {
    assert.equal(isoSecondOf(Date.parse('2026-11-24T03:20:05.999Z')), '2026-11-24T03:20:05Z');
  });

  it('ISO times come back as the same second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4102444800 }), second => {
        assert.equal(epochMsOfIso(isoSecondOf(second * 1000)), second * 1000);
      }),
    );
  });

  for (const [text, expected] of [
    ['2024-12-02T07:52:25Z', '2024-12-02T07:52:25.000Z'],
    ['2024-12-02T07:52:25', '2024-12-02T07:52:25.000Z'],
    ['2024-12-02 07:52:25', '2024-12-02T07:52:25.000Z'],
    ['2024-12-02T07:52', '2024-12-02T07:52:00.000Z'],
    ['2024-12-02', '2024-12-02T00:00:00.000Z'],
    ['2026-04-22T07:25:12.304891Z', '2026-04-22T07:25:12.304Z'],
    ['2024-12-02T07:52:25.1+05:30', '2024-12-02T02:22:25.100Z'],
    ['2024-12-02T07:52:25-0500', '2024-12-02T12:52:25.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ] as const) {
    it(`the ISO time ${text} is read, without a zone as UTC`, () => assert.equal(instant(text), expected));
  }

  for (const text of [
    '',
    'yesterday',
    '12/02/2024',
    '2024-13-01',
    '2023-02-29',
    '2024-12-02T24:00:00Z',
    '2024-12-02T07:60:00Z',
    '2024-12-02T07:52:60Z',
    '2024-12-02T07:52:25 CET',
    '638645575921780695',
    `2024-12-02T07:52:25.${'1'.repeat(50)}Z`,
  ]) {
    it(`the text "${text.slice(0, 30)}" is not guessed to be an ISO time`, () =>
      assert.equal(epochMsOfIso(text), undefined));
  }
});
