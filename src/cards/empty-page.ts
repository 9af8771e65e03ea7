import type { PageAnswer, Silence } from '../jobs/answers.ts';
import { type BadState, badStates, isBad } from './mood.ts';
import type { Times } from './times.ts';
import { kindOf, nounFor, ofService } from './words.ts';

/** What an empty page says instead of rows. */
export interface EmptyPageTexts {
  readonly headline: string;
  readonly detail: string;
  /** States that the answer does not speak of, though they are no good news either. */
  readonly apart: readonly BadState[];
}

/** Tells the reasons for an empty page apart: good news, silence, and not knowing. */
export function emptyPageTexts(answer: PageAnswer, times: Times): EmptyPageTexts {
  if (answer.pageIndex > 0) {
    return said(
      'This page is empty',
      answer.changed ? 'The list has changed since you asked.' : 'The list ends before it.',
    );
  }
  const silence = answer.silence ?? { kind: 'unknown' };
  const { question } = answer;
  switch (silence.kind) {
    case 'nothingRan': {
      const kind = `${nounFor(question.type, false)}${ofService(question.service)}`;
      return said(
        question.state === 'inProgress' ? 'Nothing is running' : 'Nothing ran',
        `No ${kind} started ${timeText(silence.lastHours)}.`,
      );
    }
    case 'othersRan': {
      const { state } = question;
      const detail = `${startedText(silence, times)}; ${noneText(answer, silence)}.`;
      return {
        ...said(`No ${kindOf(question)}`, detail),
        apart: isBad(state) ? badStates.filter(bad => bad !== state) : [],
      };
    }
    case 'unknown':
      return said(
        `No ${kindOf(question)} are listed`,
        'Whether anything ran in this time could not be read, so this is no good news yet.',
      );
  }
}

function said(headline: string, detail: string): EmptyPageTexts {
  return { headline, detail, apart: [] };
}

type OthersRan = Extract<Silence, { kind: 'othersRan' }>;

function startedText({ count, lastHours }: OthersRan, times: Times): string {
  const least = count.atLeast ? 'At least ' : '';
  return `${least}${times.number(count.value)} started ${timeText(lastHours)}`;
}

function timeText(lastHours: number | undefined): string {
  return lastHours === undefined ? 'in this time' : `in the last ${lastHours} hours`;
}

function noneText({ question }: PageAnswer, { count }: OthersRan): string {
  const one = count.value === 1 && !count.atLeast;
  switch (question.state) {
    case 'failed':
      return one ? 'it did not fail' : 'none of them failed';
    case 'finishedWithException':
      return one ? 'it did not finish with exceptions' : 'none of them finished with exceptions';
    case 'partiallyFinished':
      return one ? 'it did not finish partially' : 'none of them finished partially';
    case 'finished':
      return one ? 'it has not finished' : 'none has finished';
    case 'inProgress':
      return one ? 'it is not running now' : 'none is running now';
    case undefined:
      return one ? 'it is not listed' : 'none is listed';
  }
}
