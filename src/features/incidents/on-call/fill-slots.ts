import type { Person } from '../../../domain/person.ts';
import { lengthAt } from '../../../language/durations.ts';
import { rawOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import { phraseEnd } from '../../../language/parts.ts';
import { wordAt } from '../../../language/spans/phrase.ts';
import type { Token } from '../../../language/tokens.ts';
import { meaningOf } from '../../../language/vocabulary.ts';
import { asksFirst, dutyPhrases } from './words.ts';

/** What a sentence says of who is on duty. */
export interface DutyParts {
  /**
   * What is said, in order, a letter each: those of `Role`, P for a person, L for a length of time (A for "after" one, I
   * for "in" one or "from now", V for "every"), W for a period, N for a negation, X for what is not known. Words that
   * change nothing are left out.
   */
  readonly roles: string;
  readonly people: readonly Person[];
  /** In milliseconds. */
  readonly lengths: readonly number[];
  /** What stands behind N, W and X, as it was written. */
  readonly foreign: readonly string[];
  /** It asks, by its first word or its mark. */
  readonly isAsked: boolean;
  /** An @ stands before something that mentions nobody. */
  readonly isTyped: boolean;
}

/** Takes a sentence about duty apart from left to right. */
export function takeApart({ tokens, mentions, periods, parts }: Parsed): DutyParts {
  const roles: string[] = [];
  const lengths: number[] = [];
  const foreign = new Map<number, string>();
  const isTimed = parts.found.some(({ meaning }) => ['escalation', 'reminder'].includes(meaning.part));
  const periodAt = new Map(periods.map(({ start, end }) => [start, end]));

  function say(role: string, start: number, end: number): number {
    const chunk = tokens[start]?.chunk ?? 0;
    roles.push(role);
    if (!foreign.has(chunk)) foreign.set(chunk, stretchOf(tokens, start, end));
    return end;
  }

  /** Says what stands at `at`, and gives the index after it. */
  function read(at: number): number {
    const lead = leads.get(wordAt(tokens, at));
    const length = isTimed || lead === 'A' ? lengthAt(tokens, lead ? at + 1 : at) : undefined;
    if (length) {
      roles.push(isFromNow(tokens, length.end) ? 'I' : (lead ?? 'L'));
      lengths.push(length.ms);
      return length.end;
    }
    const period = periodAt.get(at);
    if (period !== undefined) return say('W', at, period);
    for (const { words, roles: said } of dutyPhrases) {
      const end = phraseEnd(tokens, at, words);
      if (end === undefined) continue;
      roles.push(...said.filter(role => role !== 'idle'));
      return end;
    }
    return say(meaningOf(wordAt(tokens, at))?.part === 'negation' ? 'N' : 'X', at, at + 1);
  }

  let told = 0;
  for (let at = 0; at < tokens.length || told < mentions.length; ) {
    if ((mentions[told]?.at ?? Number.POSITIVE_INFINITY) <= at) {
      roles.push('P');
      told += 1;
    } else if (tokens[at]?.kind === 'sign') at += 1;
    else at = read(at);
  }
  return {
    roles: roles.join(''),
    people: mentions.map(({ person }) => person),
    lengths,
    foreign: [...foreign.values()],
    isAsked: asksFirst(tokens.slice(0, mentions[0]?.at)) || isQuestion(tokens),
    isTyped: tokens.some(
      ({ text }, at) => text.startsWith('@') && (text.length > 1 || tokens[at + 1]?.glued),
    ),
  };
}

/** The letter of a length behind each of these. */
const leads = new Map([
  ['after', 'A'],
  ['in', 'I'],
  ['every', 'V'],
]);

/** "2 hours from now", but not "after 2 hours from now on". */
function isFromNow(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at) === 'from' && wordAt(tokens, at + 1) === 'now' && wordAt(tokens, at + 2) !== 'on';
}

/** The mark, but for "could you put @Kim on duty?". */
function isQuestion(tokens: readonly Token[]): boolean {
  const words = tokens.map(({ text }) => text);
  return (
    words.includes('?') && !['can', 'could', 'would', 'will', 'please'].some(word => words.includes(word))
  );
}

/** The whole stretch between spaces that something begins, without the signs around it, up to the end of it. */
function stretchOf(tokens: readonly Token[], start: number, end: number): string {
  let [from, to] = [start, end];
  while (tokens[from - 1] && tokens[from]?.glued) from -= 1;
  while (tokens[to]?.glued) to += 1;
  while (from < start && tokens[from]?.kind === 'sign' && tokens[from]?.text !== '@') from += 1;
  while (to > end && tokens[to - 1]?.kind === 'sign') to -= 1;
  return rawOf(tokens.slice(from, to));
}
