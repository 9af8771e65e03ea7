import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Incident } from '../incident/incident.ts';

/** A message about an incident, ready to be rendered. */
export type IncidentMessage = {
  readonly incident: Incident;
  /** It may have been sent before: the bot stopped, or got no answer, while it was sending it. */
  readonly isAgain: boolean;
  readonly composedAt: EpochMs;
} & (
  | {
      /** The card itself, posted or edited. */
      readonly kind: 'card';
      /** The person that the card calls; only the first post calls anyone. */
      readonly who: Person | undefined;
    }
  /** In the thread: `more` failures since the last message. Calls `who` if the service had recovered in between. */
  | { readonly kind: 'failedAgain'; readonly more: number; readonly who: Person | undefined }
  /** In the thread: the incident is unacknowledged, so `who` is called. */
  | { readonly kind: 'escalation'; readonly who: Person }
  /** In the thread: `by` has assigned the incident to `who`. */
  | { readonly kind: 'assignment'; readonly who: Person; readonly by: Person }
  /** In the thread: the incident lasts although `holder` took it; `who` may be another person. */
  | { readonly kind: 'reminder'; readonly who: Person; readonly holder: Person }
  /** In the thread: the incident is over. */
  | { readonly kind: 'allClear'; readonly who: Person | undefined }
);

/** Returns the same name for one message of an incident however often it is composed. */
export function nameOfIncidentMessage({ incident, kind }: IncidentMessage): string {
  return `${incident.id} ${kind}`;
}
