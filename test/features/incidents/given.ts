import { type JobState, type Service, services } from '../../../src/domain/job.ts';
import type { EpochMs } from '../../../src/domain/time.ts';
import { failingSubject, withEndTime } from '../../../src/features/incidents/detect/evaluate.ts';
import { groupIncidents } from '../../../src/features/incidents/incident/grouping.ts';
import { type Incident, serviceFailures } from '../../../src/features/incidents/incident/incident.ts';
import { openIncident } from '../../../src/features/incidents/incident/open-incident.ts';
import { serviceFailureOf, withRecovery } from '../../../src/features/incidents/incident/service-failure.ts';
import {
  type EndedRun,
  historyWindowMs,
  type RunHistory,
} from '../../../src/features/incidents/runs/run-history.ts';
import type { Watch } from '../../../src/features/incidents/watch/watch.ts';
import { monday } from '../../support/fakes.ts';
import { channel, exchange, kim, minute } from './support.ts';

export const place = { home: channel.home, id: channel.id };

/** A moment, in minutes after Monday 14:05 in Berlin. */
export const at = (minutes: number): EpochMs => monday + minutes * minute;

/** A run by the minutes of its start, its end, and of when it was found. */
export function ran(
  id: string,
  started: number | undefined,
  ended: number,
  state: JobState = 'failed',
  found = ended,
): EndedRun {
  return {
    id,
    state,
    startedAt: started === undefined ? undefined : at(started),
    endedAt: at(ended),
    foundAt: at(found),
  };
}

/** Set two days before Monday 14:05, in a channel in Berlin. */
export function aWatch(overrides: Partial<Watch> = {}): Watch {
  return {
    ...exchange,
    place,
    kind: 'channel',
    id: '00000000000a',
    zone: 'Europe/Berlin',
    locale: 'en-GB',
    createdAt: at(-2 * 24 * 60),
    createdBy: kim,
    isEnding: false,
    ...overrides,
  };
}

/** An unreported incident of a service, noticed at its first run; over if a run clears the failures. */
export function anIncident(
  service: Service,
  runs: readonly EndedRun[],
  overrides: Partial<Incident> = {},
  watch: Watch = aWatch(),
): Incident {
  const failed = runs.filter(({ state }) => state === 'failed' || state === 'partiallyFinished');
  const [first] = failed as [EndedRun];
  const trouble = withRecovery(
    serviceFailureOf(service, failed, () => undefined),
    runs,
  );
  const opened = openIncident(watch, failingSubject([trouble]), {
    since: first.endedAt,
    mark: `${service} ${first.id}`,
    lateMs: 0,
    now: first.foundAt,
  });
  return { ...withEndTime(opened), ...overrides };
}

/** The incident after its card was posted at a minute. */
export function reported(incident: Incident, minutes: number): Incident {
  const { telling } = incident;
  return {
    ...incident,
    events: [...incident.events, { what: 'told', at: at(minutes) }],
    telling: {
      ...telling,
      said: { place, id: `m-${incident.id}` },
      shown: telling.revision,
      shownAt: at(minutes),
      lastSaidAt: at(minutes),
      toldRuns: serviceFailures(incident).reduce((sum, { count }) => sum + count, 0),
      isAllClearTold: incident.overAt !== undefined,
    },
  };
}

/** The incidents of a conversation after they were grouped at a minute. */
export function grouped(incidents: readonly Incident[], minutes: number): readonly Incident[] {
  const { silent, merged } = groupIncidents(incidents, at(minutes));
  const after = new Map(incidents.map(incident => [incident.id, incident]));
  for (const incident of silent) after.set(incident.id, { ...incident, isSilent: true });
  for (const { into, isNew, from } of merged) {
    if (!isNew || !after.has(into.id)) after.set(into.id, into);
    for (const { id } of from) if (id !== into.id) after.delete(id);
  }
  return [...after.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

let count = 0;

/** Unreported; it failed once at a minute, and has a clean run a minute later if it `isOver`. */
export function failed(
  service: Service,
  minutes: number,
  isOver = false,
  overrides: Partial<Incident> = {},
): Incident {
  count += 1;
  const clean = ran(`c${count}`, minutes + 1, minutes + 2, 'finished');
  const failure = ran(`f${count}`, minutes - 1, minutes);
  return anIncident(service, isOver ? [failure, clean] : [failure], overrides);
}
/** An open incident of the first four services, reported at a minute. */
export function wideOutage(minutes: number): Incident {
  const [wide] = grouped(
    services.slice(0, 4).map(service => failed(service, minutes)),
    minutes,
  );
  return reported(wide as Incident, minutes);
}

/** The history of a service without runs. */
export const emptyHistory = (service: Service, now = 0): RunHistory => ({
  service,
  freshSince: now - historyWindowMs,
  runs: [],
  running: [],
  unclear: [],
  usualMs: undefined,
});
