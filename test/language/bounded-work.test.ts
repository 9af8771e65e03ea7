import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fillDigestSlots } from '../../src/features/digest/fill-slots.ts';
import { fillOnCallSlots } from '../../src/features/incidents/on-call/fill-slots.ts';
import { fillWatchSlots } from '../../src/features/incidents/watch/fill-slots.ts';
import { words } from '../../src/features/index.ts';
import { parse } from '../../src/language/parse.ts';
import { prepare } from '../../src/language/prepare.ts';
import { findPeriods, resolvePeriods } from '../../src/language/spans/index.ts';
import type { Token } from '../../src/language/tokens.ts';
import { baseEntries, createLexicon } from '../../src/language/vocabulary.ts';
import { createWallClock, type WallClock } from '../../src/language/wall-clock.ts';
import { berlin } from './support.ts';

const lexicon = createLexicon([...baseEntries, ...words]);

const hostile = [
  '1-the ',
  '1friday ',
  '1-1-',
  '-1/2',
  ', ',
  'at , ',
  'since about ',
  'the ',
  'monday ',
  '1/2-',
  'between 1 and ',
  'from 2 to ',
  'friday,1-',
  'on at ',
  '2 nov ',
  '1 a.m ',
  '12:30-',
  'yesterday since 2 ',
  '24h 24 hours ',
];

/** The tokens of a message, which count how often one of them is looked at. */
function counted(tokens: readonly Token[]): { tokens: readonly Token[]; looks: () => number } {
  let looks = 0;
  const watched = new Proxy(tokens, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^-?\d+$/.test(key)) looks += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { tokens: watched, looks: () => looks };
}

/** The wall clock, which counts what it is asked to work out. */
function countedClock(): { wall: WallClock; asked: () => number } {
  let asked = 0;
  const clock = createWallClock(berlin);
  const counting =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      asked += 1;
      return work(...args);
    };
  const wall = {
    ...clock,
    startOf: counting(clock.startOf),
    at: counting(clock.at),
    back: counting(clock.back),
  };
  return { wall, asked: () => asked };
}

describe('work for a message of a thousand characters', () => {
  for (const unit of hostile) {
    const text = unit.repeat(1000).slice(0, 1000);
    it(`the work for a message is bounded for each token and message: ${JSON.stringify(unit)}`, () => {
      const prepared = prepare(text);
      assert.ok(prepared);
      const { tokens, looks } = counted(prepared.tokens);
      const found = findPeriods(tokens);
      assert.ok(looks() <= 180 * tokens.length, `${looks()} looks at ${tokens.length} tokens`);
      const { wall, asked } = countedClock();
      resolvePeriods(tokens, found, wall);
      assert.ok(asked() <= 20, `${asked()} dates worked out`);
    });
  }

  it('the work for a row of numbers without a space is none, and two tied dates are still a period', () => {
    const lookFor = (text: string) => findPeriods(prepare(text)?.tokens ?? []).length;
    assert.equal(lookFor('-1/2'.repeat(250)), 0);
    assert.equal(lookFor('1/11/2026-7/11/2026'), 1);
  });

  for (const piece of [
    'monday ',
    'at 8 ',
    'until monday ',
    'only if there are ',
    'Europe/',
    'pause for 3 ',
    'every ',
  ])
    it(`reading an order takes work proportional to its length: ${JSON.stringify(piece)}`, () => {
      const looksOf = (length: number) => {
        const text = `digest pause ${piece.repeat(1000)}`.slice(0, length);
        const { tokens, looks } = counted(prepare(text)?.tokens ?? []);
        fillDigestSlots(tokens, new Array(tokens.length).fill(false), createWallClock(berlin));
        return looks() / tokens.length;
      };
      assert.ok(looksOf(1000) < 2 * looksOf(300) + 50, `${looksOf(300)} and ${looksOf(1000)} a token`);
    });

  /** Looks at a token, for messages of two lengths: work that grows with the length alone looks equally often. */
  function isBounded(piece: string, looksAt: (text: string) => number) {
    const each = [300, 1000].map(length => looksAt(piece.repeat(1000).slice(0, length)));
    const [short = 0, long = 0] = each;
    assert.ok(long < 2 * short + 50, `${short} and ${long} a token`);
  }

  for (const piece of [
    'watch ',
    'quiet ',
    'quiet from 22 to ',
    '22-',
    'two runs ',
    'in a ',
    'including the ',
    'and partial ',
    'after the ',
    'Europe/',
    'monday ',
    'bananas-',
  ])
    it(`reading a watch takes work proportional to its length: ${JSON.stringify(piece)}`, () => {
      isBounded(`watch ${piece}`, text => {
        const { tokens, looks } = counted(prepare(text)?.tokens ?? []);
        fillWatchSlots(tokens, new Array(tokens.length).fill(false));
        return looks() / tokens.length;
      });
    });

  for (const piece of [
    'on duty ',
    'then ',
    'escalate after ',
    'remind us every ',
    '10 minutes ',
    'monday ',
    'bananas-',
    '-x',
    '@',
  ])
    it(`reading an on-call order takes work proportional to its length: ${JSON.stringify(piece)}`, () => {
      isBounded(`on duty ${piece}`, text => {
        const parsed = parse(prepare(text) ?? { tokens: [], corrections: [], mentions: [] }, berlin, lexicon);
        const { tokens, looks } = counted(parsed.tokens);
        fillOnCallSlots({ ...parsed, tokens });
        return looks() / tokens.length;
      });
    });
});
