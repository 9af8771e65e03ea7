import { type JobType, jobTypes, type Service, services } from '../domain/job.ts';
import type { JobSourceErrorCode } from '../domain/job-source.ts';
import type { EpochMs } from '../domain/time.ts';
import type { FilterParameter } from './observe.ts';
import { type Stretch, touches } from './stretches.ts';

/** What is read again and again, each without a service: what an overview needs, and what finds the rest later. */
const polls = ['newest', 'running', 'bad', 'others', 'walk6', 'walk48', 'sweep'] as const;
export type PollKind = (typeof polls)[number];

/** One type of job of one service: what is read by asking for exactly these. */
export interface UnitState {
  /** Stretches of the past that weren't read yet. */
  readonly unread: readonly Stretch[];
  /** When a question for this service and type was last answered. */
  readonly answeredAt?: EpochMs | undefined;
  /** When its last hours were last read by its own filter, whatever had been found by then. */
  readonly checkedAt?: EpochMs | undefined;
  /** Since when such questions are refused. */
  readonly refused?: { readonly since: EpochMs; readonly code: JobSourceErrorCode } | undefined;
}

/** How AvePoint last failed to answer. */
interface Trouble {
  readonly since: EpochMs;
  /** The last time that it was asked. */
  readonly at: EpochMs;
  readonly code: JobSourceErrorCode;
  /** The permission that's missing, if that is why. */
  readonly permission?: string | undefined;
  readonly retryAt?: EpochMs | undefined;
}

/**
 * Two services under which AvePoint has listed the same job: either it belongs to both, or ObjectType is ignored. See
 * `several-services.ts`.
 */
export interface ServicePair {
  readonly type: JobType;
  /** In the order of `services`. */
  readonly services: readonly [Service, Service];
  /** The key of that job's run. */
  readonly run: string;
  /** Since when it's open which of the two is so; undefined once it was proved that ObjectType is honoured. */
  readonly openSince?: EpochMs | undefined;
  /** When that was last proved. */
  readonly provenAt?: EpochMs | undefined;
}

/** A proof isn't relied on for longer. */
const provenMs = 24 * 3_600_000;

/** A time in which AvePoint wasn't read. */
export interface Pause {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** How far AvePoint was read in one location, or in all of them together. Plain JSON. */
export interface LocationState {
  /** When reading began; what was over before is history. */
  readonly beganAt: EpochMs;
  /** When each was last read whole. */
  readonly readAt: Readonly<Partial<Record<PollKind, EpochMs | undefined>>>;
  /** By `unitKey`. */
  readonly units: Readonly<Record<string, UnitState>>;
  /** Parameters that the API was seen to ignore, and when. */
  readonly ignored: Readonly<Partial<Record<FilterParameter, EpochMs | undefined>>>;
  /** By `pairKey`. */
  readonly pairs?: Readonly<Record<string, ServicePair>> | undefined;
  /** Lists without a service are refused, or leave rows out, so everything is read by service. */
  readonly isByService: boolean;
  /** Why the latest jobs can't be read; undefined if they could be the last time. */
  readonly trouble?: Trouble | undefined;
  /** When the documented locations were last asked whether they have backups. */
  readonly surveyedAt?: EpochMs | undefined;
  /** Times of more than an hour in which AvePoint wasn't read, the latest last; what ran then was read afterwards. */
  readonly pauses?: readonly Pause[] | undefined;
  /** Where the next sweep begins, if it's to go back further than usual. */
  readonly sweepFrom?: EpochMs | undefined;
}

/** How far AvePoint was read. */
export interface ReadState {
  /** Which data centre and client the index belongs to. */
  readonly source: string;
  /** The highest news number. */
  readonly news: number;
  /** When these numbers began: those of an index before this one are other numbers. Absent before the first claim. */
  readonly numberedSince?: EpochMs | undefined;
  /** The locations that were found to have backups, if they are several: each is read for itself. */
  readonly found?: readonly string[] | undefined;
  /** By location; the one key is empty if the index isn't read by location. */
  readonly locations: Readonly<Record<string, LocationState>>;
}

/** How far back AvePoint is read at the first start. */
export const historyMs = 60 * 24 * 3_600_000;

export function unitKey(type: JobType, service: Service): string {
  return `${type} ${service}`;
}

export function pairKey(type: JobType, [one, other]: readonly [Service, Service]): string {
  return `${type} ${one} ${other}`;
}

/** Returns two services in the order of `services`. */
export function pairOf(one: Service, other: Service): readonly [Service, Service] {
  return services.indexOf(one) < services.indexOf(other) ? [one, other] : [other, one];
}

/** Returns true if it was proved of late that ObjectType distinguishes the two services. */
export function isProven({ provenAt }: ServicePair, now: EpochMs): boolean {
  return provenAt !== undefined && Math.abs(now - provenAt) < provenMs;
}

/** The services of which a job of this service may be as well, since AvePoint has listed such jobs under both. */
export function partnersOf(
  { pairs }: LocationState,
  type: JobType,
  service: Service,
  now: EpochMs,
): readonly Service[] {
  return Object.values(pairs ?? {})
    .filter(pair => pair.type === type && pair.services.includes(service) && isProven(pair, now))
    .flatMap(pair => pair.services.filter(one => one !== service));
}

/** All types of all services, backups first. */
export const allUnits = jobTypes.flatMap(type =>
  services.map(service => ({ type, service, key: unitKey(type, service) })),
);

/** The state before anything was read. */
export function firstLocationState(now: EpochMs): LocationState {
  const unread: readonly Stretch[] = [{ from: now - historyMs, to: now, isHistory: true }];
  return {
    beganAt: now,
    // The first reading by service is as good as all of them.
    readAt: { walk6: now, walk48: now, sweep: now },
    units: Object.fromEntries(allUnits.map(({ key }) => [key, { unread }])),
    ignored: {},
    isByService: false,
  };
}

/** The state of a type and service. */
export function unitOf({ units }: LocationState, key: string): UnitState {
  return units[key] ?? { unread: [] };
}

/** Returns the patch of a location's state that changes one unit. */
export function withUnit(
  state: LocationState,
  key: string,
  patch: Partial<UnitState>,
): Partial<LocationState> {
  return { units: { ...state.units, [key]: { ...unitOf(state, key), ...patch } } };
}

/** Returns true if a run of that type that was over before now is no news: it lies in a stretch that wasn't read yet. */
export function isHistoryAt(
  state: LocationState,
  type: JobType,
  asked: readonly Service[],
  startedAt: EpochMs,
): boolean {
  if (startedAt < state.beganAt - historyMs) return true;
  return asked.some(service =>
    unitOf(state, unitKey(type, service)).unread.some(
      ({ isHistory, from, to }) => isHistory && from <= startedAt && startedAt < to,
    ),
  );
}

/** Returns true if all runs of a type and service that ended since `from` were read. */
export function isReadSince(state: LocationState, type: JobType, service: Service, from: EpochMs): boolean {
  const { unread } = unitOf(state, unitKey(type, service));
  return !touches(unread, { from, to: Number.POSITIVE_INFINITY });
}
