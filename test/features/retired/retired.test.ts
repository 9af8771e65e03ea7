import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../../src/domain/store.ts';
import { StoreError } from '../../../src/domain/store.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { createServiceRecords } from '../../../src/store/service-records.ts';
import { objectsIn } from '../../cards/elements.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openProduct } from '../../support/product.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const lee = { id: '29:lee', name: 'Lee' };
const hour = 3_600_000;
const day = 24 * hour;
const minute = 60_000;
// Their numbers in the API.
const [exchange, project, teams] = [1, 5, 7];

/** A row of a table; those of its heads have no inlines. */
interface Row {
  readonly cells: readonly {
    readonly items: readonly { readonly inlines?: readonly { text: string }[] }[];
  }[];
}

/** What a card shows: its first line, the sign before each service, its words and its buttons. */
function shown(reply: Reply) {
  assert.ok(reply.kind === 'card' || reply.kind === 'edit', JSON.stringify(reply));
  const { card } = reply;
  const panel = card.body.find(element => 'style' in element && 'items' in element) as
    | { style: string; items: { text: string }[] }
    | undefined;
  const names = objectsIn(card.body)
    .filter(({ type }) => type === 'TableRow')
    .map(row => (row as unknown as Row).cells[0]?.items[0]?.inlines?.map(({ text }) => text).join(''))
    .filter(name => name !== undefined);
  return {
    headline: panel?.items[0]?.text ?? '',
    signs: Object.fromEntries(names.map(name => [name.slice(2), name.slice(0, 1)])),
    text: textOf(card),
    offers: (card.actions ?? [])
      .map(action => (action as { title: string }).title)
      .filter(title => /^(?:Retire|Expect) /.test(title)),
    presses: executesIn(card),
  };
}

