import assert from 'node:assert/strict';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { executesIn } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

describe('the numbers of several lists side by side', () => {
  let path: WholePath;
  beforeEach(async () => {
    path = await openWholePath({ history: false });
  });
  afterEach(() => path.close());

  const hear = async (text: string) => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const press = async (card: object, title: RegExp) => {
    const action = executesIn(card).find(one => title.test(String(one.title)));
    const reply = await path.conversation.press({ ...(action as CardAction), ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const tabsOn = (card: object) =>
    executesIn(card)
      .map(({ title }) => String(title))
      .filter(title => /^(?:● )?(?:Failed|Partial) \d$/.test(title));
  const plant = (state: number) =>
    path.simulator.plant({
      state,
      startedAt: path.clock.now() - 2 * hour,
      endedAt: path.clock.now() - hour,
    });

  it('the buttons of several job lists show the open list’s own total, and the index’s counts of the others', async () => {
    plant(3);
    plant(5);
    const first = await hear('failed or partial backups today');
    assert.deepEqual(tabsOn(first), ['● Failed 1', 'Partial 1']);
    plant(3);
    plant(5);
    // The index hasn't read them yet; AvePoint's list has them.
    assert.deepEqual(tabsOn(await press(first, /Failed/)), ['● Failed 2', 'Partial 1']);
    await hear('status');
    assert.deepEqual(tabsOn(await press(first, /Failed/)), ['● Failed 2', 'Partial 2']);
  });
});
