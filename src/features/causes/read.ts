import { type CausesQuestion, ofServices } from '../../domain/question.ts';
import { boundsOf } from '../../language/bounds.ts';
import { offersFor } from '../../language/compose.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';

export interface CausesCommand {
  readonly kind: 'causes';
  readonly question: CausesQuestion;
}

/** Reads "why did exchange fail last week?": the causes of all problems, in whichever way the sentence names them. */
export function causes(parsed: Parsed, context: ReadingContext): Read<CausesCommand> | undefined {
  const { found, services, types } = parsed.parts;
  if (!found.some(({ meaning }) => meaning.part === 'why')) return undefined;
  if (types.length > 1) return undefined;
  // Only of all problems: not of the partial ones alone, and not of what runs or has finished.
  const isTurned = found.some(({ meaning }) => meaning.part === 'negation');
  if (parsed.parts.states.some(state => state !== (isTurned ? 'finished' : 'failed'))) return undefined;
  const question: CausesQuestion = {
    type: types[0],
    ...ofServices(services),
    ...boundsOf(parsed, context),
    zone: context.zone,
  };
  const others = parsed.period.kind === 'bounds' ? parsed.period.others : [];
  const parts = { isWhy: true, type: types[0], service: services, state: undefined, pageSize: undefined };
  return {
    command: { kind: 'causes', question },
    uses: ['why', 'problems', 'now', 'negation'],
    offers: offersFor(parts, others),
  };
}
