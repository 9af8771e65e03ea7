import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBook } from '../../../simulator/book.ts';
import { type SimulatedJob, stateAt } from '../../../simulator/job.ts';
import type { SwitchesPatch } from '../../../simulator/switches.ts';
import type { AdaptiveCard } from '../../../src/cards/adaptive-card.ts';
import type { CardAction } from '../../../src/cards/button-link.ts';
import { bytesOf, maxCardBytes } from '../../../src/cards/size.ts';
import type { services } from '../../../src/domain/job.ts';
import type { Reply } from '../../../src/features/turn.ts';
import { objectsIn, tapsOf } from '../../cards/elements.ts';
import { executesIn, textOf } from '../../support/playground.ts';
import { packPress } from '../../support/press.ts';
import { serviceNames as names } from '../../support/service-names.ts';
import { openWholePath, type WholePath } from '../../support/whole-path.ts';

const reader = { zone: 'Europe/Berlin', locale: 'en-GB' };
const hour = 3_600_000;

function cardOf(reply: Reply): AdaptiveCard {
  assert.ok(reply.kind === 'card', JSON.stringify(reply));
  return reply.card;
}

interface Cell {
  readonly items: readonly { readonly inlines: readonly { readonly text: string }[] }[];
  readonly selectAction?: CardAction;
}

/** The rows of the card's tables, folded ones among them: each service's cells by its name. */
function rowsOf(card: AdaptiveCard): Map<string, readonly Cell[]> {
  const rows = objectsIn(card.body)
    .filter(({ type }) => type === 'TableRow')
    .flatMap(row => {
      const [name, ...cells] = row.cells as readonly Cell[];
      const words = (name?.items[0]?.inlines ?? []).map(({ text }) => text).join('');
      return words === '' ? [] : [[words.slice(2), cells] as const];
    });
  return new Map(rows);
}

const numberIn = (cell: Cell | undefined) => cell?.items[0]?.inlines[0]?.text.replace(/,/g, '');
/** What the column of problems says: "2 of 10". */
const problemsIn = (row: readonly Cell[] | undefined) => numberIn(row?.[1]);
const headlineOf = (card: AdaptiveCard) => {
  const panel = card.body.find(element => 'style' in element && 'items' in element);
  return panel as { style: string; items: { text: string }[] } | undefined;
};

const book = createBook({ seed: 2024, history: true });

/** Backups of a service of the simulator in its own history that started in a window. */
function jobsIn(service: number, from: number, to: number, now: number) {
  return book.select({ type: 1, service, state: 0, location: undefined, from, to, by: 'start' }, now);
}

const badStates = [3, 4, 5];

/** Counts them directly: "2 of 10" have problems. */
function problemsOf(service: number, from: number, to: number, now: number): string {
  const all = jobsIn(service, from, to, now);
  const bad = all.filter(job => badStates.some(state => state === stateAt(job, now)));
  return all.length === 0 ? '–' : `${bad.length} of ${all.length}`;
}

/**
 * The run that tells how a service stands: the last failure that no later clean run has followed, else the last end.
 * A failure of the week before the window counts as well.
 */
function latestOf(service: number, from: number, to: number, now: number): SimulatedJob | undefined {
  return openFailureOf(endedIn(service, from - 7 * 24 * hour, to, now)) ?? endedIn(service, from, to, now)[0];
}

function endedIn(service: number, from: number, to: number, now: number): readonly SimulatedJob[] {
  return jobsIn(service, from, to, now).filter(job => job.endsAt <= now);
}

function openFailureOf(ended: readonly SimulatedJob[]): SimulatedJob | undefined {
  const failures = ended.filter(job => job.outcome === 3 || job.outcome === 5);
  const failedUntil = Math.max(...failures.map(job => job.endsAt));
  const isOver = ended.some(job => job.outcome === 2 && job.startedAt >= failedUntil);
  return isOver ? undefined : failures[0];
}

const asking = (from: number, to: number, zone: string, service?: (typeof services)[number]) =>
  packPress({
    verb: 'health.show',
    question: { service, span: { from, to }, spanWords: undefined, zone },
  });

