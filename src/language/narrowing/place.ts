import type { Parsed } from '../parse.ts';

/** Tokens of a sentence, from `start` up to `end`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Returns true if a token belongs to a period or to the page size. */
export function isTimeAt({ periods, pageSize }: Pick<Parsed, 'periods' | 'pageSize'>, at: number): boolean {
  const isIn = ({ start, end }: Place) => at >= start && at < end;
  return periods.some(isIn) || (pageSize !== undefined && isIn(pageSize));
}

/** Returns the words of a phrase list. */
export function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
