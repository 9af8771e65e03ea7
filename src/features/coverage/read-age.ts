import type { Parsed } from '../../language/parse.ts';
import { eachWith } from '../../language/phrase-list.ts';
import { phraseTable } from '../../language/phrases.ts';
import { fillSlots } from '../../language/slots.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';
import { auxiliaries, firstWord } from '../../language/yes-no.ts';

const good =
  'good successful usable working restorable recoverable valid intact clean complete proper ok okay healthy known fresh';
const words = (list: string) => new Set(list.split(' '));
const adjectives = words(`${good} existing available single full very`);
const superlatives = phraseTable([['last, latest, newest, freshest, most recent', true]]);
const nouns = phraseTable([
  [
    'backup, backups, run, restore point, restore points, recovery point, recovery points, copy, backup copy',
    true,
  ],
]);
const ages = phraseTable([
  [
    `
      ${eachWith(
        [
          'how many minutes',
          'how many hours',
          'how many days',
          'how many weeks',
          'how long',
          'how much time',
        ],
        ['since', 'is it since', 'has it been since', 'has passed since', 'ago', 'ago was', 'ago is'],
      )},
      ${eachWith(['minutes', 'hours', 'days', 'weeks', 'time', 'time elapsed'], ['since'])},
      how far back, how old, how fresh, how recent, how current, age of, ages of, age, ages,
      freshness of, freshness, date of, date and time of, date time of, time and date of, time of,
      timestamp of, timestamp, date, from when is, from when, of when is, dated, what date was,
      what date is, which date was, on what date was, on which date was, what time was,
      at what time was
    `,
    true,
  ],
]);
/** How the last run ended, behind it. */
const ends = phraseTable([
  [
    `${eachWith(
      ['that', 'which', 'that was', 'which was', 'that has', 'that ran', 'that went', 'that is', 'which is'],
      [
        ...'worked succeeded completed finished successful usable good ok okay fine clean valid through'.split(
          ' ',
        ),
        'successfully completed',
        'completed successfully',
        'finished ok',
        'i can use',
        'we can use',
      ],
    )}, ${eachWith(['we can', 'i can', 'we could', 'i could'], ['restore', 'restore from', 'use', 'go back to'])}`,
    true,
  ],
]);
const groups = phraseTable([
  [eachWith(['per', 'by', 'for each', 'for every', 'of each', 'of every'], ['service', 'workload']), true],
]);
/** What is feared: "if Exchange dies now". */
const ifs = phraseTable([
  [
    eachWith(
      [
        'dies',
        'dies now',
        'breaks',
        'breaks now',
        'burns down',
        'is gone',
        'is lost',
        'goes down',
        'goes down now',
      ],
      ['', 'today'],
    ).replaceAll(' ,', ','),
    true,
  ],
]);

/** Words of this grammar, in which no typing error is looked for. */
export const ageWords: readonly string[] = [
  ...[superlatives, nouns, ages, ends, groups, ifs].flatMap(table => table.words),
  ...adjectives,
];

/**
 * Finds "the age of the newest teams chat backup", "how many hours since the last exchange backup that worked", "date of
 * the last usable backup", and returns the sentence without these words. Returns undefined if no last run is asked for;
 * a number of them ("last 5") and jobs are a list.
 */
export function withoutAge(parsed: Parsed): Parsed | undefined {
  const { tokens, parts, periods } = parsed;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  for (const { start, end } of periods) taken.fill(true, start, end);
  const isService = (at: number) =>
    parts.found.some(({ meaning, start, end }) => meaning.part === 'service' && at >= start && at < end);
  const slots = fillSlots(tokens, taken, {
    age: (_, at) => ages.at(tokens, at),
    last: (_, at) => lastRunAt(tokens, at, isService),
    end: (_, at) => ends.at(tokens, at),
    group: (_, at) => groups.at(tokens, at),
    feared: (_, at) => (wordAt(tokens, 0) === 'if' ? ifs.at(tokens, at) : undefined),
  });
  const [last, another] = slots.last;
  const [age] = slots.age;
  const [end] = slots.end;
  if (another || parts.found.some(({ meaning }) => meaning.part === 'jobs')) return undefined;
  if (!last) {
    const isOfBackups = parts.types.length === 1 && parts.types[0] === 'backup' && periods.length === 0;
    return age && isOfBackups && slots.end.length === 0 ? restOf(parsed, taken) : undefined;
  }
  // "the last backup was successful" tells, or asks, how it ended.
  if (end && end.start < last.end) return undefined;
  // "did the last backup work"
  const isTold = auxiliaries.has(firstWord(parsed));
  const isBare = !isTold && periods.length === 0 && (last.isOne || last.isGood || end !== undefined);
  return age || isBare ? restOf(parsed, taken) : undefined;
}

/** Leaves out the words of the age; services among them stay. */
function restOf(parsed: Parsed, taken: readonly boolean[]): Parsed {
  const { parts, left } = parsed;
  const found = parts.found.filter(({ meaning, start }) => meaning.part === 'service' || !taken[start]);
  const types = found.flatMap(({ meaning }) => (meaning.part === 'type' ? [meaning.value] : []));
  const states = found.flatMap(({ meaning }) => (meaning.part === 'state' ? [meaning.value] : []));
  return { ...parsed, parts: { ...parts, found, types, states }, left: left.filter(({ at }) => !taken[at]) };
}

interface LastRun {
  readonly end: number;
  readonly isOne: boolean;
  readonly isGood: boolean;
}

/** Reads "last usable Exchange backup", "newest restore point". */
function lastRunAt(
  tokens: readonly Token[],
  start: number,
  isService: (at: number) => boolean,
): LastRun | undefined {
  const superlative = superlatives.at(tokens, start);
  if (!superlative) return undefined;
  let isGood = false;
  for (let at = superlative.end; at < tokens.length; at += 1) {
    const noun = nouns.at(tokens, at);
    if (noun) return { end: noun.end, isOne: !wordAt(tokens, noun.end - 1).endsWith('s'), isGood };
    const word = wordAt(tokens, at);
    isGood ||= adjectives.has(word);
    const isJoin = ['and', 'of', 'for', '-', ','].includes(tokens[at]?.text ?? '') && isService(at + 1);
    if (!adjectives.has(word) && !isService(at) && !isJoin) return undefined;
  }
  return undefined;
}
