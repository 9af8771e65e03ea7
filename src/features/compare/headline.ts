import type { Times } from '../../cards/times.ts';
import { countedKind } from '../../cards/words.ts';
import type { CompareAnswer, CompareQuestion, Pair } from './compare.ts';
import { isUnnamedPart, nameOfOther } from './names.ts';

interface Headline {
  /** With the user's words for the other window. */
  readonly text: string;
  /** Our own: ": 20 instead of 8". */
  readonly numbers: string;
}

/** Returns the answer: "12 more failed backups than the previous 24 hours", ": 20 instead of 8". */
export function headlineOf(answer: CompareAnswer, times: Times): Headline {
  const { question, total, unknown } = answer;
  const { here, there } = total;
  const kind = (count: number) => countedKind(question, count);
  if (!here || !there || !isCounted(total)) return { text: `I couldn’t count all ${kind(2)}`, numbers: '' };
  const change = here.value - there.value;
  // Yes and no are for certain numbers.
  const asks = unknown > 0 ? undefined : question.asks;
  if (change === 0) {
    const both = here.value === 0 ? `No ${kind(2)}` : `${times.number(here.value)} ${kind(here.value)}`;
    const text = unknown > 0 ? 'I found no change' : asks ? 'No, no change' : 'No change';
    return { text, numbers: `: ${both} in each of the two` };
  }
  const yesNo = asks === undefined ? '' : (asks === 'more') === change > 0 ? 'Yes, ' : 'No, ';
  return {
    text: `${yesNo}${times.number(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} ${kind(Math.abs(change))} than ${otherText(question, times)}`,
    numbers: `: ${times.number(here.value)} instead of ${times.number(there.value)}`,
  };
}

function otherText(question: CompareQuestion, times: Times): string {
  const name = nameOfOther(question, times);
  return isUnnamedPart(question) ? `in the same time ${name}` : name;
}

/** Returns true if the first line's numbers are certain. */
export function isCertain({ total, unknown }: CompareAnswer): boolean {
  return isCounted(total) && unknown === 0;
}

/** Returns true if both numbers are known. */
export function isCounted({ here, there }: Pair): boolean {
  return here !== undefined && there !== undefined && !here.atLeast && !there.atLeast;
}
