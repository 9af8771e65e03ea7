import { type ExecuteAction, execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { auditLimits } from '../../domain/audit.ts';
import { againLink, showLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import type { AuditPage } from './pages.ts';
import { auditDetail, auditRow, type PressedText } from './row.ts';

const expand = cardTemplate(template);
const { pageSize, mostRead, nameLength } = auditLimits;
const lastPage = mostRead / pageSize - 1;

/** Draws a page of the audit record, the newest entry first. */
export function auditCard(
  page: AuditPage,
  asides: Asides,
  reader: CardLocale,
  pressedText: PressedText,
): AdaptiveCard {
  const { question, entries, answeredAt } = page;
  const times = timesFor(question.zone, reader, answeredAt);
  const who = question.who === undefined ? '' : ` · named ${clipped(question.who, nameLength)}`;
  const card = expand({
    window: `${times.window(question.span)}${who}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    warnings: warningsOf(page, times).map(text => ({ text })),
    counts: countsText(page, times),
    rows: entries.map(entry => auditRow(entry, times, answeredAt, pressedText)),
    actions: actionsOf(page, asides),
  });
  return withDetails(card, [
    `Entries from ${times.span(question.span)}.`,
    ...entries.map(entry => auditDetail(entry, times)),
  ]);
}

function countsText({ pageIndex, entries, hasNext }: AuditPage, times: Times): string {
  if (entries.length === 0) return pageIndex === 0 ? 'No entries' : 'No more entries';
  const first = pageIndex * pageSize + 1;
  const last = first + entries.length - 1;
  const range = first === last ? times.number(first) : `${times.number(first)}–${times.number(last)}`;
  const isOnlyPage = pageIndex === 0 && !hasNext;
  return isOnlyPage
    ? `${range}, newest first`
    : `${range} · page ${times.number(pageIndex + 1)}, newest first`;
}

/** Warns if older entries weren't searched. */
function warningsOf({ isCutShort, hasNext, pageIndex }: AuditPage, times: Times): readonly string[] {
  if (!isCutShort && !(hasNext && pageIndex >= lastPage)) return [];
  return [
    `Older entries weren’t searched: I search ${times.number(mostRead)} entries at most. Ask for a shorter period, or run “npm run audit”.`,
  ];
}

function actionsOf(
  { question, pageIndex, hasNext }: AuditPage,
  { offers }: Asides,
): readonly ExecuteAction[] {
  const show = (title: string, step: number) =>
    execute(title, showLink.encode({ question, pageIndex: pageIndex + step }));
  const next = hasNext && pageIndex < lastPage ? show('Next', 1) : undefined;
  const actions = [
    ...(pageIndex > 0 ? [show('Previous', -1)] : []),
    ...(next ? [next] : []),
    execute('Refresh', againLink.encode(question)),
    ...suggestionActions(offers),
  ];
  return ranked(actions, next);
}
