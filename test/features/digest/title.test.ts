import assert from 'node:assert/strict';
import { everyDay, type Weekday } from '../../../src/domain/recurrence.ts';
import type { DigestMessage } from '../../../src/features/digest/message.ts';
import { digestTitle, previousText, timesOf } from '../../../src/features/digest/title.ts';
import { good, message } from '../../cards/digest-models.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Monday 23 November 2026, 08:00 in Berlin. */
const due = Date.UTC(2026, 10, 23, 7);

function titleOf(days: readonly Weekday[], atHour: number, changes: Partial<DigestMessage> = {}): string {
  const when = { days, hour: atHour, minute: 0, zone: 'Europe/Berlin' };
  const digest = message(good(), { wish: { when, services: [], onlyProblems: false }, ...changes });
  return digestTitle(digest, timesOf(digest));
}

describe('the title of a digest', () => {
  for (const [atHour, word] of [
    [0, 'Night'],
    [4, 'Night'],
    [5, 'Morning'],
    [10, 'Morning'],
    [11, 'Midday'],
    [14, 'Afternoon'],
    [18, 'Evening'],
    [23, 'Night'],
  ] as const)
    it(`a digest at ${atHour} o’clock is called a ${word.toLowerCase()} digest`, () => {
      assert.equal(titleOf(everyDay, atHour), `${word} digest · Mon 23 Nov`);
    });

  it('a digest of one day a week is called a weekly summary, with the days of its week', () => {
    const span = { from: due - 7 * day, to: due };
    assert.equal(titleOf([1], 8, { span }), 'Weekly summary · Mon 16 – Sun 22 Nov');
    const us = titleOf([1], 8, { span, locale: 'en-US' });
    assert.equal(us, 'Weekly summary · Mon, Nov 16 – Sun, Nov 22');
  });

  it('a weekly summary over a change of the clocks has the days of its week', () => {
    const to = Date.UTC(2026, 2, 30, 6);
    const span = { from: to - 7 * day + hour, to };
    assert.equal(titleOf([1], 8, { span, composedAt: to }), 'Weekly summary · Mon 23 – Sun 29 Mar');
  });

  it('the first digest of one day a week covers a day, so it isn’t called a weekly summary', () => {
    assert.equal(titleOf([1], 8), 'Morning digest · Mon 23 Nov');
  });

  it('a digest on request is called a preview, and a follow-up is called updated', () => {
    assert.equal(titleOf(everyDay, 8, { occasion: 'now' }), 'Digest preview · Mon 23 Nov');
    assert.equal(titleOf(everyDay, 8, { occasion: 'followUp' }), 'Morning digest, updated · Mon 23 Nov');
  });

  it('the time before a digest’s window is named by its length', () => {
    const previous = (ms: number) => previousText({ from: due - ms, to: due });
    assert.equal(previous(day), 'the previous 24 hours');
    assert.equal(previous(day - hour), 'the previous 23 hours');
    assert.equal(previous(7 * day + hour), 'the previous 7 days');
    assert.equal(previous(day + 90 * 60_000), 'the equally long time before');
  });
});
