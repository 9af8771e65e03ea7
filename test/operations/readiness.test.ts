import assert from 'node:assert/strict';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { metered, type PartName } from '../../src/domain/meter.ts';
import { StoreError } from '../../src/domain/store.ts';
import {
  createHealth,
  keptMs,
  probeMs,
  type ReadinessProbe,
  readinessOf,
} from '../../src/operations/readiness.ts';
import { fakeClock } from '../support/fakes.ts';

const good: ReadinessProbe = async () => undefined;

/** The health of a bot whose parts are in order, except for these. */
function open(broken: Partial<Record<PartName, ReadinessProbe>> = {}) {
  const clock = fakeClock();
  const gauged = new Map<unknown, number>();
  let asked = 0;
  const probes = Object.fromEntries(metered.parts.map(name => [name, broken[name] ?? good]));
  const { store } = probes as Record<PartName, ReadinessProbe>;
  const counted: ReadinessProbe = () => {
    asked += 1;
    return store();
  };
  const health = createHealth({
    probes: { ...(probes as Record<PartName, ReadinessProbe>), store: counted },
    meter: { gauge: (_, value, labels) => void gauged.set((labels as { part: string }).part, value) },
    clock,
  });
  return { clock, gauged, health, asked: () => asked };
}

describe('the health of the bot', () => {
  it('the health is good if all parts are in order, and everything works then', async () => {
    const { health, gauged } = open();
    const { isReady, parts } = readinessOf(await health());
    assert.equal(isReady, true);
    const abilities = { answers: 'yes', changes: 'yes', digests: 'yes', watching: 'yes' };
    const each = Object.fromEntries(metered.parts.map(name => [name, 'in order']));
    assert.deepEqual(parts, { ...abilities, ...each });
    assert.deepEqual([...gauged.values()], Array(metered.parts.length).fill(1));
  });

  for (const name of metered.parts)
    it(`the health is bad if only the part "${name}" fails, which its gauge shows`, async () => {
      const { health, gauged } = open({ [name]: async () => 'planted' });
      const { isGood, parts } = await health();
      assert.equal(isGood, false);
      assert.deepEqual(
        parts.filter(({ trouble }) => trouble !== undefined),
        [{ name, trouble: 'planted' }],
      );
      assert.equal(gauged.get(name), 0);
    });

  it('the health shows what works and what doesn’t, with the reason that explains most', async () => {
    const { health } = open({
      index: async () => 'AvePoint silent since 02:10 UTC (unavailable)',
      reader: async () => 'no pass since 02:11 UTC',
    });
    const { parts } = readinessOf(await health());
    const no = 'no, AvePoint silent since 02:10 UTC (unavailable)';
    const { answers, changes, digests, watching } = parts;
    assert.deepEqual(
      { answers, changes, digests, watching },
      {
        answers: 'yes',
        changes: 'yes',
        digests: no,
        watching: no,
      },
    );
  });

  it('the health shows the messages of our own errors only: others may have secrets', async () => {
    const failing = (error: Error) => () => Promise.reject(error);
    const { health } = open({
      store: failing(new StoreError('unavailable', 'The store does not answer.')),
      avepoint: failing(new JobSourceError('unauthorised', 'No token.')),
      teams: failing(new Error('planted')),
    });
    const { parts } = readinessOf(await health());
    assert.deepEqual(
      [parts.store, parts.avepoint, parts.teams],
      ['The store does not answer.', 'No token.', 'It could not be asked.'],
    );
  });

  it('concurrent and frequent calls share one health check', async () => {
    const { health, clock, asked } = open();
    await Promise.all(Array.from({ length: 50 }, health));
    clock.advance(keptMs - 1);
    await health();
    assert.equal(asked(), 1);
    clock.advance(1);
    await health();
    assert.equal(asked(), 2);
  });

  it('the health is bad, in time, if a part never answers', async () => {
    const set = globalThis.setTimeout;
    const limits: (number | undefined)[] = [];
    globalThis.setTimeout = ((callback: () => void, ms?: number) => {
      limits.push(ms);
      return set(callback, 0);
    }) as typeof setTimeout;
    try {
      const { parts } = readinessOf(await open({ store: () => new Promise(() => {}) }).health());
      assert.equal(parts.store, 'It did not answer within 3 s.');
      assert.ok(limits.every(ms => ms === probeMs));
    } finally {
      globalThis.setTimeout = set;
    }
  });
});
