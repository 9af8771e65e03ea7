import { durationOf, failedObjectsText } from '../../cards/job-texts.ts';
import { portal } from '../../cards/portal-link.ts';
import type { Times } from '../../cards/times.ts';
import { capitalised, fullNameOf, namesOf, nounFor } from '../../cards/words.ts';
import { isBad, type Job } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { JobAnswer } from '../../jobs/answers.ts';

/** Returns "Exchange Online backup", or the part of it that the question or the index knows: "Backup", "Job". */
export function jobKind({ place, services = [] }: JobAnswer): string {
  const asked = 'page' in place ? place.page.question : place.search.behind?.question;
  const [first, ...others] = asked?.service === undefined ? services : [asked.service];
  const noun = nounFor(asked?.type, false);
  if (first === undefined) return capitalised(noun);
  return `${others.length === 0 ? fullNameOf(first) : namesOf([first, ...others])} ${noun}`;
}

/** Returns "Mon 23 Nov, 12:05–12:52 (Europe/Berlin) · 47 min 12 s", or what is known of it. */
export function whenText(job: Job, now: EpochMs, times: Times): string {
  const { startedAt, finishedAt, state } = job;
  // Kept on one line: "47 min" before a break would read as the whole.
  const took = durationOf(job, now).replaceAll(' ', '\u00a0');
  if (startedAt === undefined && state === 'inProgress') return capitalised(took);
  if (startedAt === undefined || finishedAt === undefined || state === 'inProgress') {
    const start = startedAt === undefined ? 'Start unknown' : `Started ${times.instant(startedAt)}`;
    const end = finishedAt === undefined ? 'end unknown' : `ended ${times.instant(finishedAt)}`;
    const isTimed = startedAt !== undefined || finishedAt !== undefined;
    const bounds = state === 'inProgress' ? start : `${start}, ${end}`;
    return `${bounds}${isTimed ? times.zoneNote : ''} · ${took}`;
  }
  const end = times.near(finishedAt, startedAt);
  const dash = end === times.time(finishedAt) ? '–' : ' – ';
  return `${times.instant(startedAt)}${dash}${end}${times.zoneNote} · ${took}`;
}

/** Returns "214 of 1,230 objects failed · 1,016 succeeded"; nothing for a running job that hasn't counted yet. */
export function objectTexts({ objects, state }: Job, times: Times): readonly string[] {
  if (objects === undefined && state === 'inProgress') return [];
  const { total, failed, successful = 0, skipped = 0 } = objects ?? {};
  const isAll = failed === 0 && successful === total;
  return [
    [
      capitalised(failedObjectsText(objects, times)),
      ...(successful > 0 && !isAll ? [`${times.number(successful)}\u00a0succeeded`] : []),
      ...(skipped > 0 ? [`${times.number(skipped)}\u00a0skipped`] : []),
    ].join(' · '),
  ];
}

/** Says so if a job failed, wholly or in part, and has no errors. */
export function noReasonTexts({ errors, state }: Job): readonly string[] {
  return isBad(state) && errors.length === 0 ? [`AvePoint gave no reason. Look in ${portal}.`] : [];
}