for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const) {
  describe(`status over ${jobsApi}`, () => {
    let path: WholePath;
    before(async () => {
      path = await openWholePath({ jobsApi });
    });
    after(() => path.close());

    const asked = async (press: CardAction) => cardOf(await path.conversation.press({ ...press, ...reader }));

    for (const [when, days] of [
      ['lately', 0],
      ['weeks ago', 20],
    ] as const)
      it(`status has exactly the problems and the latest ends of the history for every service, as do its lists, ${when}`, async () => {
        const now = path.clock.now();
        const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'];
        const windows = fc.record({
          hours: fc.integer({ min: 1, max: 24 * 9 }),
          back: fc.integer({ min: 24 * days, max: 24 * (days + 20) }),
          seconds: fc.integer({ min: 0, max: 3599 }),
          zone: fc.constantFrom(...zones),
          opened: fc.nat({ max: 11 }),
        });
        await fc.assert(
          fc.asyncProperty(windows, async ({ hours, back, seconds, zone, opened }) => {
            const to = Math.min(now, now - back * hour + seconds * 1000);
            const from = to - hours * hour;
            const rows = rowsOf(await asked(asking(from, to, zone)));
            for (const [index, name] of names.entries()) {
              const row = rows.get(name);
              assert.equal(problemsIn(row), problemsOf(index + 1, from, to, now), name);
              const latest = latestOf(index + 1, from, to, now);
              assert.equal(row?.[0]?.selectAction?.data.j, latest?.id, name);
            }
            const name = names[opened] ?? '';
            const action = rows.get(name)?.[1]?.selectAction;
            const bad = Number.parseInt(problemsOf(opened + 1, from, to, now), 10) || 0;
            assert.equal(action === undefined, bad === 0);
            if (action) assert.equal(await listed(path, action), bad);
          }),
          { numRuns: jobsApi === 'cloudbackup-jobs' ? 100 : 10 },
        );
      });

    it('status, coverage and reasons of failures cost no request for jobs', async () => {
      path.simulator.clearRequests();
      for (const text of [
        'status',
        'summary last week',
        'exchange health',
        'coverage',
        'why did backups fail',
      ])
        await path.conversation.hear({ text, ...reader });
      assert.equal(path.jobRequests().length, 0);
    });
  });
}

/**
 * Counts the jobs of the lists behind a number, over all tabs and pages, and checks that each list has as many, costs
 * no request, and is as long if it's read live.
 */
async function listed(path: WholePath, press: CardAction): Promise<number> {
  const pressed = async (one: CardAction) => cardOf(await path.conversation.press({ ...one, ...reader }));
  const buttonOf = (card: AdaptiveCard, title: string) =>
    (card.actions as (CardAction & { title: string })[]).find(action => action.title === title);
  const totalOf = (card: AdaptiveCard) =>
    // Until some list had more than a page, a full page may be all, or the first of several.
    Number(/\d+(?:–\d+)? of (?:at least )?([\d,]+)/.exec(textOf(card))?.[1]?.replace(/,/g, ''));
  path.simulator.clearRequests();
  const first = await pressed(press);
  const sets = first.body.filter(element => (element as { type: string }).type === 'ActionSet');
  const tabs = sets.flatMap(set => (set as { actions: CardAction[] }).actions);
  let sum = 0;
  const live: (() => Promise<void>)[] = [];
  for (const tab of tabs.length > 0 ? tabs : [press]) {
    const ids = new Set<string>();
    let rows = 0;
    let next: CardAction | undefined = tab;
    while (next) {
      const card: AdaptiveCard = await pressed(next);
      assert.match(textOf(card), / · as\sof\s\d{2}:\d{2}\n/);
      const taps = executesIn(card).filter(({ verb }) => verb === 'jobs.job');
      rows += taps.length;
      for (const { data } of taps) ids.add(String(data.j));
      next = buttonOf(card, 'Next');
      if (next) continue;
      assert.equal(totalOf(card), rows);
      assert.equal(ids.size, rows);
      const readLive = buttonOf(card, 'Read live');
      assert.ok(readLive);
      live.push(async () => assert.equal(totalOf(await pressed(readLive)), rows));
    }
    sum += rows;
  }
  assert.equal(path.jobRequests().length, 0);
  for (const check of live) await check();
  return sum;
}

