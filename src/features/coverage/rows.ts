import { isButtonJobId } from '../../cards/button-fields.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { durationText, lengthText } from '../../cards/durations.ts';
import { countedList, signs } from '../../cards/number-table.ts';
import { clipped } from '../../cards/plain.ts';
import type { Times } from '../../cards/times.ts';
import { nameOf, namesOf, type TextColor } from '../../cards/words.ts';
import { badStates } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { CoverageAnswer, LastRun, ServiceCoverage } from '../../jobs/coverage.ts';
import { findPostLink, searchFor } from '../job/buttons.ts';
import { pageLink } from '../job-list/buttons.ts';

export interface Cell {
  readonly align: 'Left' | 'Right';
  readonly runs: readonly { readonly text: string; readonly color: TextColor }[];
  /** A line below. */
  readonly below: readonly { readonly text: string }[];
  readonly open: readonly (CardAction & { readonly title: string })[];
}

type Asked = Pick<CoverageAnswer, 'question' | 'answeredAt'>;

const heads = {
  cells: [
    { text: 'Service', align: 'Left' },
    { text: 'Last good', align: 'Left' },
    { text: 'Since then', align: 'Right' },
  ],
};

const goodId = 'good';

/**
 * Returns the parts of the table: the rows of services beyond their limit, a line for the others, and their rows.
 */
export function partsOf(worstFirst: readonly ServiceCoverage[], asked: Asked, times: Times) {
  const good = worstFirst.filter(({ verdict }) => verdict === 'good');
  const isFolded = worstFirst.length > 1 && good.length > 0;
  const shown = isFolded ? worstFirst.filter(one => !good.includes(one)) : worstFirst;
  const tableOf = (rows: readonly ServiceCoverage[], hasHeads: boolean) =>
    rows.length === 0
      ? []
      : [{ hasHeads, heads: hasHeads ? [heads] : [], rows: rows.map(one => rowOf(one, asked, times)) }];
  const more = isFolded ? [moreOf(good, asked, times)] : [];
  return [
    { id: 'services', isVisible: true, table: tableOf(shown, true), more },
    ...(isFolded
      ? [{ id: goodId, isVisible: false, table: tableOf(good, shown.length === 0), more: [] }]
      : []),
  ].filter(({ table, more }) => table.length + more.length > 0);
}

/** Returns "24 h", or says that each service has its own limit. */
export function limitText(those: readonly ServiceCoverage[], usualMs: number): string {
  const [first = usualMs, ...others] = new Set(those.map(({ targetMs }) => targetMs));
  return others.length === 0 ? lengthText(first) : 'their limits';
}

function moreOf(good: readonly ServiceCoverage[], { question }: Asked, times: Times) {
  const names = namesOf(good.map(({ service }) => service));
  return {
    title: 'Show or hide the services within their limits',
    text: `${times.number(good.length)} within ${limitText(good, question.targetMs)}: ${names}`,
    target: goodId,
  };
}

function rowOf(one: ServiceCoverage, asked: Asked, times: Times) {
  const name: Cell = {
    align: 'Left',
    runs: [signs[one.verdict], { text: placedName(one), color: 'Default' }],
    below: one.targetMs === asked.question.targetMs ? [] : [{ text: `limit ${lengthText(one.targetMs)}` }],
    open: [],
  };
  return { cells: [name, lastGoodCell(one, asked, times), sinceCell(one, asked, times)] };
}

/** Returns "Exchange", or "Exchange · EUR" if it's worse there than elsewhere. */
function placedName({ location, service }: ServiceCoverage): string {
  return location === undefined ? nameOf(service) : `${nameOf(service)} · ${clipped(location, 20)}`;
}

function lastGoodCell(
  { good, stopped, verdict }: ServiceCoverage,
  { question, answeredAt }: Asked,
  times: Times,
): Cell {
  const cell = (text: string, at: EpochMs | undefined, open: Cell['open'] = []): Cell => ({
    align: 'Left',
    runs: [{ text, color: open.length > 0 ? 'Accent' : 'Default' }],
    below: at === undefined ? [] : [{ text: `${durationText(Math.max(0, answeredAt - at))} ago` }],
    open,
  });
  if (good) return cell(times.brief(good.startedAt), good.startedAt, jobAction(good, question.zone));
  if (verdict === 'unknown') return cell('not read', undefined);
  // The index has forgotten it, and a record of the service has not.
  const { goodAt } = stopped ?? {};
  return goodAt === undefined ? cell('None in 60 days', undefined) : cell(times.brief(goodAt), goodAt);
}

function jobAction({ jobId, startedAt }: LastRun, zone: string): Cell['open'] {
  if (jobId === undefined || !isButtonJobId(jobId)) return [];
  return [
    { title: `Open job ${clipped(jobId, 60)}`, ...findPostLink.encode(searchFor(jobId, startedAt, zone)) },
  ];
}

/** Returns the problems since the last good backup; a tap opens exactly those. */
function sinceCell(one: ServiceCoverage, { question, answeredAt }: Asked, times: Times): Cell {
  const { location, service, since } = one;
  const problems = problemWords.flatMap(([state, word]) => {
    const count = since.tally.states[state];
    return count === 0 ? [] : [`${times.number(count)}${since.tally.atLeast ? '+' : ''} ${word}`];
  });
  const cell = (text: string, open: Cell['open'] = []): Cell => ({
    align: 'Right',
    runs: [{ text, color: open.length > 0 ? 'Accent' : 'Default' }],
    below: [],
    open,
  });
  if (problems.length === 0) return cell(quietText(one, times));
  const span = { from: since.from, to: Math.floor(answeredAt / 1000) * 1000 };
  const listed = { service, span, spanWords: undefined, zone: question.zone };
  // A list can't be of one location.
  const list = location === undefined ? countedList(listed, service, badStates, [since.tally]) : undefined;
  const title = `Problems of ${nameOf(service)} since ${times.brief(since.from)}`;
  return cell(problems.join(', '), list ? [{ title, ...pageLink.encode(list) }] : []);
}

const problemWords = [
  ['failed', 'failed'],
  ['partiallyFinished', 'partial'],
  ['finishedWithException', 'with exceptions'],
] as const;

/** Returns what there was instead of problems. */
function quietText({ doubt, since, stopped }: ServiceCoverage, times: Times): string {
  if (doubt) return 'not read';
  if (since.tally.states.inProgress > 0) return 'running';
  if (!stopped) return '–';
  return stopped.goodAt === stopped.startedAt ? 'no run' : `no run since ${times.brief(stopped.startedAt)}`;
}
