import type { JobState } from '../domain/job.ts';
import type { HealthAnswer } from '../jobs/health.ts';
import type { Times } from './times.ts';

const dayMs = 24 * 3_600_000;
/** The table shows fewer days well enough, and a phone has no room for the bars of more than a month. */
const [fewestDays, mostDays] = [7, 31];

const outcomes: readonly (readonly [state: JobState, legend: string, color: string])[] = [
  ['finished', 'Finished', 'good'],
  ['finishedWithException', 'With exceptions', 'warning'],
  ['partiallyFinished', 'Partial', 'categoricalMarigold'],
  ['failed', 'Failed', 'attention'],
  ['inProgress', 'Still running', 'neutral'],
];

/** The part of an answer that is drawn. */
interface Drawn extends Pick<HealthAnswer, 'services'> {
  readonly question: Pick<HealthAnswer['question'], 'span'>;
}

/** The charts of an overview that has none. */
export const noCharts = { outcomes: [], outcomeTexts: [], days: [], dayTexts: [] };

/** Returns charts for clients that draw them, and their numbers in words, which stand above them or in their place. */
export function healthCharts(answer: Drawn, times: Times) {
  const outcomes = outcomesChart(answer, times);
  const days = daysChart(answer, times);
  const textsOf = (charts: readonly { readonly text: string }[]) => charts.map(({ text }) => ({ text }));
  return { outcomes, outcomeTexts: textsOf(outcomes), days, dayTexts: textsOf(days) };
}

function outcomesChart({ services }: Drawn, times: Times) {
  const data = outcomes
    .map(([state, legend, color]) => ({
      legend,
      color,
      value: services.reduce((sum, { tally }) => sum + (tally?.states[state] ?? 0), 0),
    }))
    .filter(({ value }) => value > 0);
  if (services.some(({ tally }) => !tally || tally.atLeast) || data.length === 0) return [];
  const text = data.map(({ legend, value }) => `${legend} ${times.number(value)}`).join(' · ');
  return [{ title: 'Backups by outcome', data, text }];
}

/** Returns the failures of each day, if every failure's start is known. */
function daysChart({ question: { span }, services }: Drawn, times: Times) {
  const days = (span.to - span.from) / dayMs;
  if (days < fewestDays - 0.5 || days > mostDays + 0.5) return [];
  const bars = new Map<string, { x: string; y: number; color: string }>();
  for (let at = span.from; at < span.to; at += dayMs / 8) {
    const day = times.day(at);
    if (!bars.has(day)) bars.set(day, { x: times.dayOfMonth(at), y: 0, color: 'attention' });
  }
  for (const { tally } of services) {
    if (!tally?.failedAt) return [];
    for (const at of tally.failedAt) {
      const bar = bars.get(times.day(at));
      if (bar) bar.y += 1;
    }
  }
  const told = [...bars].filter(([, { y }]) => y > 0).map(([day, { y }]) => `${day}: ${times.number(y)}`);
  if (told.length === 0) return [];
  const labels = new Set([...bars.values()].map(({ x }) => x));
  // In 31 days and a bit a day of the month can come twice.
  const data = [...bars].map(([day, bar]) => (labels.size < bars.size ? { ...bar, x: day } : bar));
  return [{ title: 'Failed backups a day', data, text: `Failed backups a day – ${told.join(', ')}` }];
}
