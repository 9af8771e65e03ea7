import { execute, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { doubtTexts, readAtTexts } from '../../cards/doubt-texts.ts';
import { durationText, lengthText } from '../../cards/durations.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { type Cell, plain, signs } from '../../cards/number-table.ts';
import { clipped } from '../../cards/plain.ts';
import {
  noBackupSinceText,
  ranThoughRetiredTexts,
  recordsUnreadText,
  retireActions,
  retiredTexts,
} from '../../cards/retired-words.ts';
import { moodLooks } from '../../cards/severity.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesOf } from '../../cards/words.ts';
import type { Service } from '../../domain/job.ts';
import { type Question, questionLimits } from '../../domain/question.ts';
import { verdicts } from '../../domain/verdict.ts';
import { zoneName } from '../../domain/zone.ts';
import type { CoverageAnswer, LastRun, ServiceCoverage } from '../../jobs/coverage.ts';
import type { MissedRun } from '../../jobs/missed-runs.ts';
import { pageLink } from '../job-list/buttons.ts';
import { showLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };

const expand = cardTemplate(template);
const mostMissed = 4;
const mostForgotten = 4;

/** How old the last good backup of each service is, those beyond the target first. */
export function coverageCard(answer: CoverageAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { question, verdict, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const look = verdict === 'unknown' ? { ...moodLooks.warning, sign: '? ' } : moodLooks[verdict];
  const title = question.service ? `Last good backup · ${nameOf(question.service)}` : 'Last good backups';
  const headline = `${look.sign}${headlineOf(answer)}`;
  const worstFirst = answer.services.toSorted(
    (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || age(b) - age(a),
  );
  return expand({
    fallback: `${title}: ${headline}`,
    title,
    window: `as of ${times.instant(answeredAt)} (${zoneName(question.zone)})`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: look.style,
    headline,
    details: detailsOf(answer, worstFirst, times).map(text => ({ text })),
    table: worstFirst.length === 0 ? [] : [tableOf(worstFirst, answer)],
    lines: linesOf(answer, times).map(text => ({ text })),
    actions: [
      execute('Refresh', showLink.encode(question)),
      ...retireActions(retirable(answer), answer.retired, answeredAt),
      ...suggestionActions(asides.offers),
    ].slice(0, 6),
  });
}

/** Returns the age of the last good backup: beyond every step if there is none. */
function age({ good }: ServiceCoverage): number {
  return good ? good.under : Number.MAX_SAFE_INTEGER;
}

/**
 * Returns the rows to offer retirement for: none if no other service is backed up either, since then AvePoint or the
 * clock has stopped.
 */
function retirable({ recentlyGood, services }: CoverageAnswer): readonly ServiceCoverage[] {
  const isAnyOther = (service: Service) => recentlyGood.some(other => other !== service);
  return services.map(one => (isAnyOther(one.service) ? one : { ...one, stopped: undefined }));
}

/** Returns "24 h", or says that each service has its own limit. */
function targetText(services: readonly ServiceCoverage[], usualMs: number): string {
  const [first = usualMs, ...others] = new Set(services.map(({ targetMs }) => targetMs));
  return others.length === 0 ? lengthText(first) : 'their targets';
}

/** Names the services whose limit isn't that of the question. */
function targetTexts({ question, services }: CoverageAnswer): readonly string[] {
  const own = services.filter(({ targetMs }) => targetMs !== question.targetMs);
  if (own.length === 0) return [];
  const each = own.map(({ service, targetMs }) => `${nameOf(service)} ${lengthText(targetMs)}`);
  return [`Targets: ${each.join(', ')}; the others ${lengthText(question.targetMs)}.`];
}

function headlineOf(answer: CoverageAnswer): string {
  const { question, retired = [], services, verdict } = answer;
  const target = targetText(services, question.targetMs);
  const without = services.filter(one => one.verdict === 'attention' || one.verdict === 'warning').length;
  switch (verdict) {
    case 'good':
      return goodText(services, target);
    case 'neutral':
      if (retired.length > 0)
        return question.service
          ? `${nameOf(question.service)} is retired`
          : 'Every service that was backed up is retired';
      return 'Nothing was backed up in the last 60 days';
    case 'unknown':
      if (isOnlyPlanUnread(answer))
        return `${goodText(services, target)}, but I cannot say whether every run started`;
      return without === 0
        ? 'I cannot say how old the last good backups are'
        : `${withoutText(without, services.length, target)}, and not all could be read`;
    case 'attention':
    case 'warning':
      return without === 0
        ? `All have a good backup within ${target}, but not every run started`
        : withoutText(without, services.length, target);
  }
}

function goodText(services: readonly ServiceCoverage[], target: string): string {
  return services.length === 1 ? `Good within ${target}` : `All have a good backup within ${target}`;
}

/** Returns true if the only doubt is whether a planned run has started. */
function isOnlyPlanUnread({ areRecordsUnread, plan, services }: CoverageAnswer): boolean {
  const isKnown = services.every(({ verdict }) => verdict === 'good' || verdict === 'neutral');
  return plan.kind === 'unread' && !areRecordsUnread && isKnown;
}

function withoutText(without: number, all: number, target: string): string {
  return `${without} of ${all} ${without === 1 ? 'has' : 'have'} no good backup within ${target}`;
}

function detailsOf(
  { answeredAt, areRecordsUnread, missed, retired, services }: CoverageAnswer,
  worstFirst: readonly ServiceCoverage[],
  times: Times,
): readonly string[] {
  const named = (verdict: string) =>
    worstFirst.filter(one => one.verdict === verdict).map(({ service }) => service);
  const doubtful = services.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  const warning = named('warning');
  return [
    ...(areRecordsUnread ? [recordsUnreadText] : []),
    ...ranThoughRetiredTexts(worstFirst, retired, times),
    ...forgottenTexts(services, times),
    ...doubtTexts(doubtful, services.length, answeredAt, times),
    ...(warning.length > 0 && services.length > 1
      ? [`Only partial, or with exceptions: ${namesOf(warning)}.`]
      : []),
    ...missed.slice(0, mostMissed).map(run => missedText(run, answeredAt, times)),
    ...(missed.length > mostMissed
      ? [`and ${missed.length - mostMissed} more runs that did not start.`]
      : []),
  ];
}

/** Names services that were backed up once and have no run in the index, so that the table has no age of theirs. */
function forgottenTexts(services: readonly ServiceCoverage[], times: Times): readonly string[] {
  const forgotten = services.flatMap(({ service, stopped }) =>
    stopped?.isForgotten ? [`${nameOf(service)}: ${noBackupSinceText(stopped, times)}.`] : [],
  );
  return [
    ...forgotten.slice(0, mostForgotten),
    ...(forgotten.length > mostForgotten ? [`and ${forgotten.length - mostForgotten} more like that.`] : []),
  ];
}

/** Returns "OneDrive did not start (due 11:54); the run before it has been going for 14 h." */
function missedText({ service, dueAt, before }: MissedRun, now: number, times: Times): string {
  return `${nameOf(service)} did not start (due ${times.instant(dueAt)})${beforeText(before, now, times)}.`;
}

function beforeText(before: MissedRun['before'], now: number, times: Times): string {
  if (before === undefined) return '';
  return before.until === undefined
    ? `; the run before it has been going for ${durationText(now - before.since)}`
    : `; the run before it was still going, until ${times.instant(before.until)}`;
}

/** Says why the card may lack runs that did not start. */
function planTexts({ plan, unjudged }: CoverageAnswer): readonly string[] {
  if (unjudged.length > 0)
    return [`Whether all planned runs started could not be told: ${namesOf(unjudged)}.`];
  if (plan.kind === 'forbidden')
    return [
      `Runs that did not start are not told: the app registration lacks ${clipped(plan.permission, 120)}.`,
    ];
  return plan.kind === 'unread' ? ['Whether all planned runs started could not be read.'] : [];
}

function linesOf(answer: CoverageAnswer, times: Times): readonly string[] {
  const { answeredAt, notSeen, readAt, retired } = answer;
  return [
    'Counted from the start of the backup.',
    ...targetTexts(answer),
    ...planTexts(answer),
    ...(notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(notSeen)}.`] : []),
    ...retiredTexts(retired, times),
    ...readAtTexts(readAt, answeredAt, times),
  ];
}

/** Returns "Exchange", or "Exchange · EUR" if it's worse there than elsewhere. */
function placedName({ location, service }: ServiceCoverage): string {
  return location === undefined ? nameOf(service) : `${nameOf(service)} · ${clipped(location, 20)}`;
}

function tableOf(rows: readonly ServiceCoverage[], answer: CoverageAnswer) {
  return {
    columns: [{ width: 4 }, { width: 6 }],
    heads: [
      { text: 'Service', align: 'Left' },
      { text: 'Last good backup', align: 'Right' },
    ],
    rows: rows.map(one => ({
      cells: [
        plain([signs[one.verdict], { text: placedName(one), color: 'Default' }]),
        lastCell(one, answer),
      ],
    })),
  };
}

function lastCell(one: ServiceCoverage, answer: CoverageAnswer): Cell {
  const { good, impaired, verdict } = one;
  const words =
    verdict === 'unknown' && !good ? 'not read' : good ? ageText(good, answer.answeredAt) : 'none in 60 days';
  const changes = impaired
    ? [{ text: `${impairedWords[impaired.state]} ${ageText(impaired, answer.answeredAt)}` }]
    : [];
  return {
    align: 'Right',
    runs: [{ text: words, color: good ? 'Accent' : 'Default' }],
    changes,
    open: good ? [{ title: 'Show the jobs', ...pageLink.encode(listOf(one, good, answer)) }] : [],
  };
}

const impairedWords = { partiallyFinished: ', partial', finishedWithException: ', with exceptions' } as const;

/** Returns "3 h 12 min ago". */
function ageText({ startedAt }: LastRun, now: number): string {
  return `${durationText(Math.max(0, now - startedAt))} ago`;
}

/** Returns the list of the finished backups that the last one belongs to. */
function listOf(one: ServiceCoverage, { under }: LastRun, { answeredAt, question }: CoverageAnswer) {
  const to = Math.floor(answeredAt / 1000) * 1000;
  const list: Question = {
    type: 'backup',
    service: one.service,
    state: 'finished',
    span: { from: to - under, to },
    spanWords: undefined,
    zone: question.zone,
    pageSize: questionLimits.defaultPageSize,
  };
  return { question: list, from: 'index', pageIndex: 0, firstTotal: undefined } as const;
}
