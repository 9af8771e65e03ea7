import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../../simulator/simulator.ts';
import { simulatedClient } from '../../simulator/tokens.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { createAudit, createAuditReader } from '../../src/features/audit/audit-log.ts';
import { openSqliteReader } from '../../src/store/sqlite-reader.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { WalkableStore } from '../../src/store/whole-store.ts';
import { messageActivity, pressActivity } from '../support/activities.ts';
import { anEntry, collected } from '../support/audit.ts';
import { runEntry } from '../support/command.ts';
import { type Connector, openConnector } from '../support/connector.ts';
import { recordingLog } from '../support/fakes.ts';
import { packPress } from '../support/press.ts';

/** Cards as far as these tests press their buttons. */
interface Sent {
  readonly attachments: readonly [
    { readonly content: { readonly actions: readonly { title: string; verb: string; data: object }[] } },
  ];
}

describe('audit record of the running bot', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backup-watch-audit-'));
  const log = recordingLog();
  let simulator: Simulator;
  let stopSimulator: () => Promise<void>;
  let connector: Connector;
  let app: App;
  let url: string;

  before(async () => {
    simulator = createSimulator({ history: true });
    const listening = await simulator.listen(0);
    stopSimulator = listening.close;
    connector = await openConnector();
    app = await createApp(
      readConfig({
        AVEPOINT_GRAPH_URL: listening.url,
        AVEPOINT_TOKEN_URL: `${listening.url}/connect/token`,
        AVEPOINT_CLIENT_ID: simulatedClient.id,
        AVEPOINT_CLIENT_SECRET: simulatedClient.secret,
        DATA_DIR: dataDir,
        PORT: '0',
      }),
      { log, store: telling(openSqliteStore({ dataDir })) },
    );
    url = await app.listen();
  });
  after(async () => {
    await connector.close();
    await stopSimulator();
    rmSync(dataDir, { recursive: true });
  });

  async function send(activity: object): Promise<void> {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    assert.equal(response.status, 200);
    await response.arrayBuffer();
  }
  const say = (text: string, overrides = {}) => send(messageActivity(connector.serviceUrl, text, overrides));

  let kept = 0;
  let tell = () => {};
  /** Reports each entry that is on the disk. */
  function telling(store: WalkableStore): WalkableStore {
    return {
      ...store,
      async put(place, value, expected) {
        const version = await store.put(place, value, expected);
        if (place.collection === 'audit') kept += 1;
        tell();
        return version;
      },
    };
  }
  /** Entries are stored a moment after their answer. */
  async function keptAre(count: number): Promise<void> {
    while (kept < count)
      await new Promise<void>(resolve => {
        tell = resolve;
      });
  }

  /** All entries on record, as a reader beside the running product finds them. */
  async function entries(): Promise<readonly AuditEntry[]> {
    const store = openSqliteReader({ dataDir });
    try {
      return await collected(createAuditReader(store).oldestFirst({ from: 0, to: Date.now() + 1_000 }));
    } finally {
      await store.close();
    }
  }

  it('the audit record has each turn, with the questions that reached the API, and how it ended', async () => {
    await say('backups last 7 days');
    const card = connector.sent
      .map(({ activity }) => activity as unknown as Sent)
      .find(one => one.attachments);
    const next = card?.attachments[0].content.actions.find(({ title }) => title === 'Next');
    assert.ok(next);
    const press = pressActivity(connector.serviceUrl, next.verb, next.data);
    await send(press);
    await send(press);
    simulator.addTrouble({ kind: 'status', status: 403 });
    await say('failed exchange backups today');
    simulator.clearTroubles();
    await say('help');

    await keptAre(4);
    const [asked, pressed, failed, help, ...more] = await entries();
    assert.ok(asked && pressed && failed && help);
    assert.deepEqual(more, [], 'a press that is delivered twice is one turn');
    assert.deepEqual(asked.what, { said: 'backups last 7 days' });
    assert.deepEqual(asked.who, {
      id: '29:kim',
      name: 'Kim',
      objectId: '00000000-0000-0000-0000-000000000001',
    });
    assert.deepEqual(asked.where, { kind: 'personal', id: 'a:personal', tenantId: 'tenant-1' });
    assert.match(
      asked.asked.join('\n'),
      /^(?:auto|cloudbackupjobs) type=backup service=all state=all from=\S+Z to=\S+Z page=0 size=10$/,
    );
    assert.equal(asked.role, 'admin', 'locally there is nobody to ask who somebody is');
    assert.deepEqual(asked.ending, { kind: 'answered' });
    assert.ok('pressed' in pressed.what && pressed.what.pressed === 'jobs.page');
    assert.match(pressed.asked.join('\n'), /page=1 size=10$/m);
    assert.deepEqual(failed.ending, { kind: 'failed', problem: 'forbidden' });
    assert.match(failed.asked.join('\n'), /service=exchange state=failed/);
    assert.deepEqual(help.asked, []);
    assert.equal(new Set([asked, pressed, failed, help].map(({ turn }) => turn)).size, 4);
    const shown = JSON.stringify(connector.sent);
    assert.ok(shown.includes(failed.turn), 'the error card shows the turn’s id');
    assert.ok(log.lines.some(({ fields }) => fields.reference === failed.turn));
  });

  it('the audit record has the question of a turn that shared another’s request', async () => {
    const before = (await entries()).length;
    // The index's reader asks for no state in a window that ends.
    const requests = () =>
      simulator
        .requests()
        .filter(({ path, query }) => path.includes('jobs') && query.JobState === '3' && query.FinishTime)
        .length;
    const sent = requests();
    simulator.addTrouble({ kind: 'latency', ms: 300, at: 'jobs' });
    const lee = {
      from: { id: '29:lee', name: 'Lee' },
      conversation: { id: 'a:lee', conversationType: 'personal' },
    };
    const words = 'failed backups yesterday';
    await Promise.all([say(words), say(words, lee)]);
    simulator.clearTroubles();
    await keptAre(before + 2);
    const both = (await entries()).slice(before);
    assert.equal(both.length, 2);
    const [first, second] = both.map(({ asked }) => asked);
    assert.ok(first && first.length > 0);
    assert.deepEqual(second, first);
    assert.equal(requests() - sent, 1, 'asked once for both');
  });

  it('the audit record shows that one job was asked for by its id, in a sentence or with a button, whether it was found or not', async () => {
    const before = (await entries()).length;
    const to = Math.floor(Date.now() / 1_000) * 1_000;
    const [id, missing] = ['FB20261123020000000001', 'FB20241015105312327583'];
    simulator.plant({ id, startedAt: to - 2_000, endedAt: to - 1_000 });
    const search = { jobId: id, span: { from: to - 60_000, to }, spanWords: undefined, zone: 'UTC' };
    const { verb, data } = packPress({ verb: 'job.text', search });
    await say(`job ${id}`);
    await send(pressActivity(connector.serviceUrl, verb, data));
    await say(`job ${missing}`);
    await keptAre(before + 3);
    const [said, pressed, notFound] = (await entries()).slice(before);
    assert.ok(said && pressed && notFound);
    assert.deepEqual(said.what, { said: `job ${id}` });
    assert.ok('pressed' in pressed.what && pressed.what.pressed === 'job.text');
    assert.deepEqual(notFound.what, { said: `job ${missing}` });
    // In its location, once the index has read of it.
    const requestFor = (jobId: string) => new RegExp(`^cloudbackupjobs job=${jobId}(?: location=\\w+)?$`);
    assert.match(said.asked[0] ?? '', requestFor(id));
    assert.match(pressed.asked[0] ?? '', requestFor(id));
    assert.match(notFound.asked[0] ?? '', requestFor(missing));
  });

  it('the audit record is exported as JSON lines, the oldest first, while the product runs', async () => {
    const all = await entries();
    const exported = await runEntry('cli/audit', [], { DATA_DIR: dataDir });
    assert.equal(exported.code, 0, exported.err);
    assert.equal(exported.err, '');
    const lines = exported.out.trimEnd().split('\n');
    assert.deepEqual(
      lines.map(line => JSON.parse(line)),
      all.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
    );
  });

  for (const [args, words] of [
    [['--from', '2026-11-31'], /“2026-11-31” is no day/],
    [['--from', '2026-11-26', '--to', '2026-11-25'], /comes after/],
    [['--since', 'monday'], /since/],
  ] as const)
    it(`the audit record is not exported for an invalid time: ${args.join(' ')}`, async () => {
      const { code, out, err } = await runEntry('cli/audit', args, { DATA_DIR: dataDir });
      assert.equal(code, 2);
      assert.match(err, words);
      assert.match(err, /Say: npm run/);
      assert.equal(out, '');
    });

  it('the audit record is exported for the days that are named, both of them whole', async () => {
    const folder = join(dataDir, 'days');
    const store = openSqliteStore({ dataDir: folder });
    const audit = createAudit(store);
    const moments = ['10-31T23:59:59.999', '11-01T00:00:00.000', '11-02T23:59:59.999', '11-03T00:00:00.000'];
    for (const [index, moment] of moments.entries())
      await audit.keep(anEntry({ at: Date.parse(`2026-${moment}Z`), turn: `t${index}` }));
    await store.close();
    const { out } = await runEntry('cli/audit', ['--from', '2026-11-01', '--to', '2026-11-02'], {
      DATA_DIR: folder,
    });
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).turn),
      ['t1', 't2'],
    );
  });

  it('the audit record is exported as stored: entries of older versions, presses that could not be read, changes without an end', async () => {
    const folder = join(dataDir, 'kinds');
    const store = openSqliteStore({ dataDir: folder });
    const audit = createAudit(store);
    const kinds: readonly Partial<AuditEntry>[] = [
      { what: { pressed: 'watch.end', carried: '{"v":1,"d":"0123456789ab","msteams":{"x":1}}' } },
      { what: { pressed: 'ask', carried: `{"v":1,"q":"${'x'.repeat(480)}` } },
      { what: { pressed: 'watch.end', unreadable: true }, ending: { kind: 'failed', problem: 'unreadable' } },
      { what: { said: 'digest off' }, ending: { kind: 'begun', outcome: 'unknown' }, ms: 0 },
    ];
    for (const [index, kind] of kinds.entries())
      await audit.keep(
        anEntry({ ...kind, at: Date.parse('2026-11-01T00:00:00Z') + index, turn: `t${index}` }),
      );
    await store.close();
    const { out } = await runEntry('cli/audit', ['--from', '2026-11-01', '--to', '2026-11-01'], {
      DATA_DIR: folder,
    });
    const lines = out.trimEnd().split('\n');
    assert.deepEqual(
      lines.map(line => JSON.parse(line).what),
      kinds.map(({ what }) => what),
    );
    assert.match(lines[3] ?? '', /"ending":\{"kind":"begun","outcome":"unknown"\}/);
  });

  it('the audit record is complete when the bot stops', async () => {
    const before = (await entries()).length;
    await say('targets');
    await app.close();
    assert.equal((await entries()).length, before + 1);
  });
});
