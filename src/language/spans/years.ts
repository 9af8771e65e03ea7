import type { Token } from '../tokens.ts';
import type { PlainDate } from '../wall-clock.ts';
import { yearAt } from './dates.ts';
import { wordAt } from './phrase.ts';

/** A year behind a part of it. */
export interface ReadYear {
  readonly end: number;
  of(today: PlainDate): number;
}

/** Reads the year behind "Q3", "week 46" or "October": "2025", "of 2025", "/2025", "last year", "of this year". */
export function yearAfter(tokens: readonly Token[], at: number): ReadYear | undefined {
  const joins = ['of', 'in', ',', '/', '-'].includes(tokens[at]?.text ?? '');
  const start = joins ? at + 1 : at;
  const year = yearAt(tokens, start);
  if (year !== undefined) {
    const isYear = year >= 1990 && year <= 2099;
    return isYear ? { end: start + 1, of: () => year } : undefined;
  }
  if (wordAt(tokens, start + 1) !== 'year') return undefined;
  const which = wordAt(tokens, start);
  if (which === 'this' || which === 'the') return { end: start + 2, of: today => today.year };
  return ['last', 'previous'].includes(which) ? { end: start + 2, of: today => today.year - 1 } : undefined;
}
