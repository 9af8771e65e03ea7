import type { Log } from '../../../domain/log.ts';
import type { Delivery } from '../../../domain/messenger.ts';
import type { AttemptResult } from '../../../schedule/conversation-back-off.ts';
import type { Incident } from '../incident/incident.ts';

/**
 * How the steps for one incident ended; `othersFirst` if Teams refused this message before and others are to be tried
 * first.
 */
export type StepsResult = AttemptResult | 'othersFirst';

/** How one step ended; `next` if the step after it can be taken. */
export type StepResult = StepsResult | 'next';

export type FailedDelivery = Exclude<Delivery, { kind: 'sent' }>;

/** Logs a message that Teams didn't take, and returns what follows for the incident. */
export function refusedResult(
  { place, id }: Incident,
  delivery: FailedDelivery,
  log: Pick<Log, 'warn'>,
): 'othersFirst' | 'closed' | 'retry' {
  const { kind } = delivery;
  if (kind === 'closed' && delivery.othersFirst) return 'othersFirst';
  log.warn({ place: place.id, fault: id, kind }, 'incident message not sent');
  return kind === 'closed' ? 'closed' : 'retry';
}
