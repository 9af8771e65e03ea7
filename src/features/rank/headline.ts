import type { Times } from '../../cards/times.ts';
import { countedState, joined } from '../../cards/words.ts';
import { badStates } from '../../domain/job.ts';
import { kindText, nounOf, ordered, shortName } from './groups.ts';
import { isOfTime } from './question.ts';
import type { Group, RankAnswer } from './rank.ts';

/** More names are in the table only. */
const mostNames = 4;

/**
 * Returns the answer: "Exchange failed most: 12 of 30 failed jobs", "2 services had failed jobs: Exchange and Teams",
 * "30 backups: 8 failed, 22 finished".
 */
export function headlineOf(answer: RankAnswer, times: Times): string {
  const { total } = answer;
  if (total.count === 0 && !total.isCounted) return `? I couldn’t count all ${kindText(answer.question, 2)}`;
  const text = total.count === 0 ? noneText(answer) : countedText(answer, times);
  return isCertain(answer) ? text : `? As far as I could read, ${text.replace(/^Only/, 'only')}`;
}

/** Returns true if all jobs were counted, and all in their groups: one of no known service may be of any. */
export function isCertain({ groups, total }: RankAnswer): boolean {
  return total.isCounted && groups.every(({ isCounted }) => isCounted);
}

function noneText({ question, total }: RankAnswer): string {
  return question.states.length === 0 || total.all === 0 ? 'Nothing ran' : `No ${kindText(question, 2)}`;
}

function countedText(answer: RankAnswer, times: Times): string {
  const { question, total } = answer;
  const all = `${times.number(total.count)} ${kindText(question, total.count)}`;
  const groups = ordered(answer).filter(({ count }) => count > 0);
  if (question.by === 'state' && !question.isWorstFirst)
    return `${all}: ${groups.map(one => stateText(one, times)).join(', ')}`;
  const most = groups.reduce((sum, { count }) => Math.max(sum, count), 0);
  const first = groups.filter(({ count }) => count === most);
  const names = namesText(first, answer, times);
  const noun = (count: number) => nounOf(question.by, count);
  const [only, another] = groups;
  // Only jobs of an unknown service.
  if (!only) return all;
  if (question.isWhich) {
    const had = `${groups.length} ${noun(groups.length)} had ${kindText(question, 2)}`;
    return `${had}: ${namesText(groups, answer, times)}`;
  }
  if (!another) return `Only ${names} had any: ${all}`;
  if (isOfTime(question.by) && !question.isWorstFirst)
    return first.length === groups.length
      ? `${all}: ${times.number(most)} in each of ${groups.length} ${noun(groups.length)}`
      : `${all}; ${names} had the most: ${times.number(most)}${first.length > 1 ? ' each' : ''}`;
  const isOfFailures = question.by === 'service' && question.states.join() === 'failed';
  const each = first.length > 1 ? ' each' : '';
  return `${names} ${isOfFailures ? 'failed most' : 'had the most'}: ${times.number(most)}${each} of ${all}`;
}

function namesText(groups: readonly Group[], answer: RankAnswer, times: Times): string {
  const { question } = answer;
  const names = groups.map(({ name }) => shortName(name, question, times));
  const shown = names.slice(0, mostNames);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return joined(shown);
}

function stateText({ name, count }: Group, times: Times): string {
  const state = name.by === 'state' ? name.state : undefined;
  return `${times.number(count)} ${state === undefined ? 'with an unknown result' : countedState(state)}`;
}

/** Returns what else there was, if jobs in some states were asked for: "3 of 120 are still running." */
export function besideText({ question, running, total }: RankAnswer, times: Times): readonly string[] {
  const { states } = question;
  const isOfEnds = states.length > 0 && !states.includes('inProgress');
  if (!isOfEnds || total.all === 0) return [];
  const started = `${times.number(total.all)} started in this window`;
  const isNoneBad =
    total.count === 0 && total.isCounted && states.every(state => badStates.some(bad => bad === state));
  if (running > 0) return [`${started}; ${times.number(running)} still running.`];
  return isNoneBad ? [`${started}, none still running.`] : [];
}
