import { cut } from '../../../domain/cut.ts';
import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  type Incident,
  type IncidentSubject,
  type UnclearEndsSubject,
  withCardChange,
} from '../incident/incident.ts';
import { openIncident } from '../incident/open-incident.ts';
import type { UnclearEnd } from '../runs/run-history.ts';
import type { WatchedService } from './no-data.ts';

/**
 * Further runs within this time are counted on the same card: a word that AvePoint has newly introduced is on every
 * run.
 */
const sameCardMs = 24 * 3_600_000;
const mostRuns = 10;
/** The word comes from AvePoint, and incident ids are computed from it. */
const wordLength = 100;

/**
 * Returns new and changed incidents of runs whose outcome is unknown: one for each service and word of AvePoint. Such
 * an incident is over at once, since nothing follows from it.
 */
export function unclearEndIncidents(
  { service, watch, state: { history } }: WatchedService,
  incidents: readonly Incident[],
  now: EpochMs,
): readonly Incident[] {
  const words = new Set(history.unclear.map(({ word }) => word));
  return [...words].flatMap(word => {
    const those = history.unclear.filter(one => one.word === word);
    const reported = incidents
      .filter(incident => isAbout(incident.about, service, shortWord(word)))
      .toSorted((a, b) => b.openedAt - a.openedAt);
    const isReported = (end: UnclearEnd) =>
      reported.some(({ about }) => includesEnd(about as UnclearEndsSubject, end));
    const fresh = those.filter(end => end.foundAt > watch.createdAt && !isReported(end));
    const [first] = fresh;
    if (!first) return [];
    const [latest] = reported;
    if (latest && now - latest.openedAt < sameCardMs)
      return [withCardChange(latest, { about: withFurtherRuns(latest.about as UnclearEndsSubject, fresh) })];
    if (watch.isEnding) return [];
    const about: UnclearEndsSubject = {
      kind: 'unclear',
      service,
      word: shortWord(word),
      runs: [],
      count: 0,
      countedUntil: 0,
    };
    const mark = `unclear ${service} ${word === undefined ? '' : `"${shortWord(word)}"`} ${first.id}`;
    const incident = openIncident(watch, withFurtherRuns(about, fresh), {
      since: first.endedAt,
      mark,
      lateMs: 0,
      now,
    });
    return [{ ...incident, overAt: now }];
  });
}

function isAbout(about: IncidentSubject, service: Service, word: string | undefined): boolean {
  return about.kind === 'unclear' && about.service === service && about.word === word;
}

/** True if the run is listed, or so early that it may be one of those that are only counted. */
function includesEnd(
  { count, countedUntil, runs }: UnclearEndsSubject,
  { foundAt, id }: UnclearEnd,
): boolean {
  return runs.some(run => run.id === id) || (count > runs.length && foundAt <= countedUntil);
}

function withFurtherRuns(about: UnclearEndsSubject, fresh: readonly UnclearEnd[]): UnclearEndsSubject {
  const runs = fresh.map(({ id, startedAt, endedAt }) => ({ id, startedAt, endedAt }));
  return {
    ...about,
    runs: [...about.runs, ...runs].slice(-mostRuns),
    count: about.count + fresh.length,
    countedUntil: Math.max(about.countedUntil, ...fresh.map(({ foundAt }) => foundAt)),
  };
}

function shortWord(word: string | undefined): string | undefined {
  return word === undefined ? undefined : cut(word, wordLength);
}
