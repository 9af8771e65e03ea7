import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import { objectsIn } from '../../cards/elements.ts';
import { textOf } from '../../support/playground.ts';
import { packPress } from '../../support/press.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;
const minute = 60_000;
// Their numbers in the API; the plan has Exchange start at 12:15 UTC today, and Project at 04:40 only.
const [exchange, project, teams] = [1, 5, 7];

interface Shown {
  readonly card: AdaptiveCard;
  readonly style: string | undefined;
  readonly headline: string;
  /** The sign before each service's name. */
  readonly signs: Readonly<Record<string, string>>;
  readonly text: string;
}

function shown(card: AdaptiveCard): Shown {
  const panel = card.body.find(element => 'style' in element && 'items' in element) as
    | { style: string; items: { text: string }[] }
    | undefined;
  const rows = objectsIn(card.body).filter(({ type }) => type === 'TableRow') as unknown as readonly {
    readonly cells: readonly {
      readonly items: readonly { readonly inlines?: readonly { text: string }[] }[];
    }[];
  }[];
  const names = rows
    .map(({ cells }) => (cells[0]?.items[0]?.inlines ?? []).map(({ text }) => text).join(''))
    .filter(name => name !== '');
  return {
    card,
    style: panel?.style,
    headline: panel?.items[0]?.text ?? '',
    signs: Object.fromEntries(names.map(name => [name.slice(2), name.slice(0, 1)])),
    text: textOf(card),
  };
}

describe('services without runs', () => {
  let path: WholePath;

  async function open(jobsApi: 'cloudbackup-jobs' | 'cloudbackupjobs') {
    path = await openWholePath({ history: false, jobsApi });
  }
  afterEach(() => path.close());

  const at = (hours: number) => path.clock.now() - hours * hour;
  const ran = (service: number, hoursAgo: number, state = 2) =>
    path.simulator.plant({ service, state, startedAt: at(hoursAgo), endedAt: at(hoursAgo) + minute });
  const runs = (service: number, hoursAgo: number) =>
    path.simulator.plant({ service, startedAt: at(hoursAgo) });
  const status = async (text: string) => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return shown(reply.card);
  };

  it('a service without runs is grey in a window shorter than a day, and makes the answer neither red nor green', async () => {
    await open('cloudbackup-jobs');
    ran(exchange, 1);
    ran(teams, 5);
    const { headline, signs, style, text } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '✓', Teams: '–' });
    assert.equal(style, 'emphasis');
    assert.equal(headline, 'What ran finished without problems');
    assert.match(text, /^Nothing ran in this window: Teams$/m);
  });

  it('a service without runs is grey in a window shorter than a day if nothing else ran either', async () => {
    await open('cloudbackup-jobs');
    ran(exchange, 5);
    ran(teams, 5);
    const { headline, signs, style } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '–', Teams: '–' });
    assert.deepEqual([style, headline], ['emphasis', 'Nothing ran']);
  });

  it('a service without runs is red if its usual interval had a run due, whether or not others ran', async () => {
    await open('cloudbackup-jobs');
    ran(exchange, 30);
    ran(teams, 30);
    const all = await status('status');
    assert.deepEqual(all.signs, { Exchange: '✕', Teams: '✕' });
    assert.deepEqual(
      [all.style, all.headline],
      ['attention', '✕ No backup started: has the schedule stopped?'],
    );
    ran(exchange, 3);
    const one = await status('status last 24 hours');
    assert.deepEqual(one.signs, { Exchange: '✓', Teams: '✕' });
    assert.match(one.text, /Teams: nothing ran\./);
    const short = await status('status last 2 hours');
    assert.deepEqual(short.signs, { Exchange: '–', Teams: '✕' });
  });

  it('a service without runs doesn’t hide that another service failed', async () => {
    await open('cloudbackup-jobs');
    ran(exchange, 1, 3);
    ran(teams, 5);
    const { headline, signs, style } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '✕', Teams: '–' });
    assert.deepEqual([style, headline], ['attention', '✕ Exchange is failing now']);
  });

  it('a service whose jobs can’t be read is unknown, never grey and never green', async () => {
    await open('cloudbackup-jobs');
    ran(exchange, 1);
    ran(teams, 5);
    path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
    const { headline, signs } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '✓', Teams: '?' });
    assert.match(headline, /^\? /);
  });

  it('a service without runs is red in a short window if a planned run in it didn’t start, else grey', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 5);
    ran(project, 8);
    ran(teams, 1);
    const { signs, style, text } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '✕', Project: '–', Teams: '✓' });
    assert.equal(style, 'attention');
    assert.match(text, /Exchange: nothing ran, though a run was due at 13:15\./);
    assert.match(text, /^Nothing ran in this window: Project$/m);
  });

  it('a planned run that didn’t start makes only its own service red', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 5);
    ran(project, 8);
    const { headline, signs } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '✕', Project: '–' });
    assert.equal(headline, '✕ Exchange didn’t run');
  });

  it('a service without runs is grey if its planned run is less than half an hour late, or outside the window', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 5);
    assert.equal((await status('status last 30 minutes')).signs.Exchange, '–');
    const to = at(1);
    const question = { service: undefined, span: { from: to - hour, to }, spanWords: undefined, zone: 'UTC' };
    const reply = await path.conversation.press({
      ...packPress({ verb: 'health.show', question }),
      ...reader,
    });
    assert.ok(reply.kind === 'card');
    assert.equal(shown(reply.card).signs.Exchange, '–');
  });

  it('a service is grey if its previous run is still going: the planned run was skipped', async () => {
    await open('cloudbackupjobs');
    runs(exchange, 7);
    assert.equal((await status('status last 2 hours')).signs.Exchange, '–');
  });

  it('a service is grey if its previous run was still going at the planned start, and has ended since', async () => {
    await open('cloudbackupjobs');
    // From 06:15 to 12:40, over the start that was planned for 12:15.
    const now = path.clock.now();
    const started = now - 6 * hour - 50 * minute;
    path.simulator.plant({ service: exchange, state: 2, startedAt: started, endedAt: now - 25 * minute });
    ran(teams, 0.5);
    const { signs, style, text } = await status('status last 2 hours');
    assert.deepEqual(signs, { Exchange: '–', Teams: '✓' });
    assert.equal(style, 'emphasis');
    assert.doesNotMatch(text, /was due/);
  });

  it('a service is red if its previous run had ended before a planned start without a run', async () => {
    await open('cloudbackupjobs');
    const now = path.clock.now();
    const started = now - 6 * hour - 50 * minute;
    path.simulator.plant({ service: exchange, state: 2, startedAt: started, endedAt: now - 51 * minute });
    assert.equal((await status('status last 2 hours')).signs.Exchange, '✕');
  });

  it('a service is unknown if it couldn’t be read whether its previous run was going at the planned start', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 5);
    ran(teams, 1);
    path.failing(({ service, span }) => service === 'exchange' && (span.from ?? 0) < at(3));
    assert.equal((await status('status last 2 hours')).signs.Exchange, '?');
  });

  it('a service without runs is unknown if the plan couldn’t be read, and grey if the bot may not read it', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 5);
    path.simulator.addTrouble({ kind: 'malformed', body: 'otherShape', at: 'schedule' });
    const unread = await status('status last 2 hours');
    assert.equal(unread.signs.Exchange, '?');
    assert.match(unread.text, /Exchange: nothing ran, and whether a run was due could not be read\./);
    await path.close();
    await open('cloudbackupjobs');
    ran(exchange, 5);
    path.simulator.setSwitches({ settingsScope: 'withhold' });
    assert.equal((await status('status last 2 hours')).signs.Exchange, '–');
  });

  it('status requests the plan only if a service has no run in the window', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 1);
    ran(teams, 2);
    const asked = () => path.simulator.requests().filter(({ path: to }) => to.includes('frequency')).length;
    await status('status');
    assert.equal(asked(), 0);
    await status('status last 90 minutes');
    assert.equal(asked(), 1, 'Teams is quiet in the short window alone');
  });

  it('a service whose only run is in progress is grey: the next run isn’t due before this one ends', async () => {
    await open('cloudbackup-jobs');
    runs(exchange, 1);
    const short = await status('status last 2 hours');
    assert.equal(short.signs.Exchange, '–');
    assert.match(short.text, /^Nothing finished yet$/m);
    assert.equal((await status('status')).signs.Exchange, '–');
  });

  it('a service without runs is judged by the plan of today, and before today by its last run', async () => {
    await open('cloudbackupjobs');
    ran(exchange, 40);
    const now = path.clock.now();
    const midnight = Math.floor(now / (24 * hour)) * 24 * hour;
    const due = [15, 375, 735].map(minutes => midnight + minutes * minute);
    const windows = fc.record({
      minutes: fc.integer({ min: 1, max: 26 * 60 }),
      back: fc.integer({ min: 0, max: 12 * 60 }),
    });
    await fc.assert(
      fc.asyncProperty(windows, async ({ minutes, back }) => {
        const to = now - back * minute;
        const from = to - minutes * minute;
        const question = { service: undefined, span: { from, to }, spanWords: undefined, zone: 'UTC' };
        const reply = await path.conversation.press({
          ...packPress({ verb: 'health.show', question }),
          ...reader,
        });
        assert.ok(reply.kind === 'card');
        const { signs, style } = shown(reply.card);
        const isDue = due.some(run => run - 10 * minute >= from && run + 30 * minute <= to);
        const hasRun = now - 40 * hour >= from;
        // Before today there is no plan, and the last of its few runs was more than a day ago.
        const expected = hasRun ? '✓' : from < midnight || isDue ? '✕' : '–';
        assert.equal(signs.Exchange, expected);
        assert.equal(style === 'good', hasRun);
      }),
      { numRuns: 60 },
    );
  });
});

