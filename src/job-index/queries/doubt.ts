import type { JobType, Service } from '../../domain/job.ts';
import type { JobSourceErrorCode } from '../../domain/job-source.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { FilterParameter } from '../observe.ts';
import {
  historyMs,
  isReadSince,
  type LocationState,
  type Pause,
  type PollKind,
  unitKey,
  unitOf,
} from '../read-state.ts';
import { timetable } from '../reader/timetable.ts';
import type { IndexView } from '../view.ts';

/** Why what the index has isn't certain to be all there is. */
export type Doubt =
  /** The latest jobs, or those of this service, weren't read since; undefined: never. */
  | { readonly kind: 'notRead'; readonly since: EpochMs | undefined }
  /** AvePoint refuses the service. */
  | { readonly kind: 'refused'; readonly since: EpochMs }
  /** The past was read back to this moment only. */
  | { readonly kind: 'history'; readonly since: EpochMs }
  /** The API ignores a parameter, so a job's service or type isn't certain, or not all of the past can be read again. */
  | { readonly kind: 'ignored'; readonly parameter: FilterParameter };

/** A service whose jobs aren't certain to be all. */
export interface DoubtfulService {
  readonly service: Service;
  readonly doubt: Doubt;
}

/** What an answer is about: jobs of a type and service that started at `from` or later; undefined: those that run. */
export interface Scope {
  readonly type: JobType;
  readonly service: Service;
  readonly from: EpochMs | undefined;
}

/** What was not read for so many intervals may have changed. */
const intervalsSeen = 3;

/** Returns the times of more than an hour in which AvePoint wasn't read; what ran then was read afterwards. */
export function pausesOf({ locations, state }: IndexView): readonly Pause[] {
  return locations.flatMap(name => state()?.locations[name ?? '']?.pauses ?? []);
}

/** Returns why an answer about `scope` isn't certain; undefined if it is. */
export function doubtOf(view: IndexView, scope: Scope, now: EpochMs): Doubt | undefined {
  const state = view.state();
  if (!state) return { kind: 'notRead', since: undefined };
  for (const name of view.locations) {
    const location = state.locations[name ?? ''];
    if (!location) return { kind: 'notRead', since: undefined };
    const doubt = doubtOfLocation(view, location, scope, now);
    if (doubt) return doubt;
  }
  return undefined;
}

/**
 * When the latest jobs were last read whole, in the location where that is longest ago; undefined: not at all. Backups are read
 * apart from the other types.
 */
export function readAtOf(view: IndexView, type: JobType | 'all' = 'backup'): EpochMs | undefined {
  const moments = view.locations.flatMap(name => {
    const { newest, running, bad, others } = view.state()?.locations[name ?? '']?.readAt ?? {};
    // Bad ends are asked for less often: the newest jobs bring them, too, unless they are listed late.
    const backups = [newest, running, bad === undefined ? undefined : Math.max(bad, newest ?? 0)];
    return type === 'backup' ? backups : type === 'all' ? [...backups, others] : [others];
  });
  return moments.some(at => at === undefined) ? undefined : Math.min(...(moments as EpochMs[]));
}

/** Returns why the latest jobs can't be read, in the first location of which it's known; undefined if they could be. */
export function troubleOf(view: IndexView): JobSourceErrorCode | undefined {
  const troubles = view.locations.map(name => view.state()?.locations[name ?? '']?.trouble?.code);
  return troubles.find(code => code !== undefined);
}

function doubtOfLocation(
  { intervalMs, days }: IndexView,
  state: LocationState,
  { type, service, from }: Scope,
  now: EpochMs,
): Doubt | undefined {
  const ignored = ignoredIn(state);
  if (ignored) return { kind: 'ignored', parameter: ignored };
  const unit = unitOf(state, unitKey(type, service));
  if (unit.refused) return { kind: 'refused', since: unit.refused.since };

  const polled: readonly (readonly [PollKind, number])[] =
    type === 'backup'
      ? [
          ['newest', intervalMs],
          ['running', intervalMs],
          ['bad', Math.max(timetable.bad.everyMs, intervalMs)],
        ]
      : [['others', Math.max(timetable.others.everyMs, intervalMs)]];
  for (const [poll, everyMs] of polled) {
    const at = state.readAt[poll];
    if (!isRecent(at, intervalsSeen * everyMs, now)) return { kind: 'notRead', since: at };
  }
  if (type === 'backup' && !isRecent(unit.answeredAt, timetable.ownFilters.ageMs, now))
    return { kind: 'notRead', since: unit.answeredAt };

  if (from === undefined) return undefined;
  const kept = Math.max(state.beganAt - historyMs, now - days * 24 * 3_600_000);
  if (from < kept) return { kind: 'history', since: kept };
  if (isReadSince(state, type, service, from)) return undefined;
  return { kind: 'history', since: Math.max(...unit.unread.map(({ to }) => to)) };
}

/**
 * True if `at` is no further from now than `ms`. It may lie ahead, since the process that reads may have another clock; far
 * ahead, our clock was set back, and nothing tells how long ago it was.
 */
function isRecent(at: EpochMs | undefined, ms: number, now: EpochMs): boolean {
  return at !== undefined && Math.abs(now - at) <= ms;
}

/** The parameter that was seen to be ignored, and wasn't seen to work since. */
function ignoredIn({ ignored, readAt, units }: LocationState): FilterParameter | undefined {
  // As a rule none is, and every row of every list asks for it.
  if (Object.values(ignored).every(at => at === undefined)) return undefined;
  const worksSince = (at: EpochMs, moments: readonly (EpochMs | undefined)[]) =>
    moments.every(moment => moment !== undefined && moment > at);
  const checks = Object.entries(units)
    .filter(([key, { refused }]) => key.startsWith('backup ') && !refused)
    .map(([, { checkedAt }]) => checkedAt);
  const proofs: Readonly<Record<FilterParameter, readonly (EpochMs | undefined)[]>> = {
    JobState: [readAt.running, readAt.bad],
    StartTime: [readAt.newest, readAt.bad],
    // Only lists of the past have a FinishTime. The two longer walks begin with a proof that it's honoured; once both are
    // through, nothing of the past is missing either.
    FinishTime: [readAt.walk48, readAt.sweep],
    JobType: [readAt.others, ...checks],
    ObjectType: checks,
    Location: checks,
  };
  for (const [parameter, at] of Object.entries(ignored) as [FilterParameter, EpochMs | undefined][]) {
    if (at !== undefined && !worksSince(at, proofs[parameter])) return parameter;
  }
  return undefined;
}
