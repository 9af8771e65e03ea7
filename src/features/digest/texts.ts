import { minutesText } from '../../cards/durations.ts';
import { whenBrief } from '../../cards/moments.ts';
import { type Headline, headlineOf } from '../../cards/service-headline.ts';
import { doubtLines, firstLines, problemLines } from '../../cards/service-lines.ts';
import type { Times } from '../../cards/times.ts';
import { againText, namesOf } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import type { ServiceHealth } from '../../jobs/health.ts';
import { isFailure } from '../../jobs/latest-end.ts';
import type { Report } from '../../jobs/report.ts';
import { isFailing, isMissing } from '../../jobs/service-state.ts';
import type { Tally } from '../../jobs/tally.ts';
import { type DigestMessage, isOnTime } from './message.ts';
import { previousText } from './title.ts';

/** Returns the verdict in a line: what is failing now. */
export function digestHeadline(message: DigestMessage, times: Times): Headline {
  const { gap, report, span, wish } = message;
  if (!report) return { text: `No data since ${times.instant(span.from)}`, mood: 'unknown' };
  // A digest isn't green over a time without data; the notes above say what is missing.
  const isPartly = gap !== undefined || report.isByTime;
  if (isPartly && (report.verdict === 'good' || report.verdict === 'neutral'))
    return { text: 'No problems known, but not everything could be read', mood: 'unknown' };
  const unattributed = unattributedText(report, times);
  if (unattributed !== undefined) return { text: unattributed, mood: 'attention' };
  const services = wish?.services ?? [];
  const service = services.length === 1 ? services[0] : undefined;
  const endText = isOnTime(message) ? undefined : whenBrief(span.to, times);
  return headlineOf(report, { service, endText });
}

/** Returns the headline if the only bad news are failures that belong to no known service. */
function unattributedText({ earlier, services, verdict }: Report, times: Times): string | undefined {
  const count = earlier.filter(({ job, service }) => service === undefined && isFailure(job)).length;
  if (verdict !== 'attention' || count === 0) return undefined;
  if (services.some(one => isFailing(one) || isMissing(one))) return undefined;
  return `${times.number(count)} ${plural(count, 'backup', 'backups')} of an unknown service failed`;
}

/** Returns what stands under the headline: why it isn't certain, what is new, and what it doesn't name. */
export function digestLines(message: DigestMessage, times: Times): readonly string[] {
  const { report } = message;
  if (!report)
    return ['I couldn’t read AvePoint. Treat the backups as unknown; the figures follow once it answers.'];
  return firstLines([
    ...doubtLines(report, times),
    ...lostTexts(report, times),
    ...newTexts(report.services),
    ...problemLines(report, times),
  ]);
}

function lostTexts({ earlier }: Report, times: Times): readonly string[] {
  const lost = earlier.filter(({ job }) => job.state === undefined).length;
  if (lost === 0) return [];
  return [`How ${times.number(lost)} earlier ${plural(lost, 'backup', 'backups')} ended isn’t known.`];
}

/** Names the services that are failing and had no failures in the time before. */
function newTexts(services: readonly ServiceHealth[]): readonly string[] {
  const those = newlyFailing(services);
  if (those.length === 0) return [];
  if (those.length === services.filter(isFailing).length)
    return [plural(those.length, 'Newly failing.', 'All are newly failing.')];
  return [`Newly failing: ${namesOf(those.map(({ service }) => service))}.`];
}

/** Says what "newly" means, if a service is. */
export function newMeaningTexts({ span }: DigestMessage, { services }: Report): readonly string[] {
  if (newlyFailing(services).length === 0) return [];
  return [`Newly failing: without failures in ${previousText(span)}.`];
}

function newlyFailing(services: readonly ServiceHealth[]): readonly ServiceHealth[] {
  return services.filter(
    one =>
      isFailing(one) &&
      one.tally !== undefined &&
      failuresIn(one.tally) > 0 &&
      one.before &&
      !one.before.atLeast &&
      failuresIn(one.before) === 0,
  );
}

function failuresIn({ states }: Tally): number {
  return states.failed + states.partiallyFinished;
}

/** Returns notes about the message itself, which come before anything else. */
export function digestNotes(message: DigestMessage, times: Times): readonly string[] {
  const { gap, isAgain, lateMs, missed, occasion, quietSince, report, span, wish } = message;
  const bounds = ({ from, to }: DigestMessage['span']) => `${times.instant(from)} to ${times.near(to, from)}`;
  return [
    ...(isAgain ? [againText] : []),
    ...(occasion === 'now'
      ? [`A preview: ${wish ? 'the next digest comes as planned' : 'no digest is set here'}.`]
      : []),
    ...(occasion === 'followUp'
      ? [`AvePoint couldn’t be read in time for the digest of ${times.brief(span.to)}; this replaces it.`]
      : []),
    ...(lateMs > 0 ? [`Sent ${minutesText(lateMs)} late: it was due ${whenBrief(span.to, times)}.`] : []),
    ...(gap
      ? [
          `No digest covers ${bounds(gap)}: one goes back 31 days at most. Problems from then are below if AvePoint still lists them.`,
        ]
      : []),
    ...(report?.pauses ?? []).map(
      pause => `AvePoint couldn’t be read from ${bounds(pause)}. What ran then was read afterwards.`,
    ),
    ...(report?.isByTime
      ? ['My record of earlier runs is gone, so runs that AvePoint listed late may be missing.']
      : []),
    ...(missed > 0
      ? [
          `It also covers ${times.number(missed)} earlier ${plural(missed, 'digest that wasn’t', 'digests that weren’t')} sent.`,
        ]
      : []),
    ...(quietSince === undefined
      ? []
      : [
          `All clear since ${times.instant(quietSince)}. You asked to hear about problems only; this is the weekly check-in.`,
        ]),
  ];
}
