import { composeSentence, type SentenceParts } from '../../language/compose.ts';
import { isOfTime, type RankQuestion } from './question.ts';

/** Composes a sentence that asks for the same groups, of another period. */
export function composeRank(
  asked: Pick<RankQuestion, 'type' | 'services' | 'states' | 'by' | 'limit' | 'isWorstFirst'>,
  period: string | undefined,
): string {
  const { type, services, states, by, limit, isWorstFirst } = asked;
  const isInOrder = isOfTime(by) || by === 'state';
  const order = limit !== undefined ? `top ${limit}` : isWorstFirst && isInOrder ? 'most' : '';
  const parts: SentenceParts = {
    type,
    service: services,
    state: states,
    period: undefined,
    pageSize: undefined,
  };
  return [order, composeSentence(parts), `by ${by}`, period].filter(Boolean).join(' ');
}
