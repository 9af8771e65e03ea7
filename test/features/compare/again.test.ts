import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { chat } from '../../access/people.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB', place: chat };
const hour = 3_600_000;

describe('a card that compares two periods', () => {
  let path: WholePath;
  beforeEach(async () => {
    // Monday 23 November 2026, 14:05 in Berlin.
    path = await openWholePath({ history: false });
    const at = (hours: number) => path.clock.now() - hours * hour;
    const failed = { service: 1, state: 3 } as const;
    for (const hours of [2, 3])
      path.simulator.plant({ ...failed, startedAt: at(hours), endedAt: at(hours) + 60_000 });
    // Last Monday at 12:05 and 15:05, and last Friday.
    for (const hours of [170, 167, 72])
      path.simulator.plant({ ...failed, startedAt: at(hours), endedAt: at(hours) + 60_000 });
  });
  afterEach(() => path.close());

  const hear = async (text: string): Promise<AdaptiveCard> => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const press = async (one: CardAction): Promise<AdaptiveCard> => {
    const reply = await path.conversation.press({ ...one, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const askAgain = (card: AdaptiveCard): CardAction => {
    const button = executesIn(card).find(({ title }) => title === 'Refresh');
    assert.ok(button);
    return { verb: button.verb, data: button.data };
  };

  it('a comparison of a week that is not over takes last week up to the same time, and names its first day', async () => {
    const text = textOf(await hear('failed backups this week vs last week'));
    assert.match(text, /\nToday, 00:00–14:05 vs Mon 16 Nov, 00:00–14:05 \(Europe/);
    assert.match(text, /\n1 more failed backup than in the same time from Mon 16 Nov: 2 instead of 1\n/);
    assert.match(text, /\nFrom Mon 16 Nov: Mon 16 Nov, 00:00 to 14:05 \(Europe/);
    assert.doesNotMatch(text.replace(/vs all of last week$/, ''), /last week|different lengths|time before/i);
  });

  it('the whole of last week is one tap away from a comparison with a part of it', async () => {
    const card = await hear('failed backups this week vs last week');
    const offer = executesIn(card).find(({ title }) => title === 'vs all of last week');
    const text = textOf(await press(offer as CardAction));
    assert.match(text, /\nToday, 00:00–14:05 vs Mon 16 – Sun 22 Nov \(Europe/);
    assert.match(text, /\n1 fewer failed backup than .*: 2 instead of 3\n/);
    assert.match(text, /The two windows have different lengths\./);
  });

  it('Refresh on a comparison takes both periods up to the later time', async () => {
    const card = await hear('failed backups this week vs last week');
    path.clock.advance(2 * hour);
    const text = textOf(await press(askAgain(card)));
    assert.match(text, /\nToday, 00:00–16:05 vs Mon 16 Nov, 00:00–16:05 \(Europe/);
    assert.match(text, /\nNo change: 2 failed backups in each of the two\n/);
  });

  it('Refresh on an older comparison with the whole of last week cuts it', async () => {
    const { verb, data } = askAgain(await hear('failed backups this week vs last week'));
    const [from, to] = [Number(data.of), Number(data.f)];
    const text = textOf(await press({ verb, data: { ...data, of: from, ou: to, ow: 'last week' } }));
    assert.match(text, / vs Mon 16 Nov, 00:00–14:05 /);
    assert.match(text, /: 2 instead of 1\n/);
  });

  it('a question whether there are more failures is answered by yes or no first, and still on Refresh', async () => {
    const card = await hear('more failures than yesterday?');
    assert.match(textOf(card), /\nYes, 2 more failed jobs than yesterday until 14:05: 2 instead of 0\n/);
    assert.match(textOf(await press(askAgain(card))), /\nYes, 2 more failed jobs /);
    assert.match(textOf(await hear('fewer failures than yesterday?')), /\nNo, 2 more failed jobs /);
    assert.match(
      textOf(await hear('is teams getting worse?')),
      /\nNo, no change: No failed jobs in each of the two\n/,
    );
  });

  it('a comparison of all jobs says how many of them failed', async () => {
    assert.match(textOf(await hear('what changed since yesterday')), /\nFailed: 2 instead of 1\.\n/);
  });

  it('Refresh on a comparison without a period takes the last 24 hours and those before', async () => {
    const card = await hear('compare failed backups');
    assert.match(textOf(card), /than the previous 24 hours: /);
    path.clock.advance(2 * hour);
    assert.match(
      textOf(await press(askAgain(card))),
      /Last 24 hours: Sun 22 Nov, 16:05 to Mon 23 Nov, 16:05[\s\S]*The previous 24 hours: Sat 21 Nov, 16:05 to Sun 22 Nov, 16:05/,
    );
  });
});
