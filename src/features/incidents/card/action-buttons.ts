import { type ExecuteAction, execute } from '../../../cards/actions.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { acknowledgeLink, assignLink, closeLink, jobsLink, reportLink, snoozeLink } from '../buttons.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import { isSnoozed } from './people.ts';

/** A button that shows further buttons beneath the others. */
interface ShowCard {
  readonly type: 'Action.ShowCard';
  readonly title: string;
  readonly card: { readonly type: 'AdaptiveCard'; readonly actions: readonly ExecuteAction[] };
}

/** Returns the buttons of an incident: six while it is open, each only if it would change something. */
export function incidentButtons(incident: Incident, now: EpochMs): readonly (ExecuteAction | ShowCard)[] {
  const { id, about, acknowledged, assigned } = incident;
  const isFree = !assigned && !acknowledged;
  // What cannot be seen has no list.
  const jobs = about.kind === 'blind' ? [] : [execute('Show jobs', jobsLink.encode(id))];
  const report = execute('Report', reportLink.encode(id));
  if (!isOpen(incident)) return [...jobs, report];
  return [
    ...(isFree ? [execute('Acknowledge', acknowledgeLink.encode(id))] : []),
    ...(assigned ? [] : [execute('Assign to me', assignLink.encode(id))]),
    ...(isSnoozed(incident, now) ? [] : [snooze(id)]),
    ...jobs,
    ...(about.kind === 'blind' ? [] : [execute('Close', closeLink.encode(id))]),
    report,
  ];
}

function snooze(id: string): ShowCard {
  const actions = [
    execute('1 h', snoozeLink.encode({ id, length: '1h' })),
    execute('4 h', snoozeLink.encode({ id, length: '4h' })),
    execute('Until tomorrow 8:00', snoozeLink.encode({ id, length: 'tomorrow' })),
  ];
  return { type: 'Action.ShowCard', title: 'Snooze', card: { type: 'AdaptiveCard', actions } };
}
