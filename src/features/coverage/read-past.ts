import type { Parsed } from '../../language/parse.ts';
import { isBackedUp, opensAsQuestion } from '../../language/yes-no.ts';

const hourMs = 3_600_000;
/** A day on which the clocks go back. */
const longestDayMs = 25 * hourMs;

/** Words that ask how old a backup was then, or whether it was within its limit. Neither is known of the past. */
const ofAge = new RegExp(
  `\\b(?:${[
    'old|older|oldest|age|ages|fresh|freshest|freshness|recent|current|ago|long|longest|far|since',
    'stale|overdue|outdated|late|behind|due|date',
    'targets?|limits?|rpo|sla|slas|compliant|compliance|within|meeting|meets?|met|outside|breach\\w*|ever',
  ].join('|')})\\b`,
);
/** Words that ask for each run that should have been: one good backup in a week doesn't answer that. */
const ofEachRun = /\b(?:gaps?|holes?|skip|skips|skipped|skipping|missed|miss|misses|missing|every|each)\b/;

/** "Backups that didn't run clean" are jobs, and a proof is a document. */
const ofOthers = /\b(?:backups?|jobs?|runs?) (?:that|which)\b|\b(?:proof|proofs|prove|evidence)\b/;

/** Returns true for "was exchange backed up on friday": whether its backups worked then. */
export function asksWhetherWorked(parsed: Parsed): boolean {
  const isTurned = parsed.parts.found.some(({ meaning }) => meaning.part === 'negation');
  return isBackedUp(parsed) && opensAsQuestion(parsed) && !isTurned;
}

/**
 * Returns true if a sentence about a window that is over asks whether a good backup started in it: "no backup
 * yesterday"; not how old one was, and not whether each run of a week took place.
 */
export function asksOfWindow(
  { outside }: Pick<Parsed, 'outside'>,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  if (ofAge.test(outside) || ofOthers.test(outside)) return false;
  return to - from <= longestDayMs || !ofEachRun.test(outside);
}
