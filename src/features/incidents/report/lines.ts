import { personName } from '../../../cards/mention.ts';
import { plain } from '../../../cards/plain.ts';
import type { Times } from '../../../cards/times.ts';
import { lookOfState, nameOf } from '../../../cards/words.ts';
import { plural } from '../../../domain/plural.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { cleanRunText } from '../card/failure-summary.ts';
import { ownerText as peopleText } from '../card/people.ts';
import { failureNoun, runObjectsText } from '../card/run-texts.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { type FailedRun, serviceFailures } from '../incident/incident.ts';
import type { IncidentReport, TimelineEvent } from './timeline.ts';

/** A line of the timeline, as plain text. */
export interface TimelineLine {
  /** "Mon 23 Nov, 02:00"; the time alone if the line before has the same day. Empty if the line counts others. */
  readonly when: string;
  readonly text: string;
}

/** A line, or one that counts others. */
interface TimelineEntry {
  readonly at: EpochMs | undefined;
  readonly text: string;
  /** The failures and the other events that it counts. */
  readonly failures: number;
  readonly others: number;
}

/**
 * Returns the timeline in at most `most` lines: the first and the last ones, and one that counts those between.
 * Failures that the record itself doesn't list are counted in a line of their own.
 */
export function timelineOf(record: IncidentReport, most: number, times: Times): readonly TimelineLine[] {
  const entries = shortened(entriesOf(record, times), most, record, times);
  return entries.map(({ at, text }, index) => {
    if (at === undefined) return { when: '', text };
    const before = entries[index - 1]?.at;
    return { when: before === undefined ? times.instant(at) : times.near(at, before), text };
  });
}

function entriesOf(record: IncidentReport, times: Times): readonly TimelineEntry[] {
  const { incident, leftOut, lines } = record;
  const isWide = serviceFailures(incident).length > 1;
  const gapAt = leftOut > 0 ? gapBefore(lines) : undefined;
  return lines.flatMap((line, index) => {
    const gap = index === gapAt ? [gapOf(leftOut, 0, record, times)] : [];
    if (isCallWithTelling(line, lines[index - 1])) return gap;
    const isFailure = line.kind === 'failed';
    const text = lineText(line, lines[index + 1], isWide, times);
    return [...gap, { at: line.at, text, failures: isFailure ? 1 : 0, others: isFailure ? 0 : 1 }];
  });
}

function shortened(
  entries: readonly TimelineEntry[],
  most: number,
  record: IncidentReport,
  times: Times,
): readonly TimelineEntry[] {
  if (entries.length <= most) return entries;
  const head = Math.ceil(most / 3);
  const tail = most - head - 1;
  const between = entries.slice(head, entries.length - tail);
  const sum = (of: (entry: TimelineEntry) => number) => between.reduce((so, entry) => so + of(entry), 0);
  const gap = gapOf(
    sum(({ failures }) => failures),
    sum(({ others }) => others),
    record,
    times,
  );
  return [...entries.slice(0, head), gap, ...entries.slice(entries.length - tail)];
}

/** Returns "… 24 more failures and 2 other events …". */
function gapOf(failures: number, others: number, { incident }: IncidentReport, times: Times): TimelineEntry {
  const noun = failureNoun(serviceFailures(incident), failures);
  const parts = [
    ...(failures > 0 ? [`${times.number(failures)} more ${noun}`] : []),
    ...(others > 0 ? [`${times.number(others)} other ${plural(others, 'event', 'events')}`] : []),
  ];
  return { at: undefined, text: `… ${parts.join(' and ')} …`, failures, others };
}

/**
 * Returns where failures are missing: of a service with unlisted runs, only the first and the latest ones are listed.
 */
function gapBefore(lines: readonly TimelineEvent[]): number {
  const failed = lines.flatMap((line, index) => (line.kind === 'failed' ? [{ line, index }] : []));
  const places = failed.flatMap(({ line, index }) => {
    const own = failed.filter(other => other.line.failure.service === line.failure.service);
    return own.length < line.failure.count && own[1]?.index === index ? [index] : [];
  });
  return Math.min(...places, failed.at(-1)?.index ?? 0);
}

/** True if the announcement before this call was the same message, so that they share a line. */
function isCallWithTelling(line: TimelineEvent, before: TimelineEvent | undefined): boolean {
  return isEvent(line, 'called') && before !== undefined && isEvent(before, 'told');
}

function isEvent(line: TimelineEvent, what: IncidentEvent['what']): boolean {
  return line.kind === 'event' && line.event.what === what;
}

function lineText(
  line: TimelineEvent,
  next: TimelineEvent | undefined,
  isWide: boolean,
  times: Times,
): string {
  switch (line.kind) {
    case 'failed': {
      const { sign, word } = lookOfState(line.run.state);
      return `${serviceOf(line, isWide)}${sign} ${word}, ${objectsOf(line.run, times)}`;
    }
    case 'recovered':
      return `${serviceOf(line, isWide)}✓ Recovered: ${cleanRunText(line.recovery, times)}`;
    case 'note':
      return `${personName(line.note.by)}: ${plain(line.note.text)}`;
    case 'event': {
      const called = next?.kind === 'event' && next.event.what === 'called' ? next.event : undefined;
      const text = eventText(line.event, times);
      return line.event.what === 'told' && called ? `${text}, ${eventText(called, times)}` : text;
    }
  }
}

/** "214 of 1,230 objects": the word "failed" stands before it. */
function objectsOf(run: FailedRun, times: Times): string {
  const text = runObjectsText(run, times);
  return run.state === 'failed' && run.objects?.failed ? text.replace(/ failed$/, '') : text;
}

function serviceOf(
  { failure }: Extract<TimelineEvent, { readonly kind: 'failed' | 'recovered' }>,
  isWide: boolean,
): string {
  return isWide ? `${nameOf(failure.service)}: ` : '';
}

function eventText(event: IncidentEvent, times: Times): string {
  switch (event.what) {
    case 'told':
      return 'Alert posted';
    case 'reminded':
      return `${personName(event.who)} was reminded`;
    case 'reopened':
      return 'Failing again after a recovery';
    case 'called':
      return `${personName(event.who)} was called`;
    case 'escalated':
      return `Not acknowledged, so ${personName(event.who)} was called`;
    case 'acknowledged':
      return `${personName(event.by)} acknowledged it`;
    case 'assigned':
      return ownerText(event);
    case 'snoozed':
      return `${personName(event.by)} snoozed it until ${times.near(event.until, event.at)}`;
    case 'unsnoozed':
      return `${personName(event.by)} ended the snooze`;
    case 'closed':
      return `${personName(event.by)} closed it`;
    case 'closeUndone':
      return `${personName(event.by)} reopened it`;
  }
}

/** "Kim took it", "Kim took it over from Lee", "Kim assigned it to Lee". */
function ownerText({ by, from, to }: Extract<IncidentEvent, { readonly what: 'assigned' }>): string {
  return peopleText(to ? { by: to, assignedBy: by } : { by, from });
}
