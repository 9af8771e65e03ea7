import type { Job, JobType, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';

/**
 * One run as the index has it: the row that AvePoint listed last, and what the row doesn't tell. It's never changed; a later
 * row makes another object of it.
 */
export interface Run {
  /** Unique, and the same for all of the run's life. */
  readonly key: string;
  readonly type: JobType;
  /** Found by asking for each; empty while it isn't known. Several only if AvePoint lists the run under each of them. */
  readonly services: readonly Service[];
  /** Undefined if the index isn't read by location. */
  readonly location: string | undefined;
  readonly job: Job;
  /** By our clock. */
  readonly firstSeenAt: EpochMs;
  /** When its end was first seen, by our clock; undefined while it runs. */
  readonly endSeenAt: EpochMs | undefined;
  /** The number of its end among all ends; undefined while it runs, and for what was over before the index began. */
  readonly news: number | undefined;
  /** Services that listed it only after its end had its number. Absent if none did. */
  readonly later?: LaterServices | undefined;
  /** Since when it's neither listed as running nor found. */
  readonly missingSince: EpochMs | undefined;
  /** Complete sweeps in a row that didn't list it. */
  readonly unlisted: number;
}

/** Services whose people were told of others' runs only, before it was known that a run is theirs, too. */
interface LaterServices {
  /** Those that the run was known of when its end got its number. */
  readonly first: readonly Service[];
  /** Each has a number of its own. */
  readonly news: readonly (readonly [service: Service, news: number])[];
}

/** The number of a run's end for whoever is told of these services; none: of all. */
export function newsOf({ news, later }: Run, services: readonly Service[]): number | undefined {
  if (!later || services.length === 0 || services.some(one => later.first.includes(one))) return news;
  const own = later.news.filter(([service]) => services.includes(service)).map(([, number]) => number);
  return own.length === 0 ? news : Math.min(...own);
}

/** A run that so many sweeps in a row didn't list leaves the overviews. */
export const sweepsUntilGone = 2;

const sameStartMs = 1_000;

/** A run that was neither listed nor found for so long has disappeared. */
export const disappearedAfterMs = 3_600_000;

/** Returns true if the row is about a run that is over. A state that isn't documented is an end if it has a finish time. */
export function isEnd({ state, finishedAt }: Job): boolean {
  return state === undefined ? finishedAt !== undefined : state !== 'inProgress';
}

/** Returns true if the run disappeared: it counts as ended, but AvePoint never reported how. */
export function hasDisappeared({ endSeenAt, missingSince }: Run): boolean {
  return endSeenAt !== undefined && missingSince !== undefined;
}

/** Returns true if two starts are those of one run: they are known, and differ by a second at most. */
export function isSameStart(one: EpochMs | undefined, other: EpochMs | undefined): boolean {
  return one !== undefined && other !== undefined && Math.abs(one - other) <= sameStartMs;
}

/** Returns true if the run is among those that are read: of one location, or of all as one. */
export function isIn(run: Pick<Run, 'location'>, location: string | undefined): boolean {
  return location === undefined || run.location === location;
}

/** Returns true if AvePoint doesn't list the run any more. */
export function isGone({ unlisted }: Run): boolean {
  return unlisted >= sweepsUntilGone;
}

/**
 * When the run started, by our clock as far as that is known. A run can't start after it was first seen, so a clock of
 * AvePoint's that is ahead puts no run behind the present, where no window would have it.
 */
export function startOf({ job: { startedAt }, firstSeenAt }: Run): EpochMs {
  if (startedAt !== undefined && startedAt <= firstSeenAt) return startedAt;
  return Math.floor(firstSeenAt / 1000) * 1000 - 1;
}
