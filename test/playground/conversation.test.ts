import assert from 'node:assert/strict';
import { type Demo, startDemo } from '../support/demo.ts';
import {
  executesIn,
  openPlayground,
  type Playground,
  type ShownCard,
  textOf,
} from '../support/playground.ts';

interface ApiRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

const personal = 'personal-chat-olga';
const titled = (title: string) => (action: { title?: string }) => action.title === title;
const idsOn = ({ card }: ShownCard): unknown[] =>
  executesIn(card)
    .filter(({ verb }) => verb === 'jobs.job')
    .map(({ data }) => data.j);

describe('conversation in the Playground', () => {
  let demo: Demo;
  let playground: Playground;

  const simulator = async (method: string, path: string, body?: object): Promise<unknown> => {
    const init = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
    return (await fetch(demo.simulatorUrl + path, { method, ...init })).json();
  };
  /** Those for people: the index's reader asks for no state in a window that ends. */
  const jobRequests = async (): Promise<readonly ApiRequest[]> =>
    ((await simulator('GET', '/_requests')) as ApiRequest[]).filter(
      ({ path, query }) => path.includes('jobs') && query.JobState !== '0' && query.FinishTime,
    );
  const forgetRequests = () => simulator('DELETE', '/_requests');

  before(async () => {
    demo = await startDemo();
    playground = await openPlayground(demo.playgroundUrl);
  });

  after(async () => {
    playground?.close();
    await demo?.stop();
  });

  beforeEach(async () => {
    await simulator('DELETE', '/_trouble');
    await forgetRequests();
  });

  it('the bot in the Playground answers "failed backups today" and walks all pages with Next, each job once, one request a page', async () => {
    let shown = await playground.say(personal, 'failed backups today');
    const seen = [...idsOn(shown)];
    let pages = 1;
    while (executesIn(shown.card).some(titled('Next'))) {
      shown = (await playground.press(shown, titled('Next'))).shown;
      seen.push(...idsOn(shown));
      pages++;
    }
    const [, total] = textOf(shown.card).match(/of (\d+) ·/) ?? [];
    assert.ok(pages > 2);
    assert.equal(seen.length, Number(total));
    assert.equal(new Set(seen).size, seen.length);

    const requests = await jobRequests();
    assert.deepEqual(
      requests.map(({ query }) => query.PageIndex).toSorted(),
      // Page 0 is read once more, together with the first page 1.
      ['0', '0', '1', ...Array.from({ length: pages - 2 }, (_, index) => String(index + 2))],
    );
    const [first] = requests;
    for (const { query } of requests) assert.deepEqual({ ...query, PageIndex: '0' }, first?.query);

    for (let page = pages; page > 1; page--)
      shown = (await playground.press(shown, titled('Previous'))).shown;
    assert.deepEqual(idsOn(shown), seen.slice(0, 10));
    assert.ok(!executesIn(shown.card).some(titled('Previous')));
  });

  it('the list in the Playground is not changed by a job that starts and fails after the question was asked', async () => {
    const shown = await playground.say(personal, 'failed exchange backups last 24 hours, 3 per page');
    const second = idsOn((await playground.press(shown, titled('Next'))).shown);
    const now = Date.now();
    const late = { service: 1, startedAt: now + 1_000, endedAt: now + 1_001, state: 3 };
    await simulator('POST', '/_jobs', late);
    const again = (await playground.press(shown, titled('Next'))).shown;
    assert.deepEqual(idsOn(again), second);
    assert.doesNotMatch(textOf(again.card), /list has changed/);
  });

  it('the bot in the Playground says when the list has changed since the question was asked, and takes a new window', async () => {
    const shown = await playground.say(personal, 'failed onedrive backups last 3 days, 5 per page');
    const past = Date.now() - 3_600_000;
    await simulator('POST', '/_jobs', { service: 3, startedAt: past, endedAt: past + 1, state: 3 });
    const second = (await playground.press(shown, titled('Next'))).shown;
    assert.match(textOf(second.card), /list has changed/);
    const anew = (await playground.press(second, titled('Refresh'))).shown;
    assert.doesNotMatch(textOf(anew.card), /list has changed/);
    const requests = await jobRequests();
    assert.equal(requests.at(-1)?.query.PageIndex, '0');
    const [first, last] = [requests[0], requests.at(-1)].map(request => request?.query.FinishTime);
    assert.ok(first && last && last >= first);
  });

  it('the bot in the Playground opens a job’s details in place, and leads back to its page', async () => {
    const shown = await playground.say(personal, 'failed backups today');
    const page = (await playground.press(shown, titled('Next'))).shown;
    const [id] = idsOn(page);
    const details = (await playground.press(page, ({ data }) => data.j === id)).shown;
    assert.ok(textOf(details.card).includes(String(id)));
    const back = (await playground.press(details, titled('Back'))).shown;
    assert.deepEqual(idsOn(back), idsOn(page));
  });

  it('the bot in the Playground answers in the thread of a channel, where everyone turns the pages separately', async () => {
    const shown = await playground.say('channel-incidents', 'failed backups today', { mention: true });
    assert.match(shown.place, /^channel-incidents;messageid=\d+$/);
    const [olga, ned] = await Promise.all([
      playground.press(shown, titled('Next'), 'user-olga'),
      playground.press(shown, titled('Next'), 'user-ned'),
    ]);
    assert.deepEqual(idsOn(olga.shown), idsOn(ned.shown));
    assert.notDeepEqual(idsOn(olga.shown), idsOn(shown));
  });

  const overviews: [sentence: string, shows: RegExp][] = [
    ['status', /Backup status/],
    ['are the backups ok?', /Backup status/],
    ['summary last week', /at the end|Every|All \d+ services/],
    ['coverage', /Last good backup of each service/],
    ['what has no good backup in 24 hours?', /Last good backup of each service/],
    ['unprotected services 12h', /within 12 h/],
    ['why did backups fail today?', /Why backups failed/],
    ['why did exchange fail last week?', /Why jobs failed · Exchange/],
    ['job FB20241015105312327583', /Job not found/],
    ['problems last 3 days', /● Failed \d+/],
    ['failed or partial exchange and onedrive backups last 3 days', /Exchange and OneDrive/],
    ['exchange, sharepoint and teams backups today', /● Exchange \d+/],
    ['failed backups this week vs last week', / than | No change/],
  ];
  for (const [sentence, shows] of overviews) {
    it(`the bot in the Playground answers "${sentence}" in a personal chat and in a channel alike`, async () => {
      const shown = await playground.say(personal, sentence);
      const posted = await playground.say('channel-incidents', sentence, { mention: true });
      assert.match(textOf(shown.card), shows);
      assert.match(textOf(posted.card), shows);
    });
  }

  it('the bot in the Playground opens the jobs behind a number, and turns their pages', async () => {
    const shown = await playground.say(personal, 'summary last week');
    const opened = await playground.press(
      shown,
      ({ verb, data }) => verb === 'jobs.page' && data.m !== undefined,
    );
    assert.match(textOf(opened.shown.card), /● Failed \d+/);
    const next = (await playground.press(opened.shown, titled('Next'))).shown;
    assert.match(textOf(next.card), /page 2 of/);
    assert.match(textOf(next.card), /● Failed \d+/);
  });

  it('the bot in the Playground answers in a group chat', async () => {
    const shown = await playground.say('group-chat-night-shift', 'failed backups today', { mention: true });
    assert.equal(shown.place, 'group-chat-night-shift');
    assert.equal(idsOn(shown).length, 10);
    assert.equal((await playground.press(shown, titled('Next'))).status, 200);
  });

  it('the bot in the Playground answers a sentence behind a button as if it had been typed', async () => {
    const help = await playground.say(personal, 'help');
    const answer = await playground.press(help, ({ verb }) => verb === 'ask');
    assert.match(textOf(answer.shown.card), /Refresh/);
  });

  it('the bot in the Playground shows an API that is down as an error with a reference, and the answer when it is back', async () => {
    await simulator('POST', '/_trouble', { kind: 'status', status: 503 });
    const startedAt = Date.now();
    const error = await playground.say(personal, 'failed backups today');
    assert.ok(Date.now() - startedAt < 10_500);
    assert.match(
      textOf(error.card),
      /isn’t answering[\s\S]*I don’t know whether backups failed[\s\S]*Reference: [0-9a-f]{8}/,
    );
    assert.doesNotMatch(textOf(error.card), /127\.0\.0\.1|localhost|demo-secret|Bearer|stack/);

    await simulator('DELETE', '/_trouble');
    const recovered = await playground.press(error, titled('Try again'));
    assert.equal(idsOn(recovered.shown).length, 10);
  });

  it('the bot in the Playground answers a press within its budget while the API stalls', async () => {
    const shown = await playground.say(personal, 'failed backups today');
    await simulator('POST', '/_trouble', { kind: 'stall' });
    const startedAt = Date.now();
    const answer = await playground.press(shown, titled('Next'));
    assert.ok(Date.now() - startedAt < 4_500);
    assert.equal(answer.status, 200);
    assert.match(textOf(answer.shown.card), /took too long/);
  });

  it('the bot in the Playground answers forged presses politely and asks the API nothing', async () => {
    const shown = await playground.say(personal, 'failed backups today');
    const next = executesIn(shown.card).find(titled('Next'));
    await forgetRequests();
    const forged: [unknown, unknown][] = [
      ...[-1, 1e12, 'x', 1.5, {}, null, true].map((p): [unknown, unknown] => [
        next?.verb,
        { ...next?.data, p },
      ]),
      [next?.verb, { ...next?.data, n: 1_000_000 }],
      [next?.verb, { ...next?.data, f: (next?.data.u as number) - 1000 * 365 * 86_400 }],
      [next?.verb, { ...next?.data, z: '../../etc/passwd' }],
      [next?.verb, {}],
      [next?.verb, null],
      ['jobs.delete', next?.data],
      [{ verb: 1 }, next?.data],
    ];
    for (const [verb, data] of forged) {
      const { status, text } = await playground.forge(shown, verb, data);
      assert.equal(status, 200);
      assert.match(text ?? '', /type your question/i, JSON.stringify([verb, data]));
    }
    assert.deepEqual(await jobRequests(), []);
  });

  for (const [name, place, mention] of [
    ['a personal chat', personal, false],
    ['a group chat', 'group-chat-night-shift', true],
    ['a channel', 'channel-incidents', true],
  ] as const) {
    it(`the bot in the Playground sets, shows, pauses and ends a digest in ${name}, separately in each conversation`, async () => {
      const say = async (text: string) => textOf((await playground.say(place, text, { mention })).card);
      assert.match(await say('digest'), /No digest is set here/);
      assert.match(
        await say('digest weekdays at 7:30 only problems'),
        /Digest set[\s\S]*Weekdays at 7:30 AM/,
      );
      assert.match(await say('digest weekdays at 7:30 only problems'), /is already set/);
      assert.match(await say('digest daily at 8 America/Chicago'), /Daily at 8:00 AM \(America\/Chicago\)/);
      assert.match(await say('digest pause until monday'), /Paused/);
      assert.match(await say('digest resume'), /Resumed/);
      const shown = await playground.say(place, 'digest', { mention });
      assert.match(textOf(shown.card), /2 digests here/);
      const pressed = await playground.press(shown, titled('Turn off 7:30 AM'));
      assert.equal(pressed.text, 'Turned off.');
      const again = await playground.press(shown, titled('Turn off 7:30 AM'));
      assert.match(textOf(again.shown.card), /no longer set/);
      assert.match(await say('digest now'), /Digest preview · /);
      assert.match(await say('digest off'), /No digests here any more/);
    });
  }

  it('the bot in the Playground sets backup-age limits that coverage uses', async () => {
    const say = async (text: string) => textOf((await playground.say(personal, text)).card);
    assert.match(await say('target exchange 12h'), /Exchange: 12 h/);
    assert.match(await say('coverage'), /Backup-age limits: Exchange 12 h; the others 24 h/);
    assert.doesNotMatch(await say('coverage 24h'), /Backup-age limits/);
    assert.match(await say('target exchange usual'), /Every service: 24 h/);
  });
});
