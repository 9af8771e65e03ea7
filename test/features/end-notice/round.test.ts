import assert from 'node:assert/strict';
import type { Delivery } from '../../../src/domain/messenger.ts';
import type { EndNoticeMessage } from '../../../src/features/end-notice/message.ts';
import { endNoticeCard } from '../../../src/features/end-notice/message-card.ts';
import type { EndNotice } from '../../../src/features/end-notice/notice.ts';
import { createEndNotices } from '../../../src/features/end-notice/notices.ts';
import { outcomeOf } from '../../../src/features/end-notice/outcome.ts';
import { createEndNoticeRound } from '../../../src/features/end-notice/round.ts';
import { createConversationStore } from '../../../src/store/places.ts';
import { fakeClock, hour, monday, recordingLog } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { channel, kim, minute, openWorld, run } from '../incidents/support.ts';

const day = 24 * hour;
const notice: EndNotice = {
  place: { home: channel.home, id: channel.id },
  kind: 'channel',
  id: '0123456789ab',
  jobId: 'FB1',
  type: 'backup',
  service: 'exchange',
  startedAt: monday,
  askedBy: kim,
  askedAt: monday,
  zone: 'Europe/Berlin',
  locale: 'en-GB',
  isBegun: false,
};

/** One notice, a backup that is planted, and a Teams that takes what `deliver` says. */
async function open(endedAt: number | undefined, deliver: () => Delivery | 'crash' = () => sent) {
  const clock = fakeClock(monday);
  const store = createMemoryStore();
  const notices = createEndNotices(store);
  const places = createConversationStore(store);
  const world = openWorld(clock);
  const planted = run('exchange', monday);
  world.plant({ ...planted, id: 'FB1', endedAt: endedAt ?? Number.POSITIVE_INFINITY, state: 'failed' });
  world.index.read();
  await notices.save(notice);
  const said: EndNoticeMessage[] = [];
  const begin = () => {
    const messenger = {
      post: async (_: unknown, message: EndNoticeMessage): Promise<Delivery> => {
        said.push(message);
        const delivery = deliver();
        return delivery === 'crash' ? new Promise<Delivery>(() => undefined) : delivery;
      },
      reply: async () => sent,
      edit: async () => sent,
    };
    return createEndNoticeRound({
      notices,
      index: world.index,
      messenger,
      places,
      clock,
      log: recordingLog(),
    });
  };
  return {
    clock,
    world,
    notices,
    said,
    begin,
    async pass(ms: number, round = begin(), stepMs = 10 * minute) {
      for (let left = ms; left > 0; left -= stepMs) {
        clock.advance(Math.min(left, stepMs));
        world.index.read();
        await round.go(() => true);
      }
    },
  };
}
const sent: Delivery = { kind: 'sent', said: { place: notice.place, id: 'm1' } };

describe('the message at the end of a job', () => {
  it('one message comes when the job has ended, and none after it', async () => {
    const here = await open(monday + 2 * hour);
    const round = here.begin();
    await here.pass(hour, round);
    assert.equal(here.said.length, 0);
    await here.pass(5 * hour, round);
    assert.deepEqual(
      here.said.map(({ outcome }) => outcome.kind === 'ended' && outcome.job.state),
      ['failed'],
    );
    assert.deepEqual(await here.notices.all(), []);
  });

  it('nothing is said while AvePoint can’t be read, and the end once it can', async () => {
    const here = await open(monday + hour);
    here.world.index.downServices.add('exchange');
    await here.pass(5 * hour);
    assert.equal(here.said.length, 0);
    here.world.index.downServices.clear();
    await here.pass(hour);
    assert.equal(here.said[0]?.outcome.kind, 'ended');
  });

  it('the end of a job is reported even if AvePoint has moved its start meanwhile', async () => {
    const here = await open(undefined);
    const moved = { ...run('exchange', monday + minute, 'failed', 2 * hour), id: 'FB1' };
    here.world.plant(moved);
    await here.pass(4 * hour);
    assert.deepEqual(
      here.said.map(({ outcome }) => outcome.kind === 'ended' && outcome.job.state),
      ['failed'],
    );
  });

  it('after seven days without an end the bot says that it gives up', async () => {
    const here = await open(undefined);
    await here.pass(7 * day, here.begin(), 6 * hour);
    assert.equal(here.said.length, 0);
    await here.pass(day, here.begin(), 6 * hour);
    assert.deepEqual(
      here.said.map(({ outcome }) => outcome.kind),
      ['gaveUp'],
    );
    assert.deepEqual(await here.notices.all(), []);
  });

  it('a message that may have been sent before a crash is sent again, and says so', async () => {
    let isDying = true;
    const here = await open(monday + minute, () => (isDying ? 'crash' : sent));
    here.clock.advance(hour);
    here.world.index.read();
    void here.begin().go(() => true);
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(here.said.length, 1);
    isDying = false;
    await here.pass(hour);
    assert.deepEqual(
      here.said.map(({ isAgain }) => isAgain),
      [false, true],
    );
    assert.deepEqual(await here.notices.all(), []);
  });

  it('a message that Teams refuses is tried again later, and isn’t called a duplicate', async () => {
    let isDown = true;
    const here = await open(monday + minute, () =>
      isDown ? { kind: 'failed', mayHaveArrived: false } : sent,
    );
    const round = here.begin();
    await here.pass(10 * minute, round);
    isDown = false;
    await here.pass(2 * hour, round);
    assert.equal(here.said.at(-1)?.isAgain, false);
    assert.deepEqual(await here.notices.all(), []);
  });

  it('an instance that read a notice before another one took it sends nothing', async () => {
    const here = await open(monday + minute);
    const [stored] = await here.notices.all();
    assert.ok(stored);
    await here.notices.save({ ...stored.value, isBegun: true }, stored);
    assert.equal(await here.notices.save({ ...stored.value, isBegun: true }, stored), undefined);
  });

  it('a notice that was ended sends nothing', async () => {
    const here = await open(monday + hour);
    await here.notices.remove(notice);
    await here.pass(3 * hour);
    assert.equal(here.said.length, 0);
  });

  it('a later job with the same id isn’t taken for the one that was meant', async () => {
    const here = await open(monday + hour);
    here.clock.advance(2 * hour);
    here.world.index.read();
    assert.ok(outcomeOf(notice, here.world.index, here.clock.now()));
    assert.equal(
      outcomeOf(
        { ...notice, startedAt: monday - hour, askedAt: monday - minute },
        here.world.index,
        here.clock.now(),
      ),
      undefined,
    );
  });

  it('the card mentions the user in a channel and not in a personal chat', () => {
    const message = { notice, outcome: { kind: 'disappeared' }, isAgain: false, composedAt: monday } as const;
    assert.match(JSON.stringify(endNoticeCard(message)), /<at>Kim<\/at>/);
    const alone = { ...message, notice: { ...notice, kind: 'personal' as const } };
    assert.doesNotMatch(JSON.stringify(endNoticeCard(alone)), /<at>/);
  });
});
