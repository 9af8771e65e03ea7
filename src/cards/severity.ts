import { isDayLong } from '../domain/day-long.ts';
import { isBad } from '../domain/job.ts';
import type { Question } from '../domain/question.ts';
import type { EmptyReason, PageAnswer } from '../jobs/answers.ts';
import type { TextColor } from './words.ts';

/** What an answer means to the reader at a glance. */
export type Mood = 'good' | 'neutral' | 'warning' | 'attention';

/**
 * The mood of a page. Good is never the default: it takes an empty first page of a bad state, beside jobs that are
 * known to have run and, all of them, to have ended. That no backup ran is bad in a window of a day or more, as in every verdict.
 * A page with jobs on it is as bad as its worst row, and never good, for others may follow.
 */
export function moodOf({ jobs, pageIndex, question, tabs, total, silence }: PageAnswer): Mood {
  if (jobs.length > 0) {
    if (jobs.some(job => job.state === 'failed')) return 'attention';
    return jobs.some(job => isBad(job.state)) ? 'warning' : 'neutral';
  }
  // Whatever promised otherwise: an empty list that counts jobs is no good news.
  if (pageIndex > 0 || total.value > 0 || total.atLeast) return 'neutral';
  if (silence?.kind === 'nothingRan') return isBackupMissing(question, tabs) ? 'attention' : 'neutral';
  if (silence?.kind !== 'othersRan' || silence.count.value < 1) return 'neutral';
  const states = tabs?.map(({ state }) => state) ?? [question.state];
  if (tabs?.some(({ count }) => count?.value !== 0)) return 'neutral';
  if (states.every(isBad)) return haveEnded(silence) ? 'good' : 'neutral';
  return states.every(state => state === 'finished') && isOfDay(question) ? 'warning' : 'neutral';
}

/**
 * Some backup is expected to run in a window so long. Other kinds of job are not, nor is a service that is named: a list
 * doesn't know whether it is backed up at all.
 */
function isBackupMissing(question: Question, tabs: PageAnswer['tabs'] = []): boolean {
  const { service, type } = question;
  const isOfAll = service === undefined && tabs.every(tab => tab.service === undefined);
  return isOfAll && (type === 'backup' || type === undefined) && isOfDay(question);
}

/** What still runs may yet fail, and so may what could not be counted. */
function haveEnded({ running }: Extract<EmptyReason, { kind: 'othersRan' }>): boolean {
  return running?.value === 0 && !running.atLeast;
}

function isOfDay({ span: { from, to }, zone }: Question): boolean {
  return from !== undefined && to !== undefined && isDayLong({ from, to }, zone);
}

/**
 * How a mood looks: the style of its container, the colour of words outside of one, the sign before them. Green and
 * amber words could not be read in Teams' themes; their container says it.
 */
export const moodLooks: Readonly<Record<Mood, { style: string; color: TextColor; sign: string }>> = {
  good: { style: 'good', color: 'Default', sign: '✓ ' },
  neutral: { style: 'emphasis', color: 'Default', sign: '' },
  warning: { style: 'warning', color: 'Default', sign: '△ ' },
  attention: { style: 'attention', color: 'Attention', sign: '✕ ' },
};
