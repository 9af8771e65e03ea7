import { minutesText } from '../../../cards/durations.ts';
import type { Times } from '../../../cards/times.ts';
import { fullNameOf, nameOf, namesOf } from '../../../cards/words.ts';
import { zoneName } from '../../../domain/zone.ts';
import { stoppedNames } from '../card/no-data-texts.ts';
import { beganAt } from '../card/status.ts';
import { serviceFailures } from '../incident/incident.ts';
import type { IncidentReport } from './timeline.ts';

/** "Report: Exchange Online backups", "Report: 12 services" */
export function reportTitle({ incident }: IncidentReport): string {
  const { about } = incident;
  switch (about.kind) {
    case 'failing': {
      const [only] = about.troubles;
      return about.troubles.length === 1 && only
        ? `Report: ${fullNameOf(only.service)} backups`
        : `Report: ${about.troubles.length} services`;
    }
    case 'blind':
      return `Report: ${about.services.length === 0 ? 'backups' : namesOf(about.services)} not seen`;
    case 'stuck':
      return `Report: ${nameOf(about.service)} backup running long`;
    case 'stopped':
      return `Report: ${stoppedNames(about)} backups not starting`;
    case 'unclear':
      return `Report: ${nameOf(about.service)} backups of unknown end`;
  }
}

/** "Mon 23 Nov, 02:00 to 20:05 (Europe/Berlin)", or since when it lasts. The zone's name comes from the record. */
export function reportWindow({ incident }: IncidentReport, times: Times): string {
  const [from, to] = [beganAt(incident), incident.overAt];
  return to === undefined || to <= from
    ? `Since ${times.instant(from)} (${zoneName(incident.zone)})`
    : `${times.instant(from)} to ${times.near(to, from)} (${zoneName(incident.zone)})`;
}

export function reportFigures({ incident, toAcknowledgeMs, toRecoverMs }: IncidentReport, times: Times) {
  const count = serviceFailures(incident).reduce((sum, one) => sum + one.count, 0);
  return [
    ...(count > 0 ? [{ title: 'Failures', value: times.number(count) }] : []),
    {
      title: 'To acknowledge',
      value: toAcknowledgeMs === undefined ? 'not acknowledged' : minutesText(toAcknowledgeMs),
    },
    // Missing data and long-running backups end without a recovery.
    ...(count > 0
      ? [
          {
            title: 'To recover',
            value: toRecoverMs === undefined ? 'not recovered' : minutesText(toRecoverMs),
          },
        ]
      : []),
  ];
}
