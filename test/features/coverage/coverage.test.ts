import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBook } from '../../../simulator/book.ts';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import { durationText } from '../../../src/cards/durations.ts';
import { textOf } from '../../support/playground.ts';
import { packPress } from '../../support/press.ts';
import { serviceNames as names } from '../../support/service-names.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;
const day = 24 * hour;
const book = createBook({ seed: 2024, history: true });

/** When a service's latest backup of a state started, in the simulator's own history; undefined if none did. */
function latestIn(service: number, state: number, from: number, now: number): number | undefined {
  const jobs = book.select({ type: 1, service, state, location: undefined, from, to: now, by: 'start' }, now);
  return jobs.length === 0 ? undefined : Math.max(...jobs.map(({ startedAt }) => startedAt));
}

/** The lines of the card's table, by service. */
function rowsOf(card: AdaptiveCard): Map<string, string> {
  const table = card.body.find(element => (element as { type: string }).type === 'Table') as
    | { rows: { cells: { items: { inlines: { text: string }[] }[] }[] }[] }
    | undefined;
  const rows = (table?.rows.slice(1) ?? []).map(({ cells }) => {
    const [name = '', last = ''] = cells.map(
      ({ items }) => items[0]?.inlines.map(({ text }) => text).join('') ?? '',
    );
    return [name.slice(2), `${name.slice(0, 1)} ${last}`] as const;
  });
  return new Map(rows);
}

describe('the age of the last good backups', () => {
  let path: WholePath;
  before(async () => {
    path = await openWholePath();
  });
  after(() => path.close());

  const asked = async (targetMs: number) => {
    const press = packPress({
      verb: 'coverage',
      question: { service: undefined, targetMs, isUsual: false, zone: 'UTC' },
    });
    const reply = await path.conversation.press({ ...press, ...reader });
    assert.ok(reply.kind === 'card');
    return reply.card;
  };

  it('the coverage card shows the last good backups that the whole history gives, for any target', async () => {
    const now = path.clock.now();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async hours => {
        const targetMs = hours * hour;
        const rows = rowsOf(await asked(targetMs));
        for (const [index, name] of names.entries()) {
          const within = latestIn(index + 1, 2, now - targetMs, now);
          const good = within ?? latestIn(index + 1, 2, now - 7 * day, now);
          const impaired = [4, 5].some(
            state => latestIn(index + 1, state, now - targetMs, now) !== undefined,
          );
          const sign = within === undefined ? (impaired ? '△' : '✕') : '✓';
          const row = rows.get(name) ?? '';
          assert.equal(row[0], sign, `${name}: ${row}`);
          assert.ok(good !== undefined && row.includes(`${durationText(now - good)} ago`), `${name}: ${row}`);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('the coverage card applies the target that the user’s sentence gives', async () => {
    const headline = async (text: string) => {
      const reply = await path.conversation.hear({ text, ...reader });
      assert.ok(reply.kind === 'card');
      return textOf(reply.card);
    };
    assert.match(await headline('coverage'), /✕ 2 of 12 have no good backup within 24 h/);
    assert.match(await headline('unprotected services 12h'), /have no good backup within 12 h/);
    assert.match(await headline('exchange coverage'), /✓ Good within 24 h/);
  });
});

describe('the age of the last good backups in special cases', () => {
  const withPath = async (
    test: (path: WholePath, status: (text?: string) => Promise<AdaptiveCard>) => Promise<void>,
  ) => {
    const path = await openWholePath({ history: false });
    const status = async (text = 'coverage') => {
      const reply = await path.conversation.hear({ text, ...reader });
      assert.ok(reply.kind === 'card');
      return reply.card;
    };
    try {
      await test(path, status);
    } finally {
      await path.close();
    }
  };
  const plant = (path: WholePath, service: number, state: number, hoursAgo: number) =>
    path.simulator.plant({
      service,
      state,
      startedAt: path.clock.now() - hoursAgo * hour,
      endedAt: path.clock.now() - hoursAgo * hour + 60_000,
    });

  it('the coverage card is amber for a service with only impaired backups within the target, and dates its good one', () =>
    withPath(async (path, status) => {
      plant(path, 1, 2, 3);
      plant(path, 3, 2, 40);
      plant(path, 3, 4, 5);
      plant(path, 7, 5, 2);
      plant(path, 7, 3, 1);
      const rows = rowsOf(await status());
      assert.equal(rows.get('OneDrive'), '△ 1 d 16 h ago, with exceptions 5 h ago');
      assert.equal(rows.get('Teams'), '△ none in 60 days, partial 2 h ago');
      assert.equal(rows.get('Exchange'), '✓ 3 h ago');
    }));

  it('the coverage card is red for a service that only ever failed, and names the services without any backups', () =>
    withPath(async (path, status) => {
      plant(path, 1, 2, 3);
      plant(path, 7, 3, 2);
      const card = await status();
      assert.equal(rowsOf(card).get('Teams'), '✕ none in 60 days');
      assert.match(textOf(card), /✕ 1 of 2 has no good backup within 24 h/);
      assert.match(textOf(card), /No backups in the last 60 days: SharePoint, OneDrive,/);
    }));

  it('the coverage card shows exact ages, however many runs there are', () =>
    withPath(async (path, status) => {
      for (let index = 0; index < 130; index += 1) plant(path, 1, 2, 1 + index / 10);
      for (let index = 0; index < 130; index += 1) plant(path, 7, 2, 60 + index / 10);
      const rows = rowsOf(await status());
      assert.equal(rows.get('Exchange'), '✓ 1 h ago');
      assert.equal(rows.get('Teams'), '✕ 2 d 12 h ago');
    }));

  it('the coverage card says if nothing was backed up in the last 60 days', () =>
    withPath(async (_, status) => {
      assert.match(textOf(await status()), /Nothing was backed up in the last 60 days/);
    }));

  for (const switches of [{ windowBy: 'end' }, { windowBy: 'overlap' }, { ignoreTimeOfDay: true }] as const) {
    it(`the coverage card shows the right age if the API filters differently: ${JSON.stringify(switches)}`, () =>
      withPath(async (path, status) => {
        path.simulator.setSwitches(switches);
        // Started before the target, ended within it.
        path.simulator.plant({
          service: 1,
          startedAt: path.clock.now() - 25 * hour,
          endedAt: path.clock.now() - hour,
        });
        const row = rowsOf(await status()).get('Exchange') ?? '';
        assert.equal(row, '✕ 1 d 1 h ago');
      }));
  }

  it('the coverage card shows the age as unknown for a service whose jobs can’t be read', () =>
    withPath(async (path, status) => {
      plant(path, 1, 2, 3);
      plant(path, 7, 2, 3);
      await status();
      path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
      const card = await status();
      assert.match(textOf(card), /\? I cannot say how old|\? .* not all could be read/);
      assert.equal(rowsOf(card).get('Teams'), '? not read');
      assert.equal(rowsOf(card).get('Exchange'), '✓ 3 h ago');
    }));

  it('the coverage card is an error card if nothing can be read', () =>
    withPath(async (path, status) => {
      path.simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs' });
      assert.match(textOf(await status()), /AvePoint isn’t answering/);
    }));
});
