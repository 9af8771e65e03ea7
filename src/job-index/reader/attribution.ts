import { pauseMs } from '../../domain/back-off.ts';
import { type JobType, type Service, services } from '../../domain/job.ts';
import type { EpochMs, MonotonicMs, Span } from '../../domain/time.ts';
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

interface PendingAttribution {
  /** Those that have answered and don't have it. */
  readonly services: Set<Service>;
  rounds: number;
  doneAt: MonotonicMs | undefined;
}

/** The part of the requests that it may use even if the lists have used up the rest; it takes more if they leave some. */
const share = 0.15;

/**
 * Finds the service of runs that a list without a service has brought: asks service by service for the second in which the
 * run started, the likeliest first. What lies in a stretch that is still to be read by service waits for that.
 */
export function createAttribution(context: ReaderContext): ReaderTask {
  const { clock, writer, requests, steady, caps, location, state, update, rules, backOff } = context;
  const budget = createElasticShare(clock, steady, {
    perMinute: caps.steadyPerMinute * share,
    atOnce: caps.steadyPerMinute,
  });
  const likely = createLikelyServices(writer.mirror);
  const asked = new Map<string, PendingAttribution>();
  /** Services that gave no answer in this round. */
  const silent = new Set<Service>();
  let counterCheckedAt: MonotonicMs | undefined;

  const isOpen = ({ key }: Run) => writer.mirror.get(key)?.services.length === 0;

  function askingOf({ key }: Run): PendingAttribution {
    const known = asked.get(key) ?? { services: new Set(), rounds: 0, doneAt: undefined };
    asked.set(key, known);
    return known;
  }

  const canAsk = (type: JobType, service: Service) => backOff.mayTry(unitKey(type, service));

  /** True if reading the past will bring the run with its service. */
  function isReadLater({ type }: Run, at: EpochMs): boolean {
    return services.some(
      service =>
        canAsk(type, service) && stretchAt(unitOf(state(), unitKey(type, service)).unread, at) !== undefined,
    );
  }

  /** Those that can be asked for now. */
  function waiting(): readonly Run[] {
    return [...writer.mirror.unattributed()].filter(run => {
      if (!isIn(run, location) || isReadLater(run, startOf(run))) return false;
      const asking = askingOf(run);
      if (asking.doneAt === undefined) return true;
      if (!hasPassed(pauseMs(asking.rounds, askAgain), asking.doneAt, clock)) return false;
      asking.doneAt = undefined;
      // A service that was refused hasn't answered yet; when all have, all are asked again.
      if (asking.services.size === services.length) asking.services.clear();
      return true;
    });
  }

  /** Asks one service for a window; false if it gave no whole answer. Throws if several give none: it's not the service. */
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

  /** So that no service is believed to have no such run, and the run is found when the service answers. */
  function leaveToHistory(run: Run): void {
    const from = floorToSecond(startOf(run));
    const stretch = { from, to: Math.max(clock.now(), from + 1_000), isHistory: false };
    for (const service of services) {
      if (askingOf(run).services.has(service)) continue;
      const key = unitKey(run.type, service);
      update(withUnit(state(), key, { unread: withStretch(unitOf(state(), key).unread, stretch) }));
    }
  }

  async function attributeAll(runs: readonly Run[], now: EpochMs): Promise<void> {
    for (const type of new Set(runs.map(run => run.type))) {
      const those = runs.filter(run => run.type === type);
      if (those.length > mostOneByOne) await readByService(type, those);
      else for (const run of those) if (isOpen(run)) await attribute(run, now);
    }
  }

  function endRound(asking: PendingAttribution): void {
    asking.rounds += 1;
    asking.doneAt = clock.monotonic();
  }

  async function attribute(run: Run, now: EpochMs): Promise<void> {
    const asking = askingOf(run);
    const times = { startedAt: run.job.startedAt ?? startOf(run), finishedAt: run.job.finishedAt };
    const around = windowAround(times, rules());
    const question: AttributionQuestion = {
      type: run.type,
      span: around ?? unbounded,
      state: around ? undefined : 'inProgress',
    };
    const ranked = likely(run, now);
    for (const service of ranked.filter(one => !asking.services.has(one))) {
      if (!budget.hasLeft()) return;
      if (!(await ask(service, question))) continue;
      asking.services.add(service);
      if (isOpen(run)) continue;
      asked.delete(run.key);
      const partners = partnersOf(state(), run.type, service, now);
      for (const partner of partners) if (!asking.services.has(partner)) await ask(partner, question);
      const other = ranked.find(one => one !== service && !partners.includes(one));
      if (!other || !hasPassed(counterCheckMs, counterCheckedAt, clock)) return;
      counterCheckedAt = clock.monotonic();
      await ask(other, question);
      return;
    }
    endRound(asking);
  }

  /** Reads the whole time in which the runs of one type lie, service by service. */
  async function readByService(type: JobType, runs: readonly Run[]): Promise<void> {
    const span = openWindow(Math.min(...runs.map(startOf)));
    for (const service of services) {
      if (!budget.hasLeft()) return;
      if (runs.every(run => askingOf(run).services.has(service))) continue;
      const isAsked = await ask(service, { type, span, state: undefined });
      if (isAsked) for (const run of runs) askingOf(run).services.add(service);
    }
    for (const run of runs) endRound(askingOf(run));
  }

  return {
    name: 'attribution',
    isDue: () => !isConfused(state()) && waiting().length > 0,
    async run() {
      const now = clock.now();
      const runs = waiting();
      silent.clear();
      try {
        await attributeAll(runs, now);
      } finally {
        for (const run of runs) if (isOpen(run)) leaveToHistory(run);
        for (const key of asked.keys()) if (writer.mirror.get(key)?.services.length !== 0) asked.delete(key);
      }
    },
  };
}
