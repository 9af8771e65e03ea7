import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import { textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

describe('runs that were due today and didn’t start', () => {
  let path: WholePath;
  beforeEach(async () => {
    path = await openWholePath({ jobsApi: 'cloudbackupjobs' });
  });
  afterEach(() => path.close());

  const coverage = async (of = path, text = 'coverage'): Promise<AdaptiveCard> => {
    const reply = await of.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };
  const scheduleRequests = () => path.simulator.requests().filter(({ path }) => path.includes('frequency'));

  it('the coverage card names no missed runs if all started, and costs one more request', async () => {
    assert.doesNotMatch(textOf(await coverage()), /didn’t start/);
    assert.equal(scheduleRequests().length, 1);
    path.simulator.clearRequests();
    await path.conversation.hear({ text: 'coverage last 3 days', ...reader });
    assert.ok(path.simulator.requests().length <= 13, String(path.simulator.requests().length));
  });

  it('the coverage card names missed runs with when they were due, in the user’s time zone', async () => {
    const now = path.clock.now();
    path.simulator.addIncident({ kind: 'stops', service: 3, from: now - 6 * hour });
    const text = textOf(await coverage());
    assert.match(text, /OneDrive didn’t start at 09:00\./);
    assert.doesNotMatch(text, /Exchange didn’t start/);
  });

  it('the coverage card says how long the run before a missed one has been going', async () => {
    const now = path.clock.now();
    path.simulator.addIncident({ kind: 'stops', service: 3, from: now - 6 * hour });
    path.simulator.plant({ service: 3, startedAt: now - 30 * hour });
    assert.match(
      textOf(await coverage()),
      /OneDrive didn’t start at 09:00: its previous run has been going for 1 d 6 h\./,
    );
  });

  it('the coverage card says until when the run before a missed one was going, if it has ended since', async () => {
    const now = path.clock.now();
    path.simulator.addIncident({ kind: 'stops', service: 3, from: now - 6 * hour });
    path.simulator.plant({ service: 3, state: 2, startedAt: now - 23 * hour, endedAt: now - 4 * hour });
    assert.match(
      textOf(await coverage()),
      /OneDrive didn’t start at 09:00: its previous run was still going until 10:05\./,
    );
  });

  it('the coverage card mentions the run before a missed one even if it began a day before, whatever the limit', async () => {
    const now = path.clock.now();
    path.simulator.addIncident({ kind: 'stops', service: 3, from: now - 6 * hour });
    path.simulator.plant({ service: 3, state: 2, startedAt: now - 30 * hour, endedAt: now - 4 * hour });
    assert.match(
      textOf(await coverage(path, 'coverage last 12 hours')),
      /OneDrive didn’t start at 09:00: its previous run was still going until/,
    );
  });

  it('the coverage card says if the permission to read missed runs is missing, and still shows the rest', async () => {
    const before = textOf(await coverage());
    for (const settingsScope of ['withhold', 'refuse'] as const) {
      const other = await openWholePath({ jobsApi: 'cloudbackupjobs' });
      other.simulator.setSwitches({ settingsScope });
      const text = textOf(await coverage(other));
      const line =
        'I can’t see runs that didn’t start: the app registration lacks microsoft365backup.settings.read.all.';
      assert.ok(text.includes(line), settingsScope);
      assert.equal(text.replace(`${line}\n`, ''), before);
      await other.close();
    }
  });

  it('the coverage card says that missed runs are unknown if the plan can’t be read', async () => {
    path.simulator.addTrouble({ kind: 'malformed', body: 'otherShape', at: 'schedule' });
    assert.match(textOf(await coverage()), /I can’t say whether every planned run started\./);
  });

  describe('an unreadable plan', () => {
    let quiet: WholePath;
    beforeEach(async () => {
      quiet = await openWholePath({ jobsApi: 'cloudbackupjobs', history: false });
      for (const service of [1, 7]) ran(service, 2);
    });
    afterEach(() => quiet.close());

    function ran(service: number, state: number) {
      const startedAt = quiet.clock.now() - hour;
      quiet.simulator.plant({ service, state, startedAt, endedAt: startedAt + 60_000 });
    }

    it('the coverage card shows no service as good if the plan can’t be read, and still shows red ones as red', async () => {
      quiet.simulator.addTrouble({ kind: 'malformed', body: 'otherShape', at: 'schedule' });
      const unknown = 'but I can’t say whether every run started\n';
      const all = textOf(await coverage(quiet));
      assert.ok(all.includes(`\n? Every service has a good backup within 24 h, ${unknown}`), all);
      const one = textOf(await coverage(quiet, 'exchange coverage'));
      assert.ok(one.includes(`\n? Exchange has a good backup within 24 h, ${unknown}`), one);
      ran(3, 3);
      assert.match(
        textOf(await coverage(quiet)),
        /\n✕ 1 of 3 services has no good backup within 24 h: OneDrive\n/,
      );
    });

    it('the coverage card still shows good backups as good if the permission for the plan was never given', async () => {
      quiet.simulator.setSwitches({ settingsScope: 'withhold' });
      assert.match(textOf(await coverage(quiet)), /\n✓ Every service has a good backup within 24 h\n/);
    });
  });

  it('the coverage card names a missed run of a service however many runs the service had', async () => {
    const now = path.clock.now();
    path.simulator.addIncident({ kind: 'stops', service: 3, from: now - 6 * hour });
    for (let index = 0; index < 130; index += 1)
      path.simulator.plant({ service: 3, startedAt: now - 20 * hour + index, endedAt: now - 19 * hour });
    const text = textOf(await coverage());
    assert.match(text, /OneDrive didn’t start at 09:00\./);
  });

  it('the coverage card requests no plan over the API shape that has none', async () => {
    const seed = await openWholePath();
    const text = textOf(await coverage(seed));
    assert.doesNotMatch(text, /didn’t start|planned/);
    assert.equal(seed.simulator.requests().filter(({ path }) => path.includes('frequency')).length, 0);
    await seed.close();
  });
});