describe('status with unusual answers of AvePoint', () => {
  async function withPath(test: (path: WholePath) => Promise<void>, switches: SwitchesPatch = {}) {
    const path = await openWholePath();
    path.simulator.setSwitches(switches);
    try {
      await test(path);
    } finally {
      await path.close();
    }
  }
  const status = async (path: WholePath, text = 'status') =>
    cardOf(await path.conversation.hear({ text, ...reader }));
  const exact = (card: AdaptiveCard, path: WholePath, hours = 24) => {
    const to = path.clock.now();
    for (const [index, name] of names.entries()) {
      const problems = problemsIn(rowsOf(card).get(name));
      if (problems !== 'not read')
        assert.equal(problems, problemsOf(index + 1, to - hours * hour, to, to), name);
    }
  };

  it('status is unknown for a service whose jobs can’t be read, and right for the others', () =>
    withPath(async path => {
      path.simulator.addTrouble({ kind: 'status', status: 400, at: 'jobs', match: { ObjectType: '7' } });
      const card = await status(path);
      exact(card, path);
      assert.deepEqual(rowsOf(card).get('Teams')?.map(numberIn), ['not read', 'not read']);
      assert.match(headlineOf(card)?.items[0]?.text ?? '', /^\? .* and not all could be read$/);
      assert.match(textOf(card), /AvePoint has refused to list Teams since 14:05\./);
      assert.ok(path.log.lines.some(({ level, fields }) => level === 'warn' && fields.service === 'teams'));
    }));

  it('status has no wrong number and is never green if AvePoint counts the page alone', () =>
    withPath(
      async path => {
        const card = await status(path);
        exact(card, path);
        assert.notEqual(headlineOf(card)?.style, 'good');
      },
      { totalCount: 'page' },
    ));

  it('status counts windows larger than a page, whether AvePoint counts them or not', async () => {
    for (const switches of [{}, { totalCount: 'page' }, { maxPageSize: 30 }] as const) {
      await withPath(async path => {
        const to = path.clock.now();
        const press = asking(to - 30 * 24 * hour, to, 'UTC', 'exchange');
        const card = cardOf(await path.conversation.press({ ...press, ...reader }));
        const counted = problemsOf(1, to - 30 * 24 * hour, to, to);
        assert.equal(problemsIn(rowsOf(card).get('Exchange')), counted);
      }, switches);
    }
  });

  for (const switches of [{ windowBy: 'end' }, { windowBy: 'overlap' }, { ignoreTimeOfDay: true }] as const) {
    it(`status is right if AvePoint filters otherwise: ${JSON.stringify(switches)}`, () =>
      withPath(async path => {
        const card = await status(path);
        exact(card, path);
        assert.equal(headlineOf(card)?.style, 'attention');
      }, switches));
  }

  it('status is unknown if AvePoint fails half-way, and names the services that couldn’t be read', () =>
    withPath(async path => {
      for (const service of [2, 3, 7, 9])
        path.simulator.addTrouble({
          kind: 'status',
          status: 400,
          at: 'jobs',
          match: { ObjectType: String(service) },
        });
      const card = await status(path);
      exact(card, path);
      assert.match(headlineOf(card)?.items[0]?.text ?? '', /^\? /);
      assert.match(
        textOf(card),
        /AvePoint has refused to list SharePoint, OneDrive, Teams and Teams chat since 14:05\./,
      );
    }));

  it('status is an error card if nothing at all can be read', () =>
    withPath(async path => {
      path.simulator.addTrouble({ kind: 'status', status: 503, at: 'jobs' });
      assert.match(textOf(await status(path)), /AvePoint isn’t answering/);
    }));

  it('status is bad if nothing ran in a day, and good only if every service finished without problems', async () => {
    const path = await openWholePath({ history: false });
    try {
      const now = path.clock.now();
      const plant = (service: number, hoursAgo: number, state: number) =>
        path.simulator.plant({
          service,
          state,
          startedAt: now - hoursAgo * hour,
          endedAt: now - hoursAgo * hour + 60_000,
        });
      const verdict = async () => headlineOf(await status(path));
      plant(1, 30, 2);
      plant(7, 30, 2);
      const nothingRan = await verdict();
      assert.deepEqual(
        [nothingRan?.style, nothingRan?.items[0]?.text],
        ['attention', '✕ No backup started: has the schedule stopped?'],
      );
      plant(1, 3, 2);
      const oneOfTwo = await verdict();
      assert.deepEqual([oneOfTwo?.style, oneOfTwo?.items[1]?.text], ['attention', 'Teams: nothing ran.']);
      plant(7, 3, 2);
      assert.equal((await verdict())?.style, 'good');
      plant(7, 2, 4);
      assert.equal((await verdict())?.style, 'warning');
      plant(1, 2, 3);
      assert.equal((await verdict())?.style, 'attention');
    } finally {
      await path.close();
    }
  });

  it('status includes a service from its first backup on, and names those without one in 60 days', async () => {
    const path = await openWholePath({ history: false });
    try {
      const at = (hoursAgo: number) => path.clock.now() - hoursAgo * hour;
      path.simulator.plant({ service: 1, startedAt: at(3), endedAt: at(2) });
      assert.match(textOf(await status(path)), /No backups in the last 60 days: SharePoint,/);
      path.simulator.plant({ service: 2, startedAt: at(3), endedAt: at(2) });
      const card = await status(path);
      assert.deepEqual([...rowsOf(card).keys()], ['Exchange', 'SharePoint']);
      assert.equal(headlineOf(card)?.style, 'good');
    } finally {
      await path.close();
    }
  });

  it('status says that a service has been good since a failure only if its last run was', async () => {
    const path = await openWholePath({ history: false });
    try {
      const plant = (service: number, hoursAgo: number, state: number) => {
        const startedAt = path.clock.now() - hoursAgo * hour;
        path.simulator.plant({ service, state, startedAt, endedAt: startedAt + 60_000 });
      };
      for (const service of [1, 4, 7]) plant(service, 6, 3);
      for (const service of [1, 4]) plant(service, 5, 2);
      plant(4, 4, 4);
      const card = await status(path);
      const text = textOf(card);
      assert.equal(headlineOf(card)?.items[0]?.text, '✕ Teams is failing now');
      assert.match(text, /^Exchange failed earlier and has been good since\.$/m);
      assert.match(text, /^Recovered, but with exceptions since: Groups\.$/m);
    } finally {
      await path.close();
    }
  });

  it('status says that a service is failing if it failed before the window and no clean run has followed', async () => {
    const path = await openWholePath({ history: false });
    try {
      const plant = (service: number, hoursAgo: number, state: number) => {
        const startedAt = path.clock.now() - hoursAgo * hour;
        path.simulator.plant({ service, state, startedAt, endedAt: startedAt + 60_000 });
      };
      plant(1, 5, 3);
      plant(7, 1, 2);
      const short = await status(path, 'status last 2 hours');
      assert.equal(headlineOf(short)?.style, 'attention');
      assert.equal(headlineOf(short)?.items[0]?.text, '✕ Exchange is failing now');
      plant(1, 1, 4);
      const impaired = headlineOf(await status(path, 'status last 2 hours'));
      assert.equal(impaired?.items[0]?.text, '✕ Exchange is failing now', 'exceptions are no clean run');
      plant(1, 0.5, 2);
      assert.notEqual(headlineOf(await status(path, 'status last 2 hours'))?.style, 'attention');
    } finally {
      await path.close();
    }
  });

  it('status is unknown if a job is in a state that the bot doesn’t know', async () => {
    const path = await openWholePath({ history: false });
    try {
      const at = (hoursAgo: number) => path.clock.now() - hoursAgo * hour;
      path.simulator.plant({ service: 1, startedAt: at(3), endedAt: at(2) });
      path.simulator.plant({ service: 1, startedAt: at(3), endedAt: at(2), state: 'Hibernating' });
      assert.match(headlineOf(await status(path))?.items[0]?.text ?? '', /^\? I can’t say/);
    } finally {
      await path.close();
    }
  });

  it('status with twelve services and long numbers fits into a message', () =>
    withPath(async path => {
      for (const text of ['status', 'summary last week', 'summary this month'])
        assert.ok(bytesOf(await status(path, text)) <= maxCardBytes, text);
    }));
});

