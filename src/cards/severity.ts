import { isDayLong } from '../domain/day-long.ts';
import { isBad } from '../domain/job.ts';
import type { Question } from '../domain/question.ts';
import type { EmptyReason, PageAnswer } from '../jobs/answers.ts';

/** How severe an answer is, at a glance. */
export type Mood = 'good' | 'neutral' | 'warning' | 'attention';

/**
 * Returns the severity of a page. Good is never the default: it takes an empty first page of a bad state, and other
 * jobs that are known to have run and have all ended. If no backup ran in a window of a day or more, that is bad, as in
 * every verdict. A page with jobs on it is as bad as its worst row, and never good, since others may follow.
 */
export function moodOf({ jobs, pageIndex, question, tabs, total, silence }: PageAnswer): Mood {
  if (jobs.length > 0) {
    if (jobs.some(job => job.state === 'failed')) return 'attention';
    return jobs.some(job => isBad(job.state)) ? 'warning' : 'neutral';
  }
  // An empty list that counts jobs contradicts itself: it's no good news.
  if (pageIndex > 0 || total.value > 0 || total.atLeast) return 'neutral';
  if (silence?.kind === 'nothingRan') return isBackupMissing(question, tabs) ? 'attention' : 'neutral';
  if (silence?.kind !== 'othersRan' || silence.count.value < 1) return 'neutral';
  const states = tabs?.map(({ state }) => state) ?? [question.state];
  if (tabs?.some(({ count }) => count?.value !== 0)) return 'neutral';
  if (states.every(isBad)) return haveEnded(silence) && !isPartOfList(question) ? 'good' : 'neutral';
  return states.every(state => state === 'finished') && isOfDay(question) ? 'warning' : 'neutral';
}

/** Returns true if the list was of some jobs only, by their error, length or number: none of them is no good news. */
function isPartOfList({ narrowed }: Question): boolean {
  const { error, length, limit } = narrowed ?? {};
  return error !== undefined || length !== undefined || limit !== undefined;
}

/**
 * Returns true if a backup was expected in a window of this length. Other kinds of job aren't expected, nor is a single
 * service: a list doesn't know whether it's backed up at all.
 */
function isBackupMissing(question: Question, tabs: PageAnswer['tabs'] = []): boolean {
  const { service, type } = question;
  const isOfAll = service === undefined && tabs.every(tab => tab.service === undefined);
  return isOfAll && (type === 'backup' || type === undefined) && isOfDay(question);
}

/** Returns true if no job runs any more: a running or an uncounted one may yet fail. */
function haveEnded({ running }: Extract<EmptyReason, { kind: 'othersRan' }>): boolean {
  return running?.value === 0 && !running.atLeast;
}

function isOfDay({ span: { from, to }, zone }: Question): boolean {
  return from !== undefined && to !== undefined && isDayLong({ from, to }, zone);
}

/**
 * The look of each severity: the style of its container, the sign before its words. Words are never green or amber, which
 * are hard to read in Teams' themes; the container shows it.
 */
export const moodLooks: Readonly<Record<Mood, { style: string; sign: string }>> = {
  good: { style: 'good', sign: '✓ ' },
  neutral: { style: 'emphasis', sign: '' },
  warning: { style: 'warning', sign: '△ ' },
  attention: { style: 'attention', sign: '✕ ' },
};

/** The look of an answer that isn't certain. */
export const unknownLook = { ...moodLooks.warning, sign: '? ' };
