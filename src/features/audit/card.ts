import { type ExecuteAction, execute, maxActions, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { auditLimits } from '../../domain/audit.ts';
import { againLink, showLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import type { AuditPage } from './pages.ts';
import { auditRow, type PressedText } from './row.ts';

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
  return expand({
    window: `${times.span(question.span)}${who}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    warnings: warningsOf(page, times).map(text => ({ text })),
    counts: countsText(page, times),
    rows: entries.map(entry => auditRow(entry, times, pressedText)),
    actions: actionsOf(page, asides),
  });
}

function countsText({ pageIndex, entries }: AuditPage, times: Times): string {
  if (entries.length === 0)
    return pageIndex === 0 ? 'Nothing was asked or pressed' : 'Nothing more was asked or pressed';
  const first = pageIndex * pageSize + 1;
  const last = first + entries.length - 1;
  const range = first === last ? times.number(first) : `${times.number(first)}–${times.number(last)}`;
  return `${range} · page ${times.number(pageIndex + 1)} · newest first`;
}

/** Warns if the record is too long to be paged through. */
function warningsOf({ isCutShort, hasNext, pageIndex }: AuditPage, times: Times): readonly string[] {
  if (!isCutShort && !(hasNext && pageIndex >= lastPage)) return [];
  return [
    `No more than ${times.number(mostRead)} entries are looked through here: ask for a shorter time. The command “npm run audit” gives all of them.`,
  ];
}

function actionsOf(
  { question, pageIndex, hasNext }: AuditPage,
  { offers }: Asides,
): readonly ExecuteAction[] {
  const show = (title: string, step: number) =>
    execute(title, showLink.encode({ question, pageIndex: pageIndex + step }));
  return [
    ...(pageIndex > 0 ? [show('Previous', -1)] : []),
    ...(hasNext && pageIndex < lastPage ? [show('Next', 1)] : []),
    execute('Refresh', againLink.encode(question)),
    ...suggestionActions(offers),
  ].slice(0, maxActions);
}
