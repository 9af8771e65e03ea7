import { type JobState, jobStates, jobTypes, type Service, services } from '../../domain/job.ts';
import type { Clock, EpochMs, MonotonicMs } from '../../domain/time.ts';
import { type DoubtfulService, readAtOf } from '../../job-index/queries/doubt.ts';
import { hasDisappeared, type Run, startOf } from '../../job-index/run.ts';
import type { IndexView } from '../../job-index/view.ts';
import { doubtfulServices, forEachRun } from '../../jobs/count.ts';
import { waitForIndex } from '../../jobs/wait-for-index.ts';
import { isOfTime, type RankQuestion } from './question.ts';
import { type Stretch, stretchesOf } from './stretches.ts';

/** What a group has in common. */
export type GroupName =
  | { readonly by: 'service'; readonly service: Service }
  | { readonly by: 'type'; readonly type: (typeof jobTypes)[number] }
  /** Undefined: AvePoint never reported how these ended. */
  | { readonly by: 'state'; readonly state: JobState | undefined }
  | { readonly by: 'time'; readonly stretch: Stretch };

/** How many jobs a group has. */
export interface Group {
  readonly name: GroupName;
  /** In the states that were asked for. */
  readonly count: number;
  /** In any state. */
  readonly all: number;
  /** False if there may be more. */
  readonly isCounted: boolean;
  /** The lists that the jobs are in, if several services or states were asked for; empty ones are left out. */
  readonly parts?: readonly Part[] | undefined;
}

interface Part {
  readonly service: Service | undefined;
  readonly state: JobState | undefined;
  readonly count: number;
}

export interface RankAnswer {
  readonly question: RankQuestion;
  /** In the order of what they are grouped by, those without jobs among them. */
  readonly groups: readonly Group[];
  /** Each job once, though it counts for each of its services. */
  readonly total: Omit<Group, 'name' | 'parts'>;
  /** Jobs that still run, of any state that was asked for. */
  readonly running: number;
  /** Jobs whose service isn't known: in the total if all services were asked for. */
  readonly beyond: number;
  /** Jobs that may have ended in a state that was asked for, since it's unknown how they ended. */
  readonly unknown: number;
  /** Services whose jobs could not all be counted, and why. */
  readonly doubtful: readonly DoubtfulService[];
  readonly readAt?: EpochMs | undefined;
  readonly answeredAt: EpochMs;
}

/** Counts the jobs of each group, from the index. Waits until the window was read, but answers by `until`. */
export async function readRank(
  { index, clock }: { readonly index: IndexView; readonly clock: Clock },
  question: RankQuestion,
  until: MonotonicMs,
): Promise<RankAnswer> {
  const { type, services: asked, span } = question;
  await waitForIndex(index, { from: span.from ?? clock.now(), type }, until);
  const now = clock.now();
  const doubtsSince = (from: EpochMs | undefined) => doubtsOf(index, question, from, now);
  const doubtful = doubtsSince(span.from);
  const names = namesOf(question, now);
  const tally = tallied(index, question, names, now);
  const isAllCounted =
    doubtful.length === 0 && (asked.length === 0 || tally.beyond === 0) && tally.unknown === 0;
  const isCounted = certainty(question, tally, doubtful, doubtsSince);
  return {
    question,
    groups: names.map((name, at) => ({
      name,
      count: tally.counts[at] ?? 0,
      all: tally.alls[at] ?? 0,
      isCounted: isCounted(name),
      parts: tally.parts[at],
    })),
    total: { count: tally.count, all: tally.all, isCounted: isAllCounted },
    running: tally.running,
    beyond: tally.beyond,
    unknown: tally.unknown,
    doubtful,
    readAt: readAtOf(index, type ?? 'all'),
    answeredAt: now,
  };
}

function doubtsOf(
  index: IndexView,
  { type, services: asked }: RankQuestion,
  from: EpochMs | undefined,
  now: EpochMs,
): readonly DoubtfulService[] {
  const doubtful = doubtfulServices(index, { type, service: undefined }, from, now);
  return doubtful.filter(({ service }) => asked.length === 0 || asked.includes(service));
}

function namesOf({ by, services: asked, span, zone }: RankQuestion, now: EpochMs): readonly GroupName[] {
  switch (by) {
    case 'service':
      return (asked.length > 0 ? asked : services).map(service => ({ by, service }));
    case 'type':
      return jobTypes.map(type => ({ by, type }));
    case 'state':
      return [...jobStates, undefined].map(state => ({ by, state }));
    default: {
      const { from = now, to = now } = span;
      return stretchesOf({ from, to }, zone, by).map(stretch => ({ by: 'time', stretch }));
    }
  }
}

interface Tally {
  readonly counts: readonly number[];
  readonly alls: readonly number[];
  readonly parts: readonly (readonly Part[] | undefined)[];
  readonly count: number;
  readonly all: number;
  readonly running: number;
  readonly beyond: number;
  readonly unknown: number;
}

