import type { Service } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';
import type { HealthReading, ServiceHealth } from '../jobs/health.ts';
import { isFailing, isMissing } from '../jobs/service-state.ts';
import { isNothingStarted, neutralHeadline, nothingStartedText } from './no-result-texts.ts';
import { clipped } from './plain.ts';
import type { Mood } from './severity.ts';
import { nameOf, namesOf, shortNames } from './words.ts';

export interface Headline {
  readonly text: string;
  readonly mood: Mood | 'unknown';
}

/** What a reading is of. */
export interface HeadlineScope {
  /** The service that was asked for, if it's one. */
  readonly service: Service | undefined;
  /** True if several were asked for, and not all. */
  readonly isOfSome?: boolean;
  /** "at the end", if the window ended earlier, so that it doesn't say how the backups are now. */
  readonly endText: string | undefined;
}

/** More names are in the table only. */
const mostNames = 4;

/** Returns the answer to "do I get up?", and how it looks. Red only for what is failing or missing still. */
export function headlineOf(reading: HealthReading, scope: HeadlineScope): Headline {
  const { services, verdict } = reading;
  const failing = services.filter(isFailing);
  const missing = services.filter(isMissing);
  const hasBad = failing.length + missing.length > 0;
  const bad = () =>
    failing.length > 0 ? failingText(failing, services.length, scope) : missingText(missing);
  switch (verdict) {
    case 'unknown':
      return {
        text: hasBad ? `${bad()}, and not all could be read` : 'I can’t say how the backups are',
        mood: 'unknown',
      };
    case 'attention':
      if (!scope.service && !scope.isOfSome && reading.beyond === 0 && isNothingStarted(services))
        return { text: nothingStartedText, mood: 'attention' };
      if (hasBad) return { text: bad(), mood: 'attention' };
      return {
        text: scope.endText ? `Nothing was failing ${scope.endText}` : 'Nothing is failing now',
        mood: 'warning',
      };
    case 'warning': {
      const those = services.filter(one => one.verdict === 'warning').map(({ service }) => service);
      const names = those.length === 0 ? '' : `: ${shortNames(those, mostNames)}`;
      return { text: `Nothing failed, but there were exceptions${names}`, mood: 'warning' };
    }
    case 'good':
      return { text: goodText(services, scope), mood: 'good' };
    case 'neutral':
      return { text: retiredHeadline(reading, scope) ?? neutralHeadline(services), mood: 'neutral' };
  }
}

function failingText(failing: readonly ServiceHealth[], all: number, { endText }: HeadlineScope): string {
  const count = failing.length;
  const isFailed = failing.some(({ standing }) => standing?.latest?.state === 'failed');
  const verb = isFailed
    ? plural(count, 'is failing', 'are failing')
    : plural(count, 'has partial backups', 'have partial backups');
  const past = isFailed ? plural(count, 'was failing', 'were failing') : 'had partial backups';
  return subjectText(failing, endText ? `${past} ${endText}` : `${verb} now`, all);
}

function missingText(missing: readonly ServiceHealth[]): string {
  const [only, second] = missing;
  if (only?.location !== undefined && !second)
    return `${nameOf(only.service)} had no finished run in ${clipped(only.location, 20)}`;
  return subjectText(missing, 'didn’t run', missing.length);
}

/** Returns "Exchange is failing now" or "3 services are failing now: Exchange, Teams and OneDrive". */
function subjectText(subjects: readonly ServiceHealth[], what: string, all: number): string {
  const [first, second] = subjects;
  if (first && !second) return `${nameOf(first.service)} ${what}`;
  const names = subjects.length > mostNames ? '' : `: ${namesOf(subjects.map(({ service }) => service))}`;
  const who = subjects.length === all && all > mostNames ? `All ${all}` : `${subjects.length}`;
  return `${who} services ${what}${names}`;
}

function goodText(services: readonly ServiceHealth[], { endText, isOfSome, service }: HeadlineScope): string {
  const [is, are] = endText === undefined ? ['is', 'are'] : ['was', 'were'];
  const only = service ?? services[0]?.service;
  if (only !== undefined && (service || services.length === 1)) return `${nameOf(only)} ${is} fine`;
  if (isOfSome) return `${shortNames(services.map(one => one.service))} ${are} fine`;
  return services.length === 2 ? `Both services ${are} fine` : `All ${services.length} services ${are} fine`;
}

/** Returns the headline if nothing is judged because all is retired. */
function retiredHeadline(
  { retired = [], services }: HealthReading,
  { service }: HeadlineScope,
): string | undefined {
  if (retired.length === 0 || services.some(({ tally }) => tally?.total !== 0)) return undefined;
  if (service) return `${nameOf(service)} is retired`;
  return services.length === 0 ? 'Every service that was backed up is retired' : undefined;
}
