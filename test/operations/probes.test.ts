import assert from 'node:assert/strict';
import type { JobSourceErrorCode } from '../../src/domain/job-source.ts';
import { StoreError } from '../../src/domain/store.ts';
import { createProbes } from '../../src/operations/probes.ts';
import type { PassState } from '../../src/schedule/passes.ts';
import { fakeClock, monday } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const [second, minute] = [1_000, 60_000];

function open({ intervalMs = minute } = {}) {
  const clock = fakeClock();
  const memory = createMemoryStore();
  const state = {
    puts: 0,
    put: memory.put,
    readAt: monday as number | undefined,
    trouble: undefined as JobSourceErrorCode | undefined,
    passes: {} as Record<string, Partial<PassState>>,
    checkIndexFile: () => {},
  };
  const probes = createProbes({
    store: {
      get: memory.get,
      put: (...args) => {
        state.puts += 1;
        return state.put(...args);
      },
    },
    checkIndexFile: () => state.checkIndexFile(),
    signedIn: async () => {},
    teamsToken: async () => undefined,
    index: () => ({ readAt: state.readAt, now: clock.now(), trouble: state.trouble }),
    intervalMs,
    passes: {
      state: async name => ({ agoMs: 0, at: monday, overdueSince: undefined, ...state.passes[name] }),
    },
    clock,
  });
  return { clock, state, probes };
}

describe('the probe of the store', () => {
  it('the store probe writes once a minute at most, and is red until a write succeeds again', async () => {
    const { clock, state, probes } = open();
    const { put } = state;
    await probes.store();
    state.put = () => Promise.reject(new StoreError('unavailable', 'full'));
    clock.advance(59 * second);
    assert.equal(await probes.store(), undefined);
    clock.advance(second);
    await assert.rejects(probes.store(), /full/);
    state.put = put;
    clock.advance(59 * second);
    await assert.rejects(probes.store(), /full/);
    clock.advance(second);
    assert.equal(await probes.store(), undefined);
    assert.equal(state.puts, 3);
  });
});

describe('the probe of the job index', () => {
  it('the index probe is red if the latest jobs weren’t read completely for an interval and 45 s', async () => {
    const { clock, probes } = open();
    clock.advance(105 * second);
    assert.equal(await probes.index(), undefined);
    clock.advance(second);
    assert.equal(await probes.index(), 'jobs of AvePoint not read since 13:05 UTC');
  });

  it('the index probe shows since when AvePoint has been silent, and the error, if that is the reason', async () => {
    const { clock, state, probes } = open();
    state.trouble = 'timed-out';
    assert.equal(await probes.index(), undefined);
    clock.advance(2 * minute);
    assert.equal(await probes.index(), 'AvePoint silent since 13:05 UTC (timed-out)');
    clock.advance(24 * 60 * minute);
    assert.equal(await probes.index(), 'AvePoint silent since 2026-11-23 13:05 UTC (timed-out)');
  });

  it('the index probe is red before the first reading', async () => {
    const { state, probes } = open();
    state.readAt = undefined;
    assert.equal(await probes.index(), 'jobs of AvePoint not read yet');
    state.trouble = 'forbidden';
    assert.equal(await probes.index(), 'jobs of AvePoint not read yet (forbidden)');
  });

  it('the index probe allows a delay of half of a long interval', async () => {
    const { clock, probes } = open({ intervalMs: 60 * minute });
    clock.advance(90 * minute);
    assert.equal(await probes.index(), undefined);
    clock.advance(1);
    assert.notEqual(await probes.index(), undefined);
  });

  it('the index probe is red if the file was deleted or replaced', async () => {
    const { state, probes } = open();
    state.checkIndexFile = () => {
      throw new StoreError('unavailable', 'deleted');
    };
    await assert.rejects(probes.index(), /deleted/);
  });
});

describe('the probe of a loop', () => {
  for (const name of ['reader', 'sender', 'watcher', 'audit', 'warnings', 'bin', 'notices'] as const)
    it(`the ${name} probe is red if the loop made no pass for 90 s, and shows since when`, async () => {
      const { clock, state, probes } = open();
      clock.advance(10 * minute);
      state.passes[name] = { agoMs: 90_000 };
      assert.equal(await probes[name](), undefined);
      state.passes[name] = { agoMs: 90_001 };
      assert.equal(await probes[name](), 'no pass since 13:05 UTC');
      state.passes[name] = { agoMs: 90_001, at: undefined };
      assert.equal(await probes[name](), 'no pass since the start');
    });
});

describe('the probe of messages', () => {
  for (const name of ['sender', 'watcher'])
    it(`the messages probe is red if the oldest message of the ${name} has been due for five minutes`, async () => {
      const { clock, state, probes } = open();
      state.passes[name] = { overdueSince: monday };
      clock.advance(5 * minute - 1);
      assert.equal(await probes.messages(), undefined);
      clock.advance(1);
      assert.equal(await probes.messages(), 'a message is due since 13:05 UTC');
    });
});
