import { doubtTexts } from '../../cards/doubt-texts.ts';
import { durationText } from '../../cards/durations.ts';
import {
  isNothingStarted,
  neutralHeadline,
  nothingStartedText,
  quietTexts,
  unknownTexts,
} from '../../cards/no-result-texts.ts';
import { problemsOf } from '../../cards/problem-texts.ts';
import { recordsUnreadText } from '../../cards/retired-words.ts';
import { moodLooks } from '../../cards/severity.ts';
import type { Times } from '../../cards/times.ts';
import { againText, nameOf } from '../../cards/words.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { EarlierBackup, Report } from '../../jobs/report.ts';
import type { DigestMessage } from './message.ts';

export interface DigestHeadline {
  readonly text: string;
  readonly style: string;
  readonly details: readonly string[];
}

/** A digest isn't green over a time without data. */
const goodAsKnown = 'Nothing bad is known, but not all is known';
const badVerdicts: ReadonlySet<Verdict> = new Set(['attention', 'warning', 'unknown']);

/** Longer lists are in the table only. */
const mostDetails = 6;

/** Returns the verdict in a line, and its reasons. */
export function digestHeadline({ gap, report, span }: DigestMessage, times: Times): DigestHeadline {
  if (!report) {
    return {
      text: `? No data since ${times.instant(span.from)}: treat as unknown`,
      style: moodLooks.warning.style,
      details: ['AvePoint could not be read. The true figures follow as soon as it answers.'],
    };
  }
  const unknownLook = { ...moodLooks.warning, sign: '? ' };
  // The notes above say what is missing.
  if ((gap || report.isByTime) && !badVerdicts.has(report.verdict))
    return {
      text: `${unknownLook.sign}${goodAsKnown}`,
      style: unknownLook.style,
      details: detailsOf(report, times),
    };
  const look = report.verdict === 'unknown' ? unknownLook : moodLooks[report.verdict];
  return { text: `${look.sign}${headlineOf(report)}`, style: look.style, details: detailsOf(report, times) };
}

/** Returns notes about the message itself, which come before anything else. */
export function digestNotes(message: DigestMessage, times: Times): readonly string[] {
  const { gap, isAgain, lateMs, missed, occasion, quietSince, report, span, wish } = message;
  const due = times.instant(span.to);
  return [
    ...(isAgain ? [againText] : []),
    ...(occasion === 'now' && wish
      ? ['The last 24 hours, asked for now. The next digest stays as it is.']
      : []),
    ...(occasion === 'followUp' ? [`The digest of ${due} could not tell; these are the true figures.`] : []),
    ...(lateMs > 0 ? [`Late: this is the digest of ${due}, ${durationText(lateMs)} after its time.`] : []),
    ...(gap
      ? [
          `No digest covers ${times.span(gap)}: one goes back 31 days at most. What did not end well then is below, as far as AvePoint still lists it.`,
        ]
      : []),
    ...(report?.pauses ?? []).map(
      pause => `AvePoint wasn’t read ${times.span(pause)}; what ran then was read afterwards.`,
    ),
    ...(report?.isByTime
      ? [
          'What was read from AvePoint before is gone, so what it listed after the last digest may be missing here.',
        ]
      : []),
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

function headlineOf({ beyond, earlier, services, verdict }: Report): string {
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
      if (bad.length === 0) return endedBadly(earlier);
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

function endedBadly(earlier: readonly EarlierBackup[]): string {
  const bad = earlier.filter(({ job }) => job.state === 'failed' || job.state === 'partiallyFinished');
  return `${bad.length === 1 ? 'A backup that' : `${bad.length} backups that`} started before did not end well`;
}

function detailsOf(report: Report, times: Times): readonly string[] {
  const { answeredAt, areRecordsUnread, beyond, earlier, services } = report;
  const of = (verdict: string) => services.filter(one => one.verdict === verdict);
  const lost = earlier.filter(({ job }) => job.state === undefined).length;
  const doubtful = services.flatMap(({ service, doubt }) => (doubt ? [{ service, doubt }] : []));
  const details = [
    ...(areRecordsUnread ? [recordsUnreadText] : []),
    ...unknownTexts(services),
    ...doubtTexts(doubtful, services.length, answeredAt, times),
    ...(beyond === undefined ? ['How many backups there are in all could not be read.'] : []),
    ...(beyond
      ? [
          `${times.number(beyond)} more ${beyond === 1 ? 'backup is' : 'backups are'} of no service that I know.`,
        ]
      : []),
    ...(lost > 0
      ? [`How ${times.number(lost)} that started before ${lost === 1 ? 'has' : 'have'} ended isn’t known.`]
      : []),
    ...of('attention').map(one => `${nameOf(one.service)}: ${problemsOf(one, times)}.`),
    ...of('warning').map(one => `${nameOf(one.service)}: ${problemsOf(one, times)}.`),
    ...quietTexts(services),
  ];
  const rest = details.length - mostDetails;
  return rest > 0 ? [...details.slice(0, mostDetails), `and ${rest} more, in the table.`] : details;
}
