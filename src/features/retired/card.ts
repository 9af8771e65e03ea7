import { destructive, execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { withDetails } from '../../cards/details.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { isOrAre, retireAction, retirementText } from '../../cards/retired-words.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type Times, timesFor, type ZonedLocale } from '../../cards/times.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import type { RecordsByService, ServiceRecord } from '../../domain/service-records.ts';
import type { EpochMs } from '../../domain/time.ts';

const expand = cardTemplate(offer);

/** The retirement of one service. */
export interface RetiredShown {
  readonly service: Service;
  /** Undefined if it was never backed up and never retired. */
  readonly record: ServiceRecord | undefined;
  /** True if it was retired or expected again just now; false if it was so before, undefined if the user only asked. */
  readonly isChanged: boolean | undefined;
  readonly answeredAt: EpochMs;
}

/** Says whether a service is retired, since when and by whom, with the button that reverses it. */
export function retiredCard(
  { service, record, isChanged, answeredAt }: RetiredShown,
  asides: Asides,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const isRetired = record?.retired !== undefined;
  const change = retireAction(service, !isRetired);
  const lines = [
    ...ranTexts(record, times),
    effectText(record),
    ...whenTexts(record, times),
    ...noteTexts(asides.notes),
  ];
  const card = expand({
    title: titleOf(service, isRetired, isChanged),
    lines: lines.map(text => ({ text })),
    actions: ranked([isRetired ? change : destructive(change), ...suggestionActions(asides.offers)]),
  });
  return withDetails(card, detailsOf(record, isChanged !== undefined, times));
}

/** Lists the retired services. */
export function retiredServicesCard(
  records: RecordsByService,
  answeredAt: EpochMs,
  asides: Asides,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const each = services.flatMap(service => {
    const retired = records[service]?.retired;
    return retired ? [`${nameOf(service)}: retired ${retirementText(retired, times)}`] : [];
  });
  const effect =
    each.length === 0
      ? 'To retire one that is no longer backed up, say “Exchange is retired”.'
      : 'Status and coverage leave them out, unless they run.';
  return expand({
    title: each.length === 0 ? 'No service is retired' : 'Retired services',
    lines: [...each, effect, ...noteTexts(asides.notes)].map(text => ({ text })),
    actions: ranked([execute('Status', askLink.encode('status')), ...suggestionActions(asides.offers)]),
  });
}

/** Lists the services that are expected: those that were backed up before and aren't retired. */
export function expectedServicesCard(
  records: RecordsByService,
  answeredAt: EpochMs,
  asides: Asides,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const isRetired = (service: Service) => records[service]?.retired !== undefined;
  const seen = services.filter(service => records[service]?.last !== undefined && !isRetired(service));
  const unseen = services.filter(service => records[service]?.last === undefined && !isRetired(service));
  const count = seen.length;
  const lines = [
    ...(count > 0 ? [namesOf(seen)] : []),
    'A service is expected from its first backup on, until it’s retired.',
    ...(unseen.length > 0 ? [`Never seen: ${namesOf(unseen)}.`] : []),
    ...(services.some(isRetired) ? [`Retired: ${namesOf(services.filter(isRetired))}.`] : []),
    ...noteTexts(asides.notes),
  ];
  return expand({
    title:
      count === 0
        ? 'No service is expected yet'
        : `${times.number(count)} ${plural(count, 'service is', 'services are')} expected to be backed up`,
    lines: lines.map(text => ({ text })),
    actions: ranked([
      execute('Last good backups', askLink.encode('coverage')),
      ...suggestionActions(asides.offers),
    ]),
  });
}

function titleOf(service: Service, isRetired: boolean, isChanged: boolean | undefined): string {
  const name = `${nameOf(service)} ${isOrAre(service)}`;
  if (isChanged) return `✓ ${name} ${isRetired ? 'retired' : 'expected again'}`;
  if (isChanged === false) return `${name} already ${isRetired ? 'retired' : 'expected'}`;
  return isRetired ? `${name} retired` : `${name}n’t retired`;
}

/** Says that a retired service has run, which it shouldn't. */
function ranTexts({ last, retired }: Partial<ServiceRecord> = {}, times: Times): readonly string[] {
  if (!last || !retired || last.startedAt <= retired.at) return [];
  return [`△ A backup ran anyway, on ${times.instant(last.startedAt)}${times.zoneNote}.`];
}

/** Says what it means for the overviews. */
function effectText(record: ServiceRecord | undefined): string {
  return record?.retired ? 'Status and coverage leave it out, unless it runs.' : expectedText(record, 'show');
}

/** Says what it means for the overviews that a service is expected: nothing until its first backup. */
export function expectedText(record: ServiceRecord | undefined, show: 'show' | 'will show'): string {
  return record?.last
    ? `Status and coverage ${show} it as a problem if nothing runs.`
    : 'No backup seen so far. Once one has run, status and coverage expect more.';
}

function whenTexts({ last, retired }: Partial<ServiceRecord> = {}, times: Times): readonly string[] {
  if (!retired) return [];
  const before = last && last.startedAt <= retired.at ? ` Last backup: ${times.day(last.startedAt)}.` : '';
  return [`Retired ${retirementText(retired, times)}.${before}`];
}

/** Returns what unfolds under "Details": the exact times, and whom a change concerns. */
function detailsOf(
  { last, retired }: Partial<ServiceRecord> = {},
  hasChanged: boolean,
  times: Times,
): readonly string[] {
  return [
    ...(retired ? [`Retired: ${times.instant(retired.at)}${times.zoneNote}.`] : []),
    ...(last ? [`Last backup: started ${times.instant(last.startedAt)}${times.zoneNote}.`] : []),
    ...(last?.goodAt === undefined
      ? []
      : [`Last good backup: started ${times.instant(last.goodAt)}${times.zoneNote}.`]),
    ...(hasChanged ? ['Applies to everyone, in every conversation.'] : []),
  ];
}
