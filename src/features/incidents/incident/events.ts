import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';

/** Who acted, and when. */
export interface ActionStamp {
  readonly by: Person;
  readonly at: EpochMs;
}

/** Who has an incident (`by`), since when, and how they got it. */
export interface OwnerStamp extends ActionStamp {
  /** Who had it before, if it was taken over from them. */
  readonly from?: Person | undefined;
  /** Who gave it to them, if that was another person. */
  readonly assignedBy?: Person | undefined;
}

/** A user's note about an incident: data, to be shown as plain text. */
export interface IncidentNote extends ActionStamp {
  readonly text: string;
}

/** What happened beside the runs, in order, for the report. `reopened` is by a failure, `closeUndone` by a person. */
export type IncidentEvent =
  | { readonly what: 'told' | 'reopened'; readonly at: EpochMs }
  | { readonly what: 'called' | 'escalated' | 'reminded'; readonly who: Person; readonly at: EpochMs }
  | ({ readonly what: 'acknowledged' | 'closed' | 'unsnoozed' | 'closeUndone' } & ActionStamp)
  /** Older records have neither `from` nor `to`: then `by` took it. */
  | ({
      readonly what: 'assigned';
      readonly from?: Person | undefined;
      readonly to?: Person | undefined;
    } & ActionStamp)
  | ({ readonly what: 'snoozed'; readonly until: EpochMs } & ActionStamp);

/** A record has room for this many events of buttons that can be pressed again and again. */
const mostRepeated = 30;

const repeated: readonly IncidentEvent['what'][] = [
  'snoozed',
  'unsnoozed',
  'assigned',
  'closed',
  'closeUndone',
];

/** Adds the event of a press. If there is no room, the oldest such event goes; the first owner stays. */
export function withPress(events: readonly IncidentEvent[], event: IncidentEvent): readonly IncidentEvent[] {
  const first = events.find(({ what }) => what === 'assigned');
  const those = events.filter(one => one !== first && repeated.includes(one.what));
  const kept = those.length < mostRepeated ? events : events.filter(one => one !== those[0]);
  return [...kept, event];
}
