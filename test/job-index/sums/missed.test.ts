import assert from 'node:assert/strict';
import { type Backups, missedOn } from '../../../src/job-index/sums/missed.ts';
import { hour } from '../../support/fakes.ts';
import { day, minute, today } from './support.ts';

/** Backups at these moments, each of a minute unless `ends` has another end. */
function backups(starts: readonly number[], ends: Readonly<Record<number, number>> = {}): Backups {
  const inOrder = starts.toSorted((a, b) => a - b);
  return { starts: inOrder, ends: inOrder.map(start => ends[start] ?? start + minute) };
}

/** Each day at these hours, for six weeks up to and with the day before the last. */
const daily = (...hours: readonly number[]) =>
  Array.from({ length: 43 }, (_, index) => (today - 43 + index) * day).flatMap(midnight =>
    hours.map(at => midnight + at * hour),
  );
const at = (date: number, hours: number) => date * day + hours * hour;
/** What was missed on each of some days. */
const missed = (those: Backups, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => missedOn(those, from + index));

describe('missed backups of a day', () => {
  it('the missed backups of a day are none while a service runs as it usually does', () => {
    assert.deepEqual(missed(backups(daily(2, 8, 14, 20)), today - 14, today), Array(14).fill(0));
  });

  it('the missed backups of a day count on the day on which one was overdue, and not when the next one comes', () => {
    const starts = daily(22).filter(start => start !== at(today - 3, 22));
    assert.deepEqual(missed(backups(starts), today - 5, today), [0, 0, 1, 0, 0]);
  });

  it('the missed backups of a day count several on one day, each once', () => {
    const left = [at(today - 3, 2), at(today - 3, 14), at(today - 3, 20)];
    const starts = daily(2, 8, 14, 20).filter(start => !left.includes(start));
    // The last two are one gap: nothing started between them.
    assert.deepEqual(missed(backups(starts), today - 5, today), [0, 0, 2, 0, 0]);
  });

  it('the missed backups of a day count one that came more than half an hour late, and not one that came within it', () => {
    const late = (ms: number) => {
      const due = at(today - 3, 14);
      return backups([...daily(2, 14).filter(start => start !== due), due + ms]);
    };
    assert.equal(missedOn(late(29 * minute), today - 3), 0);
    assert.equal(missedOn(late(31 * minute), today - 3), 1);
  });

  it('the missed backups of a day count a service that has stopped once, on the first day', () => {
    const starts = daily(2, 8, 14, 20).filter(start => start < at(today - 10, 0));
    assert.deepEqual(missed(backups(starts), today - 12, today), [0, 0, 1, ...Array(9).fill(0)]);
  });

  it('the missed backups of a day count one whose run did not come by the end of the day', () => {
    const starts = daily(12).filter(start => start < at(today - 1, 0));
    assert.equal(missedOn(backups(starts), today - 1), 1);
  });

  it('the missed backups of a day leave one that is due after midnight to the next day', () => {
    const starts = daily(0.25).filter(start => start !== at(today - 2, 0.25));
    assert.deepEqual(missed(backups(starts), today - 4, today), [0, 0, 1, 0]);
    const before = daily(23.75).filter(start => start !== at(today - 2, 23.75));
    // It's overdue half an hour later.
    assert.deepEqual(missed(backups(before), today - 4, today), [0, 0, 0, 1]);
  });

  it('the missed backups of a day exclude a weekend without runs', () => {
    const isWeekend = (start: number) => [0, 6].includes(new Date(start).getUTCDay());
    const starts = daily(2, 14).filter(start => !isWeekend(start));
    assert.deepEqual(missed(backups(starts), today - 10, today), Array(10).fill(0));
  });

  it('the missed backups of a day are none while a backup is going, and count once it has ended', () => {
    const long = at(today - 3, 2);
    const starts = daily(2, 14).filter(start => start !== at(today - 3, 14));
    assert.equal(missedOn(backups(starts), today - 3), 1);
    const ending = (hours: number) => backups(starts, { [long]: at(today - 3, hours) });
    assert.equal(missedOn(ending(20), today - 3), 1, 'from 20:00 on one is overdue');
    assert.equal(missedOn(ending(26), today - 3), 0);
    const running = backups(starts, { [long]: Number.POSITIVE_INFINITY });
    assert.deepEqual(missed(running, today - 3, today), [0, 0, 0]);
  });

  it('the missed backups of a day depend only on the six weeks before the day', () => {
    const fortnightly = Array.from({ length: 10 }, (_, index) => at(today - 3 - 14 * index, 5));
    assert.equal(missedOn(backups(fortnightly), today - 2), 1, 'three runs show nothing that is usual');
    assert.equal(missedOn(backups(fortnightly.slice(0, 3)), today - 2), 1);
  });

  it('the missed backups of a day count a weekly service by its week', () => {
    const weekly = Array.from({ length: 7 }, (_, index) => at(today - 2 - 7 * index, 5));
    assert.deepEqual(missed(backups(weekly), today - 2, today), [0, 0]);
    assert.deepEqual(missed(backups(weekly.slice(1)), today - 2, today), [1, 0]);
  });
});
