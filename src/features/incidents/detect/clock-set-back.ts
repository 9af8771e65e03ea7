import type { Clock, EpochMs } from '../../../domain/time.ts';
import { createSetBackMend, usualCorrectionMs } from '../../../schedule/clock-set-back.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { type About, changed, type Fault, type ServiceTrouble, troublesOf } from '../incident/incident.ts';
import type { Faults } from '../incident/incident-store.ts';
import type { Watches } from '../watch/watches.ts';

export interface SetBackParts {
  readonly faults: Pick<Faults, 'ofPlace' | 'update'>;
  /** An open fault lies where something is watched. */
  readonly watches: Pick<Watches, 'all'>;
  readonly clock: Clock;
}

/**
 * Gives a function to be called before each round, which mends the faults whose moments lie in the future: the wall clock was ahead
 * when they were recorded, and what follows from them would be as late. It looks for them when the clock was set back, and once at
 * first, as it may have been before this process. Rejects with `StoreError`.
 */
export function createSetBack({ faults, watches, clock }: SetBackParts): () => Promise<void> {
  return createSetBackMend(clock, async () => {
    const now = clock.now();
    const places = new Map((await watches.all()).map(({ place }) => [JSON.stringify(place), place]));
    for (const place of places.values())
      for (const { value } of await faults.ofPlace(place))
        await faults.update(place, value.id, fault => withoutFuture(fault, now));
  });
}

/** The fault with nothing recorded in the future, and what follows from that moved along; undefined if nothing is. */
export function withoutFuture(fault: Fault, now: EpochMs): Fault | undefined {
  const { telling, call, snoozed, heldUntil, hushedUntil } = fault;
  const aheadMs = Math.max(...recordedIn(fault)) - now;
  if (aheadMs <= usualCorrectionMs) return undefined;
  const past = <At extends EpochMs | undefined>(at: At) => (at === undefined ? at : Math.min(at, now)) as At;
  const deed = <D extends { readonly at: EpochMs } | undefined>(one: D): D =>
    one && { ...one, at: past(one.at) };
  const quiet = (until: EpochMs | undefined) =>
    until === undefined || until <= now ? until : quietUntil(fault.quiet, now);
  const next = (at: EpochMs) => Math.min(at, Math.max(now, at - aheadMs));
  return changed(
    {
      ...fault,
      telling: {
        ...telling,
        lastSaidAt: past(telling.lastSaidAt),
        mentionedAt: past(telling.mentionedAt),
        ...(telling.shownAt !== undefined && { shownAt: past(telling.shownAt) }),
      },
    },
    {
      about: aboutBefore(fault.about, past),
      openedAt: past(fault.openedAt),
      overAt: past(fault.overAt),
      call: call && { ...call, at: past(call.at), escalateAt: next(call.escalateAt) },
      acknowledged: deed(fault.acknowledged),
      assigned: deed(fault.assigned),
      snoozed: snoozed && { ...deed(snoozed), until: snoozed.at > now ? next(snoozed.until) : snoozed.until },
      closed: deed(fault.closed),
      events: fault.events.map(deed),
      heldUntil: quiet(heldUntil),
      ...(hushedUntil !== undefined && { hushedUntil: quiet(hushedUntil) }),
    },
  );
}

/** Every moment that was present when it was recorded. */
function recordedIn(fault: Fault): readonly EpochMs[] {
  const { telling, call, acknowledged, assigned, snoozed, closed, events, openedAt, overAt } = fault;
  const found = troublesOf(fault).flatMap(({ runs, recovery }) => [...runs, ...(recovery ? [recovery] : [])]);
  return [
    ...[openedAt, overAt, telling.lastSaidAt, telling.mentionedAt, telling.shownAt],
    ...[call, acknowledged, assigned, snoozed, closed, ...events].map(one => one?.at),
    ...found.map(({ foundAt }) => foundAt),
  ].filter(at => at !== undefined);
}

function aboutBefore(about: About, past: (at: EpochMs) => EpochMs): About {
  if (about.kind !== 'failing') return about;
  const seen = <T extends { readonly foundAt: EpochMs }>(one: T): T => ({
    ...one,
    foundAt: past(one.foundAt),
  });
  const mended = (trouble: ServiceTrouble): ServiceTrouble => ({
    ...trouble,
    runs: trouble.runs.map(seen),
    first: seen(trouble.first),
    recovery: trouble.recovery && seen(trouble.recovery),
  });
  return { ...about, troubles: about.troubles.map(mended) };
}
