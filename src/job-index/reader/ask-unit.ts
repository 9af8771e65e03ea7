import type { JobType, Service } from '../../domain/job.ts';
import { JobSourceError } from '../../domain/job-source.ts';
import { type UnitState, unitKey, unitOf, withUnit } from '../read-state.ts';
import { withStretch } from '../stretches.ts';
import { isOutOfReach } from './back-off.ts';
import type { ReaderContext } from './context.ts';

/** What a refusal may have hidden began this long before it, since the unit was last read then. */
const marginMs = 6 * 3_600_000;

/**
 * Asks something by the filter of one type and service, and records when it was answered or since when it's refused.
 * Resolves to undefined if it's refused, or was refused lately. Throws if AvePoint is out of reach.
 */
export async function askUnit<T>(
  { clock, state, update, backOff, log }: ReaderContext,
  { type, service }: { readonly type: JobType; readonly service: Service },
  work: () => Promise<T>,
): Promise<T | undefined> {
  const key = unitKey(type, service);
  if (!backOff.mayTry(key)) return undefined;
  try {
    const result = await work();
    const now = clock.now();
    const unit = unitOf(state(), key);
    if (unit.refused) log.info({ service, type }, 'service read again');
    update(withUnit(state(), key, { answeredAt: now, refused: undefined, unread: unreadSince(unit, now) }));
    backOff.succeeded(key);
    return result;
  } catch (error) {
    if (!(error instanceof JobSourceError)) throw error;
    backOff.failed(key, error);
    if (isOutOfReach(error)) throw error;
    log.warn({ err: error, service, type }, 'service not read');
    const { refused } = unitOf(state(), key);
    update(withUnit(state(), key, { refused: refused ?? { since: clock.now(), code: error.code } }));
    return undefined;
  }
}

/** After a refusal, everything since is to be read by service: nothing else shows which runs are its own. */
function unreadSince({ refused, unread }: UnitState, now: number): UnitState['unread'] {
  if (!refused) return unread;
  return withStretch(unread, { from: refused.since - marginMs, to: now, isHistory: false });
}
