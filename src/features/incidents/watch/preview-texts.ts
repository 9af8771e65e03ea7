import type { Times } from '../../../cards/times.ts';
import { namesOf } from '../../../cards/words.ts';
import { services as allServices } from '../../../domain/job.ts';
import { plural } from '../../../domain/plural.ts';
import type { WatchSpec } from '../../../domain/watch-order.ts';
import { isNoisy, type PastCounts } from './preview.ts';

/** Returns what a watch would have reported in the last days, and what it would have missed. */
export function pastTexts(
  wish: WatchSpec,
  past: PastCounts,
  calmer: PastCounts | undefined,
  times: Times,
): readonly string[] {
  const { servicesSeen } = past;
  const [asked, seen] = [wish.services.length === 0 ? allServices : wish.services, servicesSeen];
  const unseen = seen && asked.filter(service => !seen.includes(service));
  return [
    failuresText(wish, past, times),
    ...(calmer?.faults === undefined ? [] : [calmerText(calmer.faults, times)]),
    ...(unseen === undefined && past.failedRuns !== undefined
      ? ['Which services had backups in that time could not be read.']
      : []),
    ...(unseen && unseen.length > 0
      ? [
          `No backups ${unseen.length === asked.length && asked.length > 1 ? '' : `of ${namesOf(unseen)} `}were seen in that time.`,
        ]
      : []),
  ];
}

function failuresText({ isPartialIncluded }: WatchSpec, past: PastCounts, times: Times): string {
  const { days, failedDays, failedRuns, faults } = past;
  if (failedRuns === undefined)
    return `The last ${days} days could not be read, so I can’t say what this watch would have reported.`;
  const failed = isPartialIncluded ? 'failed or were partial' : 'failed';
  if (failedRuns === 0) return `Last ${days} days: no backups ${failed}.`;
  const backups = `${times.number(failedRuns)} ${plural(failedRuns, 'backup', 'backups')}`;
  const verb = isPartialIncluded ? plural(failedRuns, 'failed or was partial', failed) : failed;
  const on = failedDays === undefined ? '' : ` on ${counted(failedDays, ['day', 'days'], times)}`;
  const reported =
    faults === undefined
      ? ''
      : ` That would have been ${counted(faults, ['incident', 'incidents'], times)}${perDayText(past, times)}.`;
  return `Last ${days} days: ${backups} ${verb}${on}.${reported}`;
}

function perDayText(past: PastCounts, times: Times): string {
  return isNoisy(past) ? `, about ${times.number(Math.round((past.faults ?? 0) / past.days))} a day` : '';
}

function calmerText(faults: number, times: Times): string {
  return `Only after two failures in a row, it would have been ${counted(faults, ['incident', 'incidents'], times)}.`;
}

function counted(count: number, [one, other]: readonly [string, string], times: Times): string {
  return `${count === 0 ? 'no' : times.number(count)} ${plural(count, one, other)}`;
}
