import type { JobState } from '../domain/job.ts';
import type { Lead } from '../domain/question.ts';
import type { PageAnswer, Silence } from '../jobs/answers.ts';
import { questionOfTabs } from '../jobs/tabs.ts';
import { type BadState, badStates, isBad } from './mood.ts';
import type { Times } from './times.ts';
import { kindOfAny, namesOf, nounFor, ofService } from './words.ts';

/** What an empty page says instead of rows. */
export interface EmptyPageTexts {
  readonly headline: string;
  readonly detail: string;
  /** States that the answer does not speak of, though they are no good news either. */
  readonly apart: readonly BadState[];
}

/** Tells the reasons for an empty page apart: good news, silence, and not knowing. */
export function emptyPageTexts(answer: PageAnswer, times: Times, lead?: Lead): EmptyPageTexts {
  if (answer.pageIndex > 0) {
    return said(
      'This page is empty',
      answer.changed ? 'The list has changed since you asked.' : 'The list ends before it.',
    );
  }
  const silence = answer.silence ?? { kind: 'unknown' };
  const { question } = answer;
  const { services, states } = askedIn(answer);
  const which = `${kindOfAny(question.type, states)}${services.length > 1 ? ` of ${namesOf(services)}` : ''}`;
  switch (silence.kind) {
    case 'nothingRan': {
      const of = services.length > 1 ? ` of ${namesOf(services)}` : ofService(services[0]);
      const kind = `${nounFor(question.type, false)}${of}`;
      return said(
        states[0] === 'inProgress' && question.span.from === undefined ? 'Nothing is running' : 'Nothing ran',
        `No ${kind} started ${timeText(silence.lastHours)}.`,
      );
    }
    case 'othersRan': {
      if (lead === 'whether') return said(...endedTexts(silence, times));
      const isOfWindow = question.span.from !== undefined;
      const none =
        states.length > 1 ? 'none of them are among these' : noneText(states[0], silence, isOfWindow);
      return {
        ...said(
          isRunningOf(states, isOfWindow) ? 'None is still running' : `No ${which}`,
          `${startedText(silence, times)}; ${none}.`,
        ),
        apart: states.every(isBad) ? badStates.filter(bad => !states.includes(bad)) : [],
      };
    }
    case 'unknown':
      return said(
        `No ${which} are listed`,
        'Whether anything ran in this time could not be read, so this is no good news yet.',
      );
  }
}

/** What was asked for, in one list or in several that are all empty. */
function askedIn({ question, tabs }: PageAnswer) {
  const allEmpty = tabs?.every(({ count }) => count?.value === 0);
  if (allEmpty) return questionOfTabs({ question, tabs });
  return {
    services: question.service === undefined ? [] : [question.service],
    states: question.state === undefined ? [] : [question.state],
  };
}

function said(headline: string, detail: string): EmptyPageTexts {
  return { headline, detail, apart: [] };
}

/** What did not end well is nothing; the rest has finished, or still runs. */
function endedTexts(silence: OthersRan, times: Times): [headline: string, detail: string] {
  const { count, running = 0 } = silence;
  const started = startedText(silence, times);
  if (running > 0) {
    const rest = count.value > running ? '; the others have finished' : '';
    return [`${times.number(running)} still running`, `${started}, and none has failed so far${rest}.`];
  }
  const one = count.value === 1 && !count.atLeast;
  return [
    'No problems',
    `${started}; ${count.atLeast ? 'none of them failed' : one ? 'it has finished' : 'all of them have finished'}.`,
  ];
}

function isRunningOf(states: readonly JobState[], isOfWindow: boolean): boolean {
  return isOfWindow && states.length === 1 && states[0] === 'inProgress';
}

type OthersRan = Extract<Silence, { kind: 'othersRan' }>;

function startedText({ count, lastHours }: OthersRan, times: Times): string {
  const least = count.atLeast ? 'At least ' : '';
  return `${least}${times.number(count.value)} started ${timeText(lastHours)}`;
}

function timeText(lastHours: number | undefined): string {
  return lastHours === undefined ? 'in this time' : `in the last ${lastHours} hours`;
}

function noneText(state: JobState | undefined, { count }: OthersRan, isOfWindow: boolean): string {
  const one = count.value === 1 && !count.atLeast;
  switch (state) {
    case 'failed':
      return one ? 'it did not fail' : 'none of them failed';
    case 'finishedWithException':
      return one ? 'it did not finish with exceptions' : 'none of them finished with exceptions';
    case 'partiallyFinished':
      return one ? 'it did not finish partially' : 'none of them finished partially';
    case 'finished':
      return one ? 'it has not finished' : 'none has finished';
    case 'inProgress':
      if (isOfWindow) return one ? 'it is not running any more' : 'none of them is still running';
      return one ? 'it is not running now' : 'none is running now';
    case undefined:
      return one ? 'it is not listed' : 'none is listed';
  }
}
