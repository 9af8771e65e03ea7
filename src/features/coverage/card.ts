import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { durationText, lengthText } from '../../cards/durations.ts';
import { whenBrief } from '../../cards/moments.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import {
  ranThoughRetiredTexts,
  recordsUnreadText,
  retireActions,
  retiredTexts,
} from '../../cards/retired-words.ts';
import { moodLooks, unknownLook } from '../../cards/severity.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesIn, namesOf } from '../../cards/words.ts';
import type { Service } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import { verdicts } from '../../domain/verdict.ts';
import type { CoverageAnswer, ServiceCoverage } from '../../jobs/coverage.ts';
import type { MissedRun } from '../../jobs/missed-runs.ts';
import { showLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import { headlineOf, isOnlyPlanUnread } from './headline.ts';
import { partsOf } from './rows.ts';

const expand = cardTemplate(template);
const mostMissed = 4;

/** Draws the last good backup of each service, those beyond their limit first, and what has failed since. */
export function coverageCard(answer: CoverageAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const { question, verdict, readAt, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const look = verdict === 'unknown' ? unknownLook : moodLooks[verdict];
  const names = namesIn(question);
  const title = names === undefined ? 'Last good backup of each service' : `Last good backup · ${names}`;
  const worstFirst = answer.services.toSorted(
    (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || goodAt(a) - goodAt(b),
  );
  const headline = `${look.sign}${headlineOf(answer, worstFirst)}`;
  const card = expand({
    fallback: `${title}: ${headline}`,
    title,
    asOf: `As of ${times.brief(readAt ?? answeredAt)}${times.zoneNote}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: look.style,
    headline,
    lines: linesOf(answer, worstFirst, times).map(text => ({ text })),
    parts: partsOf(worstFirst, answer, times),
    actions: ranked([
      execute('Refresh', showLink.encode(question)),
      ...retireActions(retirable(answer), answer.retired, answeredAt),
      ...suggestionActions(asides.offers),
    ]),
  });
  return withDetails(card, detailsOf(answer, times));
}

/** Returns when the last good backup started: before all others if there is none. */
function goodAt({ good, stopped }: ServiceCoverage): number {
  return good?.startedAt ?? stopped?.goodAt ?? 0;
}

/**
 * Returns the rows to offer retirement for: none if no other service is backed up either, since then AvePoint or the
 * clock has stopped.
 */
function retirable({ recentlyGood, services }: CoverageAnswer): readonly ServiceCoverage[] {
  const isAnyOther = (service: Service) => recentlyGood.some(other => other !== service);
  return services.map(one => (isAnyOther(one.service) ? one : { ...one, stopped: undefined }));
}

/** Returns what stands under the headline: why it isn't certain, then what it doesn't name. */
function linesOf(
  answer: CoverageAnswer,
  worstFirst: readonly ServiceCoverage[],
  times: Times,
): readonly string[] {
  const { answeredAt, areRecordsUnread, missed, retired } = answer;
  const doubtful = worstFirst.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  const rest = missed.length - mostMissed;
  return [
    ...(areRecordsUnread ? [recordsUnreadText] : []),
    ...doubtTexts(doubtful, worstFirst.length, answeredAt, times),
    ...planTexts(answer),
    ...ranThoughRetiredTexts(worstFirst, retired, times),
    ...impairedTexts(worstFirst),
    ...missed.slice(0, mostMissed).map(run => missedText(run, answeredAt, times)),
    ...(rest > 0 ? [`and ${times.number(rest)} more ${plural(rest, 'run', 'runs')} that didn’t start.`] : []),
  ];
}

/** Names the services whose recent backups aren't good, but better than none. */
function impairedTexts(services: readonly ServiceCoverage[]): readonly string[] {
  return (['partiallyFinished', 'finishedWithException'] as const).flatMap(state => {
    const those = services.filter(one => one.verdict === 'warning' && one.impaired?.state === state);
    const words = state === 'partiallyFinished' ? 'partial' : 'with exceptions';
    return those.length === 0 ? [] : [`Recent, but ${words}: ${namesOf(those.map(one => one.service))}.`];
  });
}

/** Says that runs that didn't start may be missing, unless the headline does. */
function planTexts(answer: CoverageAnswer): readonly string[] {
  const { plan, unjudged } = answer;
  if (unjudged.length > 0) return [`I can’t say whether every planned run of ${namesOf(unjudged)} started.`];
  return plan.kind === 'unread' && !isOnlyPlanUnread(answer)
    ? ['I can’t say whether every planned run started.']
    : [];
}

/** Returns "OneDrive didn’t start at 11:54: its previous run has been going for 14 h." */
function missedText({ service, dueAt, before }: MissedRun, now: number, times: Times): string {
  return `${nameOf(service)} didn’t start ${whenBrief(dueAt, times)}${beforeText(before, now, times)}.`;
}

function beforeText(before: MissedRun['before'], now: number, times: Times): string {
  if (before === undefined) return '';
  return before.until === undefined
    ? `: its previous run has been going for ${durationText(now - before.since)}`
    : `: its previous run was still going until ${times.brief(before.until)}`;
}

/** Returns what unfolds under "Details": what the numbers mean, and what has no row. */
function detailsOf(answer: CoverageAnswer, times: Times): readonly string[] {
  const { notSeen, plan, retired, services } = answer;
  if (services.length === 0) return retiredTexts(retired, times);
  return [
    'A backup’s age counts from its start. “Since then” counts the backups that started after it.',
    ...limitTexts(answer),
    ...(plan.kind === 'forbidden'
      ? [`I can’t see runs that didn’t start: the app registration lacks ${clipped(plan.permission, 120)}.`]
      : []),
    ...(notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(notSeen)}.`] : []),
    ...retiredTexts(retired, times),
  ];
}

/** Names the services whose limit isn't that of the question. */
function limitTexts({ question, services }: CoverageAnswer): readonly string[] {
  const own = services.filter(({ targetMs }) => targetMs !== question.targetMs);
  if (own.length === 0) return [];
  const each = own.map(({ service, targetMs }) => `${nameOf(service)} ${lengthText(targetMs)}`);
  const others = own.length === services.length ? '' : `; the others ${lengthText(question.targetMs)}`;
  return [`Backup-age limits: ${each.join(', ')}${others}.`];
}
