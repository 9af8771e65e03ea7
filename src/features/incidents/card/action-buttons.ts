import { type Execute, execute } from '../../../cards/actions.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import { isSnoozed } from './people.ts';

/** A button that shows further buttons beneath the others. */
interface ShowCard {
  readonly type: 'Action.ShowCard';
  readonly title: string;
  readonly card: { readonly type: 'AdaptiveCard'; readonly actions: readonly Execute[] };
}

/** Returns the buttons of an incident: six while it is open, each only if it would change something. */
export function incidentButtons(incident: Incident, now: EpochMs): readonly (Execute | ShowCard)[] {
  const { id, about, acknowledged, assigned } = incident;
  const isFree = !assigned && !acknowledged;
  // Missing data has no list of jobs.
  const jobs = about.kind === 'blind' ? [] : [execute('Show jobs', { verb: 'fault.jobs', id })];
  const report = execute('Report', { verb: 'fault.report', id });
  if (!isOpen(incident)) return [...jobs, report];
  return [
    ...(isFree ? [execute('Acknowledge', { verb: 'fault.acknowledge', id })] : []),
    ...(assigned ? [] : [execute('Assign to me', { verb: 'fault.assign', id })]),
    ...(isSnoozed(incident, now) ? [] : [snooze(id)]),
    ...jobs,
    ...(about.kind === 'blind' ? [] : [execute('Close', { verb: 'fault.close', id })]),
    report,
  ];
}

function snooze(id: string): ShowCard {
  const actions = [
    execute('1 h', { verb: 'fault.snooze', id, length: '1h' }),
    execute('4 h', { verb: 'fault.snooze', id, length: '4h' }),
    execute('Until tomorrow 8:00', { verb: 'fault.snooze', id, length: 'tomorrow' }),
  ];
  return { type: 'Action.ShowCard', title: 'Snooze', card: { type: 'AdaptiveCard', actions } };
}
