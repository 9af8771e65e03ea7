import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRefused, parseSentence } from '../../src/bot/interpret.ts';
import { services } from '../../src/domain/job.ts';
import { commandOf } from '../../src/features/index.ts';
import { namesInWords } from '../../src/language/compose.ts';
import { rawOf } from '../../src/language/orders.ts';
import type { Parsed } from '../../src/language/parse.ts';
import { type Command, interpret } from '../support/interpret.ts';
import { fieldSentences } from './field.ts';
import { berlin } from './support.ts';

/** A sentence that is answered by itself, as it's read. */
interface Answered {
  readonly say: string;
  readonly command: Command;
  readonly parsed: Parsed;
}

const answered: readonly Answered[] = fieldSentences.flatMap(({ say, after }) => {
  const { command } = interpret(say, berlin);
  const parsed = parseSentence(say, berlin);
  const isPlain = !say.includes('\n') && !after && parsed !== undefined && commandOf(command).isQuestion;
  return isPlain ? [{ say, command, parsed }] : [];
});

const sentence = fc.constantFrom(...answered);

/** Commands are compared without the sentence's own words of its period. */
const meaningOf = (command: Command) => JSON.stringify(command);
const withoutWords = (command: Command) =>
  JSON.stringify(command, (key, value) => (key === 'spanWords' ? undefined : value));
const withoutPeriod = (command: Command) =>
  JSON.stringify(command, (key, value) =>
    ['span', 'spanWords', 'window', 'windows', 'targetMs', 'isUsual', 'from', 'to'].includes(key)
      ? undefined
      : value,
  );

/** The sentence with other words in place of some of its tokens. */
function replaced({ tokens }: Parsed, start: number, end: number, words: string): string {
  return [rawOf(tokens.slice(0, start)), words, rawOf(tokens.slice(end))].filter(Boolean).join(' ');
}

/** Returns where the one period of a sentence begins, with its preposition. */
function startOf({ tokens, periods }: Parsed): number {
  let start = periods[0]?.start ?? 0;
  while (start > 0 && ['on', 'in', 'for', 'over', 'during', 'the'].includes(tokens[start - 1]?.text ?? ''))
    start -= 1;
  return start;
}

function check(said: string, expected: string, of: (command: Command) => string, one: Answered): void {
  const { command } = interpret(said, berlin);
  assert.equal(of(command), expected, `“${one.say}” as “${said}”`);
}

describe('variations of sentences from the field', () => {
  it('politeness changes nothing', () => {
    const polite = fc.constantFrom(
      (say: string) => `please ${say}`,
      (say: string) => `hi, ${say}`,
      (say: string) => `hey bot, ${say}`,
      (say: string) => `good morning, ${say}`,
      (say: string) => `${say.replace(/[?!]+$/, '')} please`,
      (say: string) => `${say.replace(/[?!]+$/, '')}, thanks`,
      (say: string) => `${say.replace(/[?!]+$/, '')} pls`,
      (say: string) => say.toUpperCase(),
      (say: string) => `  ${say.replaceAll(' ', '   ')} `,
    );
    fc.assert(
      fc.property(sentence, polite, (one, politely) =>
        check(politely(one.say), withoutWords(one.command), withoutWords, one),
      ),
      { numRuns: 1_000 },
    );
  });

  it('another service is the same question about that service', () => {
    const ofOneService = answered.filter(
      ({ parsed }) =>
        parsed.parts.services.length === 1 &&
        parsed.parts.found.filter(({ meaning }) => meaning.part === 'service').length === 1,
    );
    assert.ok(ofOneService.length > 20);
    fc.assert(
      fc.property(fc.constantFrom(...ofOneService), fc.constantFrom(...services), (one, other) => {
        const [own] = one.parsed.parts.services;
        const place = one.parsed.parts.found.find(({ meaning }) => meaning.part === 'service');
        assert.ok(place);
        const said = replaced(one.parsed, place.start, place.end, namesInWords([other]));
        check(said, meaningOf(one.command).replaceAll(`"${own}"`, `"${other}"`), meaningOf, one);
      }),
      { numRuns: 1_000 },
    );
  });

  it('another period is the same question about that period', () => {
    const ofOnePeriod = answered.filter(
      ({ command, parsed, say }) =>
        parsed.periods.length === 1 &&
        // Behind "than" stands the other of two periods, which not every period has.
        !/\bthan\b/.test(say) &&
        // In a window up to now it's the last good backup, in others whether it ran.
        !say.includes('backed up') &&
        !/get through|make it thru/.test(say) &&
        // How old a backup was then isn't known.
        command.kind !== 'coverage',
    );
    const periods = [
      'yesterday',
      'last week',
      'last 3 days',
      'since Friday',
      'on 2 November',
      'this month',
      'last night',
    ];
    assert.ok(ofOnePeriod.length > 40);
    fc.assert(
      fc.property(fc.constantFrom(...ofOnePeriod), fc.constantFrom(...periods), (one, period) => {
        const [place] = one.parsed.periods;
        assert.ok(place);
        const start = startOf(one.parsed);
        check(replaced(one.parsed, start, place.end, period), withoutPeriod(one.command), withoutPeriod, one);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a period at the other end changes nothing', () => {
    const atEnd = answered.filter(({ say, parsed: { periods, tokens } }) => {
      const [period] = periods;
      return (
        periods.length === 1 &&
        !/\bthan\b/.test(say) &&
        period !== undefined &&
        period.start > 1 &&
        tokens.slice(period.end).every(({ kind }) => kind === 'sign')
      );
    });
    assert.ok(atEnd.length > 20);
    fc.assert(
      fc.property(fc.constantFrom(...atEnd), one => {
        const { tokens, periods } = one.parsed;
        const start = startOf(one.parsed);
        const said = `${rawOf(tokens.slice(start, periods[0]?.end))}, ${rawOf(tokens.slice(0, start))}`;
        check(said, withoutWords(one.command), withoutWords, one);
      }),
      { numRuns: 500 },
    );
  });

  it('a typing error is corrected, or stops the answer', () => {
    fc.assert(
      fc.property(sentence, fc.nat(), fc.nat(), (one, word, letter) => {
        // An error's own words may be any; they're looked for as they're written, and shown.
        const ofError: string = one.command.question?.narrowed?.error?.text ?? '';
        const long = one.parsed.tokens.filter(
          ({ kind, text, raw }) =>
            kind === 'word' && text.length > 4 && raw.length === text.length && !ofError.includes(text),
        );
        const token = long[word % Math.max(1, long.length)];
        if (!token) return;
        const at = 1 + (letter % (token.raw.length - 2));
        const [a = '', b = ''] = [token.raw[at], token.raw[at + 1]];
        const wrong = `${token.raw.slice(0, at)}${b}${a}${token.raw.slice(at + 2)}`;
        const said = one.say.replace(token.raw, wrong);
        const reading = interpret(said, berlin);
        if (isRefused(reading)) return;
        assert.equal(withoutWords(reading.command), withoutWords(one.command), `“${one.say}” as “${said}”`);
      }),
      { numRuns: 2_000 },
    );
  });
});
