import type { EpochMs } from '../domain/time.ts';
import type { IndexView } from '../job-index/view.ts';
import type { Count } from './answers.ts';
import { countOf, doubtfulServices } from './count.ts';
import {
  isAskedService,
  type ListQuestion,
  neededSince,
  type Selection,
  selectRuns,
  unattributedIn,
} from './select-runs.ts';

/** Counts the index's jobs of a list. Returns undefined if some may be missing. */
export function countOfList(index: IndexView, question: ListQuestion, now: EpochMs): Count | undefined {
  const { narrowed, span } = question;
  if (!narrowed) return countOf(index, question, span, now);
  const isDoubtful = doubtfulServices(index, question, neededSince(question), now).some(one =>
    isAskedService(question, one.service),
  );
  if (isDoubtful) return undefined;
  if (unattributedIn(index, question, now) > 0) return undefined;
  return countOfSelection(selectRuns(index, question, now));
}

/** Returns the number of selected runs; undefined if there are none, and not all errors could be read. */
export function countOfSelection({ runs, unreadErrors }: Selection): Count | undefined {
  if (runs.length === 0 && unreadErrors > 0) return undefined;
  return { value: runs.length, atLeast: unreadErrors > 0 };
}
