import type { Service } from '../domain/job.ts';
import type { LastBackups, RecordsByService, Retirement } from '../domain/service-records.ts';
import type { EpochMs } from '../domain/time.ts';
import { dueBy, usualAgeLimitMs } from '../job-index/queries/usual-gap.ts';
import { type Run, startOf } from '../job-index/run.ts';

/** The last backups of a service that should have run and didn't, as far as they are known. */
export interface Stopped extends LastBackups {
  /** True if the index has none of its runs any more. */
  readonly isForgotten: boolean;
}

/** A retired service, with its latest run since; undefined if it hasn't run. */
export interface RetiredService extends Retirement {
  readonly service: Service;
  readonly ranAt: EpochMs | undefined;
}

/**
 * Returns the last backups of a service if it should have run again by `at`: by its usual gap, given its runs before
 * `at`, or by its record if there are none. Returns undefined otherwise, and if it was never backed up.
 */
export function stoppedOf(
  runs: readonly Run[],
  recorded: LastBackups | undefined,
  at: EpochMs,
): Stopped | undefined {
  const last = lastBackupsOf(runs);
  if (!last) {
    const isDue = recorded !== undefined && at - recorded.startedAt > usualAgeLimitMs;
    return isDue ? { ...recorded, isForgotten: true } : undefined;
  }
  const starts = runs.map(startOf).sort((a, b) => a - b);
  const due = dueBy({ starts, knownSince: starts[0] ?? at, ageLimitMs: usualAgeLimitMs }, at);
  return due !== undefined && due < at ? { ...last, isForgotten: false } : undefined;
}

/** Returns the latest of some backups of one service; undefined if there are none. */
export function lastBackupsOf(runs: readonly Run[]): LastBackups | undefined {
  const startedAt = latest(runs.map(startOf));
  if (startedAt === undefined) return undefined;
  return { startedAt, goodAt: latest(runs.filter(({ job }) => job.state === 'finished').map(startOf)) };
}

/**
 * Returns the retired ones of `services`. `ranAt` returns the latest start of a service in the answer; a recorded one
 * counts, too.
 */
export function retiredOf(
  services: readonly Service[],
  records: RecordsByService,
  ranAt: (service: Service) => EpochMs | undefined,
): readonly RetiredService[] {
  return services.flatMap(service => {
    const { last, retired } = records[service] ?? {};
    if (!retired) return [];
    const started = Math.max(ranAt(service) ?? 0, last?.startedAt ?? 0);
    return [{ ...retired, service, ranAt: started > retired.at ? started : undefined }];
  });
}

/** Returns the latest of some moments; undefined if there are none. */
export function latest(moments: readonly EpochMs[]): EpochMs | undefined {
  return moments.length === 0 ? undefined : moments.reduce((a, b) => Math.max(a, b));
}
