import type { EpochMs } from '../../domain/time.ts';
import { allUnits, type UnitState, unitOf, withUnit } from '../read-state.ts';
import { latestOf, type Stretch, without } from '../stretches.ts';
import { askUnit } from './ask-unit.ts';
import { type Chunks, createChunks } from './chunks.ts';
import type { ReaderContext, ReaderTask } from './context.ts';
import { newestMs } from './polls.ts';

const dayMs = 24 * 3_600_000;
/** What overviews need at once: read first, and however many requests it takes. */
const urgentMs = 2 * dayMs;

type Unit = (typeof allUnits)[number];

/**
 * Reads what wasn't read yet, service by service and the latest first: the past at the first start, and what a pause has
 * left out. The last two days of backups come first.
 */
export function createHistory(context: ReaderContext): ReaderTask {
  const { clock, state, update, filling, backOff } = context;
  const chunksOf = new Map<string, Chunks>();

  const stateOf = ({ key }: Unit): UnitState => unitOf(state(), key);
  const isUrgent = (type: string, { to }: Stretch, now: EpochMs) => type === 'backup' && to > now - urgentMs;

  /** The next stretch to read: urgent ones, then the latest. */
  function next(now: EpochMs): { unit: Unit; stretch: Stretch; isUrgentOne: boolean } | undefined {
    let best: { unit: Unit; stretch: Stretch; isUrgentOne: boolean } | undefined;
    for (const unit of allUnits) {
      const stretch = latestOf(stateOf(unit).unread);
      if (!stretch || !backOff.mayTry(unit.key)) continue;
      const isUrgentOne = isUrgent(unit.type, stretch, now);
      const isBetter =
        !best ||
        (isUrgentOne && !best.isUrgentOne) ||
        (isUrgentOne === best.isUrgentOne && stretch.to > best.stretch.to);
      if (isBetter) best = { unit, stretch, isUrgentOne };
    }
    return best;
  }

  async function readOne(unit: Unit, stretch: Stretch, isUrgentOne: boolean, now: EpochMs): Promise<void> {
    const chunks =
      chunksOf.get(unit.key) ?? createChunks(context, unit.type === 'backup' ? urgentMs : 60 * dayMs);
    chunksOf.set(unit.key, chunks);
    const isOpen = stretch.to > now - newestMs;
    const from = isUrgentOne ? Math.max(stretch.from, now - urgentMs) : stretch.from;
    const read = await chunks.read(unit, { from, cursor: stretch.to, isOpen }, filling);
    const { unread } = stateOf(unit);
    const patch = { unread: without(unread, { from: read.from, to: stretch.to }) };
    update(withUnit(state(), unit.key, isOpen ? { ...patch, checkedAt: now } : patch));
  }

  return {
    name: 'history',
    isDue: now => next(now) !== undefined,
    async run() {
      while (context.mayGoOn()) {
        const now = clock.now();
        const chosen = next(now);
        if (!chosen || !(chosen.isUrgentOne || filling.hasLeft())) return;
        const { unit, stretch, isUrgentOne } = chosen;
        await askUnit(context, unit, () => readOne(unit, stretch, isUrgentOne, now));
      }
    },
  };
}
