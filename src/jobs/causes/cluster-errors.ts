import { createHash } from 'node:crypto';
import type { Job, Service } from '../../domain/job.ts';
import type { Count } from '../answers.ts';
import { foldMessage } from './fold-message.ts';

/** A job with a bad end, and the service that it was listed for. */
export interface BadJob {
  readonly job: Job;
  readonly service: Service | undefined;
}

/** One reason: the messages that differ in their variable parts only. */
interface Cause {
  /** The folded message. */
  readonly text: string;
  /** The message of the latest job, as AvePoint sent it. */
  readonly example: string;
  /** True if other messages differ from it in their variable parts. */
  readonly isVaried: boolean;
  /** Identifies the reason: the same for the same folded message, whatever its case. */
  readonly key: string;
  readonly errors: Count;
  readonly jobs: readonly BadJob[];
  /** How many of the jobs failed; the others were partial or had exceptions. */
  readonly failed: number;
  readonly services: readonly Service[];
  /** As AvePoint sends it, unchecked. */
  readonly helpUrl: string | undefined;
}

export interface Causes {
  /**
   * Sorted by the number of failed jobs, then of other jobs. The list ends after fifty; `total` includes the others.
   */
  readonly causes: readonly Cause[];
  readonly leftOut: number;
  /** The total number of object errors. */
  readonly total: Count;
  readonly withoutErrors: readonly BadJob[];
}

/** More reasons don't explain anything. */
const mostCauses = 50;

interface ErrorGroup {
  readonly text: string;
  /** The first message of each job. */
  readonly messages: Map<Job, string>;
  errors: number;
  atLeast: boolean;
  readonly jobs: Map<Job, BadJob>;
  readonly helpUrls: Map<string, number>;
}

/** Groups the errors of jobs by reason. An error without a count counts as at least one. */
export function clusterErrors(bad: readonly BadJob[]): Causes {
  const groups = new Map<string, ErrorGroup>();
  const folds = new Map<string, string>();
  let errors = 0;
  let atLeast = false;
  for (const one of bad) {
    for (const { message, count, helpUrl } of one.job.errors) {
      const text = folds.get(message) ?? foldMessage(message);
      folds.set(message, text);
      const key = text.toLowerCase();
      const cause = groups.get(key) ?? {
        text,
        messages: new Map(),
        errors: 0,
        atLeast: false,
        jobs: new Map(),
        helpUrls: new Map(),
      };
      groups.set(key, cause);
      const times = count === undefined || !(count >= 1) ? 1 : count;
      cause.errors += times;
      errors += times;
      if (count === undefined) {
        cause.atLeast = true;
        atLeast = true;
      }
      cause.jobs.set(one.job, one);
      if (!cause.messages.has(one.job)) cause.messages.set(one.job, message);
      if (helpUrl !== undefined) cause.helpUrls.set(helpUrl, (cause.helpUrls.get(helpUrl) ?? 0) + times);
    }
  }
  const all = [...groups.values()].map(causeOf).sort(byWeight);
  return {
    causes: all.slice(0, mostCauses),
    leftOut: Math.max(0, all.length - mostCauses),
    total: { value: errors, atLeast },
    withoutErrors: bad.filter(({ job }) => job.errors.length === 0),
  };
}

function causeOf({ text, messages, errors, atLeast, jobs, helpUrls }: ErrorGroup): Cause {
  const those = [...jobs.values()].sort(byStart);
  const services = new Set(those.map(({ service }) => service).filter(service => service !== undefined));
  const [most] = [...helpUrls].sort(([a, times], [b, others]) => others - times || compare(a, b));
  const [latest] = those;
  return {
    text,
    example: (latest && messages.get(latest.job)) ?? text,
    isVaried: new Set(messages.values()).size > 1,
    key: keyOf(text),
    errors: { value: errors, atLeast },
    jobs: those,
    failed: those.filter(({ job }) => job.state === 'failed').length,
    services: [...services].sort(compare),
    helpUrl: most?.[0],
  };
}

/** Returns a key that is short enough for a button. */
function keyOf(text: string): string {
  return createHash('sha256').update(text.toLowerCase()).digest('hex').slice(0, 16);
}

/** Sorts by failed jobs first, since one job can have thousands of object errors. */
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
