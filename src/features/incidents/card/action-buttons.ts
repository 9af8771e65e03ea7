import { destructive, type ExecuteAction, execute, ranked } from '../../../cards/actions.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { acknowledgeLink, assignLink, closeLink, jobsLink, reportLink, snoozeLink } from '../buttons.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import { isSnoozed } from './people.ts';

/** A button that shows further buttons beneath the others. */
interface ShowCard {
  readonly type: 'Action.ShowCard';
  readonly title: string;
  readonly style?: 'positive';
  readonly card: { readonly type: 'AdaptiveCard'; readonly actions: readonly ExecuteAction[] };
}

/**
 * Returns the buttons of an incident: six while it is open, each only if it would change something. Snooze is among the
 * first three: what it unfolds can't be reached from a menu.
 */
export function incidentButtons(incident: Incident, now: EpochMs): readonly (ExecuteAction | ShowCard)[] {
  const { id, about, acknowledged, assigned } = incident;
  const acknowledge = execute('Acknowledge', acknowledgeLink.encode(id));
  const isFree = !assigned && !acknowledged;
  // Missing data has no list, and is over when the data is back.
  const isMissing = about.kind === 'blind';
  const shown = [
    ...(isMissing ? [] : [execute('Show jobs', jobsLink.encode(id))]),
    execute('Report', reportLink.encode(id)),
  ];
  if (!isOpen(incident)) return ranked<ExecuteAction | ShowCard>(shown, acknowledge);
  return ranked<ExecuteAction | ShowCard>(
    [
      ...(isFree ? [acknowledge] : []),
      ...(assigned ? [] : [execute('Take over', assignLink.encode(id))]),
      ...(isSnoozed(incident, now) ? [] : [snooze(id)]),
      ...(isMissing ? [] : [destructive(execute('Close incident', closeLink.encode(id)))]),
      ...shown,
    ],
    acknowledge,
  );
}

function snooze(id: string): ShowCard {
  const actions = [
    execute('Snooze 1 h', snoozeLink.encode({ id, length: '1h' })),
    execute('Snooze 4 h', snoozeLink.encode({ id, length: '4h' })),
    execute('Snooze until 8:00', snoozeLink.encode({ id, length: 'tomorrow' })),
  ];
  return { type: 'Action.ShowCard', title: 'Snooze', card: { type: 'AdaptiveCard', actions } };
}
