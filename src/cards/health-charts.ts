import type { JobState } from '../domain/job.ts';
import type { HealthAnswer } from '../jobs/health.ts';
import type { Times } from './times.ts';

const dayMs = 24 * 3_600_000;
/** Fewer days are told by the table; more bars than a month's are not read on a phone. */
const [fewestDays, mostDays] = [7, 31];

const outcomes: readonly (readonly [state: JobState, legend: string, color: string])[] = [
  ['finished', 'Finished', 'good'],
  ['finishedWithException', 'With exceptions', 'warning'],
  ['partiallyFinished', 'Partial', 'categoricalMarigold'],
  ['failed', 'Failed', 'attention'],
  ['inProgress', 'Running', 'neutral'],
];

/** Charts for clients that draw them; each has its numbers in words for those that do not. */
export function healthCharts(answer: HealthAnswer, times: Times) {
  return { outcomes: outcomesChart(answer, times), days: daysChart(answer, times) };
}

function outcomesChart({ services }: HealthAnswer, times: Times) {
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

/** Failures a day, where every failure's start is known. */
function daysChart({ question: { span }, services }: HealthAnswer, times: Times) {
  const days = (span.to - span.from) / dayMs;
  if (days < fewestDays - 0.5 || days > mostDays + 0.5) return [];
  const counts = new Map<string, number>();
  for (let at = span.from; at < span.to; at += dayMs / 8)
    if (!counts.has(times.day(at))) counts.set(times.day(at), 0);
  let failures = 0;
  for (const { tally } of services) {
    if (!tally?.failedAt) return [];
    for (const at of tally.failedAt) counts.set(times.day(at), (counts.get(times.day(at)) ?? 0) + 1);
    failures += tally.failedAt.length;
  }
  if (failures === 0) return [];
  const data = [...counts].map(([x, y]) => ({ x, y, color: 'attention' }));
  const told = data.filter(({ y }) => y > 0).map(({ x, y }) => `${x}: ${times.number(y)}`);
  return [{ title: 'Failed backups a day', data, text: `Failed backups a day – ${told.join(', ')}` }];
}
