import { readFileSync } from 'node:fs';
import { root } from '../../../scripts/root.ts';
import type { JobQuery } from '../../../src/domain/job.ts';
import type { Log } from '../../../src/domain/log.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import { clockOf } from '../../support/fakes.ts';

/** A clock that moves only while a caller sleeps. */
export function fakeTime(start: EpochMs = Date.UTC(2026, 10, 24, 3)) {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    clock: clockOf(() => now),
    advance: (ms: number) => {
      now += ms;
    },
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
}

/** A log that records its lines. */
export function recordingLog() {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines, warnings: () => lines.filter(line => line.level === 'warn') };
}

/** All jobs of all time, ten a page, except for `changes`. */
export function aQuery(changes: Partial<JobQuery> = {}): JobQuery {
  return {
    type: undefined,
    service: undefined,
    state: undefined,
    span: { from: undefined, to: undefined },
    pageIndex: 0,
    pageSize: 10,
    ...changes,
  };
}

/** A published sample body, as text. */
export function fixture(name: string): string {
  return readFileSync(new URL(`test/fixtures/avepoint/${name}`, root), 'utf8');
}
