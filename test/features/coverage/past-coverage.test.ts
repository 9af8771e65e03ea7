import assert from 'node:assert/strict';
import { showLink } from '../../../src/features/coverage/buttons.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

describe('good backups in a window that is over', () => {
  let path: WholePath;
  beforeEach(async () => {
    path = await openWholePath({ history: false });
  });
  afterEach(() => path.close());

  /** Plants a backup that started so long ago: 14 to 38 hours ago was yesterday. */
  const plant = (service: number, state: number, hoursAgo: number) =>
    path.simulator.plant({
      service,
      state,
      startedAt: path.clock.now() - hoursAgo * hour,
      endedAt: path.clock.now() - hoursAgo * hour + 60_000,
    });
  const ask = async (text: string) => {
    const reply = await path.conversation.hear({ text, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };

  it('names the services without a good backup yesterday, whatever they had today', async () => {
    plant(1, 2, 20);
    plant(7, 3, 20);
    plant(7, 2, 3);
    plant(4, 2, 60);
    const text = textOf(await ask('which services had no backup yesterday'));
    assert.match(text, /✕ 2 of 3 services had no good backup on Sun 22 Nov: groups and Teams\n/i);
    assert.match(text, /nothing ran/);
    assert.match(text, /1 failed/);
  });

  it('is green only if each service had a good one', async () => {
    plant(1, 2, 20);
    plant(7, 2, 30);
    assert.match(
      textOf(await ask('which services had no backup yesterday')),
      /✓ Every service had a good backup on Sun 22 Nov\n/,
    );
  });

  it('names a backup with exceptions apart, and doesn’t count it as good', async () => {
    plant(1, 2, 20);
    plant(3, 4, 20);
    const text = textOf(await ask('which services had no backup yesterday'));
    assert.match(text, /△ 1 of 2 services had no good backup on Sun 22 Nov: OneDrive\n/);
    assert.match(text, /Not good, but with exceptions: OneDrive\./);
  });

  it('says when the good backup of the one service started', async () => {
    plant(1, 2, 20);
    assert.match(
      textOf(await ask('last good exchange backup yesterday')),
      /✓ Exchange had a good backup on Sun 22 Nov \(started 18:05\)\n/,
    );
  });

  it('opens exactly the backups of a service in the window', async () => {
    plant(1, 2, 20);
    plant(7, 3, 20);
    const [yesterdays] = plant(7, 3, 30);
    plant(7, 2, 3);
    const card = await ask('which services had no backup yesterday');
    const action = executesIn(card).find(({ title }) => title === 'Backups of Teams in this period');
    assert.ok(action);
    const reply = await path.conversation.press({ verb: action.verb, data: action.data, ...reader });
    assert.ok(reply.kind === 'card' || reply.kind === 'post');
    const text = textOf(reply.card);
    assert.match(text, /1–2 of 2/);
    assert.ok(text.includes(yesterdays?.id ?? '-'));
  });

  it('doesn’t know it for a service that can’t be read, and never says it had none', async () => {
    plant(1, 2, 20);
    plant(7, 3, 20);
    await ask('coverage');
    path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
    const text = textOf(await ask('no teams backup yesterday'));
    assert.match(text, /\? I can’t say whether Teams had a good backup on Sun 22 Nov\n/);
    assert.doesNotMatch(text, /had no good backup|✓/);
  });

  it('doesn’t know it of a window before the 60 days that are known', async () => {
    plant(1, 2, 20);
    const text = textOf(await ask('which services had no backup on 1 July'));
    assert.match(text, /\? I can’t say whether/);
    assert.doesNotMatch(text, /had no good backup|✓/);
  });

  it('doesn’t know it if the index isn’t up to date', async () => {
    plant(1, 2, 20);
    await ask('coverage');
    path.clock.advance(3 * hour);
    path.failing(() => true);
    const reply = await path.conversation.hear({ text: 'which services had no backup yesterday', ...reader });
    assert.ok(reply.kind === 'card');
    assert.doesNotMatch(textOf(reply.card), /had no good backup|✓/);
  });

  it('why there was no backup is answered with the last good one before the window, if nothing ran', async () => {
    plant(6, 2, 60);
    plant(6, 2, 3);
    assert.match(
      textOf(await ask('why no backup of public folders yesterday')),
      /The last good backup of Public folders? before that started Sat 21 Nov, 02:05\./i,
    );
  });
});

describe('the button of a window that is over', () => {
  const now = Date.UTC(2026, 10, 23, 13, 5);
  const window = {
    span: { from: now - 38 * hour, to: now - 14 * hour },
    spanWords: 'yesterday',
  };
  const question = { service: undefined, targetMs: 24 * hour, isUsual: true, zone: 'UTC', window };
  const decoded = (changes: object) => {
    const { verb: _, data } = showLink.encode(question);
    return showLink.decode({ ...(data as object), ...changes }, now);
  };

  it('carries the window', () => assert.deepEqual(decoded({}), question));

  it('without a window, as on older cards, asks how old the backups are now', () =>
    assert.equal(decoded({ f: undefined, u: undefined, w: undefined })?.window, undefined));

  const forged = [
    ['no end', { u: undefined }],
    ['no beginning', { f: undefined }],
    ['words only', { f: undefined, u: undefined }],
    ['an end ahead', { u: now / 1000 + 3600 }],
    ['a beginning before all backups', { f: 5 }],
  ] as const;
  for (const [what, changes] of forged) {
    it(`is refused with a window that no card has: ${what}`, () => assert.equal(decoded(changes), undefined));
  }
});
