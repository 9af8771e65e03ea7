import type { DigestOrder, DigestWish } from '../../domain/digest-order.ts';
import { services as allServices, type Service } from '../../domain/job.ts';
import type { Note, Offer } from '../../domain/reading.ts';
import { everyDay, type Recurrence } from '../../domain/recurrence.ts';
import { capital, offerOf as offerFor } from '../compose.ts';
import { healthParts } from '../overviews.ts';
import type { Parsed } from '../parse.ts';
import { findParts } from '../parts.ts';
import type { Reading, ReadingContext } from '../reading.ts';
import { createWallClock } from '../wall-clock.ts';
import { composeDigest } from './compose.ts';
import { type DigestParts, takeApart } from './take-apart.ts';
import { idleWords, type Verb } from './verbs.ts';

const usualTimes = [
  { hour: 7, minute: 0 },
  { hour: 8, minute: 0 },
  { hour: 9, minute: 0 },
];

/** What may stand in such a sentence and changes nothing. */
const idle = new Set(['digest', 'filler', 'join', 'greeting', 'jobs', 'now', 'service']);

/**
 * "digest weekdays at 7:30 for exchange", "digest off": what is to be done with the digests here. It changes something,
 * so nothing is done where a word of it is not understood; what was understood is offered.
 */
export function digest(parsed: Parsed, notes: readonly Note[], context: ReadingContext): Reading | undefined {
  const { tokens } = parsed;
  if (!parsed.parts.found.some(({ meaning }) => meaning.part === 'digest')) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const parts = takeApart(tokens, taken, createWallClock(context));
  const said = findParts(tokens, taken);
  const services = allServices.filter(service => said.services.includes(service));
  const foreign = said.found.filter(
    ({ meaning, start }) =>
      !idle.has(meaning.part) && !isBackup(meaning) && !idleWords.has(tokens[start]?.text ?? ''),
  );
  const words = [
    ...foreign.map(({ start, end }) => rawOf(tokens.slice(start, end))),
    ...unknownWords(parsed, taken),
  ];
  const others = notes.filter(note => note.kind !== 'notKnown');
  const offersOf = (orders: readonly DigestOrder[]) => orders.map(order => offerOf(order, context.zone));

  if (words.length > 0) {
    const quoted = words
      .map(word => `“${word.slice(0, 40)}”`)
      .slice(0, 4)
      .join(', ');
    const period = saidPeriod(parsed, taken);
    if (period !== undefined) {
      const summary = offerFor({ ...healthParts, service: services[0], period });
      const reason =
        'A digest covers the time since the one before. For any other time there is the summary.';
      return refused(reason, others, [summary, ...offersOf([{ what: 'show' }])]);
    }
    const isTurned = foreign.some(({ meaning }) => meaning.part === 'negation');
    const understood = isTurned ? [] : complete(parts, services, context.zone);
    return refused(
      `A digest knows nothing of ${quoted}.`,
      others,
      offersOf(understood.length > 0 ? understood : [{ what: 'show' }]),
    );
  }
  const [verb, otherVerb] = new Set(parts.verbs);
  const isSetting = parts.days.length + parts.times.length + services.length > 0 || parts.onlyProblems;
  if (verb && (otherVerb || (isSetting && verb !== 'now'))) {
    return refused('One thing at a time, please.', others, offersOf([...new Set(parts.verbs)].map(orderOf)));
  }
  if (verb) {
    const moment = parts.ahead?.moment;
    if (typeof moment === 'object') return refused(moment.reason, others, offersOf([orderOf('pause')]));
    return {
      command: { kind: 'digest', order: verb === 'pause' ? { what: 'pause', until: moment } : orderOf(verb) },
      notes: others,
      offers: [],
    };
  }
  if (!isSetting) {
    // "digest on"
    const last = tokens.findLast(({ kind }) => kind !== 'sign')?.text;
    return {
      command: { kind: 'digest', order: { what: last === 'on' ? 'resume' : 'show' } },
      notes: others,
      offers: [],
    };
  }
  const wrong = parts.times.find(time => time.wrong !== undefined)?.wrong;
  if (wrong !== undefined)
    return refused(wrong, others, offersOf(complete({ ...parts, times: [] }, services, context.zone)));
  if (parts.zones.length > 1) return refused('One time zone for each digest, please.', others, []);
  const wishes = complete(parts, services, context.zone);
  const [first] = wishes;
  if (parts.times.length === 1 && first)
    return { command: { kind: 'digest', order: first }, notes: others, offers: [] };
  const reason =
    parts.times.length === 0 ? 'At what time should it come?' : 'One time for each digest, please.';
  return refused(reason, others, offersOf(wishes));
}

/** "last week", where it is no part of what a digest knows. */
function saidPeriod({ period, periods }: Parsed, taken: readonly boolean[]): string | undefined {
  const [first] = periods;
  return first && !taken[first.start] && period.kind === 'bounds' ? period.words : undefined;
}

function isBackup(meaning: { part: string; value?: unknown }): boolean {
  return meaning.part === 'type' && meaning.value === 'backup';
}

/** The wishes that were said, one for each time; for the usual times where none was. */
function complete(
  { days, times, zones, onlyProblems }: DigestParts,
  services: readonly Service[],
  zone: string,
): DigestOrder[] {
  if (days.length + times.length + services.length === 0 && !onlyProblems) return [];
  const sound = times.filter(({ wrong }) => wrong === undefined).map(({ time }) => time);
  return (sound.length > 0 ? sound : usualTimes).map(({ hour, minute }): DigestOrder => {
    const when: Recurrence = {
      days: days.length > 0 ? days : everyDay,
      hour: hour % 24,
      minute,
      zone: zones[0] ?? zone,
    };
    const wish: DigestWish = { when, services, onlyProblems };
    return { what: 'set', wish };
  });
}

function orderOf(verb: Verb): DigestOrder {
  return verb === 'pause' ? { what: 'pause', until: undefined } : { what: verb };
}

function offerOf(order: DigestOrder, zone: string): Offer {
  const sentence =
    order.what === 'set'
      ? composeDigest(order.wish, zone)
      : order.what === 'show'
        ? 'digest'
        : `digest ${order.what}`;
  return { label: capital(sentence), sentence };
}

function refused(reason: string, notes: readonly Note[], offers: readonly Offer[]): Reading {
  return { command: { kind: 'noOrder', reason }, notes, offers: offers.slice(0, 4) };
}

function rawOf(tokens: Parsed['tokens']): string {
  return tokens.map(({ raw }, index) => (index > 0 && !tokens[index]?.glued ? ` ${raw}` : raw)).join('');
}

/** Words and numbers that were not understood. */
function unknownWords({ tokens }: Parsed, taken: readonly boolean[]): string[] {
  const words = tokens
    .filter((token, at) => !taken[at] && token.kind !== 'sign' && !idleWords.has(token.text))
    .map(({ raw }) => raw);
  return [...new Set(words)];
}
