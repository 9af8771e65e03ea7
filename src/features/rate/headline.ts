import type { Times } from '../../cards/times.ts';
import { countedState, nameOf, namesOf, nounFor } from '../../cards/words.ts';
import { badStates, type JobState } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import { percentText } from './percent.ts';
import { isOfSuccess, type RateQuestion } from './question.ts';
import { countOf, type Ends, endedOf, type RateAnswer } from './rate.ts';

/** Returns the answer: "96.4% of 112 ended backups finished without problems". */
export function headlineOf(answer: RateAnswer, times: Times): string {
  const { question, total } = answer;
  if (!total.isCounted) return '? I couldn’t read all of this window, so I can’t give its rate';
  if (endedOf(total) === 0) return `No ${nounFor(question.type, false)} has ended`;
  if (question.order === undefined) return shareText(total, question, times);
  const isUnsure = answer.services.some(({ isCounted, unknown }) => !isCounted || unknown > 0);
  if (isUnsure || answer.services.length === 0) return `? ${shareText(total, question, times)}`;
  return firstText(answer, question.order, times);
}

/** Returns "Exchange has the lowest share: 80% of 10 ended backups finished without problems". */
function firstText(answer: RateAnswer, order: 'highest' | 'lowest', times: Times): string {
  const { question, services } = answer;
  const sorted = byShare(answer);
  const [first] = sorted;
  if (!first) return shareText(answer.total, question, times);
  const isEqual = (one: Ends) => shareOf(one, question) === shareOf(first, question);
  const equal = services.filter(isEqual);
  if (equal.length === 1)
    return `${nameOf(first.service)} has the ${order} share: ${shareText(first, question, times)}`;
  const those = equal.length > 4 ? `${equal.length} services` : namesOf(equal.map(({ service }) => service));
  const percent = percentText(countOf(first, question.states), endedOf(first));
  return `${those} have the ${order} share: ${percent} ${verbOf(question.states)}`;
}

/** Returns the services in the order that was asked for, else the worst first. */
export function byShare({ question, services }: RateAnswer): RateAnswer['services'] {
  const { order = isOfSuccess(question) ? 'lowest' : 'highest' } = question;
  const sign = order === 'lowest' ? 1 : -1;
  return services.toSorted(
    (a, b) => sign * (shareOf(a, question) - shareOf(b, question)) || endedOf(b) - endedOf(a),
  );
}

function shareOf(ends: Ends, { states }: RateQuestion): number {
  return countOf(ends, states) / endedOf(ends);
}

/** Returns "at least" before the share if it's unknown how some ended. */
function shareText(ends: Ends, { type, states }: RateQuestion, times: Times): string {
  const ended = endedOf(ends);
  const least = ends.unknown > 0 ? 'At least ' : '';
  const percent = percentText(countOf(ends, states), ended);
  return `${least}${percent} of ${times.number(ended)} ended ${nounFor(type, ended !== 1)} ${verbOf(states)}`;
}

const verbs: Readonly<Record<JobState, string>> = {
  inProgress: 'are running',
  finished: 'finished without problems',
  failed: 'failed',
  partiallyFinished: 'finished partially',
  finishedWithException: 'finished with exceptions',
};

function verbOf(states: readonly JobState[]): string {
  return states.length === 3 ? 'had problems' : states.map(state => verbs[state]).join(' or ');
}

/** Returns all ends in numbers, each apart, and what isn't counted. */
export function endsTexts({ question, total }: RateAnswer, times: Times): readonly string[] {
  const { states, unknown, isCounted } = total;
  const parts = [
    ...(['finished', ...badStates] as const).flatMap(state => {
      const words = state === 'finished' ? verbs.finished : countedState(state);
      return states[state] > 0 ? [`${times.number(states[state])} ${words}`] : [];
    }),
    ...(unknown > 0 ? [`${times.number(unknown)} with an unknown result`] : []),
  ].join(', ');
  const all = question.order === undefined ? parts : `In all: ${parts}`;
  const known = isCounted ? all : `Of what I could read: ${parts}`;
  const running = states.inProgress;
  const noun = nounFor(question.type, running !== 1);
  return [
    ...(parts === '' ? [] : [`${known}.`]),
    ...(running > 0
      ? [`${times.number(running)} ${noun} ${plural(running, 'is', 'are')} still running and not counted.`]
      : []),
  ];
}
