import { execute } from '../../../cards/actions.ts';
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { reportLink } from '../buttons.ts';
import { statusText } from '../card/people.ts';
import { totalText } from '../card/run-texts.ts';
import { subjectText } from '../card/service-names.ts';
import { incidentSummary } from '../card/summary.ts';
import { type Incident, type IncidentSubject, isOpen, serviceFailures } from '../incident/incident.ts';
import { overTexts, shownStart } from './over-row.ts';

/** Returns the rows of some incidents, each with the button of its report, in the zones of their watches. */
export function incidentRows(incidents: readonly Incident[], now: EpochMs, reader: CardLocale) {
  const titles = incidents.map(({ about }) => reportTitle(about));
  return incidents.map((incident, index) => {
    const times = timesFor(incident.zone, reader, now);
    const title = titles[index] ?? '';
    // Two buttons of one title would be the same.
    const isOnlyOne = titles.filter(other => other === title).length === 1;
    const named = isOnlyOne ? title : `${title}, ${times.instant(shownStart(incident))}`;
    return {
      ...(isOpen(incident) ? openTexts(incident, now, times) : closedTexts(incident, now, times)),
      acts: [execute(named, reportLink.encode(incident.id))],
    };
  });
}

function reportTitle(about: IncidentSubject): string {
  return `Report on ${subjectText(about)}`;
}

function openTexts(incident: Incident, now: EpochMs, times: Times) {
  const { headline, details } = incidentSummary(incident, now, times);
  const zoneTexts = isZoneNamed(incident.about) ? [] : zoneText(incident, times);
  return {
    when: headline,
    what: [...details, ...countsOf(incident, times), ...zoneTexts].join(' · '),
    next: heldText(incident, now, times) ?? statusText(incident, now, times) ?? '',
  };
}

function closedTexts(incident: Incident, now: EpochMs, times: Times) {
  const { headline, outcome, owner } = overTexts(incident, now, times);
  return {
    when: headline,
    what: outcome,
    next: [...(owner === '' ? [] : [owner]), ...zoneText(incident, times)].join(' · '),
  };
}

function zoneText({ zone }: Incident, { zoneNote }: Times): readonly string[] {
  return zoneNote === '' ? [] : [`Times in ${zoneName(zone)}`];
}

/** False if the times are in the headline, which has no room for the zone, or beside it. */
function isZoneNamed(about: IncidentSubject): boolean {
  return about.kind !== 'blind' && (about.kind !== 'stopped' || about.stops.length === 1);
}

/** The headline of a single service has the count. */
function countsOf(incident: Incident, times: Times): readonly string[] {
  const troubles = serviceFailures(incident);
  return troubles.length < 2 ? [] : [totalText(troubles, times)];
}

function heldText(
  { heldUntil, pausedUntil = 0, telling }: Incident,
  now: EpochMs,
  times: Times,
): string | undefined {
  if (pausedUntil > now && !telling.said) return `Held back until ${times.near(pausedUntil, now)}: paused`;
  if (heldUntil === undefined || heldUntil <= now || telling.said) return undefined;
  return `Held back until ${times.near(heldUntil, now)}: quiet hours`;
}
