import { type Clock, type MonotonicMs, msUntil } from '../domain/time.ts';
import { withFallback } from '../domain/with-timeout.ts';
import { codeOf } from './connection.ts';
import type { Finding } from './finding.ts';
import type { ReportSection } from './report.ts';

/** A group of checks under a name. */
export interface Group {
  readonly title: string;
  readonly check: () => Promise<readonly Finding[]>;
}

/**
 * Runs all groups at the same time and yields their findings in order, each as soon as those before it are there. Ends by
 * `until`: a group that hasn't ended by then has failed, and so has one that throws.
 */
export async function* runGroups(
  groups: readonly Group[],
  { clock, until }: { readonly clock: Pick<Clock, 'monotonic'>; readonly until: MonotonicMs },
): AsyncGenerator<ReportSection> {
  const running = groups.map(({ title, check }) => ({ title, findings: settled(title, check) }));
  for (const { title, findings } of running) {
    yield { title, findings: await withFallback(msUntil(until, clock), () => findings, [outOfTime(title)]) };
  }
}

async function settled(title: string, check: Group['check']): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    // Its words may hold anything, secrets too.
    const { name } = error as Partial<Error>;
    return [
      {
        mark: 'failure',
        tried: title,
        seen: `the check itself failed (${codeOf(error) ?? name ?? 'no reason'})`,
        fix: 'report this as an error of Backup Watch.',
      },
    ];
  }
}

function outOfTime(title: string): Finding {
  return {
    mark: 'failure',
    tried: title,
    seen: 'no end in time',
    fix: 'run it again; if it stays so, look at the network between.',
  };
}
