import { type ExecuteAction, execute } from '../../cards/actions.ts';
import { type Cell, numberCells, plain, signed } from '../../cards/number-table.ts';
import type { Times } from '../../cards/times.ts';
import { badStates, type JobState } from '../../domain/job.ts';
import { questionLimits, type TabsQuestion } from '../../domain/question.ts';
import type { ServiceHealth } from '../../jobs/health.ts';
import type { Report } from '../../jobs/report.ts';
import { problemCount, type Tally } from '../../jobs/tally.ts';
import { showLink as causesShowLink } from '../causes/buttons.ts';
import { tabsLink } from '../job-list/buttons.ts';
import type { DigestMessage } from './message.ts';

/** Returns the row of all services together. */
export function totalRow(message: DigestMessage, { services }: Report, times: Times) {
  const tally = sumOf(services.map(one => one.tally));
  const before = sumOf(services.map(one => one.before));
  const open = (states: readonly JobState[]): Cell['open'] => {
    const question = listOf(message, states);
    return question ? [{ title: 'Show the jobs', ...tabsLink.encode({ question }) }] : [];
  };
  return {
    cells: [plain([{ text: 'All', color: 'Default' }]), ...numberCells(tally, before, open, times)],
  };
}

const outcomes: readonly (readonly [state: JobState, word: string])[] = [
  ['finished', 'Finished'],
  ['finishedWithException', 'With exceptions'],
  ['partiallyFinished', 'Partial'],
  ['failed', 'Failed'],
  ['inProgress', 'Still running'],
];

/** Returns "Finished 120 (+3) · Failed 2 (=)", without states that have no jobs now and had none before. */
export function outcomeTexts({ services }: Report, times: Times): readonly string[] {
  const now = sumOf(services.map(({ tally }) => tally));
  const before = sumOf(services.map(one => one.before));
  if (!now) return [];
  const comparable = before && !before.atLeast && !now.atLeast ? before : undefined;
  const texts = outcomes.flatMap(([state, word]) => {
    const [value, was] = [now.states[state], comparable?.states[state] ?? 0];
    if (value === 0 && was === 0) return [];
    const change = comparable ? ` (${signed(value - was, times)})` : '';
    return [`${word} ${times.number(value)}${now.atLeast ? '+' : ''}${change}`];
  });
  return texts.length === 0 ? [] : [texts.join(' · ')];
}

/** Returns buttons for the lists behind the numbers, since a cell is small for a thumb, and for the reasons. */
export function listActions(
  message: DigestMessage,
  { services }: Report,
  times: Times,
): readonly ExecuteAction[] {
  const all = sumOf(services.map(({ tally }) => tally));
  if (!all) return [];
  const bad = problemCount(all);
  const list = (title: string, count: number, states: readonly JobState[]): readonly ExecuteAction[] => {
    const question = count > 0 ? listOf(message, states) : undefined;
    return question ? [execute(`${title} (${times.number(count)})`, tabsLink.encode({ question }))] : [];
  };
  const { span, wish, zone } = message;
  const asked = wish?.services ?? [];
  const why = { type: 'backup', service: asked[0], span, spanWords: undefined, zone } as const;
  return [
    ...list('Not good', bad, badStates),
    ...list('Still running', all.states.inProgress, ['inProgress']),
    ...(bad > 0 && asked.length < 2 ? [execute('Why', causesShowLink.encode(why))] : []),
  ];
}

/**
 * Returns the question for the lists of these states, side by side if there are several; undefined if there would be
 * too many.
 */
function listOf({ span, wish, zone }: DigestMessage, states: readonly JobState[]): TabsQuestion | undefined {
  const services = wish?.services ?? [];
  if (Math.max(1, services.length) * states.length > questionLimits.maxTabs) return undefined;
  const pageSize = questionLimits.defaultPageSize;
  return { type: 'backup', services, states, span, spanWords: undefined, zone, pageSize };
}

/** Sums the tallies; undefined if one isn't known. */
function sumOf(tallies: readonly ServiceHealth['tally'][]): Tally | undefined {
  const known = tallies.filter(tally => tally !== undefined);
  if (known.length < tallies.length) return undefined;
  const sum = (of: (tally: Tally) => number) => known.reduce((so, tally) => so + of(tally), 0);
  return {
    states: {
      inProgress: sum(({ states }) => states.inProgress),
      finished: sum(({ states }) => states.finished),
      failed: sum(({ states }) => states.failed),
      finishedWithException: sum(({ states }) => states.finishedWithException),
      partiallyFinished: sum(({ states }) => states.partiallyFinished),
    },
    other: sum(({ other }) => other),
    total: sum(({ total }) => total),
    atLeast: known.some(({ atLeast }) => atLeast),
    failedAt: undefined,
  };
}
