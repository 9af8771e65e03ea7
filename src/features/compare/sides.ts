import type { Parsed } from '../../language/parse.ts';
import { type Found, isFilter } from '../../language/parts.ts';
import type { FoundPeriod } from '../../language/spans/index.ts';
import { joinTokens } from '../../language/tokens.ts';
import type { Entry } from '../../language/vocabulary.ts';

/** The periods before and behind the word that compares. */
export interface Sides {
  readonly before: readonly FoundPeriod[];
  readonly behind: readonly FoundPeriod[];
}

/** Words that only announce a comparison. The others stand between the two periods, as in "today vs yesterday". */
const leading = ['compare', 'compared', 'comparison', 'difference between'];

const word = 'of compare';

/** Words of a comparison. */
export const words: readonly Entry[] = [
  {
    meaning: { part: word, isAlone: true },
    phrases:
      'vs, versus, compare, compared to, compared with, compared, comparison, against, difference between',
  },
];

/** Returns true for a word of a comparison. */
export function isCompare({ meaning }: Found): boolean {
  return meaning.part === word;
}

/** Returns undefined if anything but periods is compared: "backups against exchange". */
export function sidesOf(parsed: Parsed): Sides | undefined {
  const { parts, periods, period } = parsed;
  const [mark, another] = marksOf(parsed);
  if (another) return undefined;
  if (!mark) {
    const [first, second, third] = periods;
    if (third) return undefined;
    const isTwo =
      first && second && (period.kind === 'refused' || (period.kind === 'bounds' && period.isJoined));
    return isTwo ? { before: [first], behind: [second] } : { before: periods, behind: [] };
  }
  const behind = periods.filter(({ start }) => start >= mark.end);
  const [next] = behind;
  if (!next) return undefined;
  // "today vs exchange yesterday" filters only one of them.
  const isNamedBefore = ({ meaning }: Found) =>
    parts.found.some(
      one => one.start < mark.start && JSON.stringify(one.meaning) === JSON.stringify(meaning),
    );
  const oneSided = parts.found.some(
    one => one.start >= mark.end && one.end <= next.start && isFilter(one.meaning) && !isNamedBefore(one),
  );
  return oneSided ? undefined : { before: periods.filter(({ start }) => start < mark.start), behind };
}

/** Returns the words between the periods; after "compare" also "with" and "to". */
function marksOf({ parts, tokens, periods }: Parsed): readonly Found[] {
  const textOf = ({ start, end }: Found) => joinTokens(tokens.slice(start, end));
  const leads = parts.found.find(one => isCompare(one) && leading.includes(textOf(one)));
  const joins = (one: Found, index: number) => {
    if (!leads || one.start < leads.end || !['to', 'with'].includes(textOf(one))) return false;
    const next = parts.found[index + 1];
    const period = periods.find(({ start }) => start >= one.end);
    // "with errors" is a state.
    const isPeriodNext = period && (!next || period.start < next.start);
    return isPeriodNext || !next || ['service', 'type', 'jobs'].includes(next.meaning.part);
  };
  return parts.found.filter(
    (one, index) => (isCompare(one) && !leading.includes(textOf(one))) || joins(one, index),
  );
}
