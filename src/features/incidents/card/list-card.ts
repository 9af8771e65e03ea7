import { execute, ranked, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import { plural } from '../../../domain/plural.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { reportLink } from '../buttons.ts';
import { type Incident, type IncidentSubject, isOpen, serviceFailures } from '../incident/incident.ts';
import { statusText } from './people.ts';
import { totalText } from './run-texts.ts';
import { subjectText } from './service-names.ts';
import { incidentSummary } from './summary.ts';

const expand = cardTemplate(digests);

/** The card counts the others. */
const mostShown = 10;

/** No data ranks before failures, and failures before doubts. */
const worst: readonly IncidentSubject['kind'][] = ['blind', 'failing', 'stopped', 'stuck', 'unclear'];

/** Lists the open incidents of a conversation, the worst and the newest first. */
export function incidentListCard(
  incidents: readonly Incident[],
  answeredAt: EpochMs,
  asides: Asides,
  reader: CardLocale,
): AdaptiveCard {
  const open = incidents
    .filter(isOpen)
    .toSorted((a, b) => placeOf(a) - placeOf(b) || b.openedAt - a.openedAt);
  const rest = open.length - mostShown;
  return expand({
    title: titleOf(open.length),
    lines: [
      ...noteTexts(asides.notes),
      ...(open.length === 0
        ? ['Only what is watched here can open an incident: say “watches” to see it.']
        : []),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: open.slice(0, mostShown).map(incident => incidentRow(incident, answeredAt, reader)),
    actions: ranked(suggestionActions(asides.offers)),
  });
}

function placeOf({ about }: Incident): number {
  return worst.indexOf(about.kind);
}

function titleOf(count: number): string {
  return count === 0 ? 'No open incidents' : `${count} open ${plural(count, 'incident', 'incidents')}`;
}

function incidentRow(incident: Incident, now: EpochMs, reader: CardLocale) {
  const { about, id, zone } = incident;
  const times = timesFor(zone, reader, now);
  const { headline, details } = incidentSummary(incident, now, times);
  const zoneTexts = isZoneNamed(about) || times.zoneNote === '' ? [] : [`Times in ${zoneName(zone)}`];
  return {
    when: headline,
    what: [...details, ...countsOf(incident, times), ...zoneTexts].join(' · '),
    next: heldText(incident, now, times) ?? statusText(incident, now, times) ?? '',
    acts: [execute(`Report on ${subjectText(about)}`, reportLink.encode(id))],
  };
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
