import type { Times } from '../../../cards/times.ts';
import { namesOf } from '../../../cards/words.ts';
import { services as allServices } from '../../../domain/job.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import type { PastCounts } from './preview.ts';

/** What a watch would have reported in the last days, and what it would have missed. */
export function pastTexts(wish: WatchSpec, past: PastCounts, times: Times): readonly string[] {
  const { days, servicesSeen } = past;
  const [asked, seen] = [wish.services.length === 0 ? allServices : wish.services, servicesSeen];
  const unseen = seen && asked.filter(service => !seen.includes(service));
  return [
    failuresText(wish, past, times),
    ...(unseen === undefined && past.failedRuns !== undefined
      ? [`Which services had backups in these ${days} days could not be read.`]
      : []),
    ...(unseen && unseen.length > 0
      ? [
          `No backups ${unseen.length === asked.length && asked.length > 1 ? '' : `of ${namesOf(unseen)} `}were seen in this time.`,
        ]
      : []),
  ];
}

function failuresText({ isPartialIncluded }: WatchSpec, past: PastCounts, times: Times): string {
  const { days, failedDays, failedRuns, faults } = past;
  if (failedRuns === undefined) return `What the last ${days} days were like could not be read.`;
  const kind = isPartialIncluded ? 'failed or partial' : 'failed';
  if (failedRuns === 0) return `${days} days: no ${kind} run.`;
  const on = failedDays === undefined ? '' : ` on ${counted(failedDays, 'day', times)}`;
  const reported = faults === undefined ? '' : ` It would have told ${counted(faults, 'fault', times)}.`;
  return `${days} days: ${times.number(failedRuns)} ${kind} ${failedRuns === 1 ? 'run' : 'runs'}${on}.${reported}`;
}

function counted(count: number, noun: string, times: Times): string {
  return `${count === 0 ? 'no' : times.number(count)} ${count === 1 ? noun : `${noun}s`}`;
}
