import { execute, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { reportLink } from '../buttons.ts';
import { type Incident, type IncidentSubject, isOpen, serviceFailures } from '../incident/incident.ts';
import { incidentHeadline } from './headlines.ts';
import { statusText } from './people.ts';
import { countText } from './run-texts.ts';
import { beganAt } from './status.ts';

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
      ...(open.length === 0 ? ['Only what is watched here can show up: say “watch” to see what is.'] : []),
      ...(rest > 0 ? [`and ${rest} more.`] : []),
    ].map(text => ({ text })),
    digests: open.slice(0, mostShown).map(incident => incidentRow(incident, answeredAt, reader)),
    actions: suggestionActions(asides.offers),
  });
}

function placeOf({ about }: Incident): number {
  return worst.indexOf(about.kind);
}

function titleOf(count: number): string {
  if (count === 0) return 'No fault is open here';
  return count === 1 ? '1 fault is open here' : `${count} faults are open here`;
}

function incidentRow(incident: Incident, now: EpochMs, reader: CardLocale) {
  const { id, zone } = incident;
  const times = timesFor(zone, reader, now);
  return {
    when: incidentHeadline(incident, now, times).text,
    what:
      incident.about.kind === 'blind'
        ? `Times are those of ${zoneName(zone)}`
        : [
            `Since ${times.instant(beganAt(incident))} (${zoneName(zone)})`,
            ...countsOf(incident, times),
          ].join(' · '),
    next: heldText(incident, now, times) ?? statusText(incident, now, times) ?? '',
    acts: [execute('Report', reportLink.encode(id))],
  };
}

/** The headline of a single service has the count. */
function countsOf(incident: Incident, times: Times): readonly string[] {
  const troubles = serviceFailures(incident);
  if (troubles.length < 2) return [];
  const count = troubles.reduce((sum, one) => sum + one.count, 0);
  return [`${countText(count, times)} in all`];
}

function heldText({ heldUntil, telling }: Incident, now: EpochMs, times: Times): string | undefined {
  if (heldUntil === undefined || heldUntil <= now || telling.said) return undefined;
  return `Quiet hours: told at ${times.near(heldUntil, now)}`;
}
