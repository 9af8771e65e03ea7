import type { DigestMessage } from '../digest/message.ts';
import type { CarriedBackup } from '../jobs/carried.ts';
import type { Report } from '../jobs/report.ts';
import { durationText } from './durations.ts';
import { faultsOf } from './health-card.ts';
import { moodLooks } from './mood.ts';
import {
  isNothingStarted,
  neutralHeadline,
  nothingStartedText,
  quietTexts,
  unknownTexts,
} from './quiet-words.ts';
import type { Times } from './times.ts';
import { nameOf } from './words.ts';

export interface DigestHeadline {
  readonly text: string;
  readonly style: string;
  readonly details: readonly string[];
}

/** Of a message that was begun before, and whose end is not known. */
export const againText = 'Again: I stopped while I was sending this, so it may have come before.';

/** Longer lists stand in the table only. */
const mostDetails = 6;

/** The verdict in a line, and what it rests on. */
export function digestHeadline({ report, span }: DigestMessage, times: Times): DigestHeadline {
  if (!report) {
    return {
      text: `? No data since ${times.instant(span.from)}: treat as unknown`,
      style: moodLooks.warning.style,
      details: ['AvePoint could not be read. The true figures follow as soon as it answers.'],
    };
  }
  const look =
    report.verdict === 'unknown' ? { ...moodLooks.warning, sign: '? ' } : moodLooks[report.verdict];
  return { text: `${look.sign}${headlineOf(report)}`, style: look.style, details: detailsOf(report, times) };
}

/** What is to be said of the message itself, before anything else. */
export function digestNotes(message: DigestMessage, times: Times): readonly string[] {
  const { isAgain, lateMs, missed, occasion, quietSince, span, wish } = message;
  const due = times.instant(span.to);
  return [
    ...(isAgain ? [againText] : []),
    ...(occasion === 'now' && wish
      ? ['The last 24 hours, asked for now. The next digest stays as it is.']
      : []),
    ...(occasion === 'followUp' ? [`The digest of ${due} could not tell; these are the true figures.`] : []),
    ...(lateMs > 0 ? [`Late: this is the digest of ${due}, ${durationText(lateMs)} after its time.`] : []),
    ...(missed > 0
      ? [
          `It stands for ${missed === 1 ? 'one more that was' : `${times.number(missed)} more that were`} due before it.`,
        ]
      : []),
    ...(quietSince === undefined
      ? []
      : [
          `Only problems are told here, and there were none since ${times.instant(quietSince)}: a sign of life.`,
        ]),
  ];
}

function headlineOf({ beyond, carried, services, verdict }: Report): string {
  const bad = services.filter(one => one.verdict === 'attention');
  const ran = services.reduce((sum, { tally }) => sum + (tally?.total ?? 0), 0);
  const [only] = services;
  const need = `${bad.length} of ${services.length} services ${bad.length === 1 ? 'needs' : 'need'} attention`;
  switch (verdict) {
    case 'unknown':
      return bad.length === 0 || ran === 0
        ? 'I cannot say how the backups are'
        : `${need}, and not all is known`;
    case 'attention':
      if (beyond === 0 && isNothingStarted(services)) return nothingStartedText;
      if (bad.length === 0) return endedBadly(carried ?? []);
      return services.length === 1 && only ? `${nameOf(only.service)} needs attention` : need;
    case 'warning':
      return 'Nothing failed, but there were exceptions';
    case 'good':
      return services.length === 1 && only
        ? `${nameOf(only.service)}: all that finished is good`
        : `All ${services.length} services finished without a fault`;
    case 'neutral':
      return services.length === 0 ? 'Nothing is backed up' : neutralHeadline(services);
  }
}

function endedBadly(carried: readonly CarriedBackup[]): string {
  const bad = carried.filter(({ job }) => job?.state === 'failed' || job?.state === 'partiallyFinished');
  return `${bad.length === 1 ? 'A backup that was' : `${bad.length} backups that were`} running before did not end well`;
}

function detailsOf({ beyond, carried, services }: Report, times: Times): readonly string[] {
  const of = (verdict: string) => services.filter(one => one.verdict === verdict);
  const lost = carried?.filter(({ job }) => job?.state === undefined).length ?? 0;
  const details = [
    ...unknownTexts(services),
    ...(beyond === undefined ? ['How many backups there are in all could not be read.'] : []),
    ...(beyond
      ? [
          `${times.number(beyond)} more ${beyond === 1 ? 'backup is' : 'backups are'} of no service that I know.`,
        ]
      : []),
    ...(carried ? [] : ['What was running when this time began could not be read.']),
    ...(lost > 0
      ? [
          `What became of ${times.number(lost)} that ${lost === 1 ? 'was' : 'were'} running could not be found.`,
        ]
      : []),
    ...of('attention').map(one => `${nameOf(one.service)}: ${faultsOf(one, times)}.`),
    ...of('warning').map(one => `${nameOf(one.service)}: ${faultsOf(one, times)}.`),
    ...quietTexts(services),
  ];
  const rest = details.length - mostDetails;
  return rest > 0 ? [...details.slice(0, mostDetails), `and ${rest} more, in the table.`] : details;
}
