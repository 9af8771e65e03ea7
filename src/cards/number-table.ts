import { badStates, type JobState, type Service } from '../domain/job.ts';
import { type HealthQuestion, type Question, questionLimits } from '../domain/question.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { PagePointer, Tab } from '../jobs/answers.ts';
import type { ServiceHealth } from '../jobs/health.ts';
import { problemCount, type Tally } from '../jobs/tally.ts';
import type { CardAction } from './button-link.ts';
import type { Times } from './times.ts';
import { lookOfState, nameOf, type TextColor } from './words.ts';

/** A name and three numbers; on a phone the name may take two lines. */
export const fourColumns = [{ width: 5 }, { width: 3 }, { width: 3 }, { width: 3 }];

/** The heads of the columns of `numberCells`. */
export const numberHeads = [
  { text: 'Service', align: 'Left' },
  { text: 'Good', align: 'Right' },
  { text: 'Not good', align: 'Right' },
  { text: 'Still running', align: 'Right' },
];

/** Explains the last number, if there is one: it isn't all that runs now. */
export function stillRunningTexts(tallies: readonly (Tally | undefined)[]): readonly string[] {
  return tallies.some(tally => tally && running(tally) > 0)
    ? ['Still running: started in this window, not ended.']
    : [];
}

export interface Cell {
  readonly align: 'Left' | 'Right';
  readonly runs: readonly { readonly text: string; readonly color: TextColor }[];
  readonly changes: readonly { readonly text: string }[];
  /** What a tap on the number opens: exactly the jobs that it counts. */
  readonly open: readonly (CardAction & { readonly title: string })[];
}

/** A verdict at the head of a row: never by its colour alone. */
export const signs: Readonly<Record<Verdict, { readonly text: string; readonly color: TextColor }>> = {
  unknown: { text: '? ', color: 'Default' },
  attention: { text: '✕ ', color: 'Attention' },
  warning: { text: '△ ', color: 'Warning' },
  good: { text: '✓ ', color: 'Good' },
  neutral: { text: '– ', color: 'Default' },
};

/**
 * Returns the row of one service: its verdict and name, and its numbers with those of the time before. The numbers are
 * the job index's and open its lists, by buttons of `linkTo`.
 */
export function healthRow(
  health: ServiceHealth,
  question: HealthQuestion,
  times: Times,
  linkTo: (page: PagePointer) => CardAction,
) {
  const { service, tally, before, verdict } = health;
  const name = plain([signs[verdict], { text: nameOf(service), color: 'Default' }]);
  return { cells: [name, ...numberCells(tally, before, listsOf(question, health, linkTo), times)] };
}

/**
 * Returns the counts of good, bad and still running jobs; `open` returns what a tap on the number of some states opens.
 */
export function numberCells(
  tally: Tally | undefined,
  before: Tally | undefined,
  open: (states: readonly JobState[]) => Cell['open'],
  times: Times,
): readonly Cell[] {
  return [
    number(tally, before, good, times, open(['finished']), 'Default'),
    number(tally, before, problemCount, times, open(badStates), 'Attention'),
    number(tally, before, running, times, open(['inProgress']), 'Default'),
  ];
}

const good = ({ states }: Tally) => states.finished;
const running = ({ states }: Tally) => states.inProgress;

/** Returns a cell of words. */
export function plain(runs: Cell['runs']): Cell {
  return { align: 'Left', runs, changes: [], open: [] };
}

function number(
  tally: Tally | undefined,
  before: Tally | undefined,
  of: (tally: Tally) => number,
  times: Times,
  open: Cell['open'],
  color: TextColor,
): Cell {
  if (!tally) return { ...plain([{ text: 'not read', color: 'Default' }]), align: 'Right' };
  const value = of(tally);
  const text = `${times.number(value)}${tally.atLeast ? '+' : ''}`;
  const comparable = before && !before.atLeast && !tally.atLeast;
  return {
    align: 'Right',
    runs: [{ text, color: value === 0 ? 'Default' : color === 'Default' ? 'Accent' : color }],
    changes: comparable ? [{ text: ` (${signed(value - of(before), times)})` }] : [],
    open: value === 0 ? [] : open,
  };
}

/** Returns "+3", "−2", or "=". */
export function signed(change: number, times: Times): string {
  if (change === 0) return '=';
  return change > 0 ? `+${times.number(change)}` : `−${times.number(-change)}`;
}

/** Returns the list of a service's jobs in these states, in tabs if several of them have any. */
function listsOf(
  question: HealthQuestion,
  { service, tally }: ServiceHealth,
  linkTo: (page: PagePointer) => CardAction,
) {
  return (states: readonly JobState[]): Cell['open'] => {
    const page = tally && countedList(question, service, states, [tally]);
    const words = states.length > 1 ? 'problems' : states[0] && lookOfState(states[0]).word.toLowerCase();
    return page ? [{ title: `${nameOf(service)}: ${words}`, ...linkTo(page) }] : [];
  };
}

/**
 * Returns the list of exactly the jobs in these states that the tallies of a service, or of all, count, in tabs if
 * several states have any; undefined if none has.
 */
export function countedList(
  { span, spanWords, zone }: HealthQuestion,
  service: Service | undefined,
  states: readonly JobState[],
  tallies: readonly Tally[],
): PagePointer | undefined {
  const tabs = states
    .map((state): Tab => {
      const value = tallies.reduce((sum, tally) => sum + tally.states[state], 0);
      return { service, state, count: { value, atLeast: tallies.some(({ atLeast }) => atLeast) } };
    })
    .filter(({ count }) => count?.value !== 0);
  const [first] = tabs;
  if (!first) return undefined;
  const question: Question = {
    type: 'backup',
    service,
    state: first.state,
    span,
    spanWords,
    zone,
    pageSize: questionLimits.defaultPageSize,
  };
  const beside = tabs.length > 1 ? tabs : undefined;
  return { question, from: 'index', pageIndex: 0, firstTotal: undefined, tabs: beside };
}
