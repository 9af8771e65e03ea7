import { execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { type CountCell, openCell, rightCell, wordCell } from '../../cards/count-cells.ts';
import { withDetails } from '../../cards/details.ts';
import { doubtTexts } from '../../cards/doubt-texts.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { unknownResultTexts, unknownServiceTexts } from '../../cards/problem-counts.ts';
import { moodLooks } from '../../cards/severity.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import template from '../../cards/templates/counts.json' with { type: 'json' };
import { type CardLocale, type Times, timesFor } from '../../cards/times.ts';
import { capitalised, kindOfAny, namesOf, nounFor } from '../../cards/words.ts';
import { services as allServices } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import { questionLimits } from '../../domain/question.ts';
import type { PagePointer, Tab } from '../../jobs/answers.ts';
import { datedWords } from '../../language/window-words.ts';
import { pageLink } from '../job-list/buttons.ts';
import { againLink } from './buttons.ts';
import { kindText, nameText, nounOf, ordered } from './groups.ts';
import { besideText, headlineOf, isCertain } from './headline.ts';
import { isOfTime, type RankQuestion } from './question.ts';
import type { Group, RankAnswer } from './rank.ts';

const expand = cardTemplate(template);

/** So many parts of the calendar are all shown, those without jobs among them. */
const mostWhole = 10;
/** More rows aren't read; the rest are one line. */
const mostRows = 24;
const columns = [{ width: 7 }, { width: 4 }];

/** Draws how many jobs each group has, each number with its list one tap away. It judges nothing. */
export function rankCard(answer: RankAnswer, asides: Asides, reader: CardLocale): AdaptiveCard {
  const times = timesFor(answer.question.zone, reader, answer.answeredAt);
  const rows = rowsOf(answer);
  for (let shown = Math.min(answer.question.limit ?? mostRows, rows.length); ; shown -= 1) {
    const card = withDetails(expand(modelOf(answer, asides, rows, shown, times)), detailsOf(answer, times));
    if (bytesOf(card) <= maxCardBytes || shown <= 1) return card;
  }
}

function modelOf(
  answer: RankAnswer,
  asides: Asides,
  rows: readonly Group[],
  shown: number,
  times: Times,
): object {
  const { question, readAt, answeredAt } = answer;
  const title = titleOf(question);
  const headline = headlineOf(answer, times);
  const asOf = readAt === undefined ? '' : ` · as of ${times.near(readAt, answeredAt)}`;
  const byStart = question.span.from === undefined ? '' : ' · by start';
  const [visible, rest] = cutAt(rows, shown, question);
  return {
    fallback: `${title}: ${headline}`,
    title,
    window: `${times.window(question.span)}${byStart}${asOf}`,
    notes: noteTexts(asides.notes).map(text => ({ text })),
    style: (isCertain(answer) ? moodLooks.neutral : moodLooks.warning).style,
    headline,
    lines: linesOf(answer, times).map(text => ({ text })),
    tables:
      visible.length === 0
        ? []
        : [
            {
              columns,
              heads: [
                { text: capitalised(nounOf(question.by, 1)), align: 'Left' },
                { text: countHead(question), align: 'Right' },
              ],
              rows: visible.map(group => rowOf(group, answer, times)),
            },
          ],
    rest: restTexts(answer, rest, times).map(text => ({ text })),
    actions: ranked([execute('Refresh', againLink.encode(question)), ...suggestionActions(asides.offers)]),
  };
}

function titleOf({ type, services, states, by }: RankQuestion): string {
  const title = `${capitalised(kindOfAny(type, states))} by ${by === 'type' ? 'kind' : by}`;
  return services.length === 0 ? title : `${title} · ${namesOf(services)}`;
}

function countHead({ type, states }: RankQuestion): string {
  const [state, other] = states;
  if (state === 'failed' && other === undefined) return 'Failed';
  return states.length === 3 ? 'Problems' : capitalised(nounFor(type, true));
}

/** Returns the groups that are worth a row: those with jobs, and a few empty parts of the calendar. */
function rowsOf(answer: RankAnswer): readonly Group[] {
  const { by, isWorstFirst } = answer.question;
  const groups = ordered(answer);
  const isWhole = isOfTime(by) && !isWorstFirst && groups.length <= mostWhole;
  return isWhole && groups.some(({ all }) => all > 0) ? groups : groups.filter(({ count }) => count > 0);
}

/** Cuts the rows. In the order of the calendar the latest stay. */
function cutAt(
  rows: readonly Group[],
  shown: number,
  question: RankQuestion,
): readonly [visible: readonly Group[], rest: readonly Group[]] {
  return isLatestKept(question)
    ? [rows.slice(rows.length - shown), rows.slice(0, rows.length - shown)]
    : [rows.slice(0, shown), rows.slice(shown)];
}

function isLatestKept({ by, isWorstFirst }: RankQuestion): boolean {
  return isOfTime(by) && !isWorstFirst;
}

function rowOf(group: Group, { question, answeredAt }: RankAnswer, times: Times) {
  const name = nameText(group.name, question, times);
  return { cells: [wordCell(name), countCell(group, name, question, answeredAt, times)] };
}

function countCell(
  group: Group,
  name: string,
  question: RankQuestion,
  answeredAt: number,
  times: Times,
): CountCell {
  const { count, all, isCounted } = group;
  if (!isCounted && count === 0) return rightCell('not read');
  if (all === 0) return rightCell('–');
  const isOfAll = question.states.length > 0 && question.by !== 'state' && question.span.from !== undefined;
  const least = isCounted ? '' : '+';
  const text = `${times.number(count)}${least}${isOfAll ? ` of ${times.number(all)}${least}` : ''}`;
  const list = count === 0 ? undefined : listOf(group, question, answeredAt);
  if (!list) return rightCell(text);
  return openCell(text, `${capitalised(kindText(question, 2))}: ${name}`, pageLink.encode(list));
}

/** Returns the list of just the jobs that a group counts, in tabs if they are in several. */
function listOf(
  { name, parts, isCounted }: Group,
  { type, services, states, span, spanWords, zone }: RankQuestion,
  answeredAt: number,
): PagePointer | undefined {
  if (name.by === 'state' && name.state === undefined) return undefined;
  const tabs = parts?.map(
    ({ count, ...part }): Tab => ({ ...part, count: { value: count, atLeast: !isCounted } }),
  );
  const first = tabs?.[0] ?? {
    service: name.by === 'service' ? name.service : services[0],
    state: name.by === 'state' ? name.state : states[0],
  };
  const window =
    name.by === 'time'
      ? {
          span: { from: name.stretch.from, to: name.stretch.to },
          spanWords: datedWords({ span: name.stretch, spanWords: undefined, zone }, answeredAt),
        }
      : { span, spanWords };
  const question = {
    type: name.by === 'type' ? name.type : type,
    service: first.service,
    state: first.state,
    ...window,
    zone,
    pageSize: questionLimits.defaultPageSize,
  };
  const beside = tabs && tabs.length > 1 ? tabs : undefined;
  return { question, from: 'index', pageIndex: 0, firstTotal: undefined, tabs: beside };
}

/** Returns what isn't in the table: the groups after the last row, and those without jobs. */
function restTexts(answer: RankAnswer, rest: readonly Group[], times: Times): readonly string[] {
  const { groups, question, total } = answer;
  const { by } = question;
  const sum = rest.reduce((all, { count }) => all + count, 0);
  const which = isLatestKept(question) ? 'earlier' : 'other';
  const others =
    rest.length === 0
      ? []
      : [
          `${rest.length} ${which} ${plural(rest.length, nounOf(by, 1), nounOf(by, 2))}: ${times.number(sum)}.`,
        ];
  if (total.count === 0 || rest.length > 0) return others;
  if (by === 'service') {
    const none = groups.filter(({ count, all, isCounted }) => isCounted && count === 0 && all > 0);
    const names = namesOf(none.flatMap(({ name }) => (name.by === 'service' ? name.service : [])));
    return none.length === 0 ? others : [...others, `None: ${names}.`];
  }
  const empty = rowsOf(answer).every(({ count }) => count > 0) ? groups.filter(one => one.count === 0) : [];
  if (!isOfTime(by) || empty.length === 0) return others;
  const unread = empty.filter(({ isCounted }) => !isCounted).length;
  const none = empty.length - unread;
  return [
    ...others,
    ...(none > 0 ? [`None in ${none} other ${nounOf(by, none)}.`] : []),
    ...(unread > 0 ? [`${unread} other ${nounOf(by, unread)} not wholly read.`] : []),
  ];
}

function linesOf(answer: RankAnswer, times: Times): readonly string[] {
  const { answeredAt, beyond, doubtful, question } = answer;
  const { by, services } = question;
  const count = services.length || allServices.length;
  // Groups of all services have each job, but those by service.
  const isBeyond = by === 'service' || services.length > 0;
  return [
    ...doubtTexts(doubtful, count, answeredAt, times),
    ...(isBeyond ? unknownServiceTexts(beyond, services, times) : []),
    ...unknownResultTexts(answer.unknown, times),
    ...besideText(answer, times),
  ];
}

function detailsOf({ question, groups }: RankAnswer, times: Times): readonly string[] {
  const { by, span, states } = question;
  const isCut = groups.some(({ name }) => name.by === 'time' && !name.stretch.isWhole);
  return [
    ...(span.from === undefined ? [] : [`Started from ${times.span(span)}.`]),
    ...(states.length > 0 && by !== 'state' && span.from !== undefined
      ? ['“2 of 10” is 2 such jobs of all that started.']
      : []),
    ...(by === 'service' ? ['A job of several services counts for each of them.'] : []),
    ...(isCut && by !== 'hour' ? [`The window doesn’t have the whole of each ${by}.`] : []),
  ];
}
