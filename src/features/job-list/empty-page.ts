import type { Times } from '../../cards/times.ts';
import { kindOfTypes, namesOf, nounFor, ofService } from '../../cards/words.ts';
import { type BadState, badStates, isBad, type JobState } from '../../domain/job.ts';
import type { TabsQuestion } from '../../domain/question.ts';
import type { Count, EmptyReason, PageAnswer } from '../../jobs/answers.ts';
import { questionOfTabs } from '../../jobs/tabs.ts';
import { noneNarrowedTexts } from './narrowed-texts.ts';

/** The texts of an empty page. */
export interface EmptyPageTexts {
  readonly headline: string;
  readonly detail: string;
  /** States that the answer doesn't cover, though they are no good news either. */
  readonly apart: readonly BadState[];
  /** True if there may be jobs after all. */
  readonly isUncertain?: boolean;
}

/** Distinguishes the reasons for an empty page: good news, nothing ran, and not known. */
export function emptyPageTexts(answer: PageAnswer, times: Times): EmptyPageTexts {
  if (answer.pageIndex > 0) {
    return said(
      'This page is empty',
      answer.changed ? 'The list has changed since you asked.' : 'The list ends before it.',
    );
  }
  const silence = answer.silence ?? { kind: 'unknown' };
  const { question } = answer;
  const isOfAllTabs = answer.tabs?.every(({ count }) => count?.value === 0) === true;
  const asked: Pick<TabsQuestion, 'type' | 'types' | 'services' | 'states'> = isOfAllTabs
    ? questionOfTabs(answer)
    : askedIn(answer);
  const { services, states } = asked;
  const which = `${kindOfTypes(asked, states)}${services.length > 1 ? ` of ${namesOf(services)}` : ''}`;
  const { total } = answer;
  const isContradicted = total.value > 0 || total.atLeast;
  if (isContradicted && silence.kind !== 'noneNarrowed' && silence.kind !== 'unknown')
    return unsure(which, 'AvePoint counts jobs here, but sent none.');
  switch (silence.kind) {
    case 'nothingRan': {
      const of = services.length > 1 ? ` of ${namesOf(services)}` : ofService(services[0]);
      const { type, types = [] } = asked;
      const noun = types.length === 0 ? nounFor(type, false) : kindOfTypes(asked, []);
      const kind = `${noun}${of}`;
      return said(
        states[0] === 'inProgress' && question.span.from === undefined ? 'Nothing is running' : 'Nothing ran',
        `No ${kind} started ${timeText(silence.lastHours)}.`,
      );
    }
    case 'othersRan': {
      const isOfWindow = question.span.from !== undefined;
      const bad = states.filter(isBad);
      if (bad.length === 0 || bad.length < states.length) {
        const headline = isRunningOf(states, isOfWindow) ? 'None is still running' : `No ${which}`;
        const none = noneText(states, silence.count, isOfWindow);
        return said(headline, `${startedText(silence, times)}; ${none}.`);
      }
      const texts =
        answer.lead !== undefined && answer.lead !== 'count' && isOfAllTabs
          ? allWellTexts(silence, which, answer.lead === 'worked', times)
          : noneBadTexts(silence, bad, which, times);
      return { ...texts, apart: badStates.filter(state => !bad.includes(state)) };
    }
    case 'noneNarrowed':
      return { ...noneNarrowedTexts(silence, question, which, times), apart: [] };
    case 'unknown':
      return unsure(
        which,
        answer.unattributed
          ? 'Jobs of an unknown service may belong here, so this may not be good news.'
          : 'I couldn’t read whether anything ran in this time, so this may not be good news.',
      );
  }
}

/** Returns what the one list was asked for. */
function askedIn({ question: { service, state, type, narrowed } }: PageAnswer) {
  return {
    type,
    types: undefined,
    services: service === undefined ? (narrowed?.among?.services ?? []) : [service],
    states: state === undefined ? (narrowed?.among?.states ?? []) : [state],
  };
}

function said(headline: string, detail: string): EmptyPageTexts {
  return { headline, detail, apart: [] };
}

type OthersRan = Extract<EmptyReason, { kind: 'othersRan' }>;

