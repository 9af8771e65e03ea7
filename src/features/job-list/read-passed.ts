import { questionLimits } from '../../domain/question.ts';
import { has, praises } from '../../language/asked.ts';
import { areJoined } from '../../language/joined.ts';
import type { Parsed } from '../../language/parse.ts';
import { isOfGoodRuns } from '../../language/praises.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import type { Meaning } from '../../language/vocabulary.ts';
import { opensAsQuestion } from '../../language/yes-no.ts';
import { namesPassed } from './passing.ts';
import { type ListCommand, list, lists, type TabsCommand } from './read.ts';

const words = (list: string) => new Set(list.split(' '));

/** Parts of such a sentence; others ask for something else. */
const plain: ReadonlySet<Meaning['part']> = new Set<Meaning['part']>([
  ...(['type', 'service', 'jobs', 'count', 'well', 'of passing'] as const),
  ...(['harmless', 'join', 'greeting'] as const),
]);
const listing = words('which what whats list show give find get that display');
/**
 * Reads "how many backups ran through clean", "which exports went ok last night", "jobs that made it": those that
 * finished. Stands behind the readings that ask whether they did.
 */
export function passed(
  parsed: Parsed,
  context: ReadingContext,
): Read<ListCommand | TabsCommand | RefusedSentence> | undefined {
  const { parts, left, period, asked, tokens } = parsed;
  const isWhole = left.every(({ token }) => token.kind === 'sign') && period.kind !== 'refused';
  if (!isWhole || !parts.found.every(({ meaning }) => plain.has(meaning.part))) return undefined;
  const isPraised = has(parsed, 'well') && saysWell(parsed);
  if (has(parsed, 'well') ? !isPraised : !namesPassed(parsed)) return undefined;
  const isListed = tokens.some(({ text }) => listing.has(text)) && !opensAsQuestion(parsed);
  if (!has(parsed, 'count') && !isListed) return undefined;
  const { types, services } = parts;
  const areLists = areJoined(parsed, 'type') && areJoined(parsed, 'service');
  const several = Math.max(1, types.length) * Math.max(1, services.length);
  if (!areLists || several > questionLimits.maxTabs) return undefined;
  const finished: Parsed = {
    ...parsed,
    parts: { ...parts, states: ['finished'] },
    asked: { ...asked, state: 'finished' },
  };
  const read = lists(finished, context) ?? list(finished, context);
  return { ...read, uses: [...(read.uses ?? []), 'well', 'of passing'] };
}

/** Returns true for "ran fine", "are green", but not for "green backups" and "back to normal". */
function saysWell(parsed: Parsed): boolean {
  const { parts, tokens } = parsed;
  const praised = parts.found.filter(({ meaning }) => meaning.part === 'well');
  return !praises(parsed) && praised.every(({ end }) => isOfGoodRuns(tokens[end - 1]?.text ?? ''));
}
