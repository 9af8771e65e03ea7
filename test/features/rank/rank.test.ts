import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { chat } from '../../access/people.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = {
  ...{ zone: 'Europe/Berlin', locale: 'en-GB', place: chat },
  speaker: { id: '29:kim', name: 'Kim' },
};
const hour = 3_600_000;
/** Codes of AvePoint's. */
const [finished, failed, exceptions] = [2, 3, 4];

/** The numbers of a card that open a list, with what opens it. */
function cellsWithLists(node: unknown): { count: number; action: CardAction & { title: string } }[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, selectAction, items } = node as {
    type?: string;
    selectAction?: CardAction & { title: string };
    items?: unknown;
  };
  if (type === 'TableCell' && selectAction)
    return [{ count: Number(/\d+/.exec(textOf(items))?.[0]), action: selectAction }];
  return Object.values(node).flatMap(cellsWithLists);
}

describe('a card with the numbers of groups', () => {
  let path: WholePath;
  beforeEach(async () => {
    // Monday 23 November 2026, 14:05 in Berlin.
    path = await openWholePath({ history: false });
    const plant = (service: number, state: number, ...hoursAgo: readonly number[]) => {
      for (const hours of hoursAgo) {
        const startedAt = path.clock.now() - hours * hour;
        path.simulator.plant({ service, state, startedAt, endedAt: startedAt + 60_000 });
      }
    };
    plant(1, failed, 2, 3, 26, 50);
    plant(1, finished, 4, 5, 6, 30);
    plant(7, failed, 2);
    plant(7, finished, 3);
    plant(3, finished, 2, 20);
    plant(3, exceptions, 21);
  });
  afterEach(() => path.close());

  const hear = async (text: string): Promise<AdaptiveCard> => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const press = async ({ verb, data }: CardAction): Promise<AdaptiveCard> => {
    const reply = await path.conversation.press({ verb, data, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };

  it('the service that failed most is named first, with its number and that of all', async () => {
    const text = textOf(await hear('which service fails most'));
    assert.match(text, /\nExchange failed most: 2 of 3 failed jobs\n/);
    assert.match(text, /\nExchange\n.*\n2 of 5\n/);
    assert.match(text, /None: OneDrive\./);
  });

  it('services with equally many failures are all named', async () => {
    assert.match(
      textOf(await hear('failures by service since 11am')),
      /\nExchange and Teams failed most: 1 each of 2 failed jobs\n|Exchange failed most: 2 of 3/,
    );
    assert.match(
      textOf(await hear('failures by service since 11:30')),
      /\nExchange and Teams failed most: 1 each of 2 failed jobs\n/,
    );
  });

  it('the rest of a short list is one line, with its number', async () => {
    const text = textOf(await hear('top 1 failing service last 3 days'));
    assert.match(text, /\nExchange failed most: 4 of 5 failed jobs\n/);
    assert.match(text, /\n1 other service: 1\./);
  });

  it('a question for days lists them in their order, those without failures among them', async () => {
    const text = textOf(await hear('failures per day since saturday'));
    assert.match(text, /\n5 failed jobs; Mon 23 Nov had the most: 3\n/);
    assert.match(
      text,
      /Sat 21 Nov[\s\S]*1 of 1[\s\S]*Sun 22 Nov[\s\S]*1 of 4[\s\S]*Mon 23 Nov, until 14:05[\s\S]*3 of 8/,
    );
  });

  it('each number of a group opens a list of just so many jobs', async () => {
    for (const sentence of [
      'failures by service last 3 days',
      'problems by service last 3 days',
      'failures per day since saturday',
      'exchange and teams failures per day since saturday',
      'jobs by state last 3 days',
      'jobs by type',
      'failures per hour today',
    ]) {
      const card = await hear(sentence);
      const numbers = cellsWithLists(card);
      assert.ok(numbers.length > 0, sentence);
      for (const { count, action } of numbers) {
        const list = await press(action);
        const total = textOf(list).match(/\d+ of (\d+)/)?.[1];
        const tabs = (action.data.m as number[][] | undefined)?.map(([, , value = 0]) => value) ?? [];
        const rows = executesIn(list).filter(({ verb }) => verb === 'jobs.job').length;
        assert.equal(tabs.length > 0 ? tabs[0] : count, rows, `${sentence}: ${action.title} ${total}`);
        if (tabs.length > 0)
          assert.equal(
            tabs.reduce((sum, value) => sum + value, 0),
            count,
            action.title,
          );
      }
    }
  });

  it('no failures are said to be none, and never shown in green', async () => {
    const card = await hear('teams chat failures per day');
    assert.match(textOf(card), /\nNothing ran\n/);
    const none = await hear('onedrive failures per day');
    assert.match(textOf(none), /\nNo failed jobs\n3 started in this window, none still running\.\n/);
    for (const one of [card, none]) assert.doesNotMatch(JSON.stringify(one), /"style":"good"/);
  });

  it('a window that the index does not reach back to has no number that looks whole', async () => {
    const text = textOf(await hear('failures by service in august'));
    assert.match(text, /\n\? I couldn’t count all failed jobs\n/);
    assert.match(text, /I only know jobs since /);
  });

  it('Refresh on the list of a day keeps the day', async () => {
    const card = await hear('failures per day since saturday');
    const day = executesIn(card).find(({ title }) => title === 'Failed jobs: Sun 22 Nov');
    const list = await press(day as CardAction);
    const live = await press(executesIn(list).find(({ title }) => title === 'Read live') as CardAction);
    const refresh = executesIn(live).find(({ title }) => title === 'Refresh');
    path.clock.advance(hour);
    assert.match(textOf(await press(refresh as CardAction)), /Yesterday, Sun 22 Nov/);
  });

  it('a question for groups can be gone on from', async () => {
    await hear('failures per day since saturday');
    assert.match(textOf(await hear('and for teams?')), /^Failed jobs by day · Teams\n/);
    await hear('success rate today');
    assert.match(
      textOf(await hear('what about yesterday?')),
      /^Success rate of all jobs\nYesterday, Sun 22 Nov/,
    );
  });

  it('Refresh on a card of groups reads its period anew', async () => {
    const card = await hear('failures by service today');
    path.clock.advance(hour);
    const refresh = executesIn(card).find(({ title }) => title === 'Refresh');
    assert.match(textOf(await press(refresh as CardAction)), /Today, 00:00–15:05/);
  });
});
