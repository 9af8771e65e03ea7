import type { Parsed } from './parse.ts';

const words = (list: string) => new Set(list.split(' '));
const leading = words(
  'so ok okay hi hey hello and please tell me can you know if whether check the any of bot just hmm hm there in on for over during at from',
);
/** Verbs that open a question which is answered by yes or no. */
export const auxiliaries: ReadonlySet<string> = words(
  'did do does have has had is are was were didnt dont doesnt havent hasnt isnt arent wasnt werent',
);

/** Words before a period that opens a sentence: "over the weekend, did anything fail?". */
const beforePeriod = words('over during throughout the in on for at since');

/** Returns the first word of a sentence that is neither of a period nor one of the skipped. */
function firstBeside(
  { periods, tokens }: Pick<Parsed, 'periods' | 'tokens'>,
  skipped: ReadonlySet<string>,
): string {
  const isOfPeriod = (at: number) => periods.some(({ start, end }) => at >= start && at < end);
  const opensPeriod = (at: number) => periods.some(({ start }) => start === at + 1 || start === at + 2);
  const found = tokens.find(
    ({ kind, text }, at) =>
      kind === 'word' &&
      !skipped.has(text) &&
      !isOfPeriod(at) &&
      !(beforePeriod.has(text) && opensPeriod(at)),
  );
  return found?.text ?? '';
}

/** Returns the first word that does more than open the sentence. */
export function firstWord(parsed: Pick<Parsed, 'periods' | 'tokens'>): string {
  return firstBeside(parsed, leading);
}

const before = words(
  'so ok okay hi hey hello and please tell me can you know if whether check bot just hmm hm is are was were there did do have has had',
);

/** Returns true for "any failures?", "anything wrong", "were there any problems". */
export function isAnyAsked(parsed: Pick<Parsed, 'periods' | 'tokens'>): boolean {
  return ['any', 'anything', 'something'].includes(firstBeside(parsed, before));
}

/** Returns true if a sentence opens as a question for yes or no. */
export function opensAsQuestion(parsed: Parsed): boolean {
  return auxiliaries.has(firstWord(parsed)) || asksIf(parsed);
}

const asking = words('asking asked tell know check see sure wondering wonder confirm verify ask asks me us');

/** Returns true for "tell me if backups worked", "can you check whether exchange ran". */
function asksIf({ tokens }: Pick<Parsed, 'tokens'>): boolean {
  return tokens.some(
    ({ text }, at) =>
      (text === 'if' || text === 'whether') && at > 0 && at < 8 && asking.has(tokens[at - 1]?.text ?? ''),
  );
}

/** Returns true for "was exchange backed up on friday", "did it back up last night". */
export function isBackedUp({ parts, tokens }: Pick<Parsed, 'parts' | 'tokens'>): boolean {
  return parts.found.some(
    ({ meaning, end }) =>
      meaning.part === 'type' &&
      tokens[end - 1]?.text === 'up' &&
      (tokens[end - 2]?.text === 'backed' || tokens.some(({ text }) => text === 'did')),
  );
}

/** Returns true for "why didn't exchange run last night", "why no backup yesterday": nothing is left out. */
export function asksWhyThen({ parts, period }: Pick<Parsed, 'parts' | 'period'>): boolean {
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  return has('why') && (has('negation') || has('coverage')) && period.kind === 'bounds';
}
