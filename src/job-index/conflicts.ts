import type { Service } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { Clock } from '../domain/time.ts';
import type { FilterParameter, Observation } from './observe.ts';
import { pairKey, pairOf, type ServicePair } from './read-state.ts';
import { type Run, sweepsUntilGone } from './run.ts';
import type { WriterState } from './writer-state.ts';

/** How often a filter that goes on being ignored is logged. */
const quietMs = 3_600_000;

export interface ConflictsParts {
  readonly states: WriterState;
  readonly put: (run: Run) => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

type Asked = Pick<Observation, 'type' | 'service' | 'location'>;

/** Returns a function that records that questions which exclude each other were answered with the same run. */
export function createConflicts({ states, put, clock, log }: ConflictsParts) {
  /** Two services list the run. Until it's proved that it belongs to both, it's believed of neither. */
  function contest(run: Run, { service, location: name }: Asked): void {
    const { pairs } = states.location(name);
    const others = run.services.filter(one => service !== undefined && one !== service);
    const added = others.map((other): [string, ServicePair] => {
      const those = pairOf(other, service as Service);
      const key = pairKey(run.type, those);
      const { provenAt, openSince = clock.now() } = pairs?.[key] ?? {};
      return [key, { type: run.type, services: those, run: run.key, openSince, provenAt }];
    });
    states.update(name, { pairs: { ...pairs, ...Object.fromEntries(added) } });
    const listing = service === undefined ? [] : [service];
    put(states.withLater({ ...run, services: [] }, run, listing));
  }

  return (parameter: FilterParameter, asked: Asked, run: Run): void => {
    const { ignored } = states.location(asked.location);
    const { [parameter]: seenAt } = ignored;
    if (seenAt === undefined || clock.now() - seenAt > quietMs)
      log.warn(
        { parameter, service: asked.service, type: asked.type },
        'jobs in doubt: questions that exclude each other were answered with the same job',
      );
    states.update(asked.location, { ignored: { ...ignored, [parameter]: clock.now() } });
    if (parameter === 'ObjectType') contest(run, asked);
    // As what it's listed next counts.
    if (parameter === 'JobType') put({ ...run, services: [], unlisted: sweepsUntilGone });
  };
}
