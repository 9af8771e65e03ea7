import type { EpochMs } from '../../../domain/time.ts';
import { type Incident, isOpen, type LongRunningSubject, withCardChange } from '../incident/incident.ts';
import { openIncident } from '../incident/open-incident.ts';
import { type RunHistory, type RunningBackup, runIdOf } from '../runs/run-history.ts';
import type { WatchedService } from './no-data.ts';
import type { ServiceSnapshot } from './poller.ts';

/** A backup isn't long-running before it has taken this many times as long as usual, and at least this long. */
const longRunningTimes = 3;
const longRunningAtLeastMs = 5 * 60_000;

/** Returns the backups of a service that have been running for too long; none if the usual duration is unknown. */
export function overdueBackups({ running, usualMs }: RunHistory, now: EpochMs): readonly RunningBackup[] {
  if (usualMs === undefined) return [];
  const longestMs = Math.max(longRunningTimes * usualMs, longRunningAtLeastMs);
  return running.filter(({ startedAt }) => startedAt !== undefined && now - startedAt > longestMs);
}

/** Returns new incidents of backups that have been running for too long. */
export function longRunningIncidents(
  { service, watch, state: { history } }: WatchedService,
  incidents: readonly Incident[],
  now: EpochMs,
): readonly Incident[] {
  const { usualMs } = history;
  if (watch.isEnding) return [];
  return overdueBackups(history, now).flatMap(({ id, startedAt }) => {
    if (startedAt === undefined || usualMs === undefined) return [];
    const about: LongRunningSubject = {
      kind: 'stuck',
      service,
      jobId: id,
      startedAt,
      usualMs,
      ended: undefined,
    };
    if (incidents.some(incident => incident.about.kind === 'stuck' && isSameBackup(incident.about, about)))
      return [];
    return [openIncident(watch, about, { since: startedAt, mark: `stuck ${service} ${id}`, lateMs: 0, now })];
  });
}

/** Returns the incident of a long-running backup after the backup has ended or disappeared; undefined while it runs. */
export function longRunningEnded(
  incident: Incident,
  { history }: ServiceSnapshot,
  now: EpochMs,
): Incident | undefined {
  const { about } = incident;
  if (about.kind !== 'stuck' || !isOpen(incident) || about.service !== history.service) return undefined;
  const isRunning = history.running.some(one => isSame(one.id, one.startedAt, about));
  if (isRunning) return undefined;
  const runId = runIdOf({ id: about.jobId, startedAt: about.startedAt, finishedAt: undefined });
  const run = history.runs.find(({ id }) => id === runId);
  const state = run && run.state !== 'inProgress' ? run.state : undefined;
  const at = run?.endedAt ?? now;
  return withCardChange(incident, { about: { ...about, ended: { at, state } }, overAt: at });
}

function isSameBackup(a: LongRunningSubject, b: LongRunningSubject): boolean {
  return a.service === b.service && isSame(a.jobId, a.startedAt, b);
}

/** A job with an id is the same whatever its start, which may change while the job is queued. */
function isSame(
  id: string | undefined,
  startedAt: EpochMs | undefined,
  { jobId, startedAt: at }: LongRunningSubject,
): boolean {
  return id === undefined ? jobId === undefined && startedAt === at : id === jobId;
}
