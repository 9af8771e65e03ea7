import type { Parsed } from './parse.ts';
import type { Found } from './parts.ts';
import type { Command } from './reading.ts';
import type { Meaning } from './vocabulary.ts';

type Part = Meaning['part'];

/** What each kind of answer makes use of, beside that which any does. */
const usedBy: Partial<Record<Command['kind'], readonly Part[]>> = {
  jobs: ['now', 'count'],
  tabs: ['now', 'count'],
  health: ['health', 'well', 'problems', 'now'],
  causes: ['why', 'problems', 'now', 'negation'],
  compare: ['compare', 'now'],
  coverage: ['coverage', 'well', 'negation', 'why', 'now', 'noState', 'target'],
};
const usedByWhether: readonly Part[] = ['problems', 'now', 'well', 'negation', 'health', 'coverage'];
const usedByAny: readonly Part[] = [
  'type',
  'state',
  'service',
  'jobs',
  'harmless',
  'join',
  'greeting',
  'help',
];

/**
 * The phrases of a sentence that are understood and of which its answer would make no use: it would answer another
 * question. None for what is no answer.
 */
export function unusedParts(command: Command, { parts, tokens }: Parsed): readonly Found[] {
  const isWhether = command.kind === 'tabs' && command.lead === 'whether';
  const used = isWhether ? usedByWhether : usedBy[command.kind];
  if (!used) return [];
  const isList = !isWhether && (command.kind === 'jobs' || command.kind === 'tabs');
  return parts.found.filter(({ meaning: { part }, start }) => {
    if (usedByAny.includes(part) || used.includes(part)) return false;
    if (!isList) return true;
    // "failed backups with problems" are the failed ones, "status: failed" too; "finished ones with problems" are neither.
    if (part === 'problems')
      return parts.states.some(state => state === 'finished' || state === 'inProgress');
    return !(part === 'health' && tokens[start]?.text === 'status' && parts.states.length > 0);
  });
}
