import { type ExecuteAction, execute, ranked, withoutInputs } from '../../../cards/actions.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  acknowledgeLink,
  jobsLink,
  noteLink,
  reopenLink,
  reportLink,
  snoozeLink,
  takeOverLink,
  unsnoozeLink,
} from '../buttons.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import { ownership } from '../incident/ownership.ts';
import { noteInputOf, updateCard } from './inputs.ts';
import { isSnoozed } from './people.ts';
import { type ShowCard, showCard } from './show-card.ts';

type Action = ExecuteAction | ShowCard;

/**
 * Returns the buttons of an incident, each only if it would change or show something. What unfolds is among the first
 * three: it can't be reached from a menu.
 */
export function incidentButtons(incident: Incident, now: EpochMs): readonly Action[] {
  const { id, about } = incident;
  const acknowledge = withoutInputs(execute('Acknowledge', acknowledgeLink.encode(id)));
  const shown = [
    // Missing data has no list.
    ...(about.kind === 'blind' ? [] : [execute('Show jobs', jobsLink.encode(id))]),
    execute('Report', reportLink.encode(id)),
  ].map(withoutInputs);
  if (!isOpen(incident)) return ranked<Action>([...afterEnd(incident), ...shown], acknowledge);
  const owner = ownership(incident);
  return ranked<Action>(
    [
      owner ? withoutInputs(execute('Take over', takeOverLink.encode({ id, from: owner.at }))) : acknowledge,
      snoozeButton(incident, now),
      updateCard(incident),
      ...shown,
    ],
    acknowledge,
  );
}

function snoozeButton(incident: Incident, now: EpochMs): Action {
  const { id, snoozed } = incident;
  if (snoozed && isSnoozed(incident, now))
    return withoutInputs(execute('Unsnooze', unsnoozeLink.encode({ id, at: snoozed.at })));
  const actions = [
    execute('Snooze 1 h', snoozeLink.encode({ id, length: '1h' })),
    execute('Snooze 4 h', snoozeLink.encode({ id, length: '4h' })),
    execute('Snooze until 8:00', snoozeLink.encode({ id, length: 'tomorrow' })),
  ];
  return showCard('Snooze', [], actions.map(withoutInputs));
}

/** What is left to do once it's over: to undo a close, and to write down what was found out. */
function afterEnd(incident: Incident): readonly Action[] {
  const { closed, id } = incident;
  return [
    ...(closed ? [withoutInputs(execute('Reopen', reopenLink.encode({ id, at: closed.at })))] : []),
    showCard('Note', [noteInputOf('Note')], [execute('Add note', noteLink.encode({ id, note: '' }))]),
  ];
}
