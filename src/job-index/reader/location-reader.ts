import type { JobType } from '../../domain/job.ts';
import { type JobSource, JobSourceError } from '../../domain/job-source.ts';
import type { Log } from '../../domain/log.ts';
import type { Clock, EpochMs } from '../../domain/time.ts';
import type { IndexWriter } from '../writer.ts';
import { createAttribution } from './attribution.ts';
import { createBackOff, isOutOfReach } from './back-off.ts';
import { createBudget } from './budget.ts';
import { UnstableList } from './chunks.ts';
import type { ReaderContext, ReaderTask } from './context.ts';
import { createFollowing } from './following.ts';
import { createHistory } from './history.ts';
import { createOwnFilters } from './own-filters.ts';
import { createPolls } from './polls.ts';
import { createRequests, IgnoredFilter } from './requests.ts';
import { createSweeps } from './sweeps.ts';
import { createUnfilteredCheck } from './unfiltered.ts';
import { unknownRules, type WindowRules } from './window.ts';
import { createWindowRules } from './window-rules.ts';

/** Requests that the reader may make in one location. */
export interface Caps {
  /** A minute, to stay up to date. */
  readonly steadyPerMinute: number;
  /** A minute more, to read the past. */
  readonly fillPerMinute: number;
  /** At once, to read the past of a small tenant within seconds. */
  readonly fillAtOnce: number;
}

export const usualCaps: Caps = { steadyPerMinute: 30, fillPerMinute: 30, fillAtOnce: 400 };

export interface LocationReaderParts {
  readonly source: JobSource;
  readonly writer: IndexWriter;
  readonly location: string | undefined;
  readonly intervalMs: number;
  readonly clockAheadMs: () => number | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly caps?: Caps | undefined;
}

/** Reads one location, or all at once. */
export interface LocationReader {
  /**
   * Does what is due of the polls; they come first, and wait for nothing else. `isUrgent`: a person waits, so what failed is
   * tried again at once.
   */
  poll(mayGoOn: () => boolean, isUrgent: boolean): Promise<void>;
  /** Does what is due of all that may take longer: walks, sweeps, the past. */
  catchUp(mayGoOn: () => boolean): Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function createLocationReader(parts: LocationReaderParts): LocationReader {
  const { source, writer, location, intervalMs, clockAheadMs, clock, random, log, caps = usualCaps } = parts;
  let rules: WindowRules = unknownRules;
  let mayGoOn: () => boolean = () => true;
  let pause: { readonly from: EpochMs; readonly until: EpochMs } | undefined;
  const backOff = createBackOff({ clock, random, firstMs: intervalMs, longestMs: hourMs });
  const steady = createBudget(clock, { perMinute: caps.steadyPerMinute, atOnce: caps.steadyPerMinute });
  const filling = createBudget(clock, { perMinute: caps.fillPerMinute, atOnce: caps.fillAtOnce });
  const onPause = (until: EpochMs) => {
    const from = clock.now();
    if (until <= from) return;
    log.warn({ until: new Date(until).toISOString() }, 'AvePoint asked for a pause');
    pause = { from, until };
  };
  const context: ReaderContext = {
    location,
    clock,
    log,
    writer,
    requests: createRequests({ source, writer, location, clock, onPause }),
    backOff,
    steady,
    filling,
    intervalMs,
    clockDifferenceMs: () => Math.abs(clockAheadMs() ?? 0),
    rules: () => rules,
    listed: new Map<JobType, number>(),
    mayGoOn: () => mayGoOn(),
    state: () => writer.location(location),
    update: patch => writer.update(location, patch),
  };

  const [newest, running, bad, others] = createPolls(context);
  const following = createFollowing(context);
  const attribution = createAttribution(context);
  const windowRules = createWindowRules(context, found => {
    rules = found;
  });
  /** In the order of what matters most if requests are short. */
  const first = [newest, running, following, attribution, bad].filter(task => task !== undefined);
  const later = [
    windowRules,
    createHistory(context),
    ...(others ? [others] : []),
    createUnfilteredCheck(context),
    createOwnFilters(context),
    ...createSweeps(context),
  ];
  const budgetOf = (task: ReaderTask) => (task.name === 'history' ? undefined : steady);

  const isPaused = (now: EpochMs) => pause !== undefined && now >= pause.from && now < pause.until;

  /** Resolves to false if AvePoint is out of reach, so that nothing else need be tried now. */
  async function attempt(task: ReaderTask): Promise<boolean> {
    try {
      await task.run();
      backOff.succeeded(task.name);
      if (task === running && context.state().trouble) context.update({ trouble: undefined });
      return true;
    } catch (error) {
      if (error instanceof IgnoredFilter) noteIgnored(error);
      else if (!(error instanceof JobSourceError || error instanceof UnstableList)) throw error;
      backOff.failed(task.name, error);
      if (error instanceof JobSourceError && first.includes(task)) noteTrouble(error);
      log.warn({ err: error, task: task.name }, 'AvePoint not read, trying again');
      return !isOutOfReach(error);
    } finally {
      await writer.commit();
    }
  }

  function noteIgnored({ parameter }: IgnoredFilter): void {
    const { ignored } = context.state();
    context.update({ ignored: { ...ignored, [parameter]: clock.now() } });
  }

  function noteTrouble({ code, details: { permission, retryAt } }: JobSourceError): void {
    const at = clock.now();
    const since = context.state().trouble?.since ?? at;
    context.update({ trouble: { since, at, code, permission, retryAt } });
  }

  async function doAll(tasks: readonly ReaderTask[], isHeld: () => boolean): Promise<void> {
    mayGoOn = isHeld;
    for (const task of tasks) {
      const now = clock.now();
      if (isPaused(now) || !mayGoOn()) return;
      const mayRun = task.isDue(now) && backOff.mayTry(task.name) && (budgetOf(task)?.hasLeft() ?? true);
      if (mayRun && !(await attempt(task))) return;
    }
  }

  return {
    poll(isHeld, isUrgent) {
      if (isUrgent) backOff.clear();
      return doAll(first, isHeld);
    },
    catchUp: isHeld => doAll(later, isHeld),
  };
}
