import { minutesText } from '../../../cards/durations.ts';
import { whenNear } from '../../../cards/moments.ts';
import type { Times } from '../../../cards/times.ts';
import { fullNameOf, nameOf } from '../../../cards/words.ts';
import { plural } from '../../../domain/plural.ts';
import {
  type FailedRun,
  failingSince,
  type Incident,
  isFlapping,
  lastingFailures,
  type Recovery,
  type ServiceFailure,
  serviceFailures,
} from '../incident/incident.ts';
import {
  backupsText,
  type FailureKind,
  failureKindOf,
  failureNoun,
  knownRuns,
  latestOf,
} from './run-texts.ts';
import { firstNames } from './service-names.ts';
import { beganAt, firstFailureAt, statusOf } from './status.ts';
import type { SubjectSummary } from './subject-summary.ts';

const failureSigns: Readonly<Record<FailureKind, string>> = { failed: '✕', mixed: '✕', partial: '◐' };

/** Verbs: "finished partially", "Exchange has been failing". */
const words: Readonly<Record<FailureKind, { past: string; lasting: string }>> = {
  failed: { past: 'failed', lasting: 'been failing' },
  mixed: { past: 'failed or finished partially', lasting: 'had failed or partial backups' },
  partial: { past: 'finished partially', lasting: 'had partial backups' },
};

/** Returns the summary of failing backups, of one service or of several that failed together. */
export function failureSummary(incident: Incident, times: Times): SubjectSummary {
  const troubles = serviceFailures(incident);
  const [only] = troubles;
  const isOne = troubles.length === 1 && only !== undefined;
  const lasting = lastingFailures(incident);
  if (statusOf(incident) === 'recovered')
    return {
      sign: '✓',
      text: `${recoveredSubject(troubles, fullNameOf)} ${plural(troubles.length, 'has', 'have')} recovered`,
      mood: 'good',
      details: [
        `${lengthText(incident)}${spanText(incident, times)}`,
        isOne && only.recovery
          ? `${backupsText(only, times)}, then ${cleanRunText(only.recovery, times)}`
          : 'Each of them has had a clean run.',
      ],
    };
  const details = sinceTexts(incident, times);
  if (!isOne) {
    const text = outageText(lasting, troubles.length);
    const names = firstNames(lasting.map(({ service }) => service));
    return {
      sign: failureSigns[worstOf(lasting)],
      text,
      notification: `${text}: ${names}`,
      mood: 'attention',
      details,
    };
  }
  return {
    sign: failureSigns[failureKindOf(only)],
    text: isFlapping(incident)
      ? flappingText(only, times)
      : `${fullNameOf(only.service)}: ${backupsText(only, times)}`,
    mood: 'attention',
    details,
  };
}

/** Returns "Exchange Online backups keep failing: 9 failures on Mon 23 Nov", of the latest day. */
function flappingText(failure: ServiceFailure, times: Times): string {
  const day = times.day(latestOf(failure).endedAt);
  const count = knownRuns(failure).filter(({ endedAt }) => times.day(endedAt) === day).length;
  // Only the latest runs are listed; the others are counted.
  const { countedUntil } = failure;
  const isMore = countedUntil !== undefined && times.day(countedUntil) === day;
  const number = `${isMore ? 'more than ' : ''}${times.number(count)}`;
  return `${fullNameOf(failure.service)} backups keep failing: ${number} ${failureNoun([failure], count)} on ${day}`;
}

/** Returns "Since Mon 23 Nov, 02:00"; if it had recovered in between, the latest such time and that of the first failure. */
function sinceTexts(incident: Incident, times: Times): readonly string[] {
  const began = beganAt(incident);
  const since = `${times.instant(began)}${times.zoneNote}`;
  return serviceFailures(incident).length === 1 && isOnAndOff(incident)
    ? [
        `Again since ${since}`,
        `First failure ${whenNear(firstFailureAt(incident), began, times)}, recovered in between`,
      ]
    : [`Since ${since}`];
}

/** True if one of its services had recovered in between. */
export function isOnAndOff(incident: Incident): boolean {
  const since = failingSince(incident);
  return serviceFailures(incident).some(failure => since(failure) > failure.first.endedAt);
}

/** Returns "Backups of 9 of 12 services are failing". */
function outageText(lasting: readonly ServiceFailure[], all: number): string {
  const number = `${lasting.length}${lasting.length < all ? ` of ${all}` : ''}`;
  return worstOf(lasting) === 'partial'
    ? `Backups of ${number} services are only partial`
    : `Backups of ${number} services are failing`;
}

function worstOf(troubles: readonly ServiceFailure[]): FailureKind {
  const all = troubles.map(failureKindOf);
  return (['failed', 'mixed'] as const).find(badness => all.includes(badness)) ?? 'partial';
}

/** Returns "Exchange has been failing since Mon 23 Nov, 02:00". */
export function failingSinceText(incident: Incident, times: Times): string {
  const lasting = lastingFailures(incident);
  const [only] = lasting;
  const who =
    lasting.length === 1 && only ? `${nameOf(only.service)} has` : `${lasting.length} services have`;
  const since = Math.min(...lasting.map(failingSince(incident)));
  return `${who} ${words[worstOf(lasting)].lasting} since ${times.instant(since)}`;
}

/** Returns "failed", "finished partially" or "failed or finished partially". */
export function pastVerb(runs: readonly FailedRun[]): string {
  const partial = runs.filter(({ state }) => state === 'partiallyFinished').length;
  return words[partial === 0 ? 'failed' : partial < runs.length ? 'mixed' : 'partial'].past;
}

/** Returns "Exchange", "Both services", "All 12 services". */
export function recoveredSubject(troubles: readonly ServiceFailure[], name = nameOf): string {
  const [only] = troubles;
  if (troubles.length === 1 && only) return name(only.service);
  return troubles.length === 2 ? 'Both services' : `All ${troubles.length} services`;
}

/** Returns when the last service recovered, and for how long they had been failing without a recovery. */
export function recoveryOf(incident: Incident) {
  const troubles = serviceFailures(incident);
  const from = Math.min(...troubles.map(failingSince(incident)));
  const at = Math.max(from, ...troubles.flatMap(({ recovery }) => recovery?.endedAt ?? []));
  return { at, tookMs: at - from };
}

/** Returns "Failed for 18 h 5 min: ", "Failed on and off for 2 d: ", or nothing if it ended as it began. */
function lengthText(incident: Incident): string {
  const tookMs = recoveryOf(incident).at - firstFailureAt(incident);
  if (tookMs <= 0) return '';
  const verb = worstOf(serviceFailures(incident)) === 'failed' ? 'Failed' : 'Lasted';
  const how = isOnAndOff(incident) ? `${verb} on and off for` : verb === 'Failed' ? 'Failed for' : 'Lasted';
  return `${how} ${minutesText(tookMs)}: `;
}

function spanText(incident: Incident, times: Times): string {
  const from = firstFailureAt(incident);
  return `${times.instant(from)} to ${times.near(recoveryOf(incident).at, from)}${times.zoneNote}`;
}

/** States the evidence for a recovery. */
export function cleanRunText({ startedAt, endedAt }: Recovery, times: Times): string {
  return startedAt === undefined
    ? 'a run finished without problems (start unknown)'
    : `a run started ${whenNear(startedAt, endedAt, times)} and finished without problems`;
}
