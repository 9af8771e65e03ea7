import { Temporal } from 'temporal-polyfill';
import { type Question, questionLimits } from '../../domain/question.ts';
import { boundsOf, unbounded } from '../../language/bounds.ts';
import type { Parsed } from '../../language/parse.ts';
import { readSpan } from '../../language/read-span.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { unanswered } from '../../language/refusals.ts';
import { joinTokens } from '../../language/tokens.ts';
import type { ListCommand } from './read.ts';

const words = (list: string) => new Set(list.split(' '));
const labels = words(
  'fw fwd re aw subject alert alerts job jobs service workload status state result error errors message reason details description severity priority source type start started time end ended finished duration tenant location id name',
);
/** What stands behind these labels says nothing about which jobs are meant. */
const asides = words(
  'error errors message reason details description severity priority duration source tenant location name',
);
/** A subject line of mail that came from outside. */
const prefix = /^\W*(?:external|alert|warning|ext)\W/i;
const times = /\b\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[ap]m\b)?|\b(?:at|on|t|z|utc)\b/g;

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
  const isMail = tokens[0]?.text === '[' && prefix.test(joinTokens(tokens.slice(0, 3)));
  if (found.length + Number(isMail) < 2) return undefined;
  const isAside = (at: number) => {
    const label = found.findLast(one => one < at);
    return label !== undefined && asides.has(tokens[label]?.text ?? '');
  };
  const told = parsed.parts.found.filter(({ start }) => !isAside(start));
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
