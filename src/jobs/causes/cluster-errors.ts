import { createHash } from 'node:crypto';
import type { Job, Service } from '../../domain/job.ts';
import type { Count } from '../answers.ts';
import { foldMessage } from './fold-message.ts';

/** A job that did not end well, and the service it was asked for under. */
export interface BadJob {
  readonly job: Job;
  readonly service: Service | undefined;
}

/** One cause: the messages that differ in their varying parts alone. */
export interface Cause {
  /** The folded message. */
  readonly text: string;
  /** By which the same cause is found again: the same for the same folded message, whatever its case. */
  readonly key: string;
  readonly errors: Count;
  readonly jobs: readonly BadJob[];
  /** How many of them failed; the others were partial or had exceptions. */
  readonly failed: number;
  readonly services: readonly Service[];
  /** As AvePoint tells it, unchecked. */
  readonly helpUrl: string | undefined;
}

export interface Causes {
  /**
   * Those of the most failed jobs first, then of the most others; those beyond the first fifty are left out, and counted in `total` all
   * the same.
   */
  readonly causes: readonly Cause[];
  readonly leftOut: number;
  /** Object errors in all. */
  readonly total: Count;
  readonly withoutErrors: readonly BadJob[];
}

/** More causes than these are no explanation. */
const mostCauses = 50;

interface Gathered {
  readonly text: string;
  errors: number;
  atLeast: boolean;
  readonly jobs: Map<Job, BadJob>;
  readonly helpUrls: Map<string, number>;
}

/** Gathers the errors of jobs by their cause. An error whose count was not told is one at least. */
export function clusterErrors(bad: readonly BadJob[]): Causes {
  const gathered = new Map<string, Gathered>();
  const folds = new Map<string, string>();
  let errors = 0;
  let atLeast = false;
  for (const one of bad) {
    for (const { message, count, helpUrl } of one.job.errors) {
      const text = folds.get(message) ?? foldMessage(message);
      folds.set(message, text);
      const key = text.toLowerCase();
      const cause = gathered.get(key) ?? {
        text,
        errors: 0,
        atLeast: false,
        jobs: new Map(),
        helpUrls: new Map(),
      };
      gathered.set(key, cause);
      const times = count === undefined || !(count >= 1) ? 1 : count;
      cause.errors += times;
      errors += times;
      if (count === undefined) {
        cause.atLeast = true;
        atLeast = true;
      }
      cause.jobs.set(one.job, one);
      if (helpUrl !== undefined) cause.helpUrls.set(helpUrl, (cause.helpUrls.get(helpUrl) ?? 0) + times);
    }
  }
  const all = [...gathered.values()].map(causeOf).sort(byWeight);
  return {
    causes: all.slice(0, mostCauses),
    leftOut: Math.max(0, all.length - mostCauses),
    total: { value: errors, atLeast },
    withoutErrors: bad.filter(({ job }) => job.errors.length === 0),
  };
}

function causeOf({ text, errors, atLeast, jobs, helpUrls }: Gathered): Cause {
  const those = [...jobs.values()].sort(byStart);
  const services = new Set(those.map(({ service }) => service).filter(service => service !== undefined));
  const [most] = [...helpUrls].sort(([a, times], [b, others]) => others - times || compare(a, b));
  return {
    text,
    key: keyOf(text),
    errors: { value: errors, atLeast },
    jobs: those,
    failed: those.filter(({ job }) => job.state === 'failed').length,
    services: [...services].sort(compare),
    helpUrl: most?.[0],
  };
}

/** As short as a button wants it. */
function keyOf(text: string): string {
  return createHash('sha256').update(text.toLowerCase()).digest('hex').slice(0, 16);
}

/** One job can have thousands of object errors: what counts is how many jobs failed. */
function byWeight(a: Cause, b: Cause): number {
  return (
    b.failed - a.failed ||
    b.jobs.length - a.jobs.length ||
    b.errors.value - a.errors.value ||
    compare(a.text, b.text)
  );
}

function byStart(a: BadJob, b: BadJob): number {
  return (b.job.startedAt ?? 0) - (a.job.startedAt ?? 0) || compare(a.job.id ?? '', b.job.id ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