/** Counts in one pass over the runs, however many groups there are. */
function tallied(index: IndexView, question: RankQuestion, names: readonly GroupName[], now: EpochMs): Tally {
  const { type, services: asked, states, span } = question;
  const isRunning = span.from === undefined;
  const isOfEnds = states.some(state => state !== 'inProgress');
  const counts = names.map(() => 0);
  const alls = names.map(() => 0);
  const split = splitterOf(names, question);
  const visitPlaces = placesIn(names, question);
  let [count, all, running, beyond, unknown] = [0, 0, 0, 0, 0];
  forEachRun(index, type, span, now, run => {
    const state = stateOf(run);
    const isMeant = states.length === 0 || (state !== undefined && states.includes(state));
    if (run.services.length === 0 && isMeant) beyond += 1;
    if (asked.length > 0 && !run.services.some(one => asked.includes(one))) return;
    if (isRunning && !isMeant) return;
    all += 1;
    if (isMeant) count += 1;
    if (state === 'inProgress') running += 1;
    if (state === undefined && !isMeant && isOfEnds) unknown += 1;
    visitPlaces(run, state, place => {
      alls[place] = (alls[place] ?? 0) + 1;
      if (!isMeant) return;
      counts[place] = (counts[place] ?? 0) + 1;
      split?.add(place, run, state);
    });
  });
  return {
    counts,
    alls,
    count,
    all,
    running,
    beyond,
    unknown,
    parts: names.map((_, at) => split?.partsOf(at)),
  };
}

/** Counts the jobs of each group by service and state, if several of them were asked for. */
function splitterOf(names: readonly GroupName[], { by, services: asked, states }: RankQuestion) {
  const isByService = asked.length > 1 && by !== 'service';
  const isByState = states.length > 1 && by !== 'state';
  if (!isByService && !isByState) return undefined;
  const counts = names.map(() => new Map<string, number>());
  const key = (service: Service | undefined, state: JobState | undefined) => `${service} ${state}`;
  const servicesOf = (name: GroupName | undefined) =>
    name?.by === 'service' ? [name.service] : orAll(asked);
  const statesOf = (name: GroupName | undefined) => (name?.by === 'state' ? [name.state] : orAll(states));
  return {
    add(place: number, run: Run, state: JobState | undefined) {
      for (const service of servicesOf(names[place])) {
        if (service !== undefined && !run.services.includes(service)) continue;
        const name = key(service, states.length === 0 && by !== 'state' ? undefined : state);
        counts[place]?.set(name, (counts[place]?.get(name) ?? 0) + 1);
      }
    },
    partsOf: (place: number): readonly Part[] =>
      statesOf(names[place]).flatMap(state =>
        servicesOf(names[place]).flatMap(service => {
          const count = counts[place]?.get(key(service, state)) ?? 0;
          return count === 0 ? [] : [{ service, state, count }];
        }),
      ),
  };
}

function orAll<T>(values: readonly T[]): readonly (T | undefined)[] {
  return values.length > 0 ? values : [undefined];
}

/** The state as an overview counts it: how a run ended that disappeared isn't known. */
function stateOf(run: Run): JobState | undefined {
  return hasDisappeared(run) ? undefined : run.job.state;
}

/** Returns a function that visits the groups in which a run is. */
function placesIn(
  names: readonly GroupName[],
  { by }: RankQuestion,
): (run: Run, state: JobState | undefined, visit: (place: number) => void) => void {
  const places = new Map(names.map((name, at) => [keyOf(name), at] as const));
  const starts = names.flatMap(name => (name.by === 'time' ? name.stretch.from : []));
  return (run, state, visit) => {
    if (isOfTime(by)) return visit(lastNotAfter(starts, startOf(run)));
    for (const key of by === 'service' ? run.services : [by === 'type' ? run.type : state]) {
      const place = places.get(key);
      if (place !== undefined) visit(place);
    }
  };
}

function keyOf(name: GroupName): string | number | undefined {
  switch (name.by) {
    case 'service':
      return name.service;
    case 'type':
      return name.type;
    case 'state':
      return name.state;
    case 'time':
      return name.stretch.from;
  }
}

/** Returns the index of the last of some growing numbers that isn't above `value`. */
function lastNotAfter(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns a function that returns whether all jobs of a group were counted. */
function certainty(
  { by, services: asked }: RankQuestion,
  { beyond }: Tally,
  doubtful: readonly DoubtfulService[],
  doubtsSince: (from: EpochMs) => readonly DoubtfulService[],
): (name: GroupName) => boolean {
  // A job without a known service may be of any.
  const mayHaveMore = beyond > 0 && (by === 'service' || asked.length > 0);
  if (mayHaveMore) return () => false;
  if (doubtful.length === 0) return () => true;
  if (!isOfTime(by))
    return name => name.by === 'service' && !doubtful.some(({ service }) => service === name.service);
  // What was read since one moment was read since any later one.
  const isRead = new Map<EpochMs, boolean>();
  return name => {
    if (name.by !== 'time') return false;
    const { from } = name.stretch;
    if (!isRead.has(from)) isRead.set(from, doubtsSince(from).length === 0);
    return isRead.get(from) ?? false;
  };
}
