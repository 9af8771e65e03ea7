import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { chat } from '../../access/people.ts';
import { type ExecuteAction, executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB', place: chat };
const hour = 3_600_000;
const note = /Started in this window and still running/;

describe('the number of running backups', () => {
  let path: WholePath;
  beforeEach(async () => {
    path = await openWholePath({ history: false });
    const at = (hours: number) => path.clock.now() - hours * hour;
    // Two of the last 24 hours run, of Exchange and Teams, and one of Exchange from before.
    path.simulator.plant({ service: 1, startedAt: at(3) });
    path.simulator.plant({ service: 7, startedAt: at(5) });
    path.simulator.plant({ service: 1, startedAt: at(30) });
    for (const service of [1, 7]) path.simulator.plant({ service, startedAt: at(9), endedAt: at(8) });
  });
  afterEach(() => path.close());

  const hear = async (text: string): Promise<AdaptiveCard> => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const press = async (one: CardAction | undefined): Promise<AdaptiveCard> => {
    assert.ok(one);
    const reply = await path.conversation.press({ ...one, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const titled = (card: AdaptiveCard, title: string): ExecuteAction | undefined =>
    executesIn(card).find(one => one.title === title);
  const countOf = (card: AdaptiveCard) => /\d+(?:–\d+)? of (\d+)/.exec(textOf(card))?.[1];
  /** The buttons that open running backups of a window. */
  const runningLists = (card: AdaptiveCard) =>
    executesIn(card).filter(({ data }) => data.s === 'inProgress' || String(data.ss) === 'inProgress');

  it('the number of running backups has no time bounds if the user asks what is running', async () => {
    const card = await hear('what is running');
    assert.equal(countOf(card), '3');
    assert.doesNotMatch(textOf(card), note);
  });

  it('status counts only running backups that started in its window, as does the list behind it', async () => {
    const card = await hear('status');
    const text = textOf(card);
    assert.match(text, /^2 backups are still running\.$/m);
    assert.match(text, /^In all: 2 finished, 2 still running\.$/m);
    const [list, ...others] = runningLists(card);
    assert.deepEqual(others, []);
    const shown = await press(list);
    assert.equal(countOf(shown), '2');
    assert.match(textOf(shown), note);
    const all = await press(titled(shown, 'All running now'));
    assert.doesNotMatch(textOf(all), note);
    assert.equal(countOf(all), '3');
  });

  it('a digest counts only running backups that started in its window, and its buttons open as many', async () => {
    const card = await hear('digest now');
    assert.match(textOf(card), /^In all: 2 finished, 2 still running\.$/m);
    const button = titled(card, 'Running (2)');
    for (const list of [button, ...runningLists(card).filter(({ verb }) => verb === 'tabs.show')]) {
      const shown = await press(list);
      assert.equal(countOf(shown), '2');
      assert.match(textOf(shown), note);
    }
  });

  it('a comparison of running backups says that it counts those that started in each of the two windows', async () => {
    const card = await hear('compare running backups last 24 hours');
    const text = textOf(card);
    assert.match(text, /Started in each of the windows and still running\./);
  });

  it('a list of a window’s running backups says if all have ended, but never that nothing is running', async () => {
    path.simulator.uproot();
    path.simulator.plant({ service: 1, startedAt: path.clock.now() - hour });
    const [list] = runningLists(await hear('status'));
    path.simulator.uproot();
    path.simulator.plant({ service: 1, startedAt: path.clock.now() - 30 * hour });
    const none = textOf(await press(list));
    assert.doesNotMatch(none, /Nothing is running/);
    path.simulator.plant({ service: 1, startedAt: path.clock.now() - hour, endedAt: path.clock.now() - 1 });
    const over = textOf(await press(list));
    assert.match(over, /None is still running\n1 started in this time; it isn’t running any more\./);
    assert.doesNotMatch(over, note);
  });
});
