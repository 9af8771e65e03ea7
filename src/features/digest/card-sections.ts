import { durationText } from '../../cards/durations.ts';
import { badCountsText, partReadTexts } from '../../cards/problem-counts.ts';
import { reasonText } from '../../cards/reason-text.ts';
import type { Times } from '../../cards/times.ts';
import { lookOf, nameOf } from '../../cards/words.ts';
import { plural } from '../../domain/plural.ts';
import type { EarlierBackup, Report } from '../../jobs/report.ts';

/** A heading with a few lines of plain text. */
export interface CardSection {
  readonly head: string;
  readonly texts: readonly { readonly text: string; readonly spacing: 'None' | 'Small' }[];
}

/** A phone has no room for more. */
const [mostEarlier, mostReasons, reasonLength] = [5, 3, 92];

/** The sections below the table: late ends, earlier runs, and the reasons of failures. None is empty. */
export function digestSections(report: Report, times: Times): readonly CardSection[] {
  const late = report.earlier.filter(({ isLate }) => isLate);
  const open = report.earlier.filter(({ isLate, job }) => !isLate && job.state !== 'finished');
  return [
    section('Listed late by AvePoint', earlierTexts(late, report, times)),
    section('From before this window', earlierTexts(open, report, times)),
    section('Reasons', reasonTexts(report, times)),
  ].flat();
}

function section(head: string, texts: readonly string[]): readonly CardSection[] {
  return texts.length === 0
    ? []
    : [{ head, texts: texts.map((text, index) => ({ text, spacing: index === 0 ? 'None' : 'Small' })) }];
}

/** Returns what is rarely needed: earlier runs that finished clean, and the longest run. */
export function rareTexts(report: Report, times: Times): readonly string[] {
  const finished = report.earlier.filter(({ job }) => job.state === 'finished');
  return [
    ...earlierTexts(finished, report, times).map(text => `From before this window: ${text}.`),
    ...longestTexts(report, times),
  ];
}

/** Returns the first few, which are the worst, and how many more there are. */
function earlierTexts(
  earlier: readonly EarlierBackup[],
  { answeredAt }: Report,
  times: Times,
): readonly string[] {
  const rest = earlier.length - mostEarlier;
  const texts = earlier.slice(0, mostEarlier).map(one => earlierText(one, answeredAt, times));
  return rest > 0 ? [...texts, `and ${times.number(rest)} more`] : texts;
}

/** Returns "Exchange: ✕ Failed Sun 09:02, started Sat 23:10" or "Exchange: ↻ Running since Sat 23:10 (9 h 50 min)". */
function earlierText({ service, job }: EarlierBackup, now: number, times: Times): string {
  const { finishedAt, startedAt, state } = job;
  const { sign, word } = lookOf(job);
  const head = `${service === undefined ? 'Unknown service' : nameOf(service)}: ${sign} ${word}`;
  if (state === 'inProgress') {
    if (startedAt === undefined) return head;
    const duration = durationText(Math.max(0, now - startedAt)).replaceAll(' ', '\u00a0');
    return `${head} since ${times.brief(startedAt)} (${duration})`;
  }
  const ended = finishedAt === undefined ? '' : ` ${times.brief(finishedAt)}`;
  return `${head}${ended}${startedAt === undefined ? '' : `, started ${times.brief(startedAt)}`}`;
}

function longestTexts({ longest }: Report, times: Times): readonly string[] {
  if (!longest) return [];
  const { service, job, durationMs } = longest;
  const started = job.startedAt === undefined ? '' : `, started ${times.brief(job.startedAt)}`;
  return [`Longest run: ${nameOf(service)}, ${durationText(durationMs)}${started}.`];
}

/** Returns the reasons of the most failed jobs first, then what the list leaves out. */
function reasonTexts({ causes: reading }: Report, times: Times): readonly string[] {
  if (!reading) return [];
  const { causes, leftOut, withoutErrors } = reading;
  const rest = causes.length - mostReasons + leftOut;
  const wordless = withoutErrors.length;
  return [
    ...causes
      .slice(0, mostReasons)
      .map(cause => `${badCountsText(cause.jobs, times)}: ${reasonText(cause, reasonLength)}`),
    ...(rest > 0 ? [`and ${times.number(rest)} more ${plural(rest, 'reason', 'reasons')}`] : []),
    ...(wordless > 0
      ? [`AvePoint gave no reason for ${times.number(wordless)} ${plural(wordless, 'job', 'jobs')}.`]
      : []),
    ...partReadTexts(reading, times),
  ];
}
