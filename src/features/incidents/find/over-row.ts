import { minutesText } from '../../../cards/durations.ts';
import { personName } from '../../../cards/mention.ts';
import type { Times } from '../../../cards/times.ts';
import { capitalised, lookOfState, shortNames } from '../../../cards/words.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { isOnAndOff } from '../card/failure-summary.ts';
import { endVerb, startAgainText } from '../card/notice-summary.ts';
import { statusText } from '../card/people.ts';
import { backupsText, totalText } from '../card/run-texts.ts';
import { subjectText } from '../card/service-names.ts';
import { beganAt, firstFailureAt, statusOf } from '../card/status.ts';
import { type Incident, type IncidentSubject, serviceFailures } from '../incident/incident.ts';

/** The texts of an incident that is over, in the list of incidents. */
export interface OverTexts {
  /** "Exchange Online · Mon 23 Nov, 02:00 to 20:05" */
  readonly headline: string;
  /** How it ended, and how much failed. */
  readonly outcome: string;
  /** Who had it; empty if no one was called. */
  readonly owner: string;
}

/** Describes an incident that is over. Only a clean run has the sign of one. */
export function overTexts(incident: Incident, now: EpochMs, times: Times): OverTexts {
  return {
    headline: `${shortSubject(incident.about)} · ${lastedText(incident, times)}`,
    outcome: [outcomeText(incident), ...countsOf(incident, times)].join(' · '),
    owner: incident.isSilent
      ? 'Not announced: it was over when quiet hours ended'
      : (statusText(incident, now, times) ?? ''),
  };
}

/** Returns "Exchange Online", "OneDrive: a long backup": what an incident is about, for a headline. */
function shortSubject(about: IncidentSubject): string {
  const name = capitalised(subjectText(about));
  switch (about.kind) {
    case 'failing':
      return name;
    case 'blind':
      return about.services.length === 0 ? name : `${name}: ${shortNames(about.services)}`;
    case 'stopped':
      return `${name}: no new backups`;
    case 'stuck':
      return `${name}: a long backup`;
    case 'unclear':
      return `${name}: unknown result`;
  }
}

/** Returns when an incident began, as its report has it. */
export function shownStart(incident: Incident): EpochMs {
  return incident.about.kind === 'failing' ? firstFailureAt(incident) : beganAt(incident);
}

/** Returns "Mon 23 Nov, 02:00 to 20:05". */
function lastedText(incident: Incident, times: Times): string {
  const from = shownStart(incident);
  const { about, overAt } = incident;
  // What has an unknown result has no end besides those of its runs.
  if (overAt === undefined || about.kind === 'unclear' || overAt <= from) return times.instant(from);
  return `${times.instant(from)} to ${times.near(overAt, from)}`;
}

/** What was the case when an incident ended without a recovery. */
const unsettled: Readonly<Record<IncidentSubject['kind'], string>> = {
  failing: 'not recovered',
  blind: 'no data then',
  stopped: 'none had started',
  stuck: 'it still ran',
  unclear: 'result unknown',
};

/** Returns "✓ Recovered after 2 h 10 min", "Closed by Kim, not recovered". */
function outcomeText(incident: Incident): string {
  const { about, closed } = incident;
  const status = statusOf(incident);
  if (closed) return `Closed by ${personName(closed.by)}, ${unsettled[about.kind]}`;
  if (status === 'recovered') return recoveredText(incident);
  return about.kind === 'unclear'
    ? '? Counts neither as failed nor as clean'
    : `No longer watched, ${unsettled[about.kind]}`;
}

function recoveredText(incident: Incident): string {
  const { about, overAt } = incident;
  const length = minutesText(Math.max(0, (overAt ?? 0) - shownStart(incident)));
  switch (about.kind) {
    case 'failing':
      return `✓ Recovered after ${length}${isOnAndOff(incident) ? ' on and off' : ''}`;
    case 'blind':
      return `Data was back after ${length}`;
    case 'stopped':
      return startAgainText(about);
    case 'stuck':
    case 'unclear': {
      const state = about.kind === 'stuck' ? about.ended?.state : undefined;
      return state
        ? `${lookOfState(state).sign} It ${endVerb(state)} after ${length}`
        : `? It ended after ${length}, result unknown`;
    }
  }
}

function countsOf(incident: Incident, times: Times): readonly string[] {
  const failures = serviceFailures(incident);
  const [only] = failures;
  if (!only) return [];
  return [failures.length === 1 ? backupsText(only, times) : totalText(failures, times)];
}
