import assert from 'node:assert/strict';
import type { RenderedMessage } from '../../src/cards/wording.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { createDeliver } from '../../src/features/digest/deliver.ts';
import { createDueLoop } from '../../src/features/digest/due-loop.ts';
import { type DigestMessage, nameOfDigest } from '../../src/features/digest/message.ts';
import { createSetAside } from '../../src/schedule/set-aside.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { createPacing } from '../../src/teams/pacing.ts';
import { createSender } from '../../src/teams/sender.ts';
import { aPlace, openScene } from '../features/digest/support.ts';
import { fakeClock, monday, noMeter, recordingLog, recordingMeter } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { refusal, strictChannel } from '../support/strict-channel.ts';
import { virtualTime } from '../support/virtual-time.ts';

const minute = 60_000;
const worded = (text: string): RenderedMessage => ({ kind: 'text', text, mentions: [] });
const always = () => true;
const whyNot = async () => undefined;
const untouched = { place: aPlace, undelivered: undefined };
const another = (id: string): ConversationRef => ({ ...aPlace, home: id, id });

function open(refuse?: Parameters<typeof strictChannel>[1], render: typeof worded = worded) {
  const time = virtualTime();
  const log = recordingLog();
  const channel = strictChannel(time.clock, refuse);
  const store = createMemoryStore();
  const places = createConversationStore(store);
  const pacing = createPacing(time);
  const meter = recordingMeter();
  const parts = {
    channel,
    places,
    whyNot,
    pacing,
    meter,
    log,
    clock: time.clock,
    sleep: time.sleep,
    random: () => 0.5,
  };
  return {
    time,
    log,
    store,
    channel,
    places,
    pacing,
    meter,
    sender: createSender({ ...parts, render, nameOf: text => text }),
  };
}

