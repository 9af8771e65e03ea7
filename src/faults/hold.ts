import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { evaluate } from './evaluate.ts';
import type { Eyes } from './eyes.ts';
import { type Fault, isOpen, troublesOf } from './fault.ts';
import type { Faults, KeptFault } from './faults.ts';
import { blindnessOf, stuckOf, unstuck, type Watched } from './notices.ts';
import type { Watch } from './watch.ts';
import { servicesOf, watchOf } from './watches.ts';

export interface HoldParts {
  readonly faults: Faults;
  readonly eyes: Pick<Eyes, 'seen' | 'details'>;
  readonly lateAfterMs: number;
}

/** Somebody else changed a fault while it was looked at. */
class Overtaken extends Error {}

const mostTries = 5;

/**
 * Holds what is seen against what one conversation has been told, and writes down what it is to be told now. Doing it
 * again changes nothing. Rejects with `StoreError`.
 */
export function createHold({ faults, eyes, lateAfterMs }: HoldParts) {
  async function once(watches: readonly Watch[], now: EpochMs): Promise<void> {
    const [any] = watches;
    if (!any) return;
    const kept = new Map((await faults.ofPlace(any.place)).map(one => [one.value.id, one]));
    const all = () => [...kept.values()].map(({ value }) => value);

    async function keep(fault: Fault): Promise<void> {
      const before = kept.get(fault.id);
      const saved = await faults.save(fault, before);
      if (!saved && before) throw new Overtaken();
      // A new one that is there already was opened by somebody who saw the same.
      kept.set(fault.id, saved ?? ((await faults.get(fault.place, fault.id)) as KeptFault));
    }

    const seen: Watched[] = [];
    for (const service of new Set(watches.flatMap(servicesOf))) {
      const [watch, state] = [watchOf(watches, service), eyes.seen(service)];
      if (watch && state) seen.push({ service, watch, state });
    }
    const details = (service: Service, runId: string): Job | undefined => eyes.details(service, runId);
    for (const one of seen) {
      const { service, watch, state } = one;
      const { ledger } = state;
      const { opened, changed } = evaluate({ watch, ledger, faults: all(), details, lateAfterMs, now });
      for (const fault of [...opened, ...changed, ...stuckOf(one, all(), now)]) await keep(fault);
      for (const fault of all().map(other => unstuck(other, state, now))) if (fault) await keep(fault);
      for (const fault of all().filter(other => isOtherwiseQuiet(other, service, watch)))
        await keep({ ...fault, quiet: watch.quiet });
    }
    const blindness = blindnessOf(seen, all(), now);
    if (blindness) await keep(blindness);
  }

  return async (watches: readonly Watch[], now: EpochMs): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(watches, now);
      } catch (error) {
        if (!(error instanceof Overtaken) || attempt >= mostTries) throw error;
      }
    }
  };
}

/** True for an open fault of a service whose watch has got other quiet hours since. */
function isOtherwiseQuiet(fault: Fault, service: Service, { quiet, isEnding }: Watch): boolean {
  const isOfService = troublesOf(fault)[0]?.service === service;
  return isOpen(fault) && isOfService && !isEnding && JSON.stringify(fault.quiet) !== JSON.stringify(quiet);
}
