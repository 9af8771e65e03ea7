import type { EpochMs } from '../../domain/time.ts';
import { allUnits, type UnitState, unitOf, withUnit } from '../read-state.ts';
import { latestOf, type Stretch, without } from '../stretches.ts';
import { askUnit } from './ask-unit.ts';
import { isConfused } from './begin-anew.ts';
import { createElasticShare } from './budget.ts';
import { type Chunks, createChunks, UnstableListError } from './chunks.ts';
import type { ReaderContext, ReaderTask } from './context.ts';
import { newestMs } from './polls.ts';

const dayMs = 24 * 3_600_000;
/** What overviews need at once, a day and the day before, is read first, however many requests it takes. Reading it takes time itself. */
const urgentMs = 2 * dayMs + 10 * 60_000;

/** A service's own filter counts as checked if it was asked for so much of the past. */
const checkMs = dayMs / 4;

/** The part of the usual requests that what a pause has left out may take at least, after those of some minutes at once. */
const share = 0.1;
const minutesAtOnce = 5;

type HistoryUnit = (typeof allUnits)[number];

/** A stretch to read. */
interface Choice {
  readonly unit: HistoryUnit;
  readonly stretch: Stretch;
  readonly isUrgentOne: boolean;
  readonly failures: number;
}

/**
 * Reads what wasn't read yet, service by service and the latest first: the past at the first start, and what a pause has
 * left out. The last two days of backups come first.
 */
export function createHistory(context: ReaderContext): ReaderTask {
  const { clock, state, update, filling, steady, caps, backOff, log } = context;
  const catchingUp = createElasticShare(clock, steady, {
    perMinute: caps.steadyPerMinute * share,
    atOnce: caps.steadyPerMinute * minutesAtOnce,
  });
  const chunksOf = new Map<string, Chunks>();

  const budgetOf = ({ isHistory }: Stretch) => (isHistory ? filling : catchingUp);
  const stateOf = ({ key }: HistoryUnit): UnitState => unitOf(state(), key);
  const isUrgent = (type: string, { to, isHistory }: Stretch, now: EpochMs) =>
    type === 'backup' && isHistory && to > now - urgentMs;

  /** The next stretch to read: urgent ones, then what didn't fail lately, then the latest. */
  function next(now: EpochMs): Choice | undefined {
    let best: Choice | undefined;
    for (const unit of allUnits) {
      const stretch = latestOf(stateOf(unit).unread);
      if (!stretch || !backOff.mayTry(unit.key) || !backOff.mayTry(unstableName(unit))) continue;
      const failures = backOff.failures(unit.key) + backOff.failures(unstableName(unit));
      // What was tried in vain isn't worth more requests than its part.
      const isUrgentOne = isUrgent(unit.type, stretch, now) && failures === 0;
      const choice = { unit, stretch, isUrgentOne, failures };
      if (!best || isBetter(choice, best)) best = choice;
    }
    return best;
  }

  async function tryOne({ unit, stretch, isUrgentOne }: Choice, now: EpochMs): Promise<void> {
    try {
      await askUnit(context, unit, () => readOne(unit, stretch, isUrgentOne, now));
      backOff.succeeded(unstableName(unit));
    } catch (error) {
      if (!(error instanceof UnstableListError)) throw error;
      backOff.failed(unstableName(unit), error);
      log.warn({ err: error, service: unit.service, type: unit.type }, 'history of a service not read');
    }
  }

  async function readOne(
    unit: HistoryUnit,
    stretch: Stretch,
    isUrgentOne: boolean,
    now: EpochMs,
  ): Promise<void> {
    const chunks =
      chunksOf.get(unit.key) ?? createChunks(context, unit.type === 'backup' ? urgentMs : 60 * dayMs);
    chunksOf.set(unit.key, chunks);
    const isOpen = stretch.to > now - newestMs;
    const from = isUrgentOne ? Math.max(stretch.from, now - urgentMs) : stretch.from;
    const read = await chunks.read(unit, { from, cursor: stretch.to, isOpen }, budgetOf(stretch));
    const { unread } = stateOf(unit);
    const patch = { unread: without(unread, { from: read.from, to: stretch.to }) };
    const isCheck = isOpen && read.from <= now - checkMs;
    update(withUnit(state(), unit.key, isCheck ? { ...patch, checkedAt: now } : patch));
  }

  return {
    name: 'history',
    isDue: now => !isConfused(state()) && next(now) !== undefined,
    async run() {
      while (context.mayGoOn() && !isConfused(state())) {
        const now = clock.now();
        const chosen = next(now);
        if (!chosen || !(chosen.isUrgentOne || budgetOf(chosen.stretch).hasLeft())) return;
        await tryOne(chosen, now);
      }
    },
  };
}

function isBetter(one: Choice, other: Choice): boolean {
  if (one.isUrgentOne !== other.isUrgentOne) return one.isUrgentOne;
  if (one.failures !== other.failures) return one.failures < other.failures;
  return one.stretch.to > other.stretch.to;
}

function unstableName({ key }: HistoryUnit): string {
  return `history of ${key}`;
}
