import { questionLimits } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { prepare } from './prepare.ts';
import { type FoundPeriod, findPeriods, type PeriodReading, resolvePeriods } from './spans/index.ts';
import type { Bounds } from './spans/phrase.ts';
import type { Token } from './tokens.ts';
import { type WallClock, writeInstant, writeMoment } from './wall-clock.ts';

/**
 * Reads the periods of a sentence, in words that read back as exactly these bounds: the user's own, which stay
 * relative, or else dates and times. Refresh has only the words, so they are tried here, once.
 */
export function readPeriod(
  tokens: readonly Token[],
  found: readonly FoundPeriod[],
  wall: WallClock,
): PeriodReading {
  const period = resolvePeriods(tokens, found, wall);
  if (period.kind !== 'bounds') return period;
  const { bounds } = period;
  const readsBack = (said: string) => same(boundsOf(said, wall), bounds);
  const words = readsBack(period.words) ? period.words : writtenOut(bounds, wall).find(readsBack);
  if (words === undefined) {
    const reason = 'I can’t read that period. Give two dates and times instead.';
    return { kind: 'refused', reason, words: period.words, instead: [] };
  }
  // Another reading is worth a button only if it can be asked and differs.
  const others = period.others.filter(other => {
    const meant = boundsOf(other, wall);
    return meant !== undefined && !same(meant, bounds);
  });
  return { ...period, words, others };
}

/** Returns what words mean by themselves, as in every locale. */
function boundsOf(words: string, wall: WallClock): Bounds | undefined {
  const said = words.length <= questionLimits.maxSpanWordsLength ? periodsIn(words) : undefined;
  if (!said) return undefined;
  const period = resolvePeriods(said.tokens, said.periods, { ...wall, locale: undefined });
  return period.kind === 'bounds' ? period.bounds : undefined;
}

interface SaidPeriods {
  readonly tokens: readonly Token[];
  readonly periods: readonly FoundPeriod[];
}

/** The latest words that were read: most sentences say "today" or "last week". */
const known = new Map<string, SaidPeriods | undefined>();
const maxKnown = 200;

/** Finds the periods of some words, which don't depend on when and where they are said. */
function periodsIn(words: string): SaidPeriods | undefined {
  if (known.has(words)) return known.get(words);
  const prepared = prepare(words);
  const said = prepared && { tokens: prepared.tokens, periods: findPeriods(prepared.tokens) };
  const [oldest] = known.size < maxKnown ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(words, said);
  return said;
}

function same(a: Bounds | undefined, b: Bounds): boolean {
  return a?.from === b.from && a.to === b.to;
}

/** Returns the bounds in dates and times; in UTC, too, since an hour may come twice. */
function writtenOut({ from, to }: Bounds, wall: WallClock): readonly string[] {
  const writers = [(moment: EpochMs) => writeMoment(moment, wall.zone), writeInstant];
  return writers.map(write => {
    const words = to === wall.now ? `since ${write(from)}` : `from ${write(from)} to ${write(to)}`;
    return words.toLowerCase();
  });
}
