import { personName } from '../../../cards/mention.ts';
import { whenNear } from '../../../cards/moments.ts';
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import type { ActionResult, IncidentAction } from '../incident/action.ts';
import type { ActionStamp, Incident } from '../incident/incident.ts';

/**
 * The reply to the user who pressed a button of an incident, beside the card that changes for everyone. Times are in
 * the user's zone.
 */
export function actionText(
  answer: ActionResult,
  act: IncidentAction,
  reader: CardLocale & { readonly zone: string },
  now: EpochMs,
): string {
  const times = timesFor(reader.zone, reader, now);
  switch (answer.kind) {
    case 'done':
      return doneText(answer.incident, act, reader.zone, times);
    case 'before':
      return beforeText(answer.incident, answer.stamp, act, times, now);
    case 'over':
      return overText(answer.incident, times, now);
    case 'unknown':
      return 'There’s no such incident in this conversation.';
  }
}

function doneText(incident: Incident, { what }: IncidentAction, zone: string, times: Times): string {
  switch (what) {
    case 'acknowledge':
      return `Acknowledged.${spared(incident)}`;
    case 'assign':
      return `You’ve taken over.${spared(incident)}`;
    case 'snooze':
      return incident.snoozed
        ? `Snoozed until ${times.instant(incident.snoozed.until)} (${zoneName(zone)}).`
        : 'Snoozed.';
    case 'close':
      return incident.about.kind === 'failing' ? 'Closed. Another failure opens a new incident.' : 'Closed.';
  }
}

/** Names who would have been called next. */
function spared({ call }: Incident): string {
  return call?.fallback === undefined || call.isEscalated
    ? ''
    : ` ${personName(call.fallback)} won’t be called.`;
}

/** Names who did it before, which may be a different action: a user who took the incident has acknowledged it, too. */
function beforeText(
  incident: Incident,
  stamp: ActionStamp,
  { what }: IncidentAction,
  times: Times,
  now: EpochMs,
): string {
  const who = personName(stamp.by);
  const when = whenNear(stamp.at, now, times);
  const isDeed = (other: ActionStamp | undefined) => other?.at === stamp.at && other.by.id === stamp.by.id;
  if (what === 'snooze' && incident.snoozed)
    return `${who} has snoozed it until ${times.near(incident.snoozed.until, now)}.`;
  if (what === 'close' || isDeed(incident.closed)) return `${who} closed it ${when}.`;
  if (what === 'assign' || isDeed(incident.assigned)) return `${who} took it ${when}.`;
  return `${who} acknowledged it ${when}.`;
}

function overText({ overAt }: Incident, times: Times, now: EpochMs): string {
  return overAt === undefined
    ? 'This incident is over.'
    : `This incident ended ${whenNear(overAt, now, times)}.`;
}