describe('comparison of two periods', () => {
  it('a comparison of two periods has exactly the counts of the history and of its lists', async () => {
    const path = await openWholePath();
    try {
      const to = path.clock.now();
      const reply = await path.conversation.hear({ text: 'backups last 2 days vs yesterday', ...reader });
      const rows = rowsOf(cardOf(reply));
      const all = (service: number, from: number, until: number) =>
        book.select({ type: 1, service, state: 0, location: undefined, from, to: until, by: 'start' }, to)
          .length;
      const midnight = Date.UTC(2026, 10, 22, 23);
      const numbers = headlineOf(cardOf(reply))?.items[0] as unknown as { inlines: { text: string }[] };
      for (const [index, name] of ['– All services', ...names].entries()) {
        const counts = [all(index, to - 48 * hour, to), all(index, midnight - 24 * hour, midnight)];
        // The sign that services have in other tables is missing here.
        const row = rows.get(name.slice(2));
        const [here, there] = counts.map(count => count.toLocaleString('en-US'));
        if (index === 0)
          assert.match(numbers.inlines[0]?.text ?? '', new RegExp(`: ${here} instead of ${there}$`));
        else assert.deepEqual(row?.slice(0, 2).map(numberIn), counts.map(String), name);
        const press = row?.[0]?.selectAction;
        if (press) assert.equal(await listed(path, press), counts[0]);
      }
    } finally {
      await path.close();
    }
  });
});

