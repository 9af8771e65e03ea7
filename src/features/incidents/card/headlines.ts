import { minutesText } from '../../../cards/durations.ts';
import { type Mood, moodLooks } from '../../../cards/severity.ts';
import type { Times } from '../../../cards/times.ts';
import { fullNameOf, nameOf } from '../../../cards/words.ts';
import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import {
  type FailedRun,
  type Incident,
  isFlapping,
  type ServiceFailure,
  serviceFailures,
} from '../incident/incident.ts';
import { noticeLine } from './no-data-texts.ts';
import { countText, type FailureKind, failureKindOf, knownRuns } from './run-texts.ts';
import { endText, statusOf } from './status.ts';

/** The state of an incident in a line. */
export interface IncidentHeadline {
  /** With its sign. Contains fixed words, and names from `personName`. */
  readonly text: string;
  /** Style of the container that it is in. */
  readonly style: string;
}

/** Returns the state of any incident at `now`. */
export function incidentHeadline(incident: Incident, now: EpochMs, times: Times): IncidentHeadline {
  const { text, mood } =
    incident.about.kind === 'failing'
      ? failingLine(incident, now, times)
      : noticeLine(incident, incident.about, now, times);
  return { text, style: moodLooks[mood].style };
}

function failingLine(
  incident: Incident,
  now: EpochMs,
  times: Times,
): { readonly text: string; readonly mood: Mood } {
  const troubles = serviceFailures(incident);
  const standing = statusOf(incident);
  switch (standing) {
    case 'open':
      return {
        text: isFlapping(incident) ? flappingText(incident, now, times) : failingText(troubles, times),
        mood: 'attention',
      };
    case 'recovered':
      return { text: `✓ ${recoveredText(troubles, times, fullNameOf)}`, mood: 'good' };
    case 'closed':
    case 'over':
      return { text: `${endText(incident, times)}: ${failedText(troubles, times)}`, mood: 'neutral' };
  }
}

/** "✕ Exchange Online backups are flapping: 9 failures today" */
function flappingText(incident: Incident, now: EpochMs, times: Times): string {
  const [failure] = serviceFailures(incident);
  if (!failure) return failingText([], times);
  const today = times.day(now);
  const count = knownRuns(failure).filter(({ endedAt }) => times.day(endedAt) === today).length;
  // Only the latest runs are listed; the others are counted.
  const { countedUntil } = failure;
  const isMore = countedUntil !== undefined && times.day(countedUntil) === today;
  const number = `${isMore ? 'more than ' : ''}${count === 0 ? 'no' : times.number(count)}`;
  const failures = `${number} ${count === 1 ? 'failure' : 'failures'}`;
  return `${words[failureKindOf(failure)].sign} ${fullNameOf(failure.service)} backups are flapping: ${failures} today`;
}

/** Verbs: "Exchange Online backups fail", "Exchange fails", "failed", "has been failing". */
const words: Readonly<
  Record<FailureKind, { sign: string; many: string; one: string; past: string; lasting: string }>
> = {
  failed: { sign: '✕', many: 'fail', one: 'fails', past: 'failed', lasting: 'been failing' },
  mixed: {
    sign: '✕',
    many: 'do not finish in full',
    one: 'does not finish in full',
    past: 'did not finish in full',
    lasting: 'not finished in full',
  },
  partial: {
    sign: '◐',
    many: 'finish partially',
    one: 'finishes partially',
    past: 'finished partially',
    lasting: 'been finishing partially',
  },
};

/** "✕ Exchange Online backup failed", "✕ Exchange Online backups fail: ×3", "✕ 9 of 12 services fail" */
function failingText(troubles: readonly ServiceFailure[], times: Times): string {
  const [only] = troubles;
  if (troubles.length === 1 && only) {
    const { sign, many, past } = words[failureKindOf(only)];
    const name = fullNameOf(only.service);
    if (only.count === 1) return `${sign} ${name} backup ${past}`;
    return `${sign} ${name} backups ${many}: ${countText(only.count, times)}`;
  }
  const lasting = troubles.filter(({ recovery }) => !recovery);
  const { sign, many, one } = words[worstOf(lasting)];
  const of = lasting.length < troubles.length ? ` of ${troubles.length}` : '';
  return `${sign} ${lasting.length}${of} services ${lasting.length === 1 ? one : many}`;
}

function worstOf(troubles: readonly ServiceFailure[]): FailureKind {
  const all = troubles.map(failureKindOf);
  return (['failed', 'mixed'] as const).find(badness => all.includes(badness)) ?? 'partial';
}

/** "Exchange failed", "Exchange failed ×3", "12 services failed" */
export function failedText(troubles: readonly ServiceFailure[], times: Times): string {
  const [only] = troubles;
  if (troubles.length !== 1 || !only) return `${troubles.length} services ${words[worstOf(troubles)].past}`;
  const failed = `${nameOf(only.service)} ${words[failureKindOf(only)].past}`;
  return only.count === 1 ? failed : `${failed} ${countText(only.count, times)}`;
}

/** "Exchange has been failing since Mon 23 Nov, 02:00" */
export function failingSinceText(troubles: readonly ServiceFailure[], times: Times): string {
  const lasting = troubles.filter(({ recovery }) => !recovery);
  const [only] = lasting;
  const who =
    lasting.length === 1 && only ? `${nameOf(only.service)} has` : `${lasting.length} services have`;
  const since = Math.min(...lasting.map(({ first }) => first.endedAt));
  return `${who} ${words[worstOf(lasting)].lasting} since ${times.instant(since)}`;
}

/** "failed", "finished partially" or "did not finish in full" */
export function pastVerb(runs: readonly FailedRun[]): string {
  const partial = runs.filter(({ state }) => state === 'partiallyFinished').length;
  return words[partial === 0 ? 'failed' : partial < runs.length ? 'mixed' : 'partial'].past;
}

/**
 * One of several services: its sign, and the text beside its name. Names the day of a time if it differs from that of
 * `beside`.
 */
export function serviceLine(failure: ServiceFailure, beside: EpochMs, times: Times) {
  const { count, first, recovery } = failure;
  const { sign, one, past } = words[failureKindOf(failure)];
  return recovery
    ? {
        sign: '✓',
        text: `recovered ${times.near(recovery.endedAt, beside)}; ${past} ${countText(count, times)}`,
      }
    : { sign, text: `${one} ${countText(count, times)}, since ${times.near(first.endedAt, beside)}` };
}

/** "Exchange recovered Mon 23 Nov, 20:05 after 18 h 5 min", "All 12 services recovered" */
export function recoveredText(
  troubles: readonly ServiceFailure[],
  times: Times,
  name: (service: Service) => string = nameOf,
): string {
  const [only] = troubles;
  if (troubles.length !== 1 || !only) return `All ${troubles.length} services recovered`;
  return `${name(only.service)} recovered ${lastRecoveryText(troubles, times)}`;
}

/** "Mon 23 Nov, 20:05 after 18 h 5 min": the last recovery, and how long after the first failure it was. */
export function lastRecoveryText(troubles: readonly ServiceFailure[], times: Times): string {
  const at = Math.max(...troubles.flatMap(({ recovery }) => recovery?.endedAt ?? []));
  const tookMs = at - Math.min(...troubles.map(({ first }) => first.endedAt));
  return `${times.instant(at)}${tookMs > 0 ? ` after ${minutesText(tookMs)}` : ''}`;
}
