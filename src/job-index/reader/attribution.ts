import { pauseMs } from '../../domain/back-off.ts';
import { type JobType, type Service, services } from '../../domain/job.ts';
import type { Clock, EpochMs, MonotonicMs, Span } from '../../domain/time.ts';
import { partnersOf, unitKey, unitOf, withUnit } from '../read-state.ts';
import { isIn, type Run, startOf } from '../run.ts';
import { stretchAt, withStretch } from '../stretches.ts';
import { askUnit } from './ask-unit.ts';
import { isOutOfReach } from './back-off.ts';
import { isConfused } from './begin-anew.ts';
import { createElasticShare } from './budget.ts';
import { hasPassed, type ReaderContext, type ReaderTask } from './context.ts';
import { createLikelyServices } from './likely-services.ts';
import { unbounded } from './polls.ts';
import { floorToSecond, openWindow, windowAround } from './window.ts';

/** Asking around each run costs about two requests; so many runs are cheaper read by service. */
const mostOneByOne = 10;
/** A run that no service has claimed is asked for again after this; then after twice as long, and so on. */
const askAgain = { firstMs: 30 * 60_000, longestMs: 24 * 3_600_000 };
/** How often a second service is asked for a run that one has claimed, to see that the filter is honoured. */
const counterCheckMs = 10 * 60_000;

/** If more services give no answer, AvePoint is out of reach. */
const mostSilent = 1;

interface AttributionQuestion {
  readonly type: JobType;
  readonly span: Span;
  readonly state: 'inProgress' | undefined;
}

/**
 * The part of the requests that it may use even if the lists have used up the rest; it takes more if they leave some.
 */
const share = 0.15;

/**
 * Finds the service of runs that a list without a service has brought: asks service by service for the second in which
 * the run started, the likeliest first. What lies in a stretch that is still to be read by service waits for that.
 */
export function createAttribution(context: ReaderContext): ReaderTask {
  const { clock, writer, location, state, update, backOff } = context;
  const asked = createAskedRuns(clock);
  const askAbout = createAskAbout(context, asked);

  const canAsk = (type: JobType, service: Service) => backOff.mayTry(unitKey(type, service));

  /** True if reading the past will bring the run with its service. */
  function isReadLater({ type }: Run, at: EpochMs): boolean {
    return services.some(
      service =>
        canAsk(type, service) && stretchAt(unitOf(state(), unitKey(type, service)).unread, at) !== undefined,
    );
  }

  /** Returns the runs that can be asked for now. */
  function waiting(): readonly Run[] {
    return [...writer.mirror.unattributed()].filter(
      run => isIn(run, location) && !isReadLater(run, startOf(run)) && asked.isDue(run),
    );
  }

  /** So that no service is believed to have no such run, and the run is found when the service answers. */
  function leaveToHistory(run: Run): void {
    const from = floorToSecond(startOf(run));
    const stretch = { from, to: Math.max(clock.now(), from + 1_000), isHistory: false };
    for (const service of services) {
      if (asked.servicesOf(run).has(service)) continue;
      const key = unitKey(run.type, service);
      update(withUnit(state(), key, { unread: withStretch(unitOf(state(), key).unread, stretch) }));
    }
  }

  return {
    name: 'attribution',
    isDue: () => !isConfused(state()) && waiting().length > 0,
    async run() {
      const runs = waiting();
      try {
        await askAbout(runs, clock.now());
      } finally {
        for (const run of runs) if (isOpen(context, run)) leaveToHistory(run);
        for (const key of asked.keys()) if (writer.mirror.get(key)?.services.length !== 0) asked.forget(key);
      }
    },
  };
}

/** Returns true if the service of a run isn't known yet. */
function isOpen({ writer }: ReaderContext, { key }: Run): boolean {
  return writer.mirror.get(key)?.services.length === 0;
}

