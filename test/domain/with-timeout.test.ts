import assert from 'node:assert/strict';
import { withFallback, withTimeout } from '../../src/domain/with-timeout.ts';

const forever = () => new Promise<never>(() => {});

describe('withTimeout', () => {
  it('withTimeout resolves or rejects as the work does', async () => {
    assert.equal(await withTimeout(60_000, async () => 7), 7);
    await assert.rejects(
      withTimeout(60_000, () => Promise.reject(new Error('no'))),
      { message: 'no' },
    );
  });

  it('withTimeout rejects after the limit, and aborts the signal', async () => {
    let signal: AbortSignal | undefined;
    const late = withTimeout(1, given => {
      signal = given;
      return forever();
    });
    await assert.rejects(late, { name: 'TimeoutError', message: 'no answer within 1 ms' });
    assert.equal(signal?.aborted, true);
  });

  it("withTimeout rejects with the caller's own error after the limit", async () => {
    await assert.rejects(
      withTimeout(1, forever, () => new RangeError('mine')),
      { name: 'RangeError', message: 'mine' },
    );
  });
});

describe('withFallback', () => {
  it('withFallback resolves with the fallback after the limit', async () => {
    assert.equal(await withFallback(1, forever, 'late'), 'late');
  });

  it('withFallback rejects as the work does, even with a TimeoutError', async () => {
    await assert.rejects(
      withFallback(60_000, () => withTimeout(1, forever), 'late'),
      { name: 'TimeoutError' },
    );
  });
});
