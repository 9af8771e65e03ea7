import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Fault } from '../incident/incident.ts';

/** What is said of a fault, ready to be worded. */
export type FaultMessage = {
  readonly fault: Fault;
  /** It may have been said before: the bot stopped, or heard nothing, while it said it. */
  readonly isAgain: boolean;
  readonly composedAt: EpochMs;
} & (
  | {
      /** The card itself, posted or edited. */
      readonly kind: 'card';
      /** Who is called with it: with the first post alone. */
      readonly who: Person | undefined;
    }
  /** In its thread: so many more failures since the last word; `who` is called, if it had recovered in between. */
  | { readonly kind: 'failedAgain'; readonly more: number; readonly who: Person | undefined }
  /** In its thread: nobody has acknowledged it, so this one is called. */
  | { readonly kind: 'escalation'; readonly who: Person }
  /** In its thread: it lasts still, though somebody took it; `who` may be another. */
  | { readonly kind: 'reminder'; readonly who: Person; readonly holder: Person }
  /** In its thread: it is over. */
  | { readonly kind: 'allClear'; readonly who: Person | undefined }
);

/** The same for one message of a fault however often it is composed. */
export function nameOfFaultMessage({ fault, kind }: FaultMessage): string {
  return `${fault.id} ${kind}`;
}
