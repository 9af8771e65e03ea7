import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Question } from '../../src/domain/question.ts';
import type { ReadingContext } from '../../src/language/reading.ts';
import { interpret, type Interpretation as Reading } from '../support/interpret.ts';

/** Monday 23 November 2026, 14:05 in Berlin: the moment of the specification's examples. */
export const berlin: ReadingContext = {
  now: Date.UTC(2026, 10, 23, 13, 5),
  zone: 'Europe/Berlin',
  locale: 'en-GB',
};

/** A context at a local time: `context('Europe/Berlin', '2026-03-29T14:05')`. */
export function context(zone: string, local: string, locale: string | undefined = 'en-GB'): ReadingContext {
  return { now: at(zone, local), zone, locale };
}

/** The instant of a local time; offsets may be given to tell repeated hours apart. */
export function at(zone: string, local: string): number {
  return /[+-]\d\d:\d\d$/.test(local)
    ? Temporal.Instant.from(local).epochMilliseconds
    : Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
}

/** Returns the question that a sentence is read as; fails if it is read as anything else. */
export function questionOf(sentence: string, where: ReadingContext = berlin): Question {
  const { command } = interpret(sentence, where);
  if (command.kind !== 'jobs') {
    assert.fail(
      `"${sentence}" gave ${command.kind}${command.kind === 'noQuestion' ? `: ${command.reason}` : ''}`,
    );
  }
  return command.question;
}

/** "2026-11-23T00:00/2026-11-23T14:05" in the context's zone, or "no bounds". */
export function window({ span }: Question, zone: string): string {
  if (span.from === undefined || span.to === undefined) return 'no bounds';
  const local = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' });
  return `${local(span.from)}/${local(span.to)}`;
}

/** The sentences on a reading's buttons. */
export function offered(reading: Reading): string[] {
  return reading.offers.map(offer => offer.sentence);
}

/** Why a sentence gets no answer: what it is about, or the kind of the reply. Undefined if it is answered. */
export function unanswered({ command }: Reading): string | undefined {
  switch (command.kind) {
    case 'noQuestion':
      return command.about ?? 'noQuestion';
    case 'noOrder':
    case 'notUnderstood':
    case 'smallTalk':
    case 'otherLanguage':
    case 'help':
      return command.kind;
    default:
      return undefined;
  }
}

/** The reason that is given for no answer; empty if there is none. */
export function reasonOf({ command }: Reading): string {
  return command.kind === 'noQuestion' || command.kind === 'noOrder' ? command.reason : '';
}

/** Any moment of thirty years, in a zone with changes of the clocks of its own kind. */
export const anywhere = fc.record({
  now: fc.integer({ min: Date.UTC(2012, 0, 10), max: Date.UTC(2040, 0, 1) }),
  zone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Beirut',
  ),
  locale: fc.constant('en-GB'),
});
