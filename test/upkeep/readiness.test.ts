import { strict as assert } from 'node:assert';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { StoreError } from '../../src/domain/store.ts';
import { createReadiness, keptMs, probeMs } from '../../src/upkeep/readiness.ts';
import { fakeClock } from '../support/fakes.ts';

const good = async () => undefined;
const never = () => new Promise<never>(() => {});

function open(get: () => Promise<undefined> = good, signedIn: (until: number) => Promise<void> = good) {
  const clock = fakeClock();
  const asked = { store: 0, avepoint: [] as number[] };
  const ready = createReadiness({
    store: {
      get: () => {
        asked.store += 1;
        return get();
      },
    },
    signedIn: until => {
      asked.avepoint.push(until - clock.now());
      return signedIn(until);
    },
    clock,
  });
  return { clock, asked, ready };
}

describe('the readiness of the product', () => {
  it('is there while the store answers and there is a token', async () => {
    const { ready, asked } = open();
    const parts = { store: 'in order', avepoint: 'in order' };
    assert.deepEqual(await ready(), { isReady: true, parts });
    assert.deepEqual(asked, { store: 1, avepoint: [probeMs] });
  });

  it('is not there where either fails, and says of each what is wrong', async () => {
    const down = () => Promise.reject(new StoreError('unavailable', 'The store does not answer.'));
    const refused = () => Promise.reject(new JobSourceError('unauthorised', 'No token.'));
    const [one, other] = await Promise.all([open(down).ready(), open(good, refused).ready()]);
    assert.deepEqual(one, {
      isReady: false,
      parts: { store: 'The store does not answer.', avepoint: 'in order' },
    });
    assert.deepEqual(other, { isReady: false, parts: { store: 'in order', avepoint: 'No token.' } });
  });

  it('tells nothing of an error that is none of ours: its words may hold anything', async () => {
    const odd = () => Promise.reject(new Error('planted'));
    const { parts } = await open(odd, odd).ready();
    assert.deepEqual(parts, { store: 'It could not be asked.', avepoint: 'It could not be asked.' });
  });

  it('is asked for once by all who ask meanwhile, and for a while after', async () => {
    const { ready, clock, asked } = open();
    await Promise.all(Array.from({ length: 50 }, ready));
    clock.advance(keptMs - 1);
    await ready();
    assert.equal(asked.store, 1);
    clock.advance(1);
    await ready();
    assert.deepEqual([asked.store, asked.avepoint.length], [2, 2]);
  });

  it('is not there, in time, where one of them never answers', async () => {
    const set = globalThis.setTimeout;
    const limits: (number | undefined)[] = [];
    globalThis.setTimeout = ((callback: () => void, ms?: number) => {
      limits.push(ms);
      return set(callback, 0);
    }) as typeof setTimeout;
    try {
      const { isReady, parts } = await open(never, never).ready();
      assert.equal(isReady, false);
      assert.deepEqual(parts, {
        store: 'It did not answer within 3 s.',
        avepoint: 'It did not answer within 3 s.',
      });
      assert.deepEqual(limits, [probeMs, probeMs]);
    } finally {
      globalThis.setTimeout = set;
    }
  });
});