describe('empty lists', () => {
  const listed = async (path: WholePath, text: string) => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return shown(reply.card);
  };

  it('an empty list is red if no backup started in a day or more, and grey in less', async () => {
    const path = await openWholePath({ history: false });
    try {
      path.simulator.plant({
        startedAt: path.clock.now() - 40 * hour,
        endedAt: path.clock.now() - 39 * hour,
      });
      for (const text of [
        'failed backups last 24 hours',
        'failed jobs since yesterday',
        'problems yesterday',
      ]) {
        const { headline, style } = await listed(path, text);
        assert.deepEqual([text, style, headline], [text, 'attention', '✕ Nothing ran']);
      }
      for (const text of [
        'failed backups last 2 hours',
        'problems today',
        'failed restores last 3 days',
        'what is running',
        // A list doesn't know whether the service is backed up at all.
        'failed sharepoint backups last 3 days',
        'failed sharepoint or teams backups last 3 days',
      ]) {
        const { style } = await listed(path, text);
        assert.deepEqual([text, style], [text, 'emphasis']);
      }
    } finally {
      await path.close();
    }
  });

  it('an empty list of finished backups is amber in a window of a day if a backup is running, and grey in a shorter one', async () => {
    const path = await openWholePath({ history: false });
    try {
      path.simulator.plant({ startedAt: path.clock.now() - hour });
      assert.equal((await listed(path, 'finished backups last 24 hours')).style, 'warning');
      assert.equal((await listed(path, 'finished backups last 2 hours')).style, 'emphasis');
    } finally {
      await path.close();
    }
  });
});
