import type { Token } from '../tokens.ts';
import { meaningOf } from '../vocabulary.ts';
import { closeOfBusiness } from './clock-times.ts';
import { monthOf } from './dates.ts';
import { weekdayOf } from './days.ts';
import { skip, wordAt } from './phrase.ts';

/** Words between "since" and a time: "I left", "we patched". */
export interface Clause {
  /** Where the time begins. */
  readonly end: number;
  /** True if a time behind it is a lone number after "at". */
  readonly isAt: boolean;
  /** True if it has words that would narrow the question: "since Exchange failed on Friday". */
  readonly hasFilter: boolean;
}

const mostWords = 8;
/** Words that end what "since" is about. */
const stops = new Set(
  'business since when then not no every each first second third fourth fifth end mid middle early late shortly just before after next lunch and or but so which what who whose where why how did do does show list give tell please until till'.split(
    ' ',
  ),
);
const openers = new Set(
  'today yesterday tonight overnight last previous this noon midnight midday half quarter day night the earlier'.split(
    ' ',
  ),
);
const namedDays = new Set(['patch', 'black', 'cyber', 'good', 'ash', 'easter', 'shrove', 'whit']);
const before = ['on', 'at', 'around', 'about'];

/** Returns the places after `start` where a time may begin behind some words. */
export function clausesAt(tokens: readonly Token[], start: number): readonly Clause[] {
  const clauses: Clause[] = [];
  let hasFilter = false;
  for (let at = start; at < start + mostWords; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === 'sign' || stops.has(token.text) || isNamedDay(tokens, at)) break;
    if (at > start && beginsTime(tokens, at)) {
      const end = skip(tokens, at, before);
      const isAt = end > at && wordAt(tokens, end - 1) !== 'on';
      clauses.push({ end, isAt, hasFilter });
      if (clauses.length > 2) break;
    }
    const part = meaningOf(token.text)?.part;
    hasFilter ||=
      part === 'service' || part === 'type' || part === 'state' || part === 'jobs' || part === 'problems';
  }
  return clauses;
}

/** Returns true for "patch Tuesday", "black Friday": one day of the year or month, and not the last such weekday. */
function isNamedDay(tokens: readonly Token[], at: number): boolean {
  return namedDays.has(wordAt(tokens, at)) && weekdayOf(wordAt(tokens, at + 1)) !== undefined;
}

function beginsTime(tokens: readonly Token[], at: number): boolean {
  const { kind, text } = tokens[at] ?? { kind: 'sign', text: '' };
  if (kind === 'number') return true;
  if (kind !== 'word') return false;
  return (
    openers.has(text) ||
    before.includes(text) ||
    weekdayOf(text) !== undefined ||
    monthOf(text) !== undefined ||
    closeOfBusiness(tokens, at) !== undefined
  );
}