describe('the sender', () => {
  it('the sender sends a message once, in its conversation, and returns its id', async () => {
    const { time, channel, places, sender } = open();
    await places.keep(aPlace);
    const delivery = await time.until(sender.post(aPlace, 'hello', always));
    assert.deepEqual(delivery, { kind: 'sent', said: { place: aPlace, id: 'm1' } });
    assert.deepEqual(
      channel.taken.map(({ place, wording, how }) => [place, wording, how]),
      [['a:kim', worded('hello'), 'post']],
    );
  });

  for (const [name, error, waitMs] of [
    ['429 with a time', refusal(429, 'Throttled', '9'), 9_000],
    ['429 without one', refusal(429, 'Throttled'), 2_000],
    ['412', refusal(412, 'PreconditionFailed'), 2_000],
    ['502', refusal(502), 2_000],
    ['a refused connection', refusal(undefined, 'ECONNREFUSED'), 2_000],
  ] as const) {
    it(`the sender tries again after ${name}`, async () => {
      const { time, channel, places, sender } = open((_, attempt) => (attempt === 1 ? error : undefined));
      await places.keep(aPlace);
      const start = time.clock.now();
      assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
      assert.equal(channel.taken.length, 1);
      assert.equal((channel.taken[0]?.at ?? 0) - start, waitMs);
    });
  }

  it('the sender gives up after five tries, and at once if another try would be the same', async () => {
    for (const [error, tries] of [
      [refusal(503), 5],
      [refusal(500, 'ServiceError'), 1],
      [refusal(400, 'BadArgument'), 1],
    ] as const) {
      const { time, channel, places, sender } = open(() => error);
      await places.keep(aPlace);
      const delivery = await time.until(sender.post(aPlace, 'x', always));
      assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: false });
      assert.equal(channel.refused.length, tries);
    }
  });

  it('the sender counts each message once, however often it is tried, by what became of it', async () => {
    let refuse: Error | undefined;
    const { time, meter, places, sender } = open(() => refuse);
    const said = { place: aPlace, id: 'm1' };
    await places.keep(aPlace);
    await time.until(sender.post(aPlace, 'x', always));
    await time.until(sender.reply(said, 'x', always));
    await time.until(sender.edit(said, 'x', always));
    refuse = refusal(503);
    await time.until(sender.post(aPlace, 'x', always));
    await time.until(sender.edit({ place: aPlace, id: undefined }, 'x', always));
    refuse = refusal(403, 'BotDisabledByAdmin');
    for (const _ of [1, 2]) await time.until(sender.post(aPlace, 'x', always));
    assert.deepEqual(meter.counted, {
      'sends post sent': 1,
      'sends reply sent': 1,
      'sends edit sent': 1,
      'sends post failed': 1,
      'sends edit missing': 1,
      'sends post closed': 2,
    });
  });

  it('the sender does not retry a message that may have arrived', async () => {
    for (const error of [refusal(undefined, 'ECONNRESET'), new DOMException('timed out', 'AbortError')]) {
      const { time, channel, places, sender } = open(() => error);
      await places.keep(aPlace);
      const delivery = await time.until(sender.post(aPlace, 'x', always));
      assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: true });
      assert.equal(channel.refused.length, 1);
    }
  });

  it('the sender sends nothing for a minute to a conversation that refuses it, unless a user writes there', async () => {
    const { time, channel, places, sender } = open((_, attempt) =>
      attempt === 1 ? refusal(403, 'BotNotInConversationRoster') : undefined,
    );
    await places.keep(aPlace);
    for (const _ of [1, 2])
      assert.deepEqual(await time.until(sender.post(aPlace, 'x', always)), { kind: 'closed' });
    assert.equal(channel.refused.length, 1, 'the second one was not even tried');
    await places.heard(aPlace);
    assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
  });

  it('the sender records each refusal of a conversation: since when, why, how often and when it is tried again', async () => {
    for (const [status, code] of [
      [403, 'ConversationBlockedByUser'],
      [403, 'BotDisabledByAdmin'],
      [403, undefined],
      [404, 'ConversationNotFound'],
      [404, undefined],
    ] as const) {
      const { time, channel, places, sender } = open(() => refusal(status, code));
      await places.keep(aPlace);
      const since = time.clock.now();
      for (const tries of [1, 2]) {
        assert.deepEqual(await time.until(sender.post(aPlace, `${tries}`, always)), { kind: 'closed' });
        const { place, undelivered } = (await places.get(aPlace)) ?? {};
        assert.deepEqual(place, aPlace);
        const { refused, ...rest } = undelivered ?? {};
        assert.equal(refused?.length, tries);
        assert.deepEqual(rest, {
          since,
          countedFrom: since,
          reason: { status, ...(code && { code }) },
          tries,
          nextTryAt: since + tries * minute,
        });
        await time.until(time.sleep(minute));
      }
      assert.equal(channel.refused.length, 2);
    }
  });

  it('the sender records at most 60 characters of the code of a refusal', async () => {
    const { time, places, sender } = open(() => refusal(403, 'X'.repeat(5_000)));
    await places.keep(aPlace);
    await time.until(sender.post(aPlace, 'x', always));
    assert.deepEqual((await places.get(aPlace))?.undelivered?.reason, { status: 403, code: 'X'.repeat(60) });
  });

  it('the sender makes one try for all waiting messages, and sends all of them once that was accepted', async () => {
    let isRefusing = true;
    const { time, channel, places, sender } = open(() => (isRefusing ? refusal(404) : undefined));
    await places.keep(aPlace);
    const three = () => time.until(Promise.all([1, 2, 3].map(n => sender.post(aPlace, `${n}`, always))));
    await three();
    const { length } = channel.refused;
    await time.until(time.sleep(minute));
    await three();
    assert.equal(channel.refused.length, length, 'each was refused before, and lets others go first');
    for (const _ of [1, 2]) await three();
    assert.equal(channel.refused.length, length + 1);
    isRefusing = false;
    await time.until(time.sleep(minute));
    const kinds = (await three()).map(({ kind }) => kind);
    assert.deepEqual(kinds.toSorted(), ['closed', 'closed', 'sent']);
    assert.deepEqual(
      (await three()).map(({ kind }) => kind),
      ['sent', 'sent', 'sent'],
    );
  });

  it('the sender leaves a try to another message if this one was refused before, and takes it if no other comes', async () => {
    const { time, channel, places, sender } = open(() => refusal(403));
    await places.keep(aPlace);
    const post = (text: string) => time.until(sender.post(aPlace, text, always));
    assert.deepEqual(await post('a'), { kind: 'closed' });
    await time.until(time.sleep(minute));
    assert.deepEqual(await post('a'), { kind: 'closed', othersFirst: true });
    assert.deepEqual(await post('b'), { kind: 'closed' });
    assert.equal(channel.refused.length, 2, 'b was tried');
    assert.deepEqual(await post('a'), { kind: 'closed' });
    await time.until(time.sleep(minute));
    for (const text of ['a', 'b']) assert.deepEqual(await post(text), { kind: 'closed', othersFirst: true });
    assert.deepEqual(await post('a'), { kind: 'closed' });
    assert.equal(channel.refused.length, 3, 'no other came, so a was tried again');
  });

  it('the sender does not count a try that shows nothing about the conversation', async () => {
    let error: Error = refusal(404);
    const { time, places, sender } = open(() => error);
    await places.keep(aPlace);
    await time.until(sender.post(aPlace, 'x', always));
    const before = (await places.get(aPlace))?.undelivered;
    await time.until(time.sleep(minute));
    error = refusal(500);
    assert.equal((await time.until(sender.post(aPlace, 'y', always))).kind, 'failed');
    assert.equal((await time.until(sender.post(aPlace, 'y', () => false))).kind, 'failed');
    error = refusal(404, 'ActivityNotFoundInConversation');
    const edit = await time.until(sender.edit({ place: aPlace, id: 'm1' }, 'x', always));
    assert.equal(edit.kind, 'missing');
    assert.deepEqual((await places.get(aPlace))?.undelivered, before);
  });

  it('the sender tries a conversation at once that an earlier version gave up', async () => {
    for (const trouble of ['disabled', 'notFoundOnce']) {
      const { time, store, places, sender } = open();
      const key = { collection: 'places', partition: aPlace.home, key: encodeURIComponent(aPlace.id) };
      await store.put(key, { place: aPlace, trouble });
      assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
      await places.heard(aPlace);
      assert.deepEqual((await store.get(key))?.value, { place: aPlace });
    }
  });

  it('the sender goes to the government cloud if Teams asks for it, and stays there', async () => {
    const { time, channel, places, sender } = open(({ serviceUrl }) =>
      serviceUrl.includes('gcc') ? undefined : refusal(403, 'InvalidBotApiHost'),
    );
    await places.keep({ ...aPlace, serviceUrl: 'https://smba.trafficmanager.net/amer/' });
    for (const _ of [1, 2]) assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
    assert.equal(channel.refused.length, 1);
    assert.ok(channel.taken.every(({ serviceUrl }) => serviceUrl.includes('smba.infra.gcc')));
  });

  it('the sender replies to a message, and posts after it if that message is gone or was never known', async () => {
    for (const code of ['ActivityNotFoundInConversation', 'ConversationNotFound']) {
      const { time, channel, places, sender } = open((_, __, to) =>
        to === 'gone' ? refusal(404, code) : undefined,
      );
      await places.keep(aPlace);
      for (const id of ['there', 'gone', undefined])
        await time.until(sender.reply({ place: aPlace, id }, 'x', always));
      assert.deepEqual(
        channel.taken.map(({ how, to }) => [how, to]),
        [
          ['reply', 'there'],
          ['post', undefined],
          ['post', undefined],
        ],
      );
      assert.deepEqual(await places.get(aPlace), untouched, 'the thread alone was gone');
    }
  });

  it('the sender stops for a minute if Teams does not accept the bot itself', async () => {
    const { time, channel, places, sender, log } = open(() => refusal(401, 'BotNotRegistered'));
    for (const id of ['a', 'b']) await places.keep(another(id));
    for (const id of ['a', 'b', 'b'])
      assert.equal((await time.until(sender.post(another(id), 'x', always))).kind, 'failed');
    assert.equal(channel.refused.length, 1);
    assert.ok(log.lines.some(({ level, message }) => level === 'error' && message.includes('BOT_ID')));
  });

  it('the sender does not stop for longer if the clock is set back meanwhile', async () => {
    const [clock, error] = [fakeClock(), { current: refusal(401) as Error | undefined }];
    const channel = strictChannel(clock, () => error.current);
    const places = createConversationStore(createMemoryStore());
    const sleep = async (ms: number) => clock.advance(ms);
    const pacing = createPacing({ clock, sleep });
    const common = { meter: noMeter, log: recordingLog(), clock, sleep, random: () => 0.5 };
    const sender = createSender({
      channel,
      places,
      whyNot,
      pacing,
      render: worded,
      nameOf: text => text,
      ...common,
    });
    await places.keep(aPlace);
    assert.equal((await sender.post(aPlace, 'x', always)).kind, 'failed');
    error.current = undefined;
    clock.jump(-6 * 60 * minute);
    clock.advance(minute);
    assert.equal((await sender.post(aPlace, 'x', always)).kind, 'sent');
  });

  it('the sender ends a refusal by a message that began before it and arrives after it', async () => {
    let answerFirst = () => {};
    const isWaiting = new Promise<void>(resolve => (answerFirst = resolve));
    const { time, places, sender, channel } = open((_, attempt) =>
      attempt === 1 ? refusal(403) : undefined,
    );
    await places.keep(aPlace);
    const post = channel.post.bind(channel);
    channel.post = async (place, wording) => {
      if (wording.kind === 'text' && wording.text === 'slow') await isWaiting;
      return post(place, wording);
    };
    const slow = sender.post(aPlace, 'slow', always);
    assert.deepEqual(await time.until(sender.post(aPlace, 'refused', always)), { kind: 'closed' });
    const moved = { ...aPlace, serviceUrl: 'http://127.0.0.1:2/' };
    await places.heard(moved);
    answerFirst();
    assert.equal((await time.until(slow)).kind, 'sent');
    assert.deepEqual(await places.get(aPlace), { ...untouched, movedTo: moved });
  });

  it('the sender delays all messages to a conversation as long as Teams asks, however long, in seconds or as a date', async () => {
    for (const retryAfter of ['600', new Date(monday + 600_000).toUTCString()]) {
      const { time, channel, places, sender } = open(({ id }, attempt) =>
        id === aPlace.id && attempt === 1 ? refusal(429, 'Throttled', retryAfter) : undefined,
      );
      await places.keep(aPlace);
      await places.keep(another('a:lee'));
      assert.deepEqual(await time.until(sender.post(aPlace, 'x', always)), { kind: 'closed' });
      assert.deepEqual(await time.until(sender.post(aPlace, 'y', always)), { kind: 'closed' });
      assert.equal((await time.until(sender.post(another('a:lee'), 'z', always))).kind, 'sent');
      await time.until(time.sleep(601_000));
      assert.equal((await time.until(sender.post(aPlace, 'y', always))).kind, 'sent');
      assert.equal(channel.refused.length, 1);
    }
  });

  it('the sender waits a day at most, whatever Retry-After asks for, and does not hurry either', async () => {
    const in400Days = new Date(monday + 400 * 24 * 3_600_000).toUTCString();
    for (const retryAfter of ['9'.repeat(400), `1${'0'.repeat(30)}`, in400Days]) {
      const { time, channel, places, sender } = open((_, attempt) =>
        attempt === 1 ? refusal(429, 'Throttled', retryAfter) : undefined,
      );
      await places.keep(aPlace);
      for (const text of ['x', 'y'])
        assert.deepEqual(await time.until(sender.post(aPlace, text, always)), { kind: 'closed' });
      assert.equal(channel.refused.length, 1);
      await time.until(time.sleep(24 * 3_600_000 + 1_000));
      assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
    }
  });

  it('the sender backs off after a Retry-After of zero, of the past, or without sense', async () => {
    for (const retryAfter of ['0', '-5', 'soon', new Date(monday - 600_000).toUTCString()]) {
      const { time, channel, places, sender } = open((_, attempt) =>
        attempt === 1 ? refusal(429, 'Throttled', retryAfter) : undefined,
      );
      await places.keep(aPlace);
      assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
      assert.ok((channel.taken[0]?.at ?? 0) - monday >= 1_600);
    }
  });

  it('the sender waits at every address if Teams has asked for it at one', async () => {
    const { time, channel, places, sender } = open(() => refusal(429, 'Throttled', '600'));
    await places.keep(aPlace);
    await places.heard({ ...aPlace, serviceUrl: 'http://127.0.0.1:2/' });
    assert.deepEqual(await time.until(sender.post(aPlace, 'x', always)), { kind: 'closed' });
    assert.equal(channel.refused.length, 1);
  });

  it('the sender does not try again while Teams has asked, as the answer to another message, to wait for longer', async () => {
    const { time, channel, places, sender } = open((_, attempt) =>
      attempt === 1 ? refusal(503) : attempt === 2 ? refusal(429, 'Throttled', '600') : undefined,
    );
    await places.keep(aPlace);
    const [first] = await time.until(
      Promise.all([sender.post(aPlace, 'x', always), sender.post(aPlace, 'y', always)]),
    );
    assert.deepEqual(first, { kind: 'failed', mayHaveArrived: false });
    assert.deepEqual([channel.refused.length, channel.taken.length], [2, 0]);
  });

  it('the sender knows that a message may have arrived though the store fails after it', async () => {
    const { time, places, sender } = open(() => refusal(undefined, 'ETIMEDOUT'));
    await places.keep(aPlace);
    await places.refused(aPlace, { status: 403, code: undefined }, time.clock.now());
    await time.until(time.sleep(minute));
    places.giveBackTry = () => Promise.reject(new Error('no connection'));
    const delivery = await time.until(sender.post(aPlace, 'x', always));
    assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: true });
  });

  it('the sender remembers the government cloud’s address if that accepted a message that another address refused', async () => {
    const gcc = 'https://smba.infra.gcc.teams.microsoft.com/gcc/';
    const { time, places, sender } = open(({ serviceUrl }) =>
      serviceUrl.includes('gcc') ? undefined : refusal(403, 'InvalidBotApiHost'),
    );
    await places.keep(aPlace);
    await places.heard({ ...aPlace, serviceUrl: 'http://127.0.0.1:2/' });
    assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
    const { place } = (await places.get(aPlace)) ?? {};
    assert.ok(place?.serviceUrl.includes('gcc'), `${place?.serviceUrl} ${gcc}`);
  });

  it('the sender switches to another service address only after Teams has accepted a message there', async () => {
    const moved = { ...aPlace, serviceUrl: 'http://127.0.0.1:2/' };
    let works: string = aPlace.serviceUrl;
    const { time, channel, places, sender } = open(({ serviceUrl }) =>
      serviceUrl === works ? undefined : refusal(404, 'ConversationNotFound'),
    );
    await places.keep(aPlace);
    await places.heard(moved);
    assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
    assert.deepEqual(await places.get(aPlace), { ...untouched, movedTo: moved });
    works = moved.serviceUrl;
    assert.equal((await time.until(sender.post(aPlace, 'y', always))).kind, 'sent');
    assert.deepEqual(await places.get(aPlace), { ...untouched, place: moved });
    assert.equal(channel.taken.length, 2);
  });

  it('the sender starts no message that it may not start any more', async () => {
    const { time, channel, places, sender } = open();
    await places.keep(aPlace);
    const delivery = await time.until(sender.post(aPlace, 'x', () => false));
    assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: false });
    assert.deepEqual(channel.taken, []);
  });

  it('the sender sends nothing if its time was over when the card was drawn', async () => {
    let isOver = false;
    const { time, channel, places, sender } = open(undefined, text => {
      isOver = true;
      return worded(text);
    });
    await places.keep(aPlace);
    const delivery = await time.until(sender.post(aPlace, 'x', () => !isOver));
    assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: false });
    assert.deepEqual(channel.taken, []);
  });

  it('the sender fails if a message cannot be rendered, and reports it in the log only', async () => {
    const { time, channel, places, sender, log } = open(undefined, () => {
      throw new Error('no words');
    });
    await places.keep(aPlace);
    const delivery = await time.until(sender.post(aPlace, 'x', always));
    assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: false });
    assert.deepEqual(channel.taken, []);
    assert.equal(log.lines[0]?.level, 'error');
  });

  it('the sender counts an accepted message as sent, though its conversation cannot be updated', async () => {
    const { time, places, sender } = open((_, attempt) => (attempt === 1 ? refusal(404) : undefined));
    await places.keep(aPlace);
    await time.until(sender.post(aPlace, 'x', always));
    await time.until(time.sleep(minute));
    places.delivered = () => Promise.reject(new Error('no store'));
    assert.equal((await time.until(sender.post(aPlace, 'y', always))).kind, 'sent');
  });

  it('the sender waits until a user writes in a conversation whose address it does not know', async () => {
    const { time, channel, places, sender } = open();
    for (const _ of [1, 2])
      assert.deepEqual(await time.until(sender.post(aPlace, 'x', always)), { kind: 'closed' });
    await places.heard(aPlace);
    assert.equal((await time.until(sender.post(aPlace, 'x', always))).kind, 'sent');
    assert.equal(channel.taken.length, 1);
  });
});