/** Returns a function that asks for the services of runs, as far as the requests allow. */
function createAskAbout(context: ReaderContext, asked: AskedRuns) {
  const { clock, writer, requests, steady, caps, state, rules } = context;
  const budget = createElasticShare(clock, steady, {
    perMinute: caps.steadyPerMinute * share,
    atOnce: caps.steadyPerMinute,
  });
  const likely = createLikelyServices(writer.mirror);
  /** Services that gave no answer in this round. */
  const silent = new Set<Service>();
  let counterCheckedAt: MonotonicMs | undefined;

  /**
   * Asks one service for a window; false if it gave no whole answer. Throws if several give none: it's not the service.
   */
  async function ask(
    service: Service,
    { type, span, state: jobState }: AttributionQuestion,
  ): Promise<boolean> {
    try {
      const read = await askUnit(context, { type, service }, () =>
        requests.readWhole({ type, service, state: jobState, span }, budget),
      );
      return read?.isWhole === true;
    } catch (error) {
      silent.add(service);
      if (!isOutOfReach(error) || silent.size > mostSilent) throw error;
      return false;
    }
  }

  async function attribute(run: Run, now: EpochMs): Promise<void> {
    const without = asked.servicesOf(run);
    const times = { startedAt: run.job.startedAt ?? startOf(run), finishedAt: run.job.finishedAt };
    const around = windowAround(times, rules());
    const question: AttributionQuestion = {
      type: run.type,
      span: around ?? unbounded,
      state: around ? undefined : 'inProgress',
    };
    const ranked = likely(run, now);
    for (const service of ranked.filter(one => !without.has(one))) {
      if (!budget.hasLeft()) return;
      if (!(await ask(service, question))) continue;
      without.add(service);
      if (isOpen(context, run)) continue;
      asked.forget(run.key);
      const partners = partnersOf(state(), run.type, service, now);
      for (const partner of partners) if (!without.has(partner)) await ask(partner, question);
      const other = ranked.find(one => one !== service && !partners.includes(one));
      if (!other || !hasPassed(counterCheckMs, counterCheckedAt, clock)) return;
      counterCheckedAt = clock.monotonic();
      await ask(other, question);
      return;
    }
    asked.endRound(run);
  }

  /** Reads the whole time in which the runs of one type lie, service by service. */
  async function readByService(type: JobType, runs: readonly Run[]): Promise<void> {
    const span = openWindow(Math.min(...runs.map(startOf)));
    for (const service of services) {
      if (!budget.hasLeft()) return;
      if (runs.every(run => asked.servicesOf(run).has(service))) continue;
      const isAsked = await ask(service, { type, span, state: undefined });
      if (isAsked) for (const run of runs) asked.servicesOf(run).add(service);
    }
    for (const run of runs) asked.endRound(run);
  }

  return async (runs: readonly Run[], now: EpochMs): Promise<void> => {
    silent.clear();
    for (const type of new Set(runs.map(run => run.type))) {
      const those = runs.filter(run => run.type === type);
      if (those.length > mostOneByOne) await readByService(type, those);
      else for (const run of those) if (isOpen(context, run)) await attribute(run, now);
    }
  };
}

/** What was asked about one run. */
interface Asked {
  /** The services that have answered and don't have it. */
  readonly services: Set<Service>;
  rounds: number;
  doneAt: MonotonicMs | undefined;
}

type AskedRuns = ReturnType<typeof createAskedRuns>;

/** Remembers which services were asked for each run. After a round without success it pauses, longer each time. */
function createAskedRuns(clock: Clock) {
  const asked = new Map<string, Asked>();

  function of({ key }: Run): Asked {
    const known = asked.get(key) ?? { services: new Set(), rounds: 0, doneAt: undefined };
    asked.set(key, known);
    return known;
  }

  return {
    /** Returns the services that don't have the run. */
    servicesOf: (run: Run): Set<Service> => of(run).services,
    /** Returns true if the run can be asked for now. Begins a new round if a pause is over. */
    isDue(run: Run): boolean {
      const one = of(run);
      if (one.doneAt === undefined) return true;
      if (!hasPassed(pauseMs(one.rounds, askAgain), one.doneAt, clock)) return false;
      one.doneAt = undefined;
      // A service that was refused hasn't answered yet; when all have, all are asked again.
      if (one.services.size === services.length) one.services.clear();
      return true;
    },
    endRound(run: Run): void {
      const one = of(run);
      one.rounds += 1;
      one.doneAt = clock.monotonic();
    },
    forget: (key: string): boolean => asked.delete(key),
    keys: () => asked.keys(),
  };
}
