import { services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { allUnits, historyMs, type LocationState, unitKey, unitOf } from '../read-state.ts';
import { isIn, sweepsUntilGone } from '../run.ts';
import { withStretch } from '../stretches.ts';
import type { ReaderContext } from './context.ts';

/** Rows don't have these, so only the question's filter shows them. */
const parameters = ['ObjectType', 'JobType'] as const;

/** True while the API is known to ignore one of these filters: reading more by service would only confuse. */
export function isConfused({ ignored }: LocationState): boolean {
  return parameters.some(parameter => ignored[parameter] !== undefined);
}

/**
 * Begins to read everything anew once the API honours a filter that it ignored. Runs that were read meanwhile may have a wrong
 * service or type, so each leaves the overviews until it's listed again, and all of the past is to be read by service.
 */
export function beginAnewIfHonoured({ state, update, writer, location, clock, log }: ReaderContext): void {
  const { ignored } = state();
  if (!isConfused(state())) return;
  if (!parameters.every(parameter => isHonouredSince(state(), ignored[parameter]))) return;
  log.warn({}, 'the jobs API honours its filters again; reading everything anew');
  const now = clock.now();
  for (const run of writer.mirror.between(0, now + historyMs))
    if (isIn(run, location)) writer.put({ ...run, services: [], unlisted: sweepsUntilGone });
  const stretch = { from: now - historyMs, to: now, isHistory: false };
  const units = allUnits.map(({ key }) => {
    const unit = unitOf(state(), key);
    return [key, { ...unit, unread: withStretch(unit.unread, stretch) }];
  });
  const honoured = Object.fromEntries(parameters.map(parameter => [parameter, undefined]));
  update({ ignored: { ...ignored, ...honoured }, pairs: undefined, units: Object.fromEntries(units) });
}

/** True if all services, and the other types of job, were read since, and none of the answers contradicted another. */
function isHonouredSince(state: LocationState, at: EpochMs | undefined): boolean {
  if (at === undefined) return true;
  const units = services.map(service => unitOf(state, unitKey('backup', service)));
  const moments = units.filter(({ refused }) => !refused).map(({ checkedAt }) => checkedAt);
  return [state.readAt.others, ...moments].every(moment => moment !== undefined && moment > at);
}
