import type { Times } from '../../cards/times.ts';
import { nounFor } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import type { CausesAnswer } from '../../jobs/causes/read-causes.ts';

interface Headline {
  /** Our own words: "24 of 50 failed backups have one reason". */
  readonly text: string;
  /** What the first row is about, if it's a part of the headline: the reason behind it, or jobs without one. */
  readonly of?: 'reason' | 'noReason';
}

/** Returns the answer: how many of the failed jobs have the most frequent reason; of all problems if none failed. */
export function headlineOf(answer: CausesAnswer, times: Times): Headline {
  const { bad, causes, question, total } = answer;
  const noun = (count: number) => nounFor(question.type, count !== 1);

  if (bad.length === 0 && answer.quiet && isCertain(answer)) return { text: `No ${noun(1)} started` };
  if (bad.length === 0)
    return {
      text: isCertain(answer) ? `No ${noun(2)} with problems` : 'I found no problems, but can’t be sure',
    };
  const [first] = causes;
  if (total.value === 0 || !first)
    return {
      text: `${times.number(bad.length)} ${noun(bad.length)} had problems, and AvePoint gave no reason`,
      of: 'noReason',
    };

  const isOfFailed = first.failed > 0;
  const all = isOfFailed ? bad.filter(({ job }) => job.state === 'failed').length : bad.length;
  const most = isOfFailed ? first.failed : first.jobs.length;
  const kind = isOfFailed ? `failed ${noun(all)}` : `${noun(all)} with problems`;
  // Failed ones are read first, so all of them were read unless nothing else was.
  const isPart = answer.badInAll.value > bad.length && (!isOfFailed || all === bad.length);
  const read = isPart ? ' that I read' : '';
  if (all === 1) return { text: isOfFailed ? `1 ${noun(1)} failed` : `1 ${kind}`, of: 'reason' };
  if (most === 1) {
    const reasons = causes.filter(({ failed }) => !isOfFailed || failed > 0).length + answer.leftOut;
    return {
      text: `${times.number(all)} ${kind}${read}: ${times.number(reasons)} ${plural(reasons, 'reason is', 'reasons are')} known`,
    };
  }
  const share = most === all ? `All ${times.number(all)}` : `${times.number(most)} of ${times.number(all)}`;
  const isTied = (causes[1]?.failed ?? 0) === first.failed && isOfFailed;
  return {
    text: isTied
      ? `One of the most common reasons (${share.toLowerCase()} ${kind}${read})`
      : `${share} ${kind}${read} have one reason`,
    of: 'reason',
  };
}

/** Returns true if every job that can matter was read. */
export function isCertain({ unread, badInAll }: CausesAnswer): boolean {
  return unread.length === 0 && !badInAll.atLeast;
}
