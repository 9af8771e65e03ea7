import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { recordsUnreadText, retiredTexts } from '../../cards/retired-words.ts';
import { moodLooks, unknownLook } from '../../cards/severity.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { nameOf, namesIn, namesOf, shortNames } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import { verdicts } from '../../domain/verdict.ts';
import type { PastCoverageAnswer, PastService } from '../../jobs/past-coverage.ts';
import { showLink } from './buttons.ts';
import template from './card.json' with { type: 'json' };
import { pastPartsOf } from './past-rows.ts';

const expand = cardTemplate(template);
/** More names are in the table only. */
const mostNames = 4;

/** Draws which services had a good backup in a window that is over, those without one first. */
export function pastCoverageCard(
  answer: PastCoverageAnswer,
  asides: Asides,
  reader: CardLocale,
): AdaptiveCard {
  const { question, verdict, readAt, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const look = verdict === 'unknown' ? unknownLook : moodLooks[verdict];
  const names = namesIn(question);
  const title = names === undefined ? 'Good backups of each service' : `Good backups · ${names}`;
  const worstFirst = answer.services.toSorted(
    (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict),
  );
  const headline = `${look.sign}${headlineOf(answer, times)}`;
  const asOf = readAt === undefined ? '' : ` · as of ${times.near(readAt, answeredAt)}`;
  const card = expand({
    fallback: `${title}: ${headline}`,
    title,
    asOf: `${times.window(question.window.span)}${asOf}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: look.style,
    headline,
    lines: linesOf(answer, times).map(text => ({ text })),
    parts: pastPartsOf(worstFirst, question, times),
    actions: ranked([execute('Refresh', showLink.encode(question)), ...suggestionActions(asides.offers)]),
  });
  return withDetails(card, [
    'A backup belongs to the period in which it started. Good means that it finished without problems.',
    ...(answer.notSeen.length > 0 ? [`No backups in the last 60 days: ${namesOf(answer.notSeen)}.`] : []),
    ...retiredTexts(answer.retired, times),
  ]);
}

/** Returns the answer: which services had no good backup. */
function headlineOf(answer: PastCoverageAnswer, times: Times): string {
  const { question, services, verdict } = answer;
  const when = whenText(answer, times);
  const without = services.filter(isWithout).map(({ service }) => service);
  const names = namesIn(question);
  if (verdict === 'neutral') {
    const idle = services.filter(one => one.verdict === 'neutral').map(({ service }) => service);
    return idle.length === 0
      ? 'No backups are known'
      : `${namesOf(idle)} ${plural(idle.length, 'is', 'are')} retired and didn’t run ${when}`;
  }
  if (without.length === 0 && verdict === 'unknown') {
    return services.length === 1
      ? `I can’t say whether ${names ?? namesOf(services.map(({ service }) => service))} had a good backup ${when}`
      : `I can’t say whether every service had a good backup ${when}`;
  }
  const unknown = services.filter(one => one.verdict === 'unknown').map(({ service }) => service);
  const doubt = unknown.length === 0 ? '' : `. Not known for ${shortNames(unknown, mostNames)}`;
  const [only] = services;
  const started =
    services.length === 1 && only?.good
      ? ` (started ${times.near(only.good.startedAt, question.window.span.from)})`
      : '';
  if (without.length === 0) return `${names ?? 'Every service'} had a good backup ${when}${started}`;
  if (services.length === 1) return `${namesOf(without)} had no good backup ${when}`;
  if (without.length === services.length && verdict !== 'unknown') {
    return names === undefined
      ? `No service had a good backup ${when}`
      : `${names} had no good backup ${when}`;
  }
  const named = without.length > mostNames ? '' : `: ${namesOf(without)}`;
  return `${without.length} of ${services.length} services had no good backup ${when}${named}${doubt}`;
}

/** Returns "on Sun 22 Nov", or "in this period" if it isn't a day; the second line has the period. */
function whenText({ question }: PastCoverageAnswer, times: Times): string {
  const { from, to } = question.window.span;
  const isWhole = times.day(from - 1) !== times.day(from) && times.day(to - 1) !== times.day(to);
  return isWhole && times.day(from) === times.day(to - 1) ? `on ${times.day(from)}` : 'in this period';
}

function isWithout({ verdict }: PastService): boolean {
  return verdict === 'attention' || verdict === 'warning';
}

/** Returns what stands under the headline: why it isn't certain, then the backups that are better than none. */
function linesOf(answer: PastCoverageAnswer, times: Times): readonly string[] {
  const { answeredAt, areRecordsUnread, beyond, services } = answer;
  const doubtful = services.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  const unclear = services.filter(({ verdict, doubt }) => verdict === 'unknown' && !doubt);
  const ofState = (state: 'finishedWithException' | 'partiallyFinished' | 'inProgress') =>
    services
      .filter(one => one.verdict === 'warning' && one.tally.states[state] > 0)
      .map(({ service }) => nameOf(service));
  const line = (words: string, those: readonly string[]) =>
    those.length === 0 ? [] : [`${words}: ${those.join(', ')}.`];
  return [
    ...(areRecordsUnread ? [recordsUnreadText] : []),
    ...doubtTexts(doubtful, services.length, answeredAt, times),
    ...(unclear.length > 0 && beyond > 0
      ? [
          `${times.number(beyond)} ${plural(beyond, 'backup', 'backups')} of the period may be good, but the service isn’t known.`,
        ]
      : []),
    ...line(
      'How a backup ended isn’t known',
      unclear.filter(({ tally }) => tally.other > 0).map(({ service }) => nameOf(service)),
    ),
    ...line('Not good, but partial', ofState('partiallyFinished')),
    ...line('Not good, but with exceptions', ofState('finishedWithException')),
    ...line('Still running', ofState('inProgress')),
  ];
}
