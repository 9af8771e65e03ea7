import type { ReadTime } from '../../language/spans/clock-times.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';

type DayPart = 'morning' | 'afternoon' | 'evening' | 'night';

const dayParts: readonly DayPart[] = ['morning', 'afternoon', 'evening', 'night'];
const partOf = (word: string) => dayParts.find(part => word === part || word === `${part}s`);

/** Marks the part of the day: "every evening at 6", "8 in the morning". */
export function takeDayPart(tokens: readonly Token[], taken: boolean[]): DayPart | undefined {
  if (tokens.some(({ text }) => text === 'nightly')) return 'night';
  const at = tokens.findIndex(({ text }, index) => {
    const before = wordAt(tokens, index - 1);
    return partOf(text) && ['every', 'each', 'the', 'at', 'in'].includes(before);
  });
  const loose = tokens.findIndex(({ text }) => text.endsWith('s') && partOf(text));
  const found = at >= 0 ? at : loose;
  const isNamed = tokens.findIndex(
    ({ text }, index) => partOf(text) && /day$/.test(wordAt(tokens, index - 1)),
  );
  const place = found >= 0 ? found : isNamed;
  if (place < 0) return undefined;
  taken[place] = true;
  return partOf(wordAt(tokens, place));
}

/** Returns the hour as it's meant in its part of the day: "every evening at 6" is 18:00. */
export function inPart({ time, bare }: ReadTime, part: DayPart | undefined) {
  const hour = time.hour % 24;
  const { minute } = time;
  const isLate = part === 'evening' || part === 'afternoon' || (part === 'night' && hour >= 6);
  return { hour: bare && isLate && hour >= 1 && hour < 12 ? hour + 12 : hour, minute };
}

export function usualHour(part: DayPart | undefined): number {
  return part === undefined || part === 'morning' ? 8 : 18;
}
