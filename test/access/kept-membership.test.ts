import assert from 'node:assert/strict';
import { createKeptMembership, readMs, unreadMs } from '../../src/access/kept-membership.ts';
import type { Member } from '../../src/domain/membership.ts';
import { fakeClock } from '../support/fakes.ts';
import { aMember, chat, kim } from './people.ts';

function open(answer: (count: number) => Member | undefined | Promise<Member | undefined>) {
  const clock = fakeClock();
  const asked: string[] = [];
  const membership = createKeptMembership(
    {
      entry: async ({ home }, personId) => {
        asked.push(`${home} ${personId}`);
        return answer(asked.length);
      },
    },
    clock,
  );
  return { clock, asked, membership };
}

describe('a member entry', () => {
  it('is kept for 24 hours for each conversation and person', async () => {
    const { clock, asked, membership } = open(() => aMember(kim));
    await membership.entry(chat, '29:kim');
    clock.advance(readMs - 1);
    assert.deepEqual(await membership.entry(chat, '29:kim'), aMember(kim));
    assert.equal(asked.length, 1);
    await membership.entry(chat, '29:lee');
    await membership.entry({ ...chat, home: 'b', id: 'b' }, '29:kim');
    assert.deepEqual(asked, ['a:chat 29:kim', 'a:chat 29:lee', 'b 29:kim']);
    clock.advance(1);
    await membership.entry(chat, '29:kim');
    assert.equal(asked.length, 4);
    assert.equal(readMs, 24 * 3_600_000);
  });

  it('is read once for a team, whichever of its channels it is asked of', async () => {
    const { asked, membership } = open(() => aMember(kim));
    await membership.entry({ ...chat, home: 'team', id: 'one' }, '29:kim');
    await membership.entry({ ...chat, home: 'team', id: 'two' }, '29:kim');
    assert.equal(asked.length, 1);
  });

  it('that could not be read is asked for again after a minute, and not at every word', async () => {
    const { clock, asked, membership } = open(count => (count > 1 ? aMember(kim) : undefined));
    assert.equal(await membership.entry(chat, '29:kim'), undefined);
    clock.advance(unreadMs - 1);
    assert.equal(await membership.entry(chat, '29:kim'), undefined);
    assert.equal(asked.length, 1);
    clock.advance(1);
    assert.deepEqual(await membership.entry(chat, '29:kim'), aMember(kim));
    assert.equal(unreadMs, 60_000);
  });

  it('is asked for once by all who wait for it at the same moment, however long it takes', async () => {
    let tell: (member: Member) => void = () => {};
    const { clock, asked, membership } = open(() => new Promise(resolve => (tell = resolve)));
    const waiting = [membership.entry(chat, '29:kim'), membership.entry(chat, '29:kim')];
    clock.advance(readMs);
    waiting.push(membership.entry(chat, '29:kim'));
    tell(aMember(kim));
    assert.deepEqual(await Promise.all(waiting), [aMember(kim), aMember(kim), aMember(kim)]);
    assert.equal(asked.length, 1);
  });
});
