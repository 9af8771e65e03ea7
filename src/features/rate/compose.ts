import { composeSentence } from '../../language/compose.ts';
import { isOfSuccess, type RateQuestion } from './question.ts';

/** Composes a sentence that asks for the same rate, of another period. */
export function composeRate(
  { type, services, states, order }: Pick<RateQuestion, 'type' | 'services' | 'states' | 'order'>,
  period: string | undefined,
): string {
  const isSuccess = isOfSuccess({ states });
  const state = isSuccess ? undefined : states;
  const jobs = composeSentence({ type, service: services, state, period: undefined, pageSize: undefined });
  const rate = `${isSuccess ? 'success rate' : 'percentage'} of ${jobs}`;
  return [order, rate, order && 'by service', period].filter(Boolean).join(' ');
}
