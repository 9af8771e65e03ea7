import { durationText } from '../../cards/durations.ts';
import { clipped } from '../../cards/plain.ts';
import { badCountsText, partReadTexts } from '../../cards/problem-counts.ts';
import type { Times } from '../../cards/times.ts';
import { lookOf, nameOf } from '../../cards/words.ts';
import type { EarlierBackup, Report } from '../../jobs/report.ts';

/** A heading with a few lines of plain text. */
export interface CardSection {
  readonly head: string;
  readonly texts: readonly { readonly text: string }[];
}

/** A phone has no room for more. */
const [mostEarlier, mostCauses, causeLength] = [5, 3, 120];

/** The sections below the numbers: late ends, ends of earlier runs, the longest run, and the reasons of failures. */
export function digestSections(report: Report, times: Times): readonly CardSection[] {
  return [
    section('Late news: AvePoint listed these after the last digest', lateTexts(report, times)),
    section('Was running when this time began', carriedTexts(report, times)),
    section('Longest', longestTexts(report, times)),
    section('Most frequent causes', causeTexts(report, times)),
  ].flat();
}

function section(head: string, texts: readonly string[]): readonly CardSection[] {
  return texts.length === 0 ? [] : [{ head, texts: texts.map(text => ({ text })) }];
}

function lateTexts({ earlier }: Report, times: Times): readonly string[] {
  return firstOf(
    earlier.filter(({ isLate }) => isLate),
    one => lateText(one, times),
    times,
  );
}

/** Returns "Exchange: ✕ Failed Sun 22 Nov, 08:03". */
function lateText({ service, job }: EarlierBackup, times: Times): string {
  const { sign, word } = lookOf(job);
  const at = job.finishedAt ?? job.startedAt;
  return `${nameOr(service)}: ${sign} ${word}${at === undefined ? '' : ` ${times.instant(at)}`}`;
}

function carriedTexts({ answeredAt, earlier }: Report, times: Times): readonly string[] {
  return firstOf(
    earlier.filter(({ isLate }) => !isLate),
    one => carriedText(one, answeredAt, times),
    times,
  );
}

/** Returns the first few, which are the worst, and how many more there are. */
function firstOf(
  all: readonly EarlierBackup[],
  textOf: (one: EarlierBackup) => string,
  times: Times,
): readonly string[] {
  const rest = all.length - mostEarlier;
  const texts = all.slice(0, mostEarlier).map(textOf);
  return rest > 0 ? [...texts, `and ${times.number(rest)} more`] : texts;
}

function nameOr(service: EarlierBackup['service']): string {
  return service === undefined ? 'A service that isn’t known' : nameOf(service);
}

/** Returns "Exchange, since Sun 22 Nov, 23:10: ✕ Failed Mon 23 Nov, 09:02". */
function carriedText({ service, job }: EarlierBackup, now: number, times: Times): string {
  const { startedAt } = job;
  const since = startedAt === undefined ? '' : `, since ${times.instant(startedAt)}`;
  const { sign, word } = lookOf(job);
  const when =
    job.state === 'inProgress'
      ? startedAt === undefined
        ? ''
        : ` still, for ${durationText(Math.max(0, now - startedAt))}`
      : job.finishedAt === undefined
        ? ''
        : ` ${times.instant(job.finishedAt)}`;
  return `${nameOr(service)}${since}: ${sign} ${word}${when}`;
}

function longestTexts({ longest }: Report, times: Times): readonly string[] {
  if (!longest) return [];
  const { service, job, durationMs } = longest;
  const { sign, word } = lookOf(job);
  const started = job.startedAt === undefined ? '' : `, started ${times.instant(job.startedAt)}`;
  return [`${nameOf(service)}: ${durationText(durationMs)}${started}, ${sign} ${word}`];
}

/** Returns the reasons of the most failed jobs first, then what the list leaves out. */
function causeTexts({ causes: reading }: Report, times: Times): readonly string[] {
  if (!reading) return [];
  const { causes, leftOut, withoutErrors } = reading;
  const rest = causes.length - mostCauses + leftOut;
  return [
    ...causes.slice(0, mostCauses).map(({ jobs, text }) => {
      const words = clipped(text, causeLength) || '(an error without words)';
      return `${badCountsText(jobs, times)}: ${words}`;
    }),
    ...(rest > 0 ? [`and ${times.number(rest)} more ${rest === 1 ? 'cause' : 'causes'}`] : []),
    ...(withoutErrors.length > 0 ? [`Without a reason: ${badCountsText(withoutErrors, times)}`] : []),
    ...partReadTexts(reading, times),
  ];
}
