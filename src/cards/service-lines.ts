import type { Service } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';
import type { EpochMs } from '../domain/time.ts';
import type { HealthReading, ServiceHealth } from '../jobs/health.ts';
import { hasRecovered, isMissing } from '../jobs/service-state.ts';
import { doubtTexts } from './doubt-texts.ts';
import { unknownTexts } from './no-result-texts.ts';
import { problemsOf } from './problem-texts.ts';
import { ranThoughRetiredTexts, recordsUnreadText } from './retired-words.ts';
import type { Times } from './times.ts';
import { nameOf, namesOf } from './words.ts';

/** Longer lists are in the table only. */
const mostLines = 6;

/** A reading, with its services in the order in which they are named. */
export interface NamedReading extends HealthReading {
  readonly answeredAt: EpochMs;
}

/** Says why a reading isn't certain. */
export function doubtLines(reading: NamedReading, times: Times): readonly string[] {
  const { answeredAt, retired, services } = reading;
  const doubtful = services.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  return [
    ...(reading.areRecordsUnread ? [recordsUnreadText] : []),
    ...ranThoughRetiredTexts(services, retired, times),
    ...unknownTexts(services),
    ...doubtTexts(doubtful, services.length, answeredAt, times),
    ...beyondTexts(reading, times),
  ];
}

/** Says what the headline leaves out: what is missing, what has recovered, and exceptions. Quiet services have a line below the table. */
export function problemLines({ services, verdict }: HealthReading, times: Times): readonly string[] {
  const isNamed = verdict === 'warning';
  return [
    ...services.filter(isMissing).map(one => `${nameOf(one.service)}: ${problemsOf(one, times)}.`),
    ...recoveredTexts(services, times),
    ...(isNamed ? [] : exceptionsTexts(services)),
  ];
}

/** Says that some may yet fail. */
export function runningLines(reading: HealthReading, times: Times): readonly string[] {
  const running = runningIn(reading);
  return running === 0
    ? []
    : [`${times.number(running)} ${plural(running, 'backup is', 'backups are')} still running.`];
}

/** Returns how many backups are still running, as far as they were read. */
export function runningIn({ services }: HealthReading): number {
  return services.reduce((sum, { tally }) => sum + (tally?.states.inProgress ?? 0), 0);
}

/** Returns the first few lines, and how many more there are. */
export function firstLines(lines: readonly string[]): readonly string[] {
  const rest = lines.length - mostLines;
  return rest > 0 ? [...lines.slice(0, mostLines), `and ${rest} more, in the table.`] : lines;
}

function recoveredTexts(services: readonly ServiceHealth[], times: Times): readonly string[] {
  const all = services.filter(hasRecovered);
  const isClean = ({ standing }: ServiceHealth) => standing?.isClean ?? false;
  const impaired = all.filter(one => !isClean(one)).map(({ service }) => service);
  return [
    ...goodSinceTexts(
      all.filter(isClean).map(({ service }) => service),
      times,
    ),
    ...(impaired.length > 0 ? [`Recovered, but with exceptions since: ${namesOf(impaired)}.`] : []),
  ];
}

function goodSinceTexts(recovered: readonly Service[], times: Times): readonly string[] {
  const [first, second] = recovered;
  if (!first) return [];
  if (!second) return [`${nameOf(first)} failed earlier and has been good since.`];
  return [
    `${times.number(recovered.length)} failed earlier and have been good since: ${namesOf(recovered)}.`,
  ];
}

function exceptionsTexts(services: readonly ServiceHealth[]): readonly string[] {
  const those = services.filter(({ verdict }) => verdict === 'warning');
  return those.length === 0 ? [] : [`With exceptions: ${namesOf(those.map(({ service }) => service))}.`];
}

function beyondTexts({ beyond }: HealthReading, times: Times): readonly string[] {
  if (beyond === 0) return [];
  return beyond === undefined
    ? ['How many backups there are in all could not be read.']
    : [`${times.number(beyond)} more ${plural(beyond, 'backup is', 'backups are')} of an unknown service.`];
}