describe('edits', () => {
  const said = { place: aPlace, id: 'm7' };

  it('an edit replaces the message, at the same pace, and returns its id', async () => {
    const { time, channel, places, sender } = open();
    await places.keep(aPlace);
    const start = time.clock.now();
    const edits = Array.from({ length: 20 }, () => sender.edit(said, 'now', always));
    for (const delivery of await time.until(Promise.all(edits)))
      assert.deepEqual(delivery, { kind: 'sent', said });
    assert.deepEqual(channel.refused, [], 'none came too fast');
    assert.ok(time.clock.now() - start > 2_000);
    const { how, to, wording } = channel.taken[0] ?? {};
    assert.deepEqual([how, to, wording], ['edit', 'm7', worded('now')]);
  });

  for (const error of [
    refusal(404, 'ActivityNotFoundInConversation'),
    refusal(404, 'ConversationNotFound'),
    refusal(400, 'BadArgument'),
    refusal(403, 'ServiceError'),
    refusal(403),
  ]) {
    it(`an edit whose message is missing (${error.message}) has no consequence for the conversation`, async () => {
      const { time, channel, places, sender } = open(() => error);
      await places.keep(aPlace);
      for (const _ of [1, 2])
        assert.deepEqual(await time.until(sender.edit(said, 'x', always)), { kind: 'missing' });
      assert.equal(channel.refused.length, 2, 'not tried again');
      assert.deepEqual(await places.get(aPlace), untouched);
    });
  }

  it('an edit’s message is missing if its id was never returned', async () => {
    const { time, channel, places, sender } = open();
    await places.keep(aPlace);
    const delivery = await time.until(sender.edit({ place: aPlace, id: undefined }, 'x', always));
    assert.deepEqual(delivery, { kind: 'missing' });
    assert.deepEqual(channel.taken, []);
  });

  it('an edit closes the conversation if Teams reports it as closed', async () => {
    for (const code of [
      'BotNotInConversationRoster',
      'BotDisabledByAdmin',
      'ConversationBlockedByUser',
      'MessageWritesBlocked',
      'NotEnoughPermissions',
    ]) {
      const { time, places, sender } = open(() => refusal(403, code));
      await places.keep(aPlace);
      const delivery = await time.until(sender.edit(said, 'x', always));
      assert.deepEqual(delivery, { kind: 'closed' }, code);
      assert.deepEqual((await places.get(aPlace))?.undelivered?.reason, { status: 403, code });
    }
  });

  it('an edit is retried if no answer came, since twice is the same as once', async () => {
    const unheard = refusal(undefined, 'ECONNRESET');
    const { time, channel, places, sender } = open((_, attempt) => (attempt < 3 ? unheard : undefined));
    await places.keep(aPlace);
    assert.deepEqual(await time.until(sender.edit(said, 'x', always)), { kind: 'sent', said });
    assert.equal(channel.refused.length, 2);
  });

  it('an edit may have arrived if no answer came in the end, or to an earlier try', async () => {
    const unheard = new DOMException('timed out', 'AbortError');
    for (const [last, tries] of [
      [unheard, 5],
      [refusal(500, 'ServiceError'), 2],
    ] as const) {
      const { time, channel, places, sender } = open((_, attempt) => (attempt === 1 ? unheard : last));
      await places.keep(aPlace);
      const delivery = await time.until(sender.edit(said, 'x', always));
      assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: true });
      assert.equal(channel.refused.length, tries);
    }
  });

  it('an edit waits as a post does after a temporary refusal, and starts nothing that it may not start', async () => {
    const { time, channel, places, sender } = open((_, attempt) =>
      attempt === 1 ? refusal(429, 'Throttled', '9') : undefined,
    );
    await places.keep(aPlace);
    const start = time.clock.now();
    await time.until(sender.edit(said, 'x', always));
    assert.equal((channel.taken[0]?.at ?? 0) - start, 9_000);
    const delivery = await time.until(sender.edit(said, 'x', () => false));
    assert.deepEqual(delivery, { kind: 'failed', mayHaveArrived: false });
  });
});

