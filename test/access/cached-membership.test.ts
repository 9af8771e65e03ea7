import assert from 'node:assert/strict';
import {
  createCachedMembership,
  pauseMs,
  readMs,
  renewMs,
  restOfAnswerMs,
  staleMs,
  usedMs,
  waitWithStaleMs,
} from '../../src/access/cached-membership.ts';
import { type Member, notMember, type RosterEntry } from '../../src/domain/membership.ts';
import { inMs } from '../../src/domain/time.ts';
import { fakeClock } from '../support/fakes.ts';
import { aMember, chat, kim, lee } from './people.ts';

const channel = { ...chat, home: 'team', id: 'channel' };

/** `answer` returns the result of each read, by its number. A wait ends at once if `isHanging`. */
function open(answer: (count: number) => RosterEntry | Promise<RosterEntry>) {
  const clock = fakeClock();
  const asked: string[] = [];
  const waited: number[] = [];
  const state = { isHanging: false };
  const membership = createCachedMembership({
    membership: {
      entry: async ({ id }, personId) => {
        asked.push(`${id} ${personId}`);
        return answer(asked.length);
      },
    },
    clock,
    within(ms, work) {
      waited.push(ms);
      return state.isHanging ? Promise.resolve(undefined) : work;
    },
  });
  const entry = () => membership.entry(chat, '29:kim');
  return { clock, asked, waited, state, membership, entry };
}

/** Reads succeed until `fail` is called. */
function openFailing(failure: RosterEntry = undefined) {
  let isFailing = false;
  const opened = open(() => (isFailing ? failure : aMember(kim)));
  return { ...opened, fail: (failing = true) => (isFailing = failing) };
}

