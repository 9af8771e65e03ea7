import type { JobType, Service } from '../../domain/job.ts';
import { JobSourceError } from '../../domain/job-source.ts';
import { unitKey, unitOf, withUnit } from '../read-state.ts';
import { isOutOfReach } from './back-off.ts';
import { UnstableList } from './chunks.ts';
import type { ReaderContext } from './context.ts';

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
    update(withUnit(state(), key, { answeredAt: clock.now(), refused: undefined }));
    backOff.succeeded(key);
    return result;
  } catch (error) {
    if (!(error instanceof JobSourceError || error instanceof UnstableList)) throw error;
    backOff.failed(key, error);
    if (isOutOfReach(error)) throw error;
    log.warn({ err: error, service, type }, 'service not read');
    if (error instanceof JobSourceError) {
      const { refused } = unitOf(state(), key);
      update(withUnit(state(), key, { refused: refused ?? { since: clock.now(), code: error.code } }));
    }
    return undefined;
  }
}
