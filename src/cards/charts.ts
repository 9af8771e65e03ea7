import type { HealthAnswer } from '../jobs/health.ts';
import type { Times } from './times.ts';

const dayMs = 24 * 3_600_000;
/** The table shows fewer days well enough, and a phone has no room for the bars of more than a month. */
const [fewestDays, mostDays] = [7, 31];

/** The part of an answer that is drawn. */
interface Drawn extends Pick<HealthAnswer, 'services'> {
  readonly question: Pick<HealthAnswer['question'], 'span'>;
}

/**
 * Returns bars of the failures of each day for clients that draw them, and the numbers in words; none for less than a
 * week.
 */
export function failureBars(answer: Drawn, times: Times) {
  const days = daysChart(answer, times);
  return { days, dayTexts: days.map(({ text }) => ({ text })) };
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
  const counted = [...bars].filter(([, { y }]) => y > 0).map(([day, { y }]) => `${day}: ${times.number(y)}`);
  if (counted.length === 0) return [];
  const labels = new Set([...bars.values()].map(({ x }) => x));
  // In 31 days and a bit a day of the month can come twice.
  const data = [...bars].map(([day, bar]) => (labels.size < bars.size ? { ...bar, x: day } : bar));
  return [{ title: 'Failed backups a day', data, text: `Failed backups a day – ${counted.join(', ')}` }];
}
