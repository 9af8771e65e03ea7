import type { JobState, Service } from '../../domain/job.ts';
import type { TabsQuestion } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { PagePointer } from '../../jobs/answers.ts';
import { type Incident, type ServiceFailure, servicesOfIncident } from './incident/incident.ts';

/** A card in a thread is read on a phone: few at a time. */
const pageSize = 5;
const secondMs = 1_000;
/** Of many services one list each is all that fits. */
const mostWithPartial = 6;

/**
 * The jobs of a fault: those that did not end well, of its services, from its first failure to its end or to `now`; or
 * the one that is stuck. Undefined if nothing could be seen.
 */
export function jobsQuestionOf({ about, overAt, zone }: Incident, now: EpochMs): TabsQuestion | undefined {
  const question = (
    services: readonly Service[],
    states: readonly JobState[],
    start: EpochMs,
    end: EpochMs,
  ) => {
    const from = Math.floor(start / secondMs) * secondMs;
    const to = Math.max(Math.ceil(end / secondMs) * secondMs, from + secondMs);
    return {
      type: 'backup',
      services,
      states,
      span: { from, to },
      spanWords: undefined,
      zone,
      pageSize,
    } as const;
  };
  switch (about.kind) {
    case 'failing': {
      const { troubles } = about;
      const starts = troubles.flatMap(({ first, runs }) =>
        [first, ...runs].map(({ startedAt, endedAt }) => startedAt ?? endedAt),
      );
      const services = troubles.map(({ service }) => service);
      return question(services, statesOf(troubles), Math.min(...starts), overAt ?? now);
    }
    case 'stuck':
      return question([about.service], [], about.startedAt, about.startedAt);
    case 'stopped': {
      const lastAt = Math.min(...about.stops.map(one => one.lastAt));
      return question(servicesOfIncident({ about }), [], lastAt, overAt ?? now);
    }
    case 'unclear': {
      const starts = about.runs.map(({ startedAt, endedAt }) => startedAt ?? endedAt);
      return question([about.service], [], Math.min(...starts), Math.max(...starts) + secondMs);
    }
    case 'blind':
      return undefined;
  }
}

function statesOf(troubles: readonly ServiceFailure[]): readonly JobState[] {
  const isAnyPartial = troubles.some(({ runs }) => runs.some(({ state }) => state === 'partiallyFinished'));
  return isAnyPartial && troubles.length <= mostWithPartial ? ['failed', 'partiallyFinished'] : ['failed'];
}

/** The first page of the one list that is asked for; undefined if they are several, side by side. */
export function firstPageOf({ services, states, ...question }: TabsQuestion): PagePointer | undefined {
  if (services.length > 1 || states.length > 1) return undefined;
  const page = { ...question, service: services[0], state: states[0] };
  return { question: page, pageIndex: 0, firstTotal: undefined };
}
