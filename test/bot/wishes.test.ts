import assert from 'node:assert/strict';
import { createBot } from '../../src/bot/bot.ts';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../src/cards/button-link.ts';
import type { Reply } from '../../src/features/turn.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { channel, kim, minute, openWorld, run } from '../features/incidents/support.ts';
import { fakeClock, fakeSource, hour, monday, recordingLog } from '../support/fakes.ts';
import { keeping } from '../support/keeping.ts';
import { textOf } from '../support/playground.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB', place: channel, speaker: kim };

function open() {
  const clock = fakeClock();
  const log = recordingLog();
  const world = openWorld(clock);
  const source = fakeSource(() => ({ jobs: [], totalCount: 0, hasMore: false }));
  const jobs = createJobs({ source, index: world.index, clock, log });
  const kept = keeping({ jobs, clock, log, index: world.index });
  const bot = createBot({ ...kept, jobs, clock, log, newReference: () => 'ref-42' });
  const cardOf = (reply: Reply): AdaptiveCard => {
    assert.ok('card' in reply, JSON.stringify(reply));
    return reply.card;
  };
  return {
    ...kept,
    clock,
    world,
    say: async (text: string) => cardOf(await bot.hear({ text, ...reader })),
    press: async (card: AdaptiveCard, title: RegExp) => {
      const { verb, data } = buttonOf(card, title);
      return cardOf(await bot.press({ verb, data, ...reader }));
    },
  };
}

/** The button of a card, wherever it is, whose title matches. */
function buttonOf(card: unknown, title: RegExp): CardAction {
  const found: CardAction[] = [];
  const search = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { type, title: own } = part as { type?: string; title?: string };
    if (type === 'Action.Execute' && title.test(own ?? '')) found.push(part as CardAction);
    for (const value of Object.values(part)) search(value);
  };
  search(card);
  return found[0] ?? assert.fail(`no button ${title} in ${textOf(card as AdaptiveCard)}`);
}

describe('wishes in everyday words', () => {
  it('a wish for an alert sets nothing until its preview is saved', async () => {
    const here = open();
    const preview = await here.say('let me know if exchange or teams fail');
    assert.match(textOf(preview), /Watch Exchange and Teams\?/);
    assert.deepEqual((await here.watching.orders.show(channel)).watches, []);
    await here.press(preview, /^Save$/);
    const [watch] = (await here.watching.orders.show(channel)).watches;
    assert.deepEqual(watch?.services, ['exchange', 'teams']);
  });

  it('a typed wish for a report sets nothing until its preview is saved', async () => {
    const here = open();
    const preview = await here.say('send me failed exchange backups every morning at 8');
    assert.match(textOf(preview), /has all states; failed ones are in it/);
    assert.deepEqual(await here.subscriptions.ofPlace(channel), []);
    await here.press(preview, /^Save$/);
    const [digest] = await here.subscriptions.ofPlace(channel);
    assert.deepEqual(digest?.value.services, ['exchange']);
    assert.equal(digest?.value.when.hour, 8);
  });

  it('a digest is moved once its preview is saved, and what it has reported stays', async () => {
    const here = open();
    await here.say('digest weekdays at 08:00');
    const [before] = await here.subscriptions.ofPlace(channel);
    const preview = await here.say('change the digest to 7am');
    assert.equal((await here.subscriptions.ofPlace(channel))[0]?.value.when.hour, 8);
    await here.press(preview, /^Save$/);
    const after = await here.subscriptions.ofPlace(channel);
    assert.equal(after.length, 1);
    assert.deepEqual(after[0]?.value.when, { ...before?.value.when, hour: 7 });
    // The old time can be set again beside it.
    await here.say('digest weekdays at 08:00');
    assert.equal((await here.subscriptions.ofPlace(channel)).length, 2);
  });

  it('several digests are not moved at once, and none is said to be missing', async () => {
    const here = open();
    assert.match(textOf(await here.say('change the digest to 7am')), /No digest is set here/);
    await here.say('digest weekdays at 08:00');
    await here.say('digest daily at 16:00');
    assert.match(textOf(await here.say('change the digest to 7am')), /Several digests/);
  });

  it('a wish for the end of the one backup that runs is saved from its preview, and listed with its end', async () => {
    const here = open();
    here.world.plant({ ...run('onedrive', monday - minute), id: 'FB20261123010000000001' });
    here.world.index.read();
    const preview = await here.say('ping me when onedrive backup finishes');
    assert.match(textOf(preview), /Tell you when it ends\?/);
    assert.deepEqual(await here.endNotices.all(), []);
    await here.press(preview, /^Save$/);
    await here.press(preview, /^Save$/);
    assert.equal((await here.endNotices.all()).length, 1);
    const settings = await here.say('settings');
    assert.match(textOf(settings), /When it ends: OneDrive backup/);
    await here.press(settings, /^Stop waiting/);
    assert.deepEqual(await here.endNotices.all(), []);
  });

  it('of several jobs that run, each has a button to its own preview', async () => {
    const here = open();
    here.world.plant(
      { ...run('onedrive', monday - 2 * minute), id: 'FB20261123010000000001' },
      { ...run('exchange', monday - minute), id: 'FB20261123010000000002' },
    );
    here.world.index.read();
    const asked = await here.say('tell me when the backup is done');
    assert.match(textOf(asked), /2 backups are running\. Which one\?/);
    const preview = await here.press(asked, /OneDrive/);
    assert.match(textOf(preview), /FB20261123010000000001/);
  });

  it('an end that can’t come is said, and not when AvePoint isn’t read', async () => {
    const here = open();
    here.world.index.down = true;
    assert.match(textOf(await here.say('tell me when the restore is done')), /can’t say what is running/);
    here.world.index.down = false;
    here.world.index.read();
    assert.match(textOf(await here.say('tell me when the backup is done')), /No backup is running/);
    here.world.plant({ ...run('exchange', monday - 2 * hour), id: 'FB20261123010000000003' });
    here.world.index.read();
    const card = await here.say('tell me when job FB20261123010000000003 ends');
    assert.match(textOf(card), /has already ended/);
  });

  it('alerts are paused for the time that was asked for once its button is pressed', async () => {
    const here = open();
    await here.press(await here.say('watch exchange'), /^Save$/);
    const shown = await here.say('mute alerts for 2 hours');
    assert.equal((await here.watching.orders.show(channel)).watches[0]?.pausedUntil, undefined);
    const after = await here.press(shown, /^Pause until/);
    assert.equal(
      (await here.watching.orders.show(channel)).watches[0]?.pausedUntil,
      here.clock.now() + 2 * hour,
    );
    assert.match(textOf(after), /Paused until/);
    await here.press(await here.say('watches'), /^Resume/);
    assert.equal((await here.watching.orders.show(channel)).watches[0]?.pausedUntil, undefined);
  });

  it('what is set here is one card, and says so if nothing is', async () => {
    const here = open();
    assert.match(textOf(await here.say('settings')), /Nothing is set here yet/);
    await here.press(await here.say('watch exchange'), /^Save$/);
    await here.say('digest weekdays at 08:00');
    const card = textOf(await here.say('what is set here'));
    assert.match(card, /1 watch and 1 digest here/);
    assert.match(card, /Backup-age limits/);
    assert.match(card, /On call\nNo one yet/);
  });
});
