import { type ExecuteAction, execute, ranked, suggestionActions } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../../cards/notes.ts';
import { cardTemplate } from '../../../cards/template.ts';
import digests from '../../../cards/templates/digests.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../../cards/times.ts';
import { shortNames } from '../../../cards/words.ts';
import { plural } from '../../../domain/plural.ts';
import type { Suggestion } from '../../../domain/reading.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { archivedMs } from '../incident/archive.ts';
import { type Incident, isOpen } from '../incident/incident.ts';
import type { Watch } from '../watch/watch.ts';
import { againLink, showLink } from './buttons.ts';
import { type IncidentPointer, type IncidentQuestion, pageLimits } from './question.ts';
import { incidentRows } from './row.ts';
import { watchedLines } from './watched-lines.ts';

const expand = cardTemplate(digests);
const { pageSize, maxPageIndex } = pageLimits;

/** The incidents that a question asks for, in the order of the list. */
export interface IncidentList extends IncidentPointer {
  readonly incidents: readonly Incident[];
  readonly watches: readonly Watch[];
  readonly answeredAt: EpochMs;
}

/** Draws a page of incidents: the open ones, and then those that are over, the latest end first. */
export function incidentListCard(list: IncidentList, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { incidents, pageIndex, answeredAt } = list;
  const first = pageIndex * pageSize;
  const shown = incidents.slice(first, first + pageSize);
  return expand({
    title: titleOf(list),
    lines: [
      ...noteTexts(asides.notes),
      ...windowLines(list, reader),
      ...deletedLines(list, reader),
      ...(incidents.length > pageSize ? [positionText(first, shown.length, incidents.length)] : []),
      ...emptyLines(list, reader),
    ].map(text => ({ text })),
    digests: incidentRows(shown, answeredAt, reader),
    actions: actionsOf(list, asides.offers),
  });
}

function counted(count: number): string {
  return `${count} ${plural(count, 'incident', 'incidents')}`;
}

/** Returns "2 open incidents", "No open incidents · Exchange", "4 incidents on record". */
function titleOf({ question, incidents, answeredAt }: IncidentList): string {
  const { services } = question;
  const about = services.length === 0 ? '' : ` · ${shortNames(services)}`;
  if (!isUsual(question)) {
    const isGone = incidents.length === 0 && question.span.to <= answeredAt - archivedMs;
    const none = isGone ? 'Incidents of that time are deleted' : 'No incidents on record';
    return `${incidents.length === 0 ? none : counted(incidents.length)}${about}`;
  }
  const open = incidents.filter(isOpen).length;
  const count = open === 0 ? 'No open incidents' : `${open} open ${plural(open, 'incident', 'incidents')}`;
  return `${count}${about}`;
}

function isUsual({ spanWords }: IncidentQuestion): boolean {
  return spanWords === undefined;
}

/** Says which time the list is of, and what isn't in the title's count. */
function windowLines({ question, incidents, answeredAt }: IncidentList, reader: CardLocale) {
  const open = incidents.filter(isOpen).length;
  const over = incidents.length - open;
  if (question.isOpenOnly) return [];
  if (isUsual(question))
    return over === 0
      ? ['None ended in the last 7 days.']
      : [`${counted(over)} ended in the last 7 days, the latest first.`];
  const window = timesFor(question.zone, reader, answeredAt).window(question.span);
  return [open === 0 ? window : `${window} · ${open} still open`];
}

/** Warns of a window that begins before the archive does. */
function deletedLines({ question, incidents, answeredAt }: IncidentList, reader: CardLocale) {
  const kept = answeredAt - archivedMs;
  if (question.span.from >= kept) return [];
  const day = timesFor(question.zone, reader, answeredAt).day(kept);
  const rest = incidents.length === 0 ? '' : ', so this list may lack some';
  return [`△ I delete incidents after 400 days: those before ${day} are gone${rest}.`];
}

function positionText(first: number, shown: number, count: number): string {
  const page = Math.floor(first / pageSize) + 1;
  const pages = Math.ceil(count / pageSize);
  if (shown === 0) return `No more incidents: there are ${pages} pages.`;
  return `${first + 1}–${first + shown} of ${count} · page ${page} of ${pages}`;
}

function emptyLines({ question, incidents, watches, answeredAt }: IncidentList, reader: CardLocale) {
  const isEmpty = incidents.length === 0;
  return isEmpty ? watchedLines(watches, question.services, answeredAt, reader) : [];
}

function actionsOf(list: IncidentList, offers: readonly Suggestion[]): readonly ExecuteAction[] {
  const { question, pageIndex, incidents, watches } = list;
  const show = (title: string, step: number) =>
    execute(title, showLink.encode({ question, pageIndex: pageIndex + step }));
  const hasOlder = (pageIndex + 1) * pageSize < incidents.length && pageIndex < maxPageIndex;
  const isUnwatched = incidents.length === 0 && watches.length === 0;
  return ranked([
    ...(hasOlder ? [show('Older', 1)] : []),
    ...(pageIndex > 0 ? [show('Newer', -1)] : []),
    execute('Refresh', againLink.encode(question)),
    ...suggestionActions([
      ...offers,
      ...(isUnwatched ? [{ label: 'Watch all backups', sentence: 'watch all backups' }] : []),
      ...(question.isOpenOnly ? [{ label: 'Last 7 days', sentence: 'incidents last 7 days' }] : []),
      ...(isUsual(question) && !question.isOpenOnly && question.services.length === 0
        ? [{ label: 'Last 30 days', sentence: 'incidents last 30 days' }]
        : []),
    ]),
  ]);
}
