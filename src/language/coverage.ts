import { type CoverageQuestion, questionLimits } from '../domain/question.ts';
import type { Note } from '../domain/reading.ts';
import type { Parsed } from './parse.ts';
import type { Reading, ReadingContext } from './reading.ts';

const usualTargetMs = 24 * 3_600_000;

/**
 * "coverage", "what has no good backup in 12 hours?": how old the last good backup of each service is. The period that
 * is said is how old it may be, from its beginning to now.
 */
export function coverage(
  parsed: Parsed,
  notes: readonly Note[],
  context: ReadingContext,
): Reading | undefined {
  const { found, services, states, types } = parsed.parts;
  if (!found.some(({ meaning }) => meaning.part === 'coverage')) return undefined;
  // "the last backup that failed" is a list.
  if (states.some(state => state !== 'finished')) return undefined;
  const { period } = parsed;
  if (services.length > 1 || types.some(type => type !== 'backup') || period.kind === 'refused')
    return undefined;
  const now = Math.floor(context.now / 1000) * 1000;
  const saidMs = period.kind === 'bounds' ? now - period.bounds.from : usualTargetMs;
  const targetMs = Math.min(Math.max(saidMs, 1000), questionLimits.maxTargetMs);
  const isUsual = period.kind !== 'bounds';
  const question: CoverageQuestion = { service: services[0], targetMs, isUsual, zone: context.zone };
  return { command: { kind: 'coverage', question }, notes, offers: [] };
}
