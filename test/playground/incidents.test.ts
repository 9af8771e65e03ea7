import assert from 'node:assert/strict';
import { locations } from '../../simulator/job.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import {
  executesIn,
  openPlayground,
  type Playground,
  type Saying,
  type ShownCard,
  textOf,
} from '../support/playground.ts';

const incidents = 'channel-incidents';
const general = 'team-backup';
const group = 'group-chat-night-shift';
const titled = (title: string) => (action: { title?: string }) => action.title === title;
const ned = { id: 'user-ned', name: 'Ned Nightshift' };
const ada = { id: 'user-ada', name: 'Ada Administrator' };
const at = ({ name }: { name: string }) => `<at>${name}</at>`;
const bot = at({ name: 'Backup Watch' });

describe('incidents in the Playground', () => {
  let demo: Demo;
  let playground: Playground;

  const simulator = async (method: string, path: string, body?: object): Promise<unknown> => {
    const init = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
    return (await fetch(demo.simulatorUrl + path, { method, ...init })).json();
  };
  /** A run of a service that ended a moment ago. */
  const run = async (service: number, state: number, location?: string) => {
    const now = Date.now();
    const planted = { service, location, startedAt: now - 2_000, endedAt: now - 1_000, state };
    await simulator('POST', '/_jobs', planted);
  };
  const ask = async (place: string, text: string, saying: Saying = { mention: true }) =>
    playground.say(place, text, saying);
  const words = async (place: string, text: string, saying?: Saying) =>
    textOf((await ask(place, text, saying)).card);

  before(async () => {
    demo = await startDemo({ WATCH_INTERVAL_SECONDS: '5' });
    playground = await openPlayground(demo.playgroundUrl);
    await simulator('DELETE', '/_jobs');
    for (const service of [1, 3, 7]) {
      await simulator('POST', '/_incidents', { kind: 'stops', service, from: 0 });
      // The bot may have read failures that were removed only now: a watch counts none from before a clean run.
      for (const location of locations) await run(service, 2, location);
    }
  });

  after(async () => {
    playground?.close();
    await demo?.stop();
  });

  const mentions: readonly (readonly [name: string, text: string, saying: Saying])[] = [
    ['at the beginning', 'failed exchange backups since 6am', { mention: true }],
    ['at the end', `failed exchange backups since 6am ${bot}`, {}],
    ['twice', `${bot} failed exchange backups since 6am ${bot}`, { mention: true }],
    ['with hard spaces', `&nbsp;failed&nbsp;exchange backups&nbsp;since 6am&nbsp;`, { mention: true }],
    [
      'beside those of other people',
      `${at(ned)} failed exchange backups ${at(ada)} since 6am`,
      { mention: true, others: [ned, ada] },
    ],
  ];
  for (const [name, text, saying] of mentions) {
    for (const place of [incidents, group]) {
      it(`the bot in the Playground understands a question with the mention ${name}, in ${place}, and answers in its thread`, async () => {
        const shown = await ask(place, text, saying);
        assert.ok(shown.place === group || shown.place.startsWith(`${incidents};messageid=`));
        assert.match(textOf(shown.card), /^Failed backups · Exchange Online/);
        assert.doesNotMatch(textOf(shown.card), /I do not know|Ned|Ada/);
      });
    }
  }

  it('a watch in the Playground is not stored before it is saved, nor once it is cancelled', async () => {
    const shown = await ask(incidents, 'watch exchange');
    assert.match(textOf(shown.card), /Watch Exchange\?[\s\S]*14 days/);
    assert.match(await words(incidents, 'watch'), /Nothing is watched here/);
    assert.match((await playground.press(shown, titled('Cancel'))).text ?? '', /Not saved/);
    assert.match(await words(incidents, 'watches'), /Nothing is watched here/);
  });

  it('the bot in the Playground sets, lists and ends watches, in a channel, a group chat and a personal chat alike', async () => {
    for (const [place, saying] of [
      [general, { mention: true }],
      [group, { mention: true }],
      ['personal-chat-olga', {}],
    ] as const) {
      const shown = await ask(place, 'watch teams, twice in a row, quiet 22:00 to 06:00', saying);
      await playground.press(shown, titled('Save'));
      const listed = await ask(place, 'watch', saying);
      assert.match(textOf(listed.card), /Teams[\s\S]*22:00/);
      assert.match(await words(place, 'unwatch teams', saying), /Teams/);
      assert.match(await words(place, 'watch', saying), /Nothing is watched here/);
    }
  });

  it('the bot in the Playground knows who is on call, and says so without mentioning them', async () => {
    assert.match(await words(incidents, 'on duty'), /no one is on call/i);
    const saying = { mention: true, others: [ned, ada] };
    assert.match(
      await words(incidents, `on duty ${at(ned)} then ${at(ada)}`, saying),
      /Ned Nightshift[\s\S]*15 min[\s\S]*Ada Administrator/,
    );
    assert.match(await words(incidents, 'escalate after 10 minutes'), /10 min/);
    assert.match(await words(incidents, 'on duty Ned'), /Pick the name/);
    assert.match(await words(incidents, 'who is on duty?'), /Ned Nightshift/);
  });

  describe('an incident', () => {
    let fault: ShownCard;
    let elsewhere: ShownCard;

    before(async () => {
      for (const place of [incidents, general]) {
        const shown = await ask(place, 'watch exchange and onedrive');
        await playground.press(shown, titled('Save'));
      }
      await run(1, 3);
      [fault, elsewhere] = await Promise.all([playground.arrives(incidents), playground.arrives(general)]);
    });

    it('the incident is a card in each channel, as a new post, that mentions who is on call there', () => {
      assert.match(fault.place, /^channel-incidents;messageid=\d+$/);
      const { entities } = fault.card.msteams;
      assert.deepEqual(entities, [{ type: 'mention', text: at(ned), mentioned: ned }]);
      assert.ok(textOf(fault.card).includes(at(ned)));
      assert.equal(elsewhere.card.msteams.entities, undefined);
      assert.match(textOf(elsewhere.card), /no one was on call/i);
    });

    it('the incident is taken by the first of two who press Acknowledge in the same instant', async () => {
      const answers = await Promise.all(
        [ned.id, ada.id].map(as => playground.press(fault, titled('Acknowledge'), as)),
      );
      const texts = answers.map(({ text }) => text ?? '').sort();
      assert.match(texts[0] ?? '', /^Acknowledged/);
      assert.match(texts[1] ?? '', /acknowledged it at/);
      const shown = await playground.becomes(fault, /(Ned Nightshift|Ada Administrator) acknowledged it at/);
      assert.ok(!executesIn(shown.card).some(titled('Acknowledge')));
      assert.equal(shown.card.msteams.entities, undefined, 'and calls nobody any more');
    });

    it('the incident’s stale buttons, forged ids and buttons of another channel are answered correctly', async () => {
      const stale = await playground.press(fault, titled('Acknowledge'));
      assert.match(stale.text ?? '', /acknowledged it at/);
      const theirs = executesIn(elsewhere.card).find(titled('Close anyway'));
      for (const [verb, data] of [
        ['fault.close', { v: 1, d: 'ffffffffffffffff' }],
        ['fault.close', theirs?.data],
        ['fault.snooze', { ...theirs?.data, l: '4h' }],
        ['fault.jobs', theirs?.data],
        ['fault.report', theirs?.data],
      ] as const) {
        const { text } = await playground.forge(fault, verb, data);
        assert.match(text ?? '', /no such incident in this conversation/, JSON.stringify([verb, data]));
      }
      for (const data of [{ v: 1, d: '../x' }, { v: 2, d: 'ffffffffffffffff' }, {}, null])
        assert.match(
          (await playground.forge(fault, 'fault.close', data)).text ?? '',
          /This button no longer works/,
        );
      assert.match(await words(general, 'faults'), /Exchange Online: 1 backup failed/);
    });

    it('the incident’s jobs are shown in its thread, where everyone turns the pages separately', async () => {
      const { text } = await playground.press(fault, titled('Show jobs'));
      assert.match(text ?? '', /in the thread/);
      const list = await playground.arrives(fault.place);
      assert.match(textOf(list.card), /^Failed backups · Exchange Online/);
    });

    it('the incident’s timeline is shown in its thread, as a card and as a text to copy', async () => {
      await playground.press(fault, titled('Report'));
      const report = await playground.arrives(fault.place);
      assert.match(textOf(report.card), /after the alert[\s\S]*Ned Nightshift was called/);
      await playground.press(report, titled('Post as text'));
      assert.match(await playground.hears(fault.place), /Ned Nightshift was called/);
      const asked = await playground.say(fault.place, 'incident report', { mention: true });
      assert.equal(asked.place, fault.place);
      assert.match(textOf(asked.card), /after the alert/);
    });

    it('the incident counts on in the same card, and turns green by itself with a message to the person it was assigned to', async function () {
      // Three looks at AvePoint.
      this.timeout(60_000);
      await run(1, 3);
      await playground.becomes(fault, /2 backups failed/);
      await run(1, 2);
      const green = await playground.becomes(fault, /✓ Exchange Online has recovered/);
      assert.deepEqual(
        executesIn(green.card)
          .map(({ title }) => title)
          .filter(title => !title?.startsWith('Open job ')),
        ['Add note', 'Show jobs', 'Report'],
      );
      assert.match(await playground.hears(fault.place), /<at>.*<\/at>: Exchange recovered/);
      const late = await playground.forge(
        fault,
        'fault.assign',
        // The same that Take over of an older card carries.
        executesIn(fault.card).find(titled('Acknowledge'))?.data,
      );
      assert.match(late.text ?? '', /This incident ended at/);
      assert.match(await words(incidents, 'faults'), /No open incidents/);
    });
  });
});
