import { isDeepStrictEqual } from 'node:util';
import type { Job, Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { Pause } from '../../../job-index/read-state.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { type Fault, isOpen, servicesOfFault } from '../incident/incident.ts';
import type { Faults } from '../incident/incident-store.ts';
import type { Watch } from '../watch/watch.ts';
import { servicesOf, watchOf } from '../watch/watches.ts';
import { evaluate } from './evaluate.ts';
import type { Stops } from './missing-starts.ts';
import { blindnessOf, pausesToTell, stuckOf, unstuck, type Watched } from './no-data.ts';
import type { Eyes } from './poller.ts';
import { stoppedFaults } from './stopped-services.ts';
import { unclearOf } from './unclear-ends.ts';

export interface HoldParts {
  readonly faults: Faults;
  readonly eyes: Pick<Eyes, 'seen' | 'details'>;
  readonly stops: Pick<Stops, 'of'>;
  /** When the index began; what stopped before it isn't told. */
  readonly since: () => EpochMs;
  /** Times in which AvePoint wasn't read. */
  readonly pauses: () => readonly Pause[];
  readonly lateAfterMs: number;
}

/** Another instance or a user changed a fault meanwhile. */
class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

const mostTries = 5;

/**
 * Holds what is seen against what one conversation has been told, and writes down what it is to be told now. Doing it
 * again changes nothing. Rejects with `StoreError`.
 */
export function createHold({ faults, eyes, stops, since, pauses, lateAfterMs }: HoldParts) {
  async function once(watches: readonly Watch[], now: EpochMs): Promise<void> {
    const [any] = watches;
    if (!any) return;
    const kept = new Map((await faults.ofPlace(any.place)).map(one => [one.value.id, one]));
    const all = () => [...kept.values()].map(({ value }) => value);

    async function keep(fault: Fault): Promise<void> {
      const before = kept.get(fault.id);
      const saved = await faults.save(fault, before);
      if (!saved && before) throw new OvertakenError();
      // A new one that is there already was opened by somebody who saw the same; it may be set aside.
      const known = saved ?? (await faults.get(fault.place, fault.id));
      if (known) kept.set(fault.id, known);
    }

    const seen: Watched[] = [];
    for (const service of new Set(watches.flatMap(servicesOf))) {
      const [watch, state] = [watchOf(watches, service), eyes.seen(service)];
      if (watch && state) seen.push({ service, watch, state });
    }
    const details = (service: Service, runId: string): Job | undefined => eyes.details(service, runId);
    // What is known of a service in part tells neither that it fails nor that it has recovered.
    for (const one of seen.filter(({ state }) => !state.unseen)) {
      const { watch, state } = one;
      const { ledger } = state;
      const { opened, changed } = evaluate({ watch, ledger, faults: all(), details, lateAfterMs, now });
      for (const fault of [...opened, ...changed, ...stuckOf(one, all(), now)]) await keep(fault);
      for (const fault of all().map(other => unstuck(other, state, now))) if (fault) await keep(fault);
    }
    for (const fault of all().map(one => otherwiseQuiet(one, seen, now))) if (fault) await keep(fault);
    const known = seen.filter(({ state }) => !state.unseen);
    for (const one of known) for (const fault of unclearOf(one, all(), now)) await keep(fault);
    const stopping = { stops, since: since(), faults: all(), now };
    for (const fault of stoppedFaults(known, stopping)) await keep(fault);
    const blindness = blindnessOf(seen, all(), now);
    if (blindness) await keep(blindness);
    for (const fault of pausesToTell(known, pauses(), all(), now)) await keep(fault);
  }

  return async (watches: readonly Watch[], now: EpochMs): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(watches, now);
      } catch (error) {
        if (!(error instanceof OvertakenError) || attempt >= mostTries) throw error;
      }
    }
  };
}

/** An open fault whose watches have other quiet hours by now, with these; undefined if they have not. */
function otherwiseQuiet(fault: Fault, seen: readonly Watched[], now: EpochMs): Fault | undefined {
  const about = servicesOfFault(fault);
  const watches = seen
    .filter(({ service, watch }) => !watch.isEnding && (about.length === 0 || about.includes(service)))
    .map(({ watch }) => watch);
  if (!isOpen(fault) || watches.length === 0) return undefined;
  // One of them is to be heard at any hour.
  const quiet = watches.every(watch => watch.quiet) ? watches[0]?.quiet : undefined;
  if (isDeepStrictEqual(quiet, fault.quiet)) return undefined;
  const heldUntil = fault.heldUntil === undefined ? undefined : quietUntil(quiet, now);
  return { ...fault, quiet, heldUntil, hushedUntil: undefined };
}