describe('roster entries', () => {
  it('a roster entry is stored for 24 hours for each conversation and user', async () => {
    const { clock, asked, membership, entry } = open(() => aMember(kim));
    await entry();
    clock.advance(readMs - 1);
    assert.deepEqual(await entry(), aMember(kim));
    assert.equal(asked.length, 1);
    await membership.entry(chat, '29:lee');
    await membership.entry({ ...chat, home: 'b', id: 'b' }, '29:kim');
    assert.deepEqual(asked, ['a:chat 29:kim', 'a:chat 29:lee', 'b 29:kim']);
    clock.advance(1);
    await entry();
    assert.equal(asked.length, 4);
    assert.equal(readMs, 24 * 3_600_000);
  });

  it('a roster entry of one channel says nothing about another channel of the same team', async () => {
    const { asked, membership } = open(count => (count === 1 ? aMember(kim) : notMember));
    assert.deepEqual(await membership.entry({ ...channel, id: 'team' }, '29:kim'), aMember(kim));
    assert.equal(await membership.entry(channel, '29:kim'), notMember);
    assert.deepEqual(asked, ['team 29:kim', 'channel 29:kim']);
  });

  it('a roster entry counts for 72 hours while it cannot be read again, and not longer', async () => {
    const { clock, fail, entry } = openFailing();
    await entry();
    fail();
    clock.advance(staleMs - 1);
    assert.deepEqual(await entry(), aMember(kim));
    clock.advance(1);
    assert.equal(await entry(), undefined);
    assert.equal(staleMs, 72 * 3_600_000);
  });

  it('a roster entry counts for every message of an outage, without a read each time', async () => {
    const { clock, asked, fail, entry } = openFailing();
    await entry();
    fail();
    clock.advance(readMs);
    for (let count = 0; count < 3; count += 1) assert.deepEqual(await entry(), aMember(kim));
    assert.equal(asked.length, 2);
  });

  it('a roster entry counts after a wait of one second if its read hangs', async () => {
    const { clock, waited, state, entry } = openFailing();
    await entry();
    clock.advance(readMs);
    state.isHanging = true;
    assert.deepEqual(await entry(), aMember(kim));
    assert.equal(waited.at(-1), waitWithStaleMs);
    assert.equal(waitWithStaleMs, 1_000);
  });

  it('a roster entry is waited for until two seconds before the answer is due if there is none to go on with', async () => {
    const { clock, waited, membership } = open(() => aMember(kim));
    await membership.entry(chat, '29:kim', inMs(3_500, clock));
    await membership.entry(chat, '29:lee', inMs(10_000, clock));
    await membership.entry(chat, '29:sam', inMs(1_000, clock));
    assert.deepEqual(waited, [1_500, 8_000, 0]);
    assert.equal(restOfAnswerMs, 2_000);
  });

  it('a roster entry that shows that the user left takes effect at once, and the entry before it is gone', async () => {
    const { clock, fail, entry } = openFailing(notMember);
    await entry();
    fail();
    clock.advance(readMs);
    assert.equal(await entry(), notMember);
    assert.equal(await entry(), notMember);
  });

  it('a roster entry that makes a member a guest replaces the one before it', async () => {
    const { clock, entry } = open(count => aMember(kim, count > 1 ? { userRole: 'guest' } : {}));
    await entry();
    clock.advance(readMs);
    assert.equal(((await entry()) as Member).userRole, 'guest');
  });

  for (const [what, bad] of [
    ['could not be read', undefined],
    ['was not found', notMember],
  ] as const)
    it(`a roster entry that ${what} is asked for again after ten seconds, and not for every message`, async () => {
      const { clock, asked, entry } = open(count => (count > 1 ? aMember(kim) : bad));
      assert.equal(await entry(), bad);
      clock.advance(pauseMs - 1);
      assert.equal(await entry(), bad);
      assert.equal(asked.length, 1);
      clock.advance(1);
      assert.deepEqual(await entry(), aMember(kim));
      assert.equal(pauseMs, 10_000);
    });

  it('a roster entry is asked for once for all who wait for it at the same moment, however long it takes', async () => {
    let tell: (member: Member) => void = () => {};
    const { clock, asked, entry } = open(() => new Promise(resolve => (tell = resolve)));
    const waiting = [entry(), entry()];
    clock.advance(readMs);
    waiting.push(entry());
    tell(aMember(kim));
    assert.deepEqual(await Promise.all(waiting), [aMember(kim), aMember(kim), aMember(kim)]);
    assert.equal(asked.length, 1);
  });

  it('a roster entry that comes after the answer was given up is there for the next one', async () => {
    const { asked, state, entry } = open(() => aMember(kim));
    state.isHanging = true;
    assert.equal(await entry(), undefined);
    assert.deepEqual(await entry(), aMember(kim));
    assert.equal(asked.length, 1);
  });

  it('a roster entry is dropped in every conversation once Teams reports that the user left one of them', async () => {
    const { asked, membership, entry } = open(() => aMember(kim));
    await entry();
    await membership.entry(channel, '29:kim');
    await membership.entry(channel, '29:lee');
    membership.forget(['29:kim', '29:nobody']);
    await entry();
    await membership.entry(channel, '29:lee');
    assert.deepEqual(asked, ['a:chat 29:kim', 'channel 29:kim', 'channel 29:lee', 'a:chat 29:kim']);
  });
});

describe('background renewal of roster entries', () => {
  it('the background renewal reads an entry again from its twelfth hour, so that no answer waits for it', async () => {
    const { clock, asked, membership, entry } = open(count => aMember(count > 1 ? lee : kim));
    await entry();
    clock.advance(renewMs - 1);
    await membership.renew(() => true);
    assert.equal(asked.length, 1);
    clock.advance(1);
    await membership.renew(() => true);
    assert.equal(asked.length, 2);
    clock.advance(readMs - 1);
    assert.deepEqual(await entry(), aMember(lee));
    assert.equal(asked.length, 2);
  });

  it('the background renewal tries a read that failed again ten minutes later', async () => {
    const { clock, asked, fail, membership, entry } = openFailing();
    await entry();
    fail();
    clock.advance(renewMs);
    for (let minute = 0; minute < 20; minute += 1) {
      await membership.renew(() => true);
      clock.advance(60_000);
    }
    assert.equal(asked.length, 1 + 2);
    assert.deepEqual(await entry(), aMember(kim));
  });

  it('the background renewal leaves out users who were not there for a week, and stops when it must', async () => {
    const { clock, asked, membership, entry } = open(() => aMember(kim));
    await entry();
    clock.advance(renewMs);
    await membership.renew(() => false);
    clock.advance(usedMs);
    await membership.renew(() => true);
    assert.equal(asked.length, 1);
  });
});
