import type { JobPage } from '../domain/job.ts';
import type { Finding } from './finding.ts';
import { unanswered } from './inconclusive.ts';
import type { AskWindow } from './window.ts';
import type { EndedJob } from './window-filter.ts';

const tried = 'bounds';
const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** Whether the second in which a window begins belongs to it, and the one in which it ends does. */
export async function checkBounds(run: EndedJob, ask: AskWindow): Promise<Finding> {
  const second = Math.floor(run.startedAt / secondMs) * secondMs;
  const after = await ask({ from: second, to: second + minuteMs });
  const before = await ask({ from: second - minuteMs, to: second });
  if (after.kind !== 'page') return unanswered(tried, after);
  if (before.kind !== 'page') return unanswered(tried, before);
  const [hasFirst, hasLast] = [has(after, run), has(before, run)];
  if (hasFirst && !hasLast)
    return {
      mark: 'ok',
      tried,
      seen: 'the first second of a window belongs to it, the one it ends with does not',
    };
  const seen = `the first second of a window ${words(hasFirst)}, the one it ends with ${words(hasLast)}`;
  const effect = hasFirst
    ? 'a job on the second between two periods stands in both'
    : hasLast
      ? 'a job on the second between two periods stands in the earlier one'
      : 'a job on the second between two periods stands in neither';
  return {
    mark: 'warning',
    tried,
    seen,
    fix: `no setting changes this, and little depends on it: ${effect}.`,
  };
}

function words(belongs: boolean): string {
  return belongs ? 'belongs to it' : 'does not';
}

function has({ page }: { readonly page: JobPage }, { id }: EndedJob): boolean {
  return page.jobs.some(job => job.id === id);
}
