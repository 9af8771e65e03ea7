import { isRunning, type SimulatedCounts, type SimulatedJob, stateAt } from './job.ts';
import type { Shape } from './query.ts';
import type { Switches } from './switches.ts';
import { ticksOf } from './ticks.ts';

const stateNames = ['', 'InProgress', 'Finished', 'Failed', 'FinishedException', 'PartiallyFinished'];
const stateProse = ['', 'In Progress', 'Finished', 'Failed', 'Finished with Exception', 'Partially Finished'];

/** JSON text of one job in a shape. Text, not an object: JSON.stringify could not write 64-bit numbers. */
export type RowWriter = (job: SimulatedJob, now: number) => string;

/**
 * Writes jobs as `shape` has them.
 *
 * @param single the answer to a question for one job, which names its counts otherwise
 */
export function createRowWriter(shape: Shape, switches: Switches, single: boolean): RowWriter {
  const key = createKey(switches);
  // What has ended does not change: written once. An incident makes another object of a job.
  const written = new WeakMap<SimulatedJob, string>();
  const hasErrors = single || switches.jobErrors === 'listed';
  const countWord =
    switches.countNames === 'number' || (switches.countNames === 'asPublished' && single)
      ? 'Number'
      : 'Count';

  const times = (job: SimulatedJob, now: number): string => {
    const running = isRunning(job, now);
    const unfinished = switches.unfinished;
    const finish = (text: () => string, empty: string, minimum: string) => {
      if (running && unfinished === 'absent') return '';
      const value = !running
        ? text()
        : unfinished === 'null'
          ? 'null'
          : unfinished === 'minimum'
            ? minimum
            : empty;
      return `${key('finishTime')}:${value},`;
    };
    if (shape === 'cloudbackup-jobs') {
      const start = ticksOf(job.startedAt, job.startSteps);
      const end = running ? ticksOf(now) : ticksOf(job.endsAt, job.endSteps);
      const duration = end > start ? end - start : 0n;
      return `${key('startTime')}:${start},${finish(() => `${end}`, '0', '0')}${key('duration')}:${duration}`;
    }
    const hours = (Math.max(0, Math.min(job.endsAt, now) - job.startedAt) / 3_600_000).toFixed(3);
    return `${key('startTime')}:"${isoSeconds(job.startedAt)}",${finish(
      () => `"${isoSeconds(job.endsAt)}"`,
      '""',
      '"0001-01-01T00:00:00Z"',
    )}${key('duration')}:"${hours}"`;
  };

  const write: RowWriter = (job, now) => {
    const counts = countsAt(job, now);
    const details = (['total', 'failed', 'successful', 'skipped'] as const)
      .map(name => `${key(`${name}${countWord}`)}:${JSON.stringify(counts[name])}`)
      .join(',');
    const errors =
      isRunning(job, now) || !hasErrors
        ? ''
        : job.errors
            .map(
              ({ isErrorCode, value, url, number }) =>
                `{${key('isErrorCode')}:${isErrorCode},${key('value')}:${JSON.stringify(value)},` +
                `${key('url')}:${JSON.stringify(url)},${key('number')}:${JSON.stringify(number)}}`,
            )
            .join(',');
    return (
      `{${key('id')}:${JSON.stringify(job.id)},${key('state')}:${stateText(stateAt(job, now), switches)},` +
      `${times(job, now)},${key('backupDetails')}:{${details}},${key('jobErrors')}:[${errors}]}`
    );
  };

  return (job, now) => {
    if (isRunning(job, now)) return write(job, now);
    const known = written.get(job);
    if (known !== undefined) return known;
    const text = write(job, now);
    written.set(job, text);
    return text;
  };
}

/** Turns a camelCase name into a quoted key in the switched case. */
export function createKey(switches: Switches): (name: string) => string {
  return switches.letterCase === 'camel'
    ? name => `"${name}"`
    : name => `"${name.charAt(0).toUpperCase()}${name.slice(1)}"`;
}

function stateText(state: number | string, switches: Switches): string {
  if (typeof state === 'string') return JSON.stringify(state);
  if (switches.stateText === 'number') return `${state}`;
  return JSON.stringify((switches.stateText === 'prose' ? stateProse : stateNames)[state] ?? `${state}`);
}

/** While it runs, a job has been through a part of its objects. */
function countsAt(job: SimulatedJob, now: number): SimulatedCounts {
  if (!isRunning(job, now)) return job.counts;
  const length = Number.isFinite(job.endsAt) ? job.endsAt - job.startedAt : 24 * 3_600_000;
  const share = Math.min(Math.max((now - job.startedAt) / length, 0), 0.99);
  const done = (count: number) => Math.floor(count * share);
  return {
    total: job.counts.total,
    failed: done(job.counts.failed),
    successful: done(job.counts.successful),
    skipped: done(job.counts.skipped),
  };
}

/** As published: to the second, in UTC. */
function isoSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
