import type { JobState } from '../domain/job.ts';
import type { TabsQuestion } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { type Fault, troublesOf } from '../faults/fault.ts';
import type { PagePointer } from '../jobs/answers.ts';

/** A card in a thread is read on a phone: few at a time. */
const pageSize = 5;
const secondMs = 1_000;

/** The jobs of a fault: those that did not end well, of its services, from its first failure to its end or to `now`. */
export function jobsQuestionOf(fault: Fault, now: EpochMs): TabsQuestion {
  const troubles = troublesOf(fault);
  const starts = troubles.map(({ first }) => first.startedAt ?? first.endedAt);
  const from = Math.floor(Math.min(...starts) / secondMs) * secondMs;
  const to = Math.max(Math.ceil((fault.overAt ?? now) / secondMs) * secondMs, from + secondMs);
  const isAnyPartial = troubles.some(({ runs }) => runs.some(({ state }) => state === 'partiallyFinished'));
  // Of many services one list each is all that fits.
  const states: readonly JobState[] =
    isAnyPartial && troubles.length <= mostWithPartial ? ['failed', 'partiallyFinished'] : ['failed'];
  return {
    type: 'backup',
    services: troubles.map(({ service }) => service),
    states,
    span: { from, to },
    spanWords: undefined,
    zone: fault.zone,
    pageSize,
  };
}

const mostWithPartial = 6;

/** The first page of the one list that is asked for; undefined where they are several, side by side. */
export function firstPageOf({ services, states, ...question }: TabsQuestion): PagePointer | undefined {
  const [service, state] = [services[0], states[0]];
  if (services.length !== 1 || states.length !== 1) return undefined;
  return { question: { ...question, service, state }, pageIndex: 0, firstTotal: undefined };
}
