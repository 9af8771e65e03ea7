import { isDeepStrictEqual } from 'node:util';
import type { EpochMs } from '../../../domain/time.ts';
import type { Pause } from '../../../job-index/read-state.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { type Incident, isOpen, servicesOfIncident } from '../incident/incident.ts';
import type { IncidentStore, StoredIncident } from '../incident/incident-store.ts';
import { pauseEndOf, type Watch } from '../watch/watch.ts';
import { servicesOf, watchOf } from '../watch/watches.ts';
import { evaluate } from './evaluate.ts';
import { longRunningEnded, longRunningIncidents } from './long-running.ts';
import { missingStartIncidents } from './missing-start-incidents.ts';
import type { MissingStarts } from './missing-starts.ts';
import { noDataIncident, pauseIncidents, type WatchedService } from './no-data.ts';
import type { Poller } from './poller.ts';
import { unclearEndIncidents } from './unclear-ends.ts';

export interface ReconcileParts {
  readonly incidents: IncidentStore;
  readonly poller: Pick<Poller, 'snapshotOf' | 'jobOf'>;
  readonly missingStarts: Pick<MissingStarts, 'of'>;
  /** When the index began; services that stopped earlier aren't reported. */
  readonly since: () => EpochMs;
  /** Times in which the bot didn't read AvePoint. */
  readonly pauses: () => readonly Pause[];
  readonly lateAfterMs: number;
}

/** Another instance or a user changed an incident meanwhile. */
class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

const mostTries = 5;

/**
 * Returns a function that reconciles a conversation's incidents with the current run history. Idempotent; rejects with
 * `StoreError`.
 */
export function createReconcile(parts: ReconcileParts) {
  return async (watches: readonly Watch[], now: EpochMs): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await reconcileOnce(parts, watches, now);
      } catch (error) {
        if (!(error instanceof OvertakenError) || attempt >= mostTries) throw error;
      }
    }
  };
}

/** A conversation while it is reconciled. */
interface OpenConversation {
  /** Incidents as they are by now. */
  all(): readonly Incident[];
  /** Saves new and changed incidents. Throws `OvertakenError` if one was changed meanwhile. */
  save(incidents: readonly Incident[]): Promise<void>;
}

/** The stages in order; each reads what the ones before it have saved. */
async function reconcileOnce(parts: ReconcileParts, watches: readonly Watch[], now: EpochMs): Promise<void> {
  const [any] = watches;
  if (!any) return;
  const here = await openConversation(parts.incidents, any.place);
  const watched = watchedServices(parts, watches);
  // A service whose data is incomplete proves neither a failure nor a recovery.
  const complete = watched.filter(({ state }) => !state.gap);
  for (const one of complete) await reconcileService(parts, here, one, now);
  await here.save(here.all().flatMap(one => withCurrentQuiet(one, watched, now) ?? []));
  for (const one of complete) await here.save(unclearEndIncidents(one, here.all(), now));
  await here.save(
    missingStartIncidents(complete, { ...parts, since: parts.since(), incidents: here.all(), now }),
  );
  await here.save([noDataIncident(watched, here.all(), now) ?? []].flat());
  await here.save(pauseIncidents(complete, parts.pauses(), here.all(), now));
}

/** Failures, recoveries and long-running backups of one service. */
async function reconcileService(
  { poller, lateAfterMs }: ReconcileParts,
  here: OpenConversation,
  one: WatchedService,
  now: EpochMs,
): Promise<void> {
  const { watch, state } = one;
  const { history } = state;
  const details = poller.jobOf;
  const { opened, changed } = evaluate({ watch, history, incidents: here.all(), details, lateAfterMs, now });
  const longRunning = longRunningIncidents(one, here.all(), now);
  await here.save([...opened, ...changed, ...longRunning]);
  await here.save(here.all().flatMap(other => longRunningEnded(other, state, now) ?? []));
}

async function openConversation(incidents: IncidentStore, place: Watch['place']): Promise<OpenConversation> {
  const stored = new Map<string, StoredIncident>(
    (await incidents.ofPlace(place)).map(one => [one.value.id, one]),
  );
  async function save(incident: Incident): Promise<void> {
    const before = stored.get(incident.id);
    const saved = await incidents.save(incident, before);
    if (!saved && before) throw new OvertakenError();
    // Another instance that saw the same may have opened it before; its record may be set aside.
    const known = saved ?? (await incidents.get(incident.place, incident.id));
    if (known) stored.set(incident.id, known);
  }
  return {
    all: () => [...stored.values()].map(({ value }) => value),
    async save(changed) {
      for (const incident of changed) await save(incident);
    },
  };
}

function watchedServices({ poller }: ReconcileParts, watches: readonly Watch[]): readonly WatchedService[] {
  return [...new Set(watches.flatMap(servicesOf))].flatMap(service => {
    const [watch, state] = [watchOf(watches, service), poller.snapshotOf(service)];
    return watch && state ? [{ service, watch, state }] : [];
  });
}

/**
 * Returns an incident with the quiet hours and the pause that its watches have now; undefined if they are the same. The
 * quiet hours of one that is over stay.
 */
function withCurrentQuiet(
  incident: Incident,
  watched: readonly WatchedService[],
  now: EpochMs,
): Incident | undefined {
  const services = servicesOfIncident(incident);
  const watches = watched
    .filter(({ service, watch }) => !watch.isEnding && (services.length === 0 || services.includes(service)))
    .map(({ watch }) => watch);
  if (watches.length === 0) return undefined;
  const paused = withCurrentPause(incident, watches, now);
  if (!isOpen(incident)) return paused;
  // If one of the watches has no quiet hours, the incident has none.
  const quiet = watches.every(watch => watch.quiet) ? watches[0]?.quiet : undefined;
  if (isDeepStrictEqual(quiet, incident.quiet)) return paused;
  const heldUntil = incident.heldUntil === undefined ? undefined : quietUntil(quiet, now);
  return { ...(paused ?? incident), quiet, heldUntil, hushedUntil: undefined };
}

/** Returns an incident with the pause of its watches; undefined if it has that. */
function withCurrentPause(incident: Incident, watches: readonly Watch[], now: EpochMs): Incident | undefined {
  const ends = watches.map(watch => pauseEndOf(watch, now));
  // If one of the watches isn't paused, the incident isn't.
  const isPaused = ends.every(end => end !== undefined);
  const pausedUntil = isPaused ? Math.min(...(ends as EpochMs[])) : undefined;
  if (pausedUntil === pauseEndOf(incident, now)) return undefined;
  return { ...incident, pausedUntil };
}