for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const)
  describe(`a service that stops, over ${jobsApi}`, () => {
    let path: WholePath;
    let project10DaysAgo: number;
    beforeEach(async () => {
      path = await openWholePath({ history: false, jobsApi });
      for (let days = 20; days > 0; days -= 1) ran(exchange, days * 24 - 1);
      for (let days = 20; days >= 10; days -= 1) project10DaysAgo = ran(project, days * 24 - 1);
    });
    afterEach(() => path.close());

    function ran(service: number, hoursAgo: number, state = 2): number {
      const startedAt = path.clock.now() - hoursAgo * hour;
      path.simulator.plant({ service, state, startedAt, endedAt: startedAt + minute });
      return startedAt;
    }
    const say = async (text: string) =>
      shown(await path.conversation.hear({ text, speaker: lee, ...reader }));
    /** Lets days pass in which Exchange alone is backed up. */
    async function pass(days: number) {
      for (let passed = 0; passed < days; passed += 1) {
        path.clock.advance(day);
        ran(exchange, 1);
      }
    }

    it('a stopped service is a problem until it’s retired, even once the index has no run of it, and again once it’s expected', async () => {
      const stopped = await say('status');
      assert.deepEqual(stopped.signs, { Project: '✕', Exchange: '✓' });
      assert.match(stopped.text, /Project: nothing ran[.,]/);
      assert.deepEqual(stopped.offers, ['Retire Project']);

      for (const days of [15, 20, 30]) {
        await pass(days);
        const later = await say('status');
        assert.deepEqual(later.signs, { Project: '✕', Exchange: '✓' }, `${days} days later`);
        assert.deepEqual(later.offers, ['Retire Project']);
      }
      const forgotten = await say('status');
      assert.equal(forgotten.headline, '✕ Project didn’t run');
      assert.match(forgotten.text, /Project: no backup since Fri 13 Nov 2026\./);
      assert.doesNotMatch(forgotten.text, /No backups in the last 60 days: [^.]*Project/);
      const covered = await say('coverage');
      assert.deepEqual(covered.signs, { Project: '✕', Exchange: '✓' });
      assert.match(covered.text, /Project\nFri 13 Nov 2026\n/);
      assert.deepEqual(covered.offers, ['Retire Project']);
      const alone = await say('project status');
      assert.equal(alone.headline, '✕ Project didn’t run');
      assert.match(alone.text, /no backup since/);
      assert.deepEqual((await say('coverage project')).signs, { Project: '✕' });

      const retired = await say('project is retired');
      assert.match(retired.text, /✓ Project is retired/);
      assert.match(retired.text, /Retired by Lee on /);
      assert.deepEqual(retired.offers, ['Expect Project again']);
      for (const question of ['status', 'coverage']) {
        const { headline, offers, signs, text } = await say(question);
        assert.deepEqual(signs, { Exchange: '✓' }, question);
        // The plan has runs of Exchange that these days have not.
        assert.match(headline, question === 'status' ? /^✓ / : /^✓ |^△ Every service has a good backup/);
        assert.match(text, /Retired: Project, by Lee on \w+ \d+ Jan\./);
        assert.deepEqual(offers, []);
      }
      const one = await say('project status');
      assert.deepEqual([one.headline, one.signs], ['Project is retired', { Project: '–' }]);
      const ofOne = await say('coverage project');
      assert.deepEqual([ofOne.headline, ofOne.signs], ['Project is retired', { Project: '–' }]);
      assert.match((await say('is project retired?')).text, /Project is retired.*Retired by Lee on /s);
      assert.match((await say('retired services')).text, /Project: retired by Lee on /);

      const expected = await say('project is expected');
      assert.match(expected.text, /✓ Project is expected again/);
      assert.deepEqual(expected.offers, ['Retire Project']);
      assert.deepEqual((await say('status')).signs, { Project: '✕', Exchange: '✓' });
      assert.match((await say('is project retired?')).text, /Project isn’t retired/);
    });

    it('a stopped service is a problem even if AvePoint no longer lists its runs', async () => {
      await say('status');
      path.simulator.uproot();
      for (let days = 20; days > 0; days -= 1) ran(exchange, days * 24 - 1);
      const { signs, text } = await say('status');
      assert.deepEqual(signs, { Project: '✕', Exchange: '✓' });
      assert.match(text, /Project: no backup since Fri 13 Nov\./);
      assert.equal(new Date(project10DaysAgo).getUTCDate(), 13);
    });

    it('a retired service that runs is shown with its result, and with a note that it’s retired', async () => {
      await say('retire project');
      path.clock.advance(2 * hour);
      ran(project, 1);
      ran(exchange, 1);
      for (const question of ['status', 'coverage']) {
        const { offers, signs, text } = await say(question);
        assert.deepEqual(signs, { Exchange: '✓', Project: '✓' }, question);
        assert.match(text, /Project is retired, but it ran on Mon 23 Nov, 15:05\./);
        assert.match(text, /Retired: Project, by Lee on Mon 23 Nov, but it ran on Mon 23 Nov\./);
        assert.deepEqual(offers, ['Expect Project again']);
      }
      path.simulator.uproot();
      ran(exchange, 1);
      ran(project, 0.5, 3);
      assert.deepEqual((await say('status')).signs, { Project: '✕', Exchange: '✓' });
    });

    it('a retired service has its numbers in windows from before its retirement', async () => {
      await say('project is retired');
      const { signs, text } = await say('status last 14 days');
      assert.deepEqual(signs, { Exchange: '✓', Project: '✓' });
      assert.match(text, /Retired: Project, by Lee on Mon 23 Nov\./);
      assert.doesNotMatch(text, /but it ran/);
    });

    it('status and coverage are never good if all services are retired', async () => {
      await say('project is retired');
      await say('exchange is retired');
      path.clock.advance(2 * day);
      for (const question of ['status', 'coverage']) {
        const { headline, signs } = await say(question);
        assert.deepEqual([headline, signs], ['Every service that was backed up is retired', {}], question);
      }
    });

    it('status offers stopped services for retirement only if another service still runs', async () => {
      ran(teams, 40);
      path.clock.advance(40 * hour);
      ran(exchange, 30);
      const { offers, signs } = await say('status last 12 hours');
      assert.deepEqual(signs, { Exchange: '✕', Project: '✕', Teams: '✕' });
      assert.deepEqual(offers, [], 'everything has stopped: it’s the schedule');
      ran(exchange, 20);
      const withOne = await say('status');
      assert.deepEqual(withOne.offers, ['Retire Project', 'Retire Teams']);
    });

    it('coverage offers a stopped service for retirement only if another still has good backups', async () => {
      path.clock.advance(40 * hour);
      for (const question of ['coverage', 'coverage project']) {
        const { offers, signs } = await say(question);
        assert.equal(signs.Project, '✕');
        assert.deepEqual(offers, [], `${question}: everything has stopped`);
      }
      ran(exchange, 30, 2);
      ran(exchange, 2, 3);
      assert.deepEqual((await say('coverage')).offers, [], 'no good one for a day');
      ran(exchange, 1);
      for (const question of ['coverage', 'coverage project'])
        assert.deepEqual((await say(question)).offers, ['Retire Project'], question);
    });

    it('status and coverage of all services are unknown, never good, if the service records can’t be read', async () => {
      await pass(1);
      await say('project is retired');
      const list: Store['list'] = path.store.list;
      path.store.list = (collection, ...rest) =>
        collection === 'services'
          ? Promise.reject(new StoreError('unavailable', 'x'))
          : list(collection, ...rest);
      for (const question of ['status', 'coverage']) {
        const { headline, text } = await say(question);
        assert.match(headline, /^\? |not all could be read/, question);
        assert.match(text, /I couldn’t read which services are retired or were backed up before\./);
      }
      assert.match((await say('exchange status')).headline, /^✓/);
      assert.match((await say('is project retired?')).text, /can’t reach my storage/);
    });
  });

