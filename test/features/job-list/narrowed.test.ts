import assert from 'node:assert/strict';
import type { Reply } from '../../../src/features/turn.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };

const cardOf = (reply: Reply): object => {
  assert.equal(reply.kind, 'card');
  return (reply as { card: object }).card;
};
const jobsOn = (card: object) =>
  executesIn(card)
    .filter(({ verb }) => verb === 'jobs.job')
    .map(({ data }) => data.j);

describe('a list that is narrowed, from the sentence to its buttons', () => {
  let path: WholePath;
  before(async () => {
    path = await openWholePath({ history: true });
  });
  after(() => path.close());

  const hear = async (text: string) => cardOf(await path.conversation.hear({ text, ...reader }));
  const press = async (card: object, title: string) => {
    const button = executesIn(card).find(one => one.title?.startsWith(title));
    assert.ok(button, `${title} in ${executesIn(card).map(one => one.title)}`);
    return cardOf(await path.conversation.press({ ...button, ...reader }));
  };

  it('the last five failed backups are five, without a request, and no button leads to AvePoint’s own list', async () => {
    path.simulator.clearRequests();
    const card = await hear('last 5 failed backups');
    assert.equal(jobsOn(card).length, 5);
    assert.match(textOf(card), /Last 5 failed backups/);
    assert.match(textOf(card), /Any time since/);
    assert.deepEqual(path.jobRequests(), []);
    assert.ok(!executesIn(card).some(({ title }) => title === 'Read live'));
    assert.deepEqual(jobsOn(await press(card, 'Refresh')), jobsOn(card));
  });

  it('a job of a list that is narrowed leads back to the same list', async () => {
    const card = await hear('10 longest backups yesterday, 4 per page');
    const next = await press(card, 'Next');
    const job = await press(next, 'Open');
    const back = await press(job, 'Back');
    assert.match(textOf(back), /10 longest backups/);
    assert.deepEqual(jobsOn(back), jobsOn(next));
    assert.equal(new Set([...jobsOn(card), ...jobsOn(next)]).size, 8);
  });

  it('pages of the longest backups are in one order, and end after as many as were asked for', async () => {
    const first = await hear('10 longest backups yesterday, 4 per page');
    const last = await press(await press(first, 'Next'), 'Next');
    assert.match(textOf(last), /9–10 of 10 · page 3 of 3/);
    assert.ok(!executesIn(last).some(({ title }) => title === 'Next'));
  });

  it('a list by length says that it goes by the end of its jobs', async () => {
    const card = await hear('backups that took longer than 10 minutes yesterday');
    assert.match(textOf(card), /Backups · longer than 10 min/);
    assert.match(textOf(card), /By end: Yesterday/);
  });

  it('an error that no job has is said to be none, and isn’t green', async () => {
    const card = await hear('failed backups with "zebra crossing" last 7 days');
    assert.match(textOf(card), /zebra crossing/);
    assert.ok(!JSON.stringify(card).includes('"good"'));
  });

  it('a user’s words for an error are shown as words, whatever they are', async () => {
    const card = await hear('failed backups with "**b** [c] `d`" today');
    assert.match(textOf(card), /“∗∗b∗∗ \(c\) 'd'”/);
  });
});
