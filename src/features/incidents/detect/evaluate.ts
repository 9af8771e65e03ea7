import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  type Incident,
  type IncidentSubject,
  isOpen,
  type ServiceFailure,
  serviceFailures,
  withCardChange,
} from '../incident/incident.ts';
import { openIncident } from '../incident/open-incident.ts';
import {
  fitToRecord,
  includesRun,
  type JobLookup,
  serviceFailureOf,
  withFailingSince,
  withFurtherRuns,
  withRecovery,
} from '../incident/service-failure.ts';
import { type EndedRun, lastSeenOf, type RunHistory } from '../runs/run-history.ts';
import { streaksOf } from '../runs/streaks.ts';
import type { Watch } from '../watch/watch.ts';

/** Changes to a conversation's incidents of one service. */
export interface Evaluation {
  readonly opened: readonly Incident[];
  /** Known ones, as they are now. */
  readonly changed: readonly Incident[];
}

export interface EvaluateParts {
  readonly watch: Watch;
  readonly history: RunHistory;
  /** The conversation's incidents that aren't archived. */
  readonly incidents: readonly Incident[];
  readonly details: JobLookup;
  /** A failure that is found later than this after it ended is late. */
  readonly lateAfterMs: number;
  readonly now: EpochMs;
}

const minuteMs = 60_000;

/**
 * Compares the run history of a service with its conversation's incidents. Idempotent: a run that an incident includes
 * isn't reported again. If two incidents of the service are open, since both were reopened by hand in the same instant,
 * one of them goes on, and both recover.
 */
export function evaluate(parts: EvaluateParts): Evaluation {
  const { opened, changed } = evaluateOne(parts);
  const { history, incidents, details } = parts;
  const others = incidents.filter(
    other =>
      isOpen(other) && isFailingIn(other, history.service) && !changed.some(({ id }) => id === other.id),
  );
  const recovered = others.flatMap(other => continued(other, history.service, [], history, details) ?? []);
  return { opened, changed: [...changed, ...recovered] };
}

function isFailingIn(incident: Incident, service: Service): boolean {
  return serviceFailures(incident).some(one => one.service === service && !one.recovery);
}

function evaluateOne(parts: EvaluateParts): Evaluation {
  const { watch, history, incidents, details, now } = parts;
  const { service } = history;
  const isKnown = (run: EndedRun) =>
    incidents.some(incident =>
      serviceFailures(incident).some(one => one.service === service && includesRun(one, run)),
    );
  // A service that has recovered in a wide outage gets an incident of its own when it fails again.
  const open = incidents.find(incident => isOpen(incident) && isFailingIn(incident, service));
  if (open) {
    const knownUntil = serviceFailures(open)
      .find(one => one.service === service)
      ?.runs.at(-1)?.endedAt;
    const fresh = freshFailures(parts, isKnown, knownUntil).filter(run => isRecent(run, history));
    const recovered = recoveredBetween(open, service, fresh, history, details);
    if (recovered) return failedAgain(open, recovered, parts);
    const after = continued(open, service, fresh, history, details);
    return { opened: [], changed: after ? [after] : [] };
  }
  if (watch.isEnding) return { opened: [], changed: [] };
  const fresh = freshFailures(parts, isKnown);
  const [first] = fresh;
  if (!first) return { opened: [], changed: [] };
  const before = recoveredJustNow(first, parts);
  if (before) return { opened: [], changed: [reopened(before, fresh, parts)] };
  const failure = withHistory(serviceFailureOf(service, fresh, details), history);
  const incident = openIncident(watch, failingSubject([failure]), {
    since: first.endedAt,
    mark: `${service} ${first.id}`,
    lateMs: latenessOf(first, parts),
    now,
  });
  return { opened: [withEndTime(incident)], changed: [] };
}

/**
 * Returns the failures that make an incident: in streaks as long as the watch asks for, found recently, and not over
 * before the watch was set. An open incident goes on with every failure since its last run, however short the streak.
 */
function freshFailures(
  { watch, history }: EvaluateParts,
  isKnown: (run: EndedRun) => boolean,
  knownUntil = Number.POSITIVE_INFINITY,
): readonly EndedRun[] {
  const streaks = streaksOf(history.runs, watch).filter(({ runs, clearedBy }) => {
    const isOver = clearedBy !== undefined && clearedBy.endedAt <= watch.createdAt;
    const isIncident = runs.length >= watch.inARow && !isOver;
    const goesOn = runs.some(({ endedAt }) => endedAt >= knownUntil);
    return (isIncident || goesOn) && runs.some(run => isRecent(run, history) && !isKnown(run));
  });
  const fresh = streaks.flatMap(({ runs }) => {
    const unknown = runs.filter(run => !isKnown(run));
    const older = unknown.filter(run => !isRecent(run, history));
    // Older ones only if the streak needs them: they may have been reported already, and their incidents archived.
    const needed = older.slice(Math.max(0, unknown.length - watch.inARow));
    return unknown.filter(run => !older.includes(run) || needed.includes(run));
  });
  return fresh.sort((a, b) => a.endedAt - b.endedAt);
}

function isRecent(run: EndedRun, { freshSince }: RunHistory): boolean {
  return lastSeenOf(run) >= freshSince;
}