describe('records of services that are backed up', () => {
  it('the running product records a service that is backed up, even if it never answers a question', async () => {
    const store = createMemoryStore();
    const product = await openProduct({ store });
    try {
      const startedAt = Math.floor(Date.now() / 1000) * 1000 - hour;
      product.simulator.plant({ service: project, state: 2, startedAt, endedAt: startedAt + minute });
      const records = createServiceRecords(store);
      for (let looks = 0; ; looks += 1) {
        const { project: record } = await records.all();
        if (record) {
          assert.deepEqual(record.last, { startedAt, goodAt: startedAt });
          break;
        }
        assert.ok(looks < 200, 'it is not recorded');
        await sleep(100);
      }
    } finally {
      await product.close();
    }
  });
});

describe('an offer to retire a service', () => {
  it('an offer to retire a service opens a preview, which is saved in the name of the user who saves it', async () => {
    const path = await openWholePath({ history: false });
    try {
      for (const hoursAgo of [100, 76, 52]) {
        const startedAt = path.clock.now() - hoursAgo * hour;
        path.simulator.plant({ service: project, state: 2, startedAt, endedAt: startedAt + minute });
      }
      const press = ({ verb, data }: { verb: string; data: unknown }) =>
        path.conversation.press({ verb, data, speaker: { id: '29:kim', name: 'Kim' }, ...reader });
      const status = shown(await path.conversation.hear({ text: 'status', speaker: lee, ...reader }));
      const offer = status.presses.find(({ data }) => (data as { q?: string }).q === 'Project is retired');
      assert.ok(offer);
      const preview = shown(await press(offer));
      assert.match(preview.text, /Retire Project\?.*will leave Project out.*Nothing has changed yet/s);
      const [save] = preview.presses;
      assert.ok(save);
      assert.match(shown(await press(save)).text, /✓ Project is retired.*Retired by Kim on /s);
      assert.match(
        shown(await press(save)).text,
        /Nothing to change.*Project is already retired\. Kim retired it on /s,
      );
      const again = await path.conversation.hear({ text: 'retire project', speaker: lee, ...reader });
      assert.match(shown(again).text, /Project is already retired.*Retired by Kim on /s);
    } finally {
      await path.close();
    }
  });

  it('the preview of expecting a service without a backup so far promises no problem', async () => {
    const path = await openWholePath({ history: false });
    try {
      const startedAt = path.clock.now() - 2 * hour;
      path.simulator.plant({ service: project, state: 2, startedAt, endedAt: startedAt + minute });
      const previewOf = async (name: string) => {
        const retired = await path.conversation.hear({ text: `${name} is retired`, speaker: lee, ...reader });
        const offer = shown(retired).presses.find(
          ({ data }) => (data as { q?: string }).q === `${name} is expected`,
        );
        assert.ok(offer);
        return shown(await path.conversation.press({ ...offer, speaker: lee, ...reader })).text;
      };
      await path.conversation.hear({ text: 'status', speaker: lee, ...reader });
      assert.match(await previewOf('Project'), /will show it as a problem if nothing runs/);
      const unseen = await previewOf('Teams');
      assert.match(
        unseen,
        /Expect Teams again\?.*No backup seen so far\. Once one has run, status and coverage expect more\./s,
      );
      assert.doesNotMatch(unseen, /problem/);
    } finally {
      await path.close();
    }
  });
});