/** Returns the texts if no job had the problem; while some still run, that holds only so far. */
function noneBadTexts(
  silence: OthersRan,
  states: readonly BadState[],
  which: string,
  times: Times,
): EmptyPageTexts {
  const { count, running } = silence;
  const started = startedText(silence, times);
  const none = noneText(states, count, true);
  if (running === undefined || isUncertain(running)) return unreadTexts(which, `${started}; ${none}`);
  if (running.value === 0) return said(`No ${which}`, `${started}; ${none}.`);
  const [state, other] = states;
  const soFar = state === undefined || other !== undefined ? `No ${which} so far` : noneSoFar[state];
  return said(`${soFar}; ${numberText(running, times).toLowerCase()} still running`, `${started}.`);
}

const noneSoFar: Readonly<Record<BadState, string>> = {
  failed: 'None failed so far',
  finishedWithException: 'None finished with exceptions so far',
  partiallyFinished: 'None finished partially so far',
};

/** Returns the same for a question whether all is well: the rest has finished, or still runs. */
function allWellTexts(silence: OthersRan, which: string, isAllAsked: boolean, times: Times): EmptyPageTexts {
  const { count, running } = silence;
  const started = startedText(silence, times);
  if (running === undefined || isUncertain(running))
    return unreadTexts(which, `${started}; none of them failed`);
  if (running.value > 0) {
    const isRest = count.value > running.value && !count.atLeast && !running.atLeast;
    const rest = isRest ? '; the others have finished' : '';
    const still = `${numberText(running, times)} still running`;
    return said(
      isAllAsked ? `Not yet: ${still.toLowerCase()}` : still,
      `${started}, and none failed so far${rest}.`,
    );
  }
  const ended = isOne(count) ? 'it has finished' : 'all of them have finished';
  return said(
    isAllAsked ? 'Yes, no problems' : 'No problems',
    `${started}; ${count.atLeast ? 'none of them failed' : ended}.`,
  );
}

/** Returns true if no job was found, and not all were read. */
function isUncertain({ value, atLeast }: Count): boolean {
  return value === 0 && atLeast;
}

function unreadTexts(which: string, soFar: string): EmptyPageTexts {
  return unsure(
    which,
    `${soFar}. I couldn’t read whether any are still running, so this may not be good news.`,
  );
}

function unsure(which: string, detail: string): EmptyPageTexts {
  const headline = `I found no ${which.replace(/^all /, '')}, but can’t be sure`;
  return { ...said(headline, detail), isUncertain: true };
}

function isRunningOf(states: readonly JobState[], isOfWindow: boolean): boolean {
  return isOfWindow && states.length === 1 && states[0] === 'inProgress';
}

function startedText({ count, lastHours }: OthersRan, times: Times): string {
  return `${numberText(count, times)} started ${timeText(lastHours)}`;
}

function timeText(lastHours: number | undefined): string {
  return lastHours === undefined ? 'in this time' : `in the last ${lastHours} hours`;
}

function numberText({ value, atLeast }: Count, times: Times): string {
  return `${atLeast ? 'At least ' : ''}${times.number(value)}`;
}

function isOne({ value, atLeast }: Count): boolean {
  return value === 1 && !atLeast;
}

/** Returns "none of them failed": what happened to none of those that started. */
function noneText(states: readonly JobState[], count: Count, isOfWindow: boolean): string {
  const one = isOne(count);
  const [state, other] = states;
  if (other === undefined && state === 'finished') return one ? 'it hasn’t finished' : 'none has finished';
  if (other === undefined && state === 'inProgress') {
    if (isOfWindow) return one ? 'it isn’t running any more' : 'none of them is still running';
    return one ? 'it isn’t running now' : 'none is running now';
  }
  if (state === undefined || states.includes('inProgress')) return one ? 'it isn’t listed' : 'none is listed';
  if (badStates.every(bad => states.includes(bad)) && !states.includes('finished'))
    return one ? 'it had no problems' : 'none of them had problems';
  const ends = (form: 'plain' | 'past') => states.flatMap(each => endWords[each]?.[form] ?? []).join(' or ');
  return one ? `it didn’t ${ends('plain')}` : `none of them ${ends('past')}`;
}

const endWords: Readonly<Partial<Record<JobState, { readonly plain: string; readonly past: string }>>> = {
  finished: { plain: 'finish', past: 'finished' },
  failed: { plain: 'fail', past: 'failed' },
  finishedWithException: { plain: 'finish with exceptions', past: 'finished with exceptions' },
  partiallyFinished: { plain: 'finish partially', past: 'finished partially' },
};
