import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { personName } from '../../cards/mention.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { isOrAre, retireAction, retirementText } from '../../cards/retired-words.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type Times, timesFor, type ZonedLocale } from '../../cards/times.ts';
import { nameOf } from '../../cards/words.ts';
import { type Service, services } from '../../domain/job.ts';
import type { RecordsByService, ServiceRecord } from '../../domain/service-records.ts';
import type { EpochMs } from '../../domain/time.ts';
import { zoneName } from '../../domain/zone.ts';

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
  const what = record?.retired ? 'retired' : isChanged === undefined ? 'not retired' : 'expected';
  const title = `${isChanged ? '✓ ' : ''}${nameOf(service)} ${isOrAre(service)} ${what}${isChanged === false ? ' already' : ''}`;
  const lines = [
    ...noteTexts(asides.notes),
    ...(record ? retiredLines(record, times, reader.zone) : []),
    ...lastLines(record, times),
    effectText(record),
    ...(isChanged === undefined ? [] : ['For everybody, in every conversation.']),
  ];
  return expand({
    title,
    lines: lines.map(text => ({ text })),
    actions: [retireAction(service, !isRetired), ...suggestionActions(asides.offers)],
  });
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
    return retired ? [`${nameOf(service)}: ${retirementText(retired, times)}`] : [];
  });
  const lines = [
    ...noteTexts(asides.notes),
    ...each,
    'A retired service isn’t backed up any more, on purpose: status and coverage leave it out.',
  ];
  return expand({
    title: each.length === 0 ? 'No service is retired' : 'Retired services',
    lines: lines.map(text => ({ text })),
    actions: [execute('Status', askLink.encode('status')), ...suggestionActions(asides.offers)],
  });
}

function retiredLines({ retired }: ServiceRecord, times: Times, zone: string): readonly string[] {
  if (!retired) return [];
  const by = retired.by ? `By ${personName(retired.by)}` : 'By someone unknown';
  return [`${by}, ${times.instant(retired.at)} (${zoneName(zone)}).`];
}

function lastLines(record: ServiceRecord | undefined, times: Times): readonly string[] {
  const { last, retired } = record ?? {};
  if (!last) return retired ? [] : ['It was never backed up, as far as I know.'];
  if (!retired) return [];
  const startedAt = times.instant(last.startedAt);
  return [
    last.startedAt > retired.at
      ? `It ran on ${startedAt}, though it’s retired.`
      : `Its last backup: ${startedAt}.`,
  ];
}

/** Says what it means for the overviews. */
function effectText({ last, retired }: Partial<ServiceRecord> = {}): string {
  if (retired) return 'Status and coverage leave it out. If it runs again, they show it.';
  return last
    ? 'If nothing runs, status and coverage show it as a problem.'
    : 'From its first backup on, it’s a problem if nothing runs.';
}
