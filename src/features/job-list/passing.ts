import { isAsked } from '../../language/asking.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Entry } from '../../language/vocabulary.ts';
import { firstWord } from '../../language/yes-no.ts';

const part = 'of passing';
const words = (list: string) => new Set(list.split(' '));

/** What came through, or got well again: "did sharepoint make it through?", "did exchange recover?". */
export const passingWords: Entry = {
  meaning: { part },
  phrases: `
    make it, made it, makes it, make it through, made it through, makes it through, come through,
    comes through, came through, pull through, pulled through, pass through, passed through,
    go through, goes through, went through, gone through, get through, gets through, got through,
    run through, runs through, ran through, through, get by, got by, pass, passed, passes, survive,
    survived, recover, recovers, recovered, any luck, any luck with, any joy, any joy with
  `,
};

/** What is said of runs, and not of the service. */
const ofRuns = words('make made makes come comes came pull pulled ran run runs');
const recovering = words('recover recovers recovered');
const luck = words('any');
/** "go through the failures" is to look at them. */
const looking = words('go run get');
const listing = words('which what whats show list give find how when get see display there');

export function hasPassing(parsed: Pick<Parsed, 'parts'>): boolean {
  return parsed.parts.found.some(({ meaning }) => meaning.part === part);
}

export function recovers(parsed: Pick<Parsed, 'parts' | 'tokens'>): boolean {
  return saysPassing(parsed, recovering);
}

export function passesInRuns(parsed: Pick<Parsed, 'parts' | 'tokens'>): boolean {
  return saysPassing(parsed, ofRuns);
}

function saysPassing(
  { parts, tokens }: Pick<Parsed, 'parts' | 'tokens'>,
  those: ReadonlySet<string>,
): boolean {
  return parts.found.some(
    ({ meaning, start }) => meaning.part === part && those.has(tokens[start]?.text ?? ''),
  );
}

/** Returns true for "did they all pass", "is the restore through?", "any luck with exchange". */
export function asksWhetherPassed(parsed: Parsed): boolean {
  const { parts, tokens } = parsed;
  const found = parts.found.find(({ meaning }) => meaning.part === part);
  const isOfPhrase = (at: number) => found !== undefined && at >= found.start && at < found.end;
  const isListed = tokens.some(({ text }, at) => listing.has(text) && !isOfPhrase(at));
  if (parts.states.length > 0 || isListed) return false;
  // "backups that went through"
  if (tokens[(found?.start ?? 0) - 1]?.text === 'that') return false;
  return tokens[found?.start ?? 0]?.text === 'any' || isAsked(parsed, found?.start);
}

/** Returns true for "go through the failures", which is an order to show them. */
export function isLookedThrough(parsed: Pick<Parsed, 'periods' | 'tokens'>): boolean {
  return looking.has(firstWord(parsed));
}

/** Returns true for "how many went through", "which backups made it": those that ended well. */
export function namesPassed(parsed: Pick<Parsed, 'parts' | 'periods' | 'tokens'>): boolean {
  return hasPassing(parsed) && !recovers(parsed) && !saysPassing(parsed, luck) && !isLookedThrough(parsed);
}