describe('many digests at once', () => {
  it('four hundred digests due in the same minute are all delivered, once, about as fast as forty a second allow, though 2 % are refused', async () => {
    const count = 400;
    const time = virtualTime();
    const passing = [refusal(429, 'Throttled', '2'), refusal(412), refusal(502)];
    const lasting = [refusal(403, 'BotDisabledByAdmin'), refusal(404, 'ConversationNotFound')];
    // Every fiftieth is refused; of those two in five for good.
    const kindOf = (id: string) => (Number(id) % 50 === 7 ? Math.floor(Number(id) / 50) % 5 : undefined);
    const channel = strictChannel(time.clock, ({ id }, attempt) => {
      const kind = kindOf(id);
      if (kind === undefined) return undefined;
      return kind < 3 ? (attempt === 1 ? passing[kind] : undefined) : lasting[kind - 3];
    });
    const scene = openScene({ now: time.clock.now() });
    const places = createConversationStore(scene.store);
    const pacing = createPacing(time);
    const { subscriptions, reports, log } = scene;
    const common = { meter: noMeter, log, clock: time.clock, sleep: time.sleep, random: () => 0.5 };
    const render = ({ occasion }: DigestMessage) => worded(occasion);
    const messenger = createSender({
      channel,
      places,
      whyNot,
      pacing,
      render,
      nameOf: nameOfDigest,
      ...common,
    });
    const deliver = createDeliver({ subscriptions, reports, messenger, ...common });
    const round = createDueLoop({
      subscriptions,
      reports,
      deliver,
      places,
      aside: createSetAside(common),
      ...common,
    });
    for (let index = 0; index < count; index += 1)
      await scene.set('digest daily at 14:06', another(`${index}`));

    await time.until(time.sleep(minute));
    await time.until(
      (async () => {
        for (let second = 0; second < 20; second += 1) {
          await round.go(always);
          await time.sleep(1_000);
        }
      })(),
    );
    const deliverable = Array.from({ length: count }, (_, index) => `${index}`).filter(
      id => (kindOf(id) ?? 0) < 3,
    );
    assert.deepEqual(channel.taken.map(({ place }) => place).sort(), deliverable.sort());
    assert.equal(scene.asked.length, 1);
    // From when the figures were there. Refused at the very end, one still waits its two seconds.
    const start = Math.min(...channel.taken.map(({ at }) => at));
    const tookMs = Math.max(...channel.taken.map(({ at }) => at)) - start;
    assert.ok(tookMs <= 1.1 * (count / 40) * 1_000 + 3_000, `${tookMs} ms`);
    const onTime = channel.taken.filter(({ at }) => at - start <= 1.1 * (count / 40) * 1_000).length;
    assert.ok(onTime >= 0.99 * deliverable.length, `${onTime} in time`);
  });
});
