import assert from 'node:assert/strict';
import { compareCard } from '../../../src/features/compare/card.ts';
import type { CompareAnswer } from '../../../src/features/compare/compare.ts';
import { compared, noAsides } from '../../cards/models.ts';
import { executesIn, textOf } from '../../support/playground.ts';

const reader = { locale: 'en-GB', ownZone: 'Europe/Berlin' };
const cardOf = (changes: Partial<CompareAnswer>) =>
  compareCard({ ...compared, doubtful: [], ...changes }, noAsides, reader);
const count = (value: number) => ({ value, atLeast: false });

/** How often a text has this number by itself. */
const timesIn = (text: string, number: string) =>
  text.split('\n').filter(line => new RegExp(`(?<![\\d,:])${number}(?![\\d,:])`).test(line)).length;

describe('the card of a comparison', () => {
  it('the card of a comparison has the numbers of all services once, in its headline, and still leads to their jobs', () => {
    const total = { here: count(1019), there: count(2164) };
    const card = cardOf({ total });
    const text = textOf(card);
    assert.match(text, /1,145 fewer failed backups than last week: 1,019 instead of 2,164/);
    for (const number of ['1,019', '2,164', '1,145']) assert.equal(timesIn(text, number), 1, number);
    const lists = executesIn(card).filter(({ data }) => (data as { o?: string }).o === undefined);
    assert.equal(lists.filter(({ verb }) => verb === 'jobs.page').length, 2);
  });

  it('the card of a comparison of one service has each number once, and leads to the jobs', () => {
    const question = { ...compared.question, service: 'exchange' } as const;
    const card = cardOf({ question, services: [], total: { here: count(20), there: count(8) } });
    const text = textOf(card);
    assert.match(text, /: 20 instead of 8/);
    for (const number of ['20', '8']) assert.equal(timesIn(text, number), 1, number);
    assert.equal(executesIn(card).filter(({ verb }) => verb === 'jobs.page').length, 2);
  });

  it('the card of a comparison has the total in its table if the headline can’t', () => {
    const card = cardOf({ total: { here: { value: 1019, atLeast: true }, there: undefined } });
    assert.match(textOf(card), /All services\nFailed backups, this week\n1,019\+\nnot read\n\?/);
  });

  it('the card of a comparison has no table if nothing ran', () => {
    const text = textOf(cardOf({ services: [], total: { here: count(0), there: count(0) } }));
    assert.match(text, /No change: No failed backups in each of the two/);
    assert.doesNotMatch(text, /All services|Change\n/);
  });
});
