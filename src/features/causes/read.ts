import { isBad, type JobState } from '../../domain/job.ts';
import { type CausesQuestion, ofServices } from '../../domain/question.ts';
import { boundsOf } from '../../language/bounds.ts';
import { offersFor } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';
import { asksWhyThen } from '../../language/yes-no.ts';

export interface CausesCommand {
  readonly kind: 'causes';
  readonly question: CausesQuestion;
}

/**
 * Reads "why did exchange fail last week?": the causes of all problems, in whichever way the sentence names them. Of
 * jobs that ended partially or with exceptions they are among the causes of all.
 */
export function causes(parsed: Parsed, context: ReadingContext): Read<CausesCommand> | undefined {
  const { found, types, states } = parsed.parts;
  if (!found.some(({ meaning }) => meaning.part === 'why')) return undefined;
  if (types.length > 1) return undefined;
  const isTurned = found.some(({ meaning }) => meaning.part === 'negation');
  // "why isn't it running since Friday", "why didn't it finish"; not why it runs or has finished.
  const isNegated = (state: JobState) =>
    isTurned && (state === 'finished' || (state === 'inProgress' && asksWhyThen(parsed)));
  if (!states.every(state => (isTurned ? isNegated(state) : isBad(state)))) return undefined;
  return causesOf(parsed, context);
}

/** Returns the causes of all problems of the services, the kind of job and the period of a sentence. */
export function causesOf(parsed: Parsed, context: ReadingContext): Read<CausesCommand> {
  const { found, services, types } = parsed.parts;
  // "why no backup yesterday"
  const isOfBackups = found.some(({ meaning }) => meaning.part === 'coverage');
  const type = types[0] ?? (isOfBackups ? 'backup' : undefined);
  const question: CausesQuestion = {
    type,
    ...ofServices(services),
    ...boundsOf(parsed, context),
    zone: context.zone,
  };
  const others = parsed.period.kind === 'bounds' ? parsed.period.others : [];
  const parts = { isWhy: true, type, service: services, state: undefined, pageSize: undefined };
  return {
    command: { kind: 'causes', question },
    uses: ['why', 'problems', 'now', 'negation', ...(asksWhyThen(parsed) ? (['coverage'] as const) : [])],
    offers: offersFor(parts, others),
  };
}
