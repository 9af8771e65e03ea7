import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../../src/cards/button-link.ts';
import type { JobQuery } from '../../../src/domain/job.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'UTC', locale: 'en-GB' };
const hour = 3_600_000;
const minute = 60_000;
// Their numbers in the API.
const [exchange, teams] = [1, 7];

/** How a card answers: its first line, and the style and the lines of its panel. */
function answerOf(card: AdaptiveCard) {
  const panel = card.body.find(element => 'style' in element && 'items' in element) as
    | { style: string; items: { text: string }[] }
    | undefined;
  const [headline, detail] = panel?.items.map(({ text }) => text) ?? [];
  return { first: textOf(card).split('\n')[0], style: panel?.style, headline, detail };
}

describe('answers while jobs are running', () => {
  let path: WholePath;
  afterEach(() => path.close());

  const open = async (jobsApi: 'cloudbackup-jobs' | 'cloudbackupjobs' = 'cloudbackup-jobs') => {
    path = await openWholePath({ history: false, jobsApi });
  };
  const at = (hours: number) => path.clock.now() - hours * hour;
  const runs = (service: number, hoursAgo: number) =>
    path.simulator.plant({ service, startedAt: at(hoursAgo) });
  const ran = (service: number, hoursAgo: number, state = 2) =>
    path.simulator.plant({ service, state, startedAt: at(hoursAgo), endedAt: at(hoursAgo) + minute });
  const cardOf = (reply: Awaited<ReturnType<WholePath['conversation']['hear']>>) => {
    assert.ok(reply.kind === 'card', JSON.stringify(reply));
    return reply.card;
  };
  const hear = async (text: string) => cardOf(await path.conversation.hear({ text, ...reader }));
  const press = async (one: CardAction | undefined) => {
    assert.ok(one);
    return cardOf(await path.conversation.press({ verb: one.verb, data: one.data, ...reader }));
  };
  const titled = (card: AdaptiveCard, title: string) => executesIn(card).find(one => one.title === title);
  const failing = (isMeant: (query: JobQuery) => boolean) => path.failing(isMeant);

  for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const)
    it(`no question about failures is answered in green while jobs are running, over ${jobsApi}`, async () => {
      await open(jobsApi);
      runs(exchange, 1);
      runs(teams, 2);
      for (const [text, headline] of [
        ['failed backups today', 'None failed so far; 2 still running'],
        ['failed exchange backups today', 'None failed so far; 1 still running'],
        ['how many backups failed today', 'None failed so far; 2 still running'],
        ['did any backup fail today', 'None failed so far; 2 still running'],
        ['partial backups today', 'None finished partially so far; 2 still running'],
        ['backups with exceptions today', 'None finished with exceptions so far; 2 still running'],
        ['problems today', '2 still running'],
        ['failed exchange and teams backups today', 'None failed so far; 2 still running'],
        [
          'failed or partial backups today',
          'No failed or partially finished backups so far; 2 still running',
        ],
        ['did the backups finish today', 'Not yet: 2 still running'],
      ] as const) {
        const answer = answerOf(await hear(text));
        assert.deepEqual([text, answer.style, answer.headline], [text, 'emphasis', headline]);
      }
    });

  it('a list of failures says how many started, and is green once all have ended', async () => {
    await open();
    for (const hours of [1, 2, 3]) ran(exchange, hours);
    runs(teams, 4);
    assert.equal(answerOf(await hear('failed backups today')).detail, '4 started in this time.');
    path.simulator.uproot();
    ran(exchange, 1);
    const { style, headline } = answerOf(await hear('failed backups today'));
    assert.deepEqual([style, headline], ['good', '✓ No failed backups']);
  });

  it('a run that started before the window leaves a list of the window green', async () => {
    await open();
    runs(exchange, 5);
    ran(exchange, 1);
    assert.equal(answerOf(await hear('failed backups last 2 hours')).style, 'good');
  });

  it('an empty list of failures is not green if what runs could not be read, and says so', async () => {
    await open();
    ran(exchange, 1);
    failing(({ state }) => state === 'inProgress');
    const { style, headline, detail } = answerOf(await hear('failed backups today'));
    assert.deepEqual([style, headline], ['warning', '? I found no failed backups, but can’t be sure']);
    assert.equal(
      detail,
      'At least 1 started in this time; none of them failed. I couldn’t read whether any are still running, so this may not be good news.',
    );
  });

  for (const text of [
    'did the backups finish today',
    'did everything run overnight',
    'are all backups done today',
  ])
    it(`“${text}” gets the same answer from Refresh, and from Try again`, async () => {
      await open('cloudbackupjobs');
      const overnight = text.includes('overnight') ? 6 : 0;
      runs(exchange, 1 + overnight);
      ran(teams, 2 + overnight);
      const asked = await hear(text);
      assert.equal(answerOf(asked).headline, 'Not yet: 1 still running');
      const again = await press(titled(asked, 'Refresh'));
      assert.deepEqual(answerOf(again), answerOf(asked));
      assert.deepEqual(answerOf(await press(titled(again, 'Refresh'))), answerOf(asked));
      const mend = failing(() => true);
      const failed = await press(titled(asked, 'Refresh'));
      const typed = await hear(text);
      mend();
      for (const card of [failed, typed])
        assert.deepEqual(answerOf(await press(titled(card, 'Try again'))), answerOf(asked));
    });

  it('a number keeps its place in the first line when asked again, turned back, or chosen by its tab', async () => {
    await open();
    for (let index = 0; index < 3; index += 1) ran(exchange, 1 + index, 3);
    ran(teams, 2, 5);
    const counted = await hear('how many backups failed today, 2 per page');
    assert.equal(answerOf(counted).first, '3 failed backups');
    const next = await press(titled(counted, 'Next'));
    assert.equal(answerOf(await press(titled(next, 'Previous'))).first, '3 failed backups');
    const againFromNext = await press(titled(next, 'Refresh'));
    assert.equal(answerOf(againFromNext).first, '3 failed backups');
    const [row] = executesIn(next).filter(({ verb }) => verb === 'jobs.job');
    const back = await press(executesIn(await press(row)).find(({ verb }) => verb === 'jobs.page'));
    assert.equal(answerOf(await press(titled(back, 'Previous'))).first, '3 failed backups');

    const whether = await hear('did the backups finish today');
    assert.equal(answerOf(whether).first, 'No, not all: 3 failed, 1 partially finished');
    const tab = executesIn(whether).find(({ title }) => title?.startsWith('Partial'));
    const partial = await press(tab);
    assert.equal(answerOf(partial).first, 'No, not all: 3 failed, 1 partially finished');
    assert.equal(answerOf(await press(titled(partial, 'Refresh'))).first, answerOf(whether).first);
  });

  it('a button of an older card, which does not carry why it was asked, is not green either', async () => {
    await open();
    runs(exchange, 1);
    ran(teams, 2);
    const asked = await hear('did the backups finish today');
    const { verb, data } = titled(asked, 'Refresh') ?? {};
    assert.ok(verb && data);
    const { l: _, ...old } = data as Record<string, unknown>;
    const { style, headline } = answerOf(await press({ verb, data: old }));
    assert.deepEqual([style, headline], ['emphasis', 'No backups with problems so far; 1 still running']);
  });
});
