import type { JobState, Service } from '../domain/job.ts';
import { type HealthQuestion, type Question, questionLimits } from '../domain/question.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { PagePointer, Tab } from '../jobs/answers.ts';
import type { Tally } from '../jobs/tally.ts';
import type { CardAction } from './button-link.ts';
import type { Times } from './times.ts';
import type { TextColor } from './words.ts';

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

/** Returns a cell of words. */
export function plain(runs: Cell['runs']): Cell {
  return { align: 'Left', runs, changes: [], open: [] };
}

/** Returns "+3", "−2", or "=". */
export function signed(change: number, times: Times): string {
  if (change === 0) return '=';
  return change > 0 ? `+${times.number(change)}` : `−${times.number(-change)}`;
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
