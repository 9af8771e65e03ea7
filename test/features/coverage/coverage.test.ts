import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBook } from '../../../simulator/book.ts';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import { durationText } from '../../../src/cards/durations.ts';
import { objectsIn } from '../../cards/elements.ts';
import { executesIn, textOf } from '../../support/playground.ts';
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

interface Row {
  readonly cells: readonly {
    readonly items: readonly { readonly inlines?: readonly { text: string }[] }[];
  }[];
}

/** The rows of the card's tables, folded ones too, by service: "✕ Thu 10:05, 4 d 4 h ago; 3 failed". */
function rowsOf(card: AdaptiveCard): Map<string, string> {
  const rows = objectsIn(card.body).filter(({ type }) => type === 'TableRow') as unknown as Row[];
  const texts = rows.map(({ cells }) =>
    cells.map(({ items }) =>
      items.flatMap(({ inlines }) => inlines?.map(({ text }) => text).join('') ?? []).join(', '),
    ),
  );
  return new Map(
    texts
      .filter(([name]) => name)
      .map(([name = '', last, since]) => [name.slice(2), `${name.slice(0, 1)} ${last}; ${since}`]),
  );
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

  it('the coverage card shows the last good backups that the whole history gives, for any limit', async () => {
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

  it('the coverage card applies the limit that the user’s sentence gives', async () => {
    const headline = async (text: string) => {
      const reply = await path.conversation.hear({ text, ...reader });
      assert.ok(reply.kind === 'card');
      return textOf(reply.card);
    };
    assert.match(
      await headline('coverage'),
      /✕ 2 of 12 services have no good backup within 24 h: SharePoint and Viva Engage\n/,
    );
    assert.match(await headline('unprotected services 12h'), /services have no good backup within 12 h/);
    assert.match(await headline('exchange coverage'), /✓ Exchange has a good backup within 24 h/);
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

  it('the coverage card is amber for a service with only impaired backups within the limit, and dates its good one', () =>
    withPath(async (path, status) => {
      plant(path, 1, 2, 3);
      plant(path, 3, 2, 40);
      plant(path, 3, 4, 5);
      plant(path, 7, 5, 2);
      plant(path, 7, 3, 1);
      const rows = rowsOf(await status());
      assert.equal(rows.get('OneDrive'), '△ Sat 22:05, 1 d 16 h ago; 1 with exceptions');
      assert.equal(rows.get('Teams'), '△ None in 60 days; 1 failed, 1 partial');
      assert.equal(rows.get('Exchange'), '✓ 11:05, 3 h ago; –');
    }));

  it('on the coverage card the last good backup opens that job, and a number of problems lists exactly those since', () =>
    withPath(async (path, status) => {
      plant(path, 1, 3, 50);
      const [good] = plant(path, 1, 2, 40);
      for (const hoursAgo of [30, 20, 10]) plant(path, 1, 3, hoursAgo);
      plant(path, 1, 5, 5);
      const card = await status('exchange coverage');
      assert.equal(rowsOf(card).get('Exchange'), '△ Sat 22:05, 1 d 16 h ago; 3 failed, 1 partial');
      const tap = async (title: string) => {
        const action = executesIn(card).find(one => one.title === title);
        assert.ok(action, title);
        const reply = await path.conversation.press({ verb: action.verb, data: action.data, ...reader });
        assert.ok(reply.kind === 'card' || reply.kind === 'post');
        return reply.card;
      };
      assert.match(textOf(await tap(`Open job ${good?.id}`)), new RegExp(`\\nJob ${good?.id}\\n`));
      const problems = textOf(await tap('Problems of Exchange since Sat 22:05'));
      assert.match(problems, /Failed: 1–3 of 3\n/);
      assert.match(problems, /Partial \d|Partially finished \d/);
    }));

  it('the coverage card is red for a service that only ever failed, and names the services without any backups', () =>
    withPath(async (path, status) => {
      plant(path, 1, 2, 3);
      plant(path, 7, 3, 2);
      const card = await status();
      assert.equal(rowsOf(card).get('Teams'), '✕ None in 60 days; 1 failed');
      assert.match(textOf(card), /✕ 1 of 2 services has no good backup within 24 h: Teams\n/);
      assert.match(textOf(card), /No backups in the last 60 days: SharePoint, OneDrive,/);
    }));

  it('the coverage card shows exact ages, however many runs there are', () =>
    withPath(async (path, status) => {
      for (let index = 0; index < 130; index += 1) plant(path, 1, 2, 1 + index / 10);
      for (let index = 0; index < 130; index += 1) plant(path, 7, 2, 60 + index / 10);
      const rows = rowsOf(await status());
      assert.equal(rows.get('Exchange'), '✓ 13:05, 1 h ago; –');
      assert.equal(rows.get('Teams'), '✕ Sat 02:05, 2 d 12 h ago; no run');
    }));

  it('the coverage card says if nothing was backed up in the last 60 days', () =>
    withPath(async (_, status) => {
      assert.match(textOf(await status()), /No backups in the last 60 days\n/);
    }));

  for (const switches of [{ windowBy: 'end' }, { windowBy: 'overlap' }, { ignoreTimeOfDay: true }] as const) {
    it(`the coverage card shows the right age if the API filters differently: ${JSON.stringify(switches)}`, () =>
      withPath(async (path, status) => {
        path.simulator.setSwitches(switches);
        // Started before the limit, ended within it.
        path.simulator.plant({
          service: 1,
          startedAt: path.clock.now() - 25 * hour,
          endedAt: path.clock.now() - hour,
        });
        const row = rowsOf(await status()).get('Exchange') ?? '';
        assert.equal(row, '✕ Sun 13:05, 1 d 1 h ago; no run');
      }));
  }

  it('the coverage card shows the age as unknown for a service whose jobs can’t be read', () =>
    withPath(async (path, status) => {
      plant(path, 1, 2, 3);
      plant(path, 7, 2, 3);
      await status();
      path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
      const card = await status();
      assert.match(textOf(card), /\? I can’t say how old the last good backups are\n/);
      assert.equal(rowsOf(card).get('Teams'), '? not read; not read');
      assert.equal(rowsOf(card).get('Exchange'), '✓ 11:05, 3 h ago; –');
    }));

  it('the coverage card is an error card if nothing can be read', () =>
    withPath(async (path, status) => {
      path.simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs' });
      assert.match(textOf(await status()), /AvePoint isn’t answering/);
    }));
});
