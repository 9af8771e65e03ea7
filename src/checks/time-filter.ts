import type { Job } from '../domain/job.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import type { Finding } from './finding.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import type { PageReply } from './page-reply.ts';

const dayMs = 86_400_000;
/** Far enough ahead that no job has ended by then, and far enough back that hardly any job is older. */
const aheadMs = 2 * dayMs;
const longAgoMs = 2 * 365 * dayMs;

type TimeParameter = 'StartTime' | 'FinishTime';

export interface TimeFilters {
  readonly findings: readonly Finding[];
  readonly ignored: readonly TimeParameter[];
  /** Both bounds are known to be honoured. */
  readonly isHonoured: boolean;
}

/**
 * Finds out whether each bound of a window is honoured: by a window that begins in the future, and by one that ended long ago.
 *
 * @param hasJobs whether there are jobs at all; without any, empty answers prove nothing
 */
export async function checkTimeFilters(
  ask: (span: Span) => Promise<PageReply>,
  { now, hasJobs }: { readonly now: EpochMs; readonly hasJobs: boolean },
): Promise<TimeFilters> {
  const second = Math.floor(now / 1000) * 1000;
  const from = second + aheadMs;
  const to = second - longAgoMs;
  const afterAll = await ask({ from, to: undefined });
  const beforeAll = await ask({ from: undefined, to });
  const verdicts = [
    {
      tried: 'StartTime' as const,
      reply: afterAll,
      isIgnored: has(afterAll, ({ finishedAt }) => finishedAt !== undefined && finishedAt < from - dayMs),
    },
    {
      tried: 'FinishTime' as const,
      reply: beforeAll,
      isIgnored: has(beforeAll, ({ startedAt }) => startedAt !== undefined && startedAt > to + dayMs),
    },
  ];
  const findings = verdicts.map(({ tried, reply, isIgnored }): Finding => {
    if (reply.kind !== 'page') return unanswered(tried, reply);
    if (isIgnored) return ignoredFinding(tried);
    if (!hasJobs) return inconclusive(tried, 'there are no jobs', 'run it again once backups have run.');
    return { mark: 'ok', tried, seen: 'honoured: no job comes from beyond it' };
  });
  return {
    findings,
    ignored: verdicts.filter(({ isIgnored }) => isIgnored).map(({ tried }) => tried),
    isHonoured: findings.every(({ mark }) => mark === 'ok'),
  };
}

function ignoredFinding(tried: TimeParameter): Finding {
  return {
    mark: 'failure',
    tried,
    seen:
      tried === 'StartTime'
        ? 'ignored: a list of jobs from the future has jobs that are over'
        : 'ignored: a list that ends two years ago has later jobs',
    fix: `no setting changes this: lists have jobs from outside their period, and overviews stay unknown. Tell AvePoint’s support that ${tried} is ignored.`,
  };
}

function has(reply: PageReply, isMeant: (job: Job) => boolean): boolean {
  return reply.kind === 'page' && reply.page.jobs.some(isMeant);
}
