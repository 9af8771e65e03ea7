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

/** The parts that the answer to a command makes use of; undefined if it's no answer about jobs. */
export function partsUsedBy(command: Command): readonly Part[] | undefined {
  return command.kind === 'tabs' && command.lead === 'whether' ? usedByWhether : usedBy[command.kind];
}

/**
 * Returns the phrases of a sentence that are understood and that its answer would make no use of, so that it would answer
 * another question. `used` are the parts that the answer makes use of.
 */
export function unusedParts({ parts, tokens }: Parsed, used: readonly Part[]): readonly Found[] {
  const isList = used === usedBy.jobs || used === usedBy.tabs;
  return parts.found.filter(({ meaning: { part }, start }) => {
    if (usedByAny.includes(part) || used.includes(part)) return false;
    if (!isList) return true;
    // "failed backups with problems" are the failed ones, "status: failed" too; "finished ones with problems" are neither.
    if (part === 'problems')
      return parts.states.some(state => state === 'finished' || state === 'inProgress');
    return !(part === 'health' && tokens[start]?.text === 'status' && parts.states.length > 0);
  });
}