/** A failure so soon, or so few runs, after a recovery belongs to the same incident. */
const sameIncidentMs = 30 * minuteMs;
const sameIncidentRuns = 2;

/** Returns the incident that the service has just recovered from, if `first` failed soon enough to open it again. */
function recoveredJustNow(first: EndedRun, { incidents, history }: EvaluateParts): Incident | undefined {
  const over = incidents
    .filter(incident => !isOpen(incident) && !incident.closed && !incident.isSilent)
    .filter(
      incident =>
        serviceFailures(incident).length === 1 && serviceFailures(incident)[0]?.service === history.service,
    )
    .toSorted((a, b) => (a.overAt ?? 0) - (b.overAt ?? 0))
    .at(-1);
  const recoveredAt = over && serviceFailures(over)[0]?.recovery?.endedAt;
  if (recoveredAt === undefined || first.endedAt < recoveredAt) return undefined;
  const since = history.runs.filter(({ endedAt }) => endedAt > recoveredAt && endedAt < first.endedAt);
  const isSoon = first.endedAt - recoveredAt <= sameIncidentMs || since.length < sameIncidentRuns;
  return isSoon ? over : undefined;
}

/** Opens the incident again: it has no owner any more, and the person on call is called again. */
function reopened(
  incident: Incident,
  fresh: readonly EndedRun[],
  { details, history, now }: EvaluateParts,
): Incident {
  const troubles = serviceFailures(incident).map(failure =>
    withHistory(withFurtherRuns(failure, fresh, details), history),
  );
  const again = withCardChange(incident, {
    about: failingSubject(troubles),
    overAt: undefined,
    acknowledged: undefined,
    assigned: undefined,
    call: undefined,
    reopened: (incident.reopened ?? 0) + 1,
    events: [...withRoom(incident.events), { what: 'reopened', at: now }],
  });
  return withEndTime({ ...again, telling: { ...again.telling, isAllClearTold: false } });
}

/** A record has room for this many events. If an incident comes and goes for days, the oldest go first. */
const mostEvents = 100;

function withRoom(events: Incident['events']): Incident['events'] {
  const room = mostEvents - 1;
  return events.length <= room ? events : [...events.slice(0, 1), ...events.slice(1 - room)];
}

/**
 * Returns the open incident as it was before its service failed again, if failure, recovery and new failure are found
 * at once.
 */
function recoveredBetween(
  open: Incident,
  service: Service,
  fresh: readonly EndedRun[],
  history: RunHistory,
  details: JobLookup,
): Incident | undefined {
  const endOf = (incident: Incident | undefined) =>
    incident && serviceFailures(incident).find(one => one.service === service)?.recovery?.endedAt;
  return fresh
    .map((_, count) => continued(open, service, fresh.slice(0, count), history, details))
    .find((incident, count) => (endOf(incident) ?? Number.POSITIVE_INFINITY) <= (fresh[count]?.endedAt ?? 0));
}

/** Continues after the service has `recovered`, with the same incident opened again or with another one. */
function failedAgain(open: Incident, recovered: Incident, parts: EvaluateParts): Evaluation {
  const incidents = parts.incidents.map(incident => (incident.id === open.id ? recovered : incident));
  const { opened, changed: after } = evaluateOne({ ...parts, incidents });
  return { opened, changed: after.some(({ id }) => id === open.id) ? after : [recovered, ...after] };
}

/** Adds further failures and clean runs to an open incident. Returns undefined if nothing has changed. */
function continued(
  incident: Incident,
  service: Service,
  fresh: readonly EndedRun[],
  history: RunHistory,
  details: JobLookup,
): Incident | undefined {
  const troubles = serviceFailures(incident).map(failure => {
    if (failure.service !== service) return failure;
    const current = fresh.length > 0 ? withFurtherRuns(failure, fresh, details) : failure;
    return withHistory(current, history);
  });
  const isSame = troubles.every((failure, at) => failure === serviceFailures(incident)[at]);
  return isSame ? undefined : withEndTime(withCardChange(incident, { about: failingSubject(troubles) }));
}

/** Records the recoveries that the history proves: those between two failures, and the one that ended them. */
function withHistory(failure: ServiceFailure, { runs }: RunHistory): ServiceFailure {
  return withRecovery(withFailingSince(failure, runs), runs);
}

/** Ends the incident once all its services have recovered. */
export function withEndTime(incident: Incident): Incident {
  const ends = serviceFailures(incident).map(({ recovery }) => recovery?.endedAt);
  if (!isOpen(incident) || ends.some(end => end === undefined)) return incident;
  return { ...incident, overAt: Math.max(...(ends as EpochMs[])) };
}

export function failingSubject(troubles: readonly ServiceFailure[]): IncidentSubject {
  return { kind: 'failing', troubles: fitToRecord(troubles) };
}

function latenessOf(run: EndedRun, { watch, lateAfterMs }: EvaluateParts): number {
  const lateMs = run.foundAt - Math.max(run.endedAt, watch.createdAt);
  return lateMs > lateAfterMs ? Math.floor(lateMs / minuteMs) * minuteMs : 0;
}
