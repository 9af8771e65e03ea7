import type { Parsed } from './parse.ts';

const words = (list: string) => new Set(list.split(' '));
const leading = words(
  'so ok okay hi hey hello and please tell me can you know if whether check the any of bot just hmm hm there in on for over during at from',
);
/** Verbs that open a question which is answered by yes or no. */
export const auxiliaries: ReadonlySet<string> = words(
  'did do does have has had is are was were didnt dont doesnt havent hasnt isnt arent wasnt werent',
);

/** Returns the first word that does more than open the sentence. */
export function firstWord({ periods, tokens }: Parsed): string {
  // "yesterday, did the backups run?"
  const isInPeriod = (at: number) => periods.some(({ start, end }) => at >= start && at < end);
  return (
    tokens.find(({ kind, text }, at) => kind === 'word' && !leading.has(text) && !isInPeriod(at))?.text ?? ''
  );
}

const before = words(
  'so ok okay hi hey hello and please tell me can you know if whether check bot just hmm hm is are was were there did do have has had',
);

/** Returns true for "any failures?", "anything wrong", "were there any problems". */
export function isAnyAsked({ tokens }: Pick<Parsed, 'tokens'>): boolean {
  const first = tokens.find(({ kind, text }) => kind === 'word' && !before.has(text))?.text ?? '';
  return ['any', 'anything', 'something'].includes(first);
}

/** Returns true if a sentence opens as a question for yes or no. */
export function opensAsQuestion(parsed: Parsed): boolean {
  return auxiliaries.has(firstWord(parsed));
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

/** Returns true for "why didn't exchange run last night": its negation leaves nothing out. */
export function asksWhyThen({ parts, period }: Pick<Parsed, 'parts' | 'period'>): boolean {
  const has = (part: string) => parts.found.some(({ meaning }) => meaning.part === part);
  return has('why') && has('negation') && period.kind === 'bounds';
}
