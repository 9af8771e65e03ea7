import { Temporal } from 'temporal-polyfill';
import { type Question, questionLimits } from '../../domain/question.ts';
import { boundsOf, unbounded } from '../../language/bounds.ts';
import type { Parsed } from '../../language/parse.ts';
import { readSpan } from '../../language/read-span.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { unanswered } from '../../language/refusals.ts';
import { joinTokens } from '../../language/tokens.ts';
import { opensAsQuestion } from '../../language/yes-no.ts';
import type { ListCommand } from './read.ts';

const words = (list: string) => new Set(list.split(' '));
const labels = words(
  'fw fwd re aw subject alert alerts notification event warning job jobs service workload status state result outcome error errors message reason details description severity priority source type start started time timestamp date occurred end ended finished duration tenant location id name',
);
/** One of these, or a subject's prefix in brackets, is enough to say that something was pasted. */
const subjects = words('fw fwd re aw subject alert alerts notification event warning');
/** Words of subjects that are no part of the question. */
const ofSubjects = words('ext external alert alerts notification warning avepoint critical high urgent');
/** What stands behind these labels says nothing about which jobs are meant. */
const asides = words(
  'error errors message reason details description severity priority duration source tenant location name',
);
/** A subject line of mail that came from outside. */
const prefix = /\[ ?(?:external|alert|warning|ext|avepoint|notification) ?\]/;
/** These tell of the jobs as well, if nothing else does. */
const telling = words('message reason details description');
const times = /\b\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[ap]m\b)?|\b\d{1,2} ?[ap]m\b|\b(?:at|on|t|z|utc)\b/g;

/**
 * Reads a pasted alert without a job's id: the jobs of its service in its state, on its day. Its labels, and whatever
 * else was pasted, are no part of the question.
 */
export function pasted(
  parsed: Parsed,
  context: ReadingContext,
): Read<ListCommand | RefusedSentence> | undefined {
  const { tokens } = parsed;
  const found = labelsIn(parsed);
  const isMail = prefix.test(joinTokens(tokens.slice(0, 12)));
  const isSubject = isMail || found.some(at => subjects.has(tokens[at]?.text ?? ''));
  if (found.length + Number(isMail) < 2 && !(isSubject && isPlain(parsed))) return undefined;
  const isIn = (at: number, those: ReadonlySet<string>) => {
    const label = found.findLast(one => one < at);
    return label !== undefined && those.has(tokens[label]?.text ?? '');
  };
  const isAside = (at: number) => isIn(at, asides);
  const outside = parsed.parts.found.filter(({ start }) => !isAside(start));
  const isTold = outside.some(({ meaning }) => meaning.part === 'service');
  const told = isTold
    ? outside
    : parsed.parts.found.filter(({ start }) => !isAside(start) || isIn(start, telling));
  const [service, otherService] = distinct(
    told.map(({ meaning }) => (meaning.part === 'service' ? meaning.value : undefined)),
  );
  const [type, otherType] = distinct(
    told.map(({ meaning }) => (meaning.part === 'type' ? meaning.value : undefined)),
  );
  const states = distinct(told.map(({ meaning }) => (meaning.part === 'state' ? meaning.value : undefined)));
  const hasError = found.some(at => tokens[at]?.text.startsWith('error'));
  const [state = hasError ? 'failed' : undefined, otherState] = states;
  if (!service || otherService || otherType || !state || otherState) return undefined;
  if (told.some(({ meaning }) => ['why', 'negation', 'count'].includes(meaning.part))) return undefined;
  if (parsed.left.some(({ at, token }) => !isAside(at) && token.text.includes('@'))) return undefined;
  const day = state === 'inProgress' ? unbounded : dayOf(parsed, context, isAside);
  if (day === undefined)
    return unanswered('period', 'I can’t read the date of this alert, so I haven’t searched.', []);
  const question: Question = {
    type,
    service,
    state,
    ...day,
    zone: context.zone,
    pageSize: questionLimits.defaultPageSize,
  };
  return { command: { kind: 'jobs', question }, hides: ['corrected'], offers: [] };
}

/** Returns true for a subject alone, such as "FW: [EXT] OneDrive backup failed at 02:14", in which nothing is asked. */
function isPlain(parsed: Parsed): boolean {
  const { left } = parsed;
  return (
    !opensAsQuestion(parsed) && left.every(({ token }) => token.kind === 'sign' || ofSubjects.has(token.text))
  );
}

/** Returns where labels stand: words with a colon right behind them. */
function labelsIn({ tokens }: Parsed): readonly number[] {
  return tokens.flatMap(({ text }, at) => {
    const colon = tokens[at + 1];
    return labels.has(text) && colon?.text === ':' && colon.glued ? [at] : [];
  });
}

/**
 * Returns the day of the first date, or the last 24 hours if there is none; undefined if numbers that look like a date
 * are none.
 */
function dayOf(parsed: Parsed, context: ReadingContext, isAside: (at: number) => boolean) {
  const { periods, tokens, left } = parsed;
  for (const { start, end } of periods) {
    if (isAside(start)) continue;
    const date = joinTokens(tokens.slice(start, end)).replace(times, ' ').replace(/\s+/g, ' ').trim();
    if (date === '') continue;
    const read = readSpan(date, context);
    if (!read || read.span.from === undefined) return undefined;
    const spanWords = Temporal.Instant.fromEpochMilliseconds(read.span.from)
      .toZonedDateTimeISO(context.zone)
      .toPlainDate()
      .toString();
    const day = readSpan(spanWords, context);
    return day && { span: day.span, spanWords };
  }
  const isUnread = left.some(({ at, token }) => token.kind === 'number' && !isAside(at));
  return isUnread ? undefined : boundsOf({ ...parsed, period: { kind: 'none' } }, context);
}

function distinct<T>(values: readonly (T | undefined)[]): readonly T[] {
  return [...new Set(values)].filter(value => value !== undefined);
}
