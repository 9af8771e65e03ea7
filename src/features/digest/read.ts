import type { DigestOrder, DigestSpec } from '../../domain/digest-order.ts';
import type { Service } from '../../domain/job.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { everyDay, type Recurrence } from '../../domain/recurrence.ts';
import { healthParts } from '../../language/asked.ts';
import { asks } from '../../language/asking.ts';
import { capital, offerOf as offerFor } from '../../language/compose.ts';
import { noOrder, quoted, restOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import type { ReadTime } from '../../language/spans/clock-times.ts';
import { createWallClock } from '../../language/wall-clock.ts';
import { zoneAt } from '../../language/zones.ts';
import { composeDigest } from './compose.ts';
import { type DigestParts, fillDigestSlots } from './fill-slots.ts';
import { takeWays } from './ways.ts';
import { digestPart, type Verb } from './words.ts';

const usualTimes = [
  { hour: 7, minute: 0 },
  { hour: 8, minute: 0 },
  { hour: 9, minute: 0 },
];

/** What may stand in such a sentence and changes nothing. */
const idle = new Set<string>([digestPart, 'harmless', 'join', 'greeting', 'jobs', 'now']);

/**
 * Reads "digest weekdays at 7:30 for exchange", "digest off": what to do with the digests here. It changes something,
 * so it's refused if any word isn't understood; what was understood is offered.
 */
export function digest(
  parsed: Parsed,
  context: ReadingContext,
): Read<DigestCommand | RefusedSentence> | undefined {
  const { tokens } = parsed;
  if (!parsed.parts.found.some(({ meaning }) => meaning.part === digestPart)) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const [zone = context.zone] = tokens.flatMap((_, at) => zoneAt(tokens, at)?.zone ?? []);
  const parts = fillDigestSlots(tokens, taken, createWallClock({ ...context, zone }));
  // "send the digest to teams": there the service is where it goes.
  if (tokens.some(({ text }) => senders.has(text))) takeWays(tokens, taken);
  const rest = restOf(parsed, taken, idle);
  const sentence: Said = {
    parts,
    services: rest.services,
    foreign: rest.foreign,
    isTurned: rest.isTurned,
    period: saidPeriod(parsed, taken),
    // "is the digest on?" asks.
    endsWithOn: tokens.findLast(({ kind }) => kind !== 'sign')?.text === 'on' && !asks(parsed),
    zone: context.zone,
  };
  if (sentence.foreign.length > 0) return notUnderstood(sentence);
  return parts.verbs.length > 0 ? commanded(sentence) : set(sentence);
}

const senders = new Set(['send', 'post', 'deliver', 'share', 'publish', 'push', 'forward']);

export interface DigestCommand {
  readonly kind: 'digest';
  readonly order: DigestOrder;
  /** True if it was asked for in other words than an order's: it's previewed then, even if it was typed. */
  readonly isWish?: boolean;
}

/** A sentence about digests, with its slots filled. */
interface Said {
  readonly parts: DigestParts;
  readonly services: readonly Service[];
  /** Words that mean nothing here. */
  readonly foreign: readonly string[];
  /** True if the sentence negates something. */
  readonly isTurned: boolean;
  /** A period to report, as questions have it. */
  readonly period: string | undefined;
  readonly endsWithOn: boolean;
  readonly zone: string;
}

function notUnderstood(said: Said): Read<DigestCommand | RefusedSentence> {
  const { foreign, isTurned, period, services } = said;
  if (period !== undefined) {
    const summary = offerFor({ ...healthParts, service: services[0], period });
    const reason = 'A digest covers the time since the previous one. For any other time, ask for the status.';
    return noOrder(reason, [summary, offerOf({ what: 'show' }, said.zone)]);
  }
  const understood = isTurned ? [] : wishesOf(said);
  return refuse(
    said,
    `I don’t know what ${quoted(foreign)} means for a digest, so I’ve changed nothing.`,
    understood.length > 0 ? understood : [{ what: 'show' }],
  );
}

function commanded(said: Said): Read<DigestCommand | RefusedSentence> {
  const verbs = [...new Set(said.parts.verbs)];
  const [verb, otherVerb] = verbs;
  const isZoned = verb === 'pause' && said.parts.ahead !== undefined && said.parts.zones.length === 1;
  if (!verb || otherVerb || isSetting(said, { isZoned })) {
    return refuse(said, 'I can only do one thing with the digests at a time.', [
      ...verbs.map(orderOf),
      ...wishesOf(said),
    ]);
  }
  const moment = said.parts.ahead?.moment;
  if (typeof moment === 'object') return refuse(said, moment.reason, [orderOf('pause')]);
  return ordered(verb === 'pause' ? { what: 'pause', until: moment } : orderOf(verb));
}

function set(said: Said): Read<DigestCommand | RefusedSentence> {
  const { times, zones } = said.parts;
  // "digest on"
  if (!isSetting(said)) return ordered({ what: said.endsWithOn ? 'resume' : 'show' });
  const wrong = times.map(wrongOf).find(reason => reason !== undefined);
  if (wrong !== undefined) return refuse(said, wrong, wishesOf(said));
  if (zones.length > 1) return refuse(said, 'A digest has one time zone. Which one?', []);
  const wishes = wishesOf(said);
  const [first] = wishes;
  if (times.length === 1 && first) return ordered(first);
  const reason =
    times.length === 0
      ? 'What time should I send it?'
      : 'A digest has one time. Set one digest for each time.';
  return refuse(said, reason, wishes);
}

/** Returns true if the sentence specifies how a digest is to be; with `isZoned` a zone doesn't count. */
function isSetting({ parts, services }: Said, { isZoned = false } = {}): boolean {
  const { days, onlyProblems, times, zones } = parts;
  const settings = days.length + times.length + services.length + (isZoned ? 0 : zones.length);
  return settings > 0 || onlyProblems;
}

function wrongOf({ time, wrong }: ReadTime): string | undefined {
  return wrong ?? (time.second > 0 ? 'A digest’s time can’t have seconds.' : undefined);
}

/** Returns "last week", if it's no part of what a digest knows. */
function saidPeriod({ period, periods }: Parsed, taken: readonly boolean[]): string | undefined {
  const [first] = periods;
  return first && !taken[first.start] && period.kind === 'bounds' ? period.words : undefined;
}

/**
 * Returns the digests that the sentence specifies, one for each time; for the usual times if it has none that is
 * possible.
 */
function wishesOf(said: Said): DigestOrder[] {
  if (!isSetting(said)) return [];
  const { days, times, zones, onlyProblems } = said.parts;
  const sound = times.filter(time => wrongOf(time) === undefined).map(({ time }) => time);
  return (sound.length > 0 ? sound : usualTimes).map(({ hour, minute }): DigestOrder => {
    const when: Recurrence = {
      days: days.length > 0 ? days : everyDay,
      hour: hour % 24,
      minute,
      zone: zones[0] ?? said.zone,
    };
    const wish: DigestSpec = { when, services: said.services, onlyProblems };
    return { what: 'set', wish };
  });
}

function orderOf(verb: Verb): DigestOrder {
  return verb === 'pause' ? { what: 'pause', until: undefined } : { what: verb };
}

function offerOf(order: DigestOrder, zone: string): Suggestion {
  const sentence =
    order.what === 'set'
      ? composeDigest(order.wish, zone)
      : order.what === 'show'
        ? 'digest'
        : `digest ${order.what}`;
  return { label: capital(sentence), sentence };
}

function ordered(order: DigestOrder): Read<DigestCommand> {
  return { command: { kind: 'digest', order }, offers: [] };
}

function refuse(
  said: Said,
  reason: string,
  instead: readonly DigestOrder[],
): Read<DigestCommand | RefusedSentence> {
  return noOrder(
    reason,
    instead.map(order => offerOf(order, said.zone)),
  );
}
