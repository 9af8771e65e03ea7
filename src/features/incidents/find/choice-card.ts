import { execute, ranked, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../../cards/times.ts';
import { capitalised, nameOf, shortNames } from '../../../cards/words.ts';
import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { zoneName } from '../../../domain/zone.ts';
import { reportLink } from '../buttons.ts';
import { type Incident, isOpen, servicesOfIncident } from '../incident/incident.ts';
import type { Watch } from '../watch/watch.ts';
import { shownStart } from './over-row.ts';
import { watchedLines } from './watched-lines.ts';

const expand = cardTemplate(offer);

/** Asks whose report is meant if several incidents are open, or none is: the latest ones are its buttons. */
export function reportChoiceCard(
  incidents: readonly Incident[],
  openCount: number,
  answeredAt: EpochMs,
  asides: Asides,
  reader: CardLocale,
): AdaptiveCard {
  const zones = new Set(
    incidents.flatMap(({ zone }) => (timesFor(zone, reader, answeredAt).zoneNote === '' ? [] : [zone])),
  );
  return expand({
    title: openCount === 0 ? 'No open incidents' : `${openCount} open incidents`,
    lines: [
      ...noteTexts(asides.notes),
      'Whose report do you want?',
      ...(zones.size === 0 ? [] : [`Times in ${[...zones].map(zoneName).join(', ')}`]),
    ].map(text => ({ text })),
    actions: ranked([
      ...incidents.map(one => execute(choiceTitle(one, answeredAt, reader), reportLink.encode(one.id))),
      ...suggestionActions([{ label: 'All incidents', sentence: 'incidents' }, ...asides.offers]),
    ]),
  });
}

/** Returns "Exchange · Tue 02:10–04:30", "Exchange · since 02:10". */
function choiceTitle(incident: Incident, now: EpochMs, reader: CardLocale): string {
  const times = timesFor(incident.zone, reader, now);
  return `${subjectName(incident)} · ${briefPeriod(incident, times)}`;
}

function subjectName(incident: Incident): string {
  if (incident.about.kind === 'blind') return 'Missing data';
  const services = servicesOfIncident(incident);
  const [only] = services;
  return services.length === 1 && only ? nameOf(only) : capitalised(shortNames(services, 2));
}

function briefPeriod(incident: Incident, times: Times): string {
  const from = shownStart(incident);
  const { overAt } = incident;
  if (isOpen(incident) || overAt === undefined) return `since ${times.brief(from)}`;
  if (overAt <= from) return times.brief(from);
  const isOneDay = times.day(from) === times.day(overAt);
  // A day of weeks ago stands without its times.
  if (isOneDay && times.brief(from) === times.day(from)) return times.instant(from);
  return `${times.brief(from)}–${isOneDay ? times.time(overAt) : times.brief(overAt)}`;
}

/** Says that no incident is on record, and what is watched. */
export function noIncidentCard(
  services: readonly Service[],
  watches: readonly Watch[],
  answeredAt: EpochMs,
  asides: Asides,
  reader: CardLocale,
): AdaptiveCard {
  const about = services.length === 0 ? '' : ` · ${shortNames(services)}`;
  return expand({
    title: `No incidents on record${about}`,
    lines: [
      ...noteTexts(asides.notes),
      'I keep those of the last 400 days.',
      ...watchedLines(watches, services, answeredAt, reader),
    ].map(text => ({ text })),
    actions: ranked(
      suggestionActions([
        ...(watches.length === 0 ? [{ label: 'Watch all backups', sentence: 'watch all backups' }] : []),
        ...asides.offers,
        { label: 'Status', sentence: 'status' },
      ]),
    ),
  });
}
