import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestRetryAfterMs, retryAfterMs } from '../../src/domain/retry-after.ts';

const now = Date.parse('2026-11-24T03:00:00Z');
const dayMs = 24 * 3_600_000;

describe('Retry-After', () => {
  for (const [header, date, expected] of [
    ['3', undefined, 3_000],
    [' 3 ', undefined, 3_000],
    ['1.5', undefined, 1_500],
    ['Tue, 24 Nov 2026 03:00:07 GMT', undefined, 7_000],
    ['Tuesday, 24-Nov-26 03:00:07 GMT', undefined, 7_000],
    ['Tue Nov 24 03:00:07 2026', undefined, 7_000],
    ['Tue, 24 Nov 2026 04:00:05 GMT', 'Tue, 24 Nov 2026 04:00:00 GMT', 5_000],
    ['Tue, 24 Nov 2026 04:00:05 GMT', ['Tue, 24 Nov 2026 04:00:00 GMT'], 5_000],
    ['Tue, 24 Nov 2026 03:00:07 GMT', 'whenever', 7_000],
    ['Tue, 24 Nov 2026 02:00:00 GMT', undefined, undefined],
    ['0', undefined, undefined],
    ['-5', undefined, undefined],
    ['soon', undefined, undefined],
    ['', undefined, undefined],
    [undefined, undefined, undefined],
    [[], undefined, undefined],
    ['2026-11-24', undefined, undefined],
    ['Infinity', undefined, undefined],
    ['1e309', undefined, undefined],
    ['NaN', undefined, undefined],
    ['0x10', undefined, undefined],
    ['9'.repeat(400), undefined, dayMs],
    [String(400 * 86_400), undefined, dayMs],
    ['Wed, 29 Dec 2027 03:00:00 GMT', undefined, dayMs],
    [['2', '30'], undefined, 30_000],
    [['soon', '30'], undefined, 30_000],
  ] as const) {
    const by = date === undefined ? '' : ' by a clock that differs';
    it(`the Retry-After ${JSON.stringify(header)?.slice(0, 40)}${by} is ${expected} ms`, () => {
      assert.equal(retryAfterMs(header, date, now), expected);
    });
  }

  it('a Retry-After is a wait from 0 to a day or none at all, whatever the header contains', () => {
    const header = fc.oneof(fc.string(), fc.double().map(String), fc.array(fc.string()));
    fc.assert(
      fc.property(header, fc.option(fc.string(), { nil: undefined }), (header, date) => {
        const ms = retryAfterMs(header, date, now);
        assert.ok(ms === undefined || (ms > 0 && ms <= longestRetryAfterMs), `${ms}`);
      }),
    );
  });
});
