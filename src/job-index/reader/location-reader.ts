import type { JobType } from '../../domain/job.ts';
import { type JobSource, JobSourceError } from '../../domain/job-source.ts';
import type { Log } from '../../domain/log.ts';
import type { Clock } from '../../domain/time.ts';
import type { IndexWriter } from '../writer.ts';
import { createAttribution } from './attribution.ts';
import { createBackOff, isOutOfReach } from './back-off.ts';
import { beginAnewIfHonoured } from './begin-anew.ts';
import { createBudget } from './budget.ts';
import { UnstableListError } from './chunks.ts';
import { createClockWarning } from './clock-warning.ts';
import type { Caps, ReaderContext, ReaderTask } from './context.ts';
import { createFollowing } from './following.ts';
import { createHistory } from './history.ts';
import { createLocationSurvey } from './location-survey.ts';
import { createMissingErrors } from './missing-errors.ts';
import { createOwnFilters } from './own-filters.ts';
import { createPolls } from './polls.ts';
import { createRequests, IgnoredFilterError } from './requests.ts';
import { createSeveralServices } from './several-services.ts';
import { createSweeps } from './sweeps.ts';
import { createUnfilteredCheck } from './unfiltered.ts';
import { unknownRules, type WindowRules } from './window.ts';
import { createWindowRules } from './window-rules.ts';

export type { Caps } from './context.ts';

export const usualCaps: Caps = { steadyPerMinute: 30, fillPerMinute: 30, fillAtOnce: 400 };

export interface LocationReaderParts {
  readonly source: JobSource;
  readonly writer: IndexWriter;
  readonly location: string | undefined;
  /** The documented locations; none if they aren't to be asked for. */
  readonly knownLocations?: readonly string[] | undefined;
  readonly intervalMs: number;
  readonly clockAheadMs: () => number | undefined;
  readonly uncorrectedMs?: (() => number) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly caps?: Caps | undefined;
  /** How long runs are stored. */
  readonly days: number;
}

/** Reads one location, or all at once. */
export interface LocationReader {
  /**
   * Does what is due of the polls; they come first, and wait for nothing else. `isUrgent`: a person waits, so what
   * failed is tried again at once. `isWoken`: the newest starts, what runs and what ended badly are asked for, whatever
   * is due.
   */
  poll(mayGoOn: () => boolean, isUrgent: boolean, isWoken?: boolean): Promise<void>;
  /** Does what is due of all that may take longer: walks, sweeps, the past. */
  catchUp(mayGoOn: () => boolean): Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export function createLocationReader(parts: LocationReaderParts): LocationReader {
  const { clock, log, clockAheadMs } = parts;
  let rules: WindowRules = unknownRules;
  let mayGoOn: () => boolean = () => true;
  const context = createContext(parts, { rules: () => rules, mayGoOn: () => mayGoOn() });
  const { backOff } = context;
  const tasks = createTasks(context, parts, found => {
    rules = found;
  });
  const attempt = createAttempt(context, tasks);
  const warnOfClock = createClockWarning(clock, log, clockAheadMs);

  async function doAll(those: readonly ReaderTask[], isHeld: () => boolean, isWoken = false): Promise<void> {
    mayGoOn = isHeld;
    warnOfClock();
    for (const task of those) {
      if (context.requests.isPaused() || !mayGoOn()) return;
      const isDue = () => (isWoken && tasks.polls.has(task)) || task.isDue(clock.now());
      const mayRun = (task.budget?.hasLeft() ?? true) && backOff.mayTry(task.name) && isDue();
      if (!mayRun || (await attempt(task))) continue;
      // One list that isn't answered is no reason to ask for no other, unless it's one of the first.
      if (context.state().trouble) return;
    }
  }

  return {
    poll(isHeld, isUrgent, isWoken) {
      if (isUrgent) backOff.clear();
      return doAll(tasks.first, isHeld, isWoken);
    },
    catchUp: isHeld => doAll(tasks.later, isHeld),
  };
}

/** Creates what the tasks share. */
function createContext(
  parts: LocationReaderParts,
  now: Pick<ReaderContext, 'rules' | 'mayGoOn'>,
): ReaderContext {
  const { source, writer, location, intervalMs, clockAheadMs, clock, random, log } = parts;
  const { caps = usualCaps, uncorrectedMs = () => Math.abs(clockAheadMs() ?? 0) } = parts;
  return {
    location,
    clock,
    log,
    writer,
    source,
    requests: createRequests({ source, writer, location, clock, log }),
    backOff: createBackOff({ clock, random, firstMs: intervalMs, longestMs: hourMs }),
    steady: createBudget(clock, { perMinute: caps.steadyPerMinute, atOnce: caps.steadyPerMinute }),
    filling: createBudget(clock, { perMinute: caps.fillPerMinute, atOnce: caps.fillAtOnce }),
    caps,
    intervalMs,
    clockDifferenceMs: uncorrectedMs,
    listed: new Map<JobType, number>(),
    ...now,
    state: () => writer.location(location),
    update: patch => writer.update(location, patch),
  };
}

interface Tasks {
  /** In the order of what matters most if requests are short. */
  readonly first: readonly ReaderTask[];
  readonly later: readonly ReaderTask[];
  /** If these can't be read, neither can the rest. */
  readonly polls: ReadonlySet<ReaderTask>;
  /** The poll of what runs: AvePoint answers again if it succeeds. */
  readonly running: ReaderTask;
}

function createTasks(
  context: ReaderContext,
  { days, knownLocations = [] }: LocationReaderParts,
  onRules: (found: WindowRules) => void,
): Tasks {
  const { newest, running, bad, others } = createPolls(context);
  return {
    first: [
      newest,
      running,
      createFollowing(context),
      createAttribution(context),
      bad,
      createMissingErrors(context, days),
    ],
    later: [
      createLocationSurvey(context, knownLocations),
      createWindowRules(context, onRules),
      createHistory(context),
      createSeveralServices(context),
      createOwnFilters(context),
      createUnfilteredCheck(context),
      ...createSweeps(context),
      others,
    ],
    polls: new Set([newest, running, bad]),
    running,
  };
}

/**
 * Returns a function that runs a task. It returns false if AvePoint is out of reach, so that no other need be tried
 * now.
 */
function createAttempt(context: ReaderContext, { polls, running }: Pick<Tasks, 'polls' | 'running'>) {
  const { backOff, writer, log } = context;
  return async (task: ReaderTask): Promise<boolean> => {
    try {
      await task.run();
      beginAnewIfHonoured(context);
      backOff.succeeded(task.name);
      if (task === running && context.state().trouble) context.update({ trouble: undefined });
      return true;
    } catch (error) {
      if (error instanceof IgnoredFilterError) noteIgnored(context, error);
      else if (!(error instanceof JobSourceError || error instanceof UnstableListError)) throw error;
      backOff.failed(task.name, error);
      if (error instanceof JobSourceError && polls.has(task)) noteTrouble(context, error);
      log.warn({ err: error, task: task.name }, 'AvePoint not read, trying again');
      return !isOutOfReach(error);
    } finally {
      await writer.commit();
    }
  };
}

function noteIgnored(context: ReaderContext, { parameter }: IgnoredFilterError): void {
  const { ignored } = context.state();
  context.update({ ignored: { ...ignored, [parameter]: context.clock.now() } });
}

function noteTrouble(
  context: ReaderContext,
  { code, details: { permission, retryAt } }: JobSourceError,
): void {
  const at = context.clock.now();
  const since = context.state().trouble?.since ?? at;
  context.update({ trouble: { since, at, code, permission, retryAt } });
}