describe('several lists side by side', () => {
  const press = async (path: WholePath, one: CardAction) =>
    cardOf(await path.conversation.press({ ...one, ...reader }));
  const tabsOn = (card: AdaptiveCard) =>
    card.body
      .filter(element => (element as { type: string }).type === 'ActionSet')
      .flatMap(set => (set as { actions: (CardAction & { title: string })[] }).actions);

  it('several lists side by side have exactly the counts of the history, and each has its own pages', async () => {
    const path = await openWholePath();
    try {
      const to = path.clock.now();
      const from = to - 72 * hour;
      const text = 'failed or partial exchange and onedrive backups last 72 hours, 3 per page';
      const card = cardOf(await path.conversation.hear({ text, ...reader }));
      const counted = (service: number, state: number) =>
        book.select({ type: 1, service, state, location: undefined, from, to, by: 'start' }, to).length;
      const expected = [
        ['Failed · Exchange', counted(1, 3)],
        ['Failed · OneDrive', counted(3, 3)],
        ['Partial · Exchange', counted(1, 5)],
        ['Partial · OneDrive', counted(3, 5)],
      ].filter(([, count]) => count !== 0);
      const tabs = tabsOn(card);
      assert.deepEqual(
        tabs.map(({ title }) => title.replace('● ', '')),
        expected.map(([name, count]) => `${name} ${count}`),
      );
      const second = tabs[1];
      assert.ok(second);
      path.simulator.clearRequests();
      let shown = await press(path, second);
      let rows = 0;
      let pages = 0;
      for (;;) {
        pages += 1;
        rows += tapsOf(shown).length;
        const next = (shown.actions as (CardAction & { title: string })[]).find(
          ({ title }) => title === 'Next',
        );
        if (!next) break;
        shown = await press(path, next);
        assert.deepEqual(
          tabsOn(shown).map(({ title }) => title.replace('● ', '')),
          tabs.map(({ title }) => title.replace('● ', '')),
        );
      }
      assert.equal(rows, expected[1]?.[1]);
      assert.deepEqual(
        path
          .jobRequests()
          .map(({ query }) => [query.ObjectType, query.JobState, query.PageIndex])
          .toSorted(),
        // Page 0 is read once more, together with the first page 1.
        [0, ...Array.from({ length: pages }, (_, index) => index)].map(index => ['3', '3', String(index)]),
      );
    } finally {
      await path.close();
    }
  });

  it('several lists side by side are good news only if all are known to be empty and something ran', async () => {
    const path = await openWholePath({ history: false });
    try {
      const panel = async () => {
        const card = cardOf(await path.conversation.hear({ text: 'problems today', ...reader }));
        return headlineOf(card);
      };
      const at = (hours: number) => path.clock.now() - hours * hour;
      assert.equal((await panel())?.style, 'emphasis');
      path.simulator.plant({ startedAt: at(3), endedAt: at(2) });
      const good = await panel();
      assert.equal(good?.style, 'good');
      assert.match(good?.items[1]?.text ?? '', /^1 started in this time; it has finished\.$/);
      const mend = path.failing(query => query.service === 'exchange');
      assert.notEqual((await panel())?.style, 'good');
      mend();
      path.simulator.plant({ startedAt: at(2), endedAt: at(1), state: 'Hibernating' });
      assert.notEqual((await panel())?.style, 'good');
    } finally {
      await path.close();
    }
  });
});
