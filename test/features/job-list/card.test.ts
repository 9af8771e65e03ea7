import assert from 'node:assert/strict';
import type { JobState, Service } from '../../../src/domain/job.ts';
import { pageCard } from '../../../src/features/job-list/card.ts';
import type { PageAnswer, Tab } from '../../../src/jobs/answers.ts';
import {
  type Action,
  buttonsOf,
  objectsIn,
  tapsOf,
  textOf,
  textsOf,
  titlesOf,
} from '../../cards/elements.ts';
import { british, emptyPage, job, noAsides, now, page, question } from '../../cards/models.ts';
import { unpackPress } from '../../support/press.ts';

const draw = (changes: Partial<PageAnswer> = {}) => pageCard(page(changes), noAsides, british);
const drawEmpty = (changes: Partial<PageAnswer> = {}) => pageCard(emptyPage(changes), noAsides, british);
const styles = (card: ReturnType<typeof draw>) =>
  objectsIn(card.body)
    .map(element => element.style)
    .filter(style => style !== undefined && style !== 'heading');
const colors = (card: ReturnType<typeof draw>) => new Set(objectsIn(card.body).map(element => element.color));
const press = (card: ReturnType<typeof draw>, title: string) => {
  const button = buttonsOf(card).find(action => action.title === title);
  return button && unpackPress(button.verb, button.data, now);
};
const othersRan = (value: number, atLeast = false) =>
  ({
    kind: 'othersRan',
    count: { value, atLeast },
    lastHours: undefined,
    running: { value: 0, atLeast: false },
  }) as const;

describe('a page card', () => {
  it('says the question back with its exact window and zone', () => {
    const [title, window] = textsOf(draw());
    assert.equal(title, 'Failed backups · Exchange Online');
    assert.equal(window, 'Sun 22 Nov, 00:00 to Mon 23 Nov, 14:05 (Europe/Berlin)');
  });

  it('says which jobs of how many are on it, and which page of how many it is', () => {
    assert.match(textOf(draw()), /^1–10 of 43 · page 1 of 5$/m);
    assert.match(textOf(draw({ pageIndex: 4, jobs: [job(), job(), job()] })), /^41–43 of 43 · page 5 of 5$/m);
    assert.match(textOf(draw({ jobs: [job()], total: { value: 1, atLeast: false } })), /^1 of 1$/m);
  });

  it('promises no last page where the total is only the least that it can be', () => {
    assert.match(textOf(draw({ total: { value: 43, atLeast: true } })), /^1–10 of at least 43 · page 1$/m);
    assert.match(
      textOf(draw({ total: { value: 10, atLeast: false }, pageIndex: 1 })),
      /^11–20 of at least 20 · page 2$/m,
    );
  });

  it('leads to the pages beside it with the same question, and nowhere else', () => {
    const both = draw({ pageIndex: 2, hasPrevious: true });
    assert.deepEqual(titlesOf(both), ['Previous', 'Next', 'Ask again']);
    assert.deepEqual(press(both, 'Previous'), {
      verb: 'jobs.page',
      page: { question: question(), pageIndex: 1, firstTotal: 43 },
    });
    assert.deepEqual(press(both, 'Next'), {
      verb: 'jobs.page',
      page: { question: question(), pageIndex: 3, firstTotal: 43 },
    });
    assert.deepEqual(press(both, 'Ask again'), { verb: 'jobs.again', question: question() });
    assert.deepEqual(titlesOf(draw({ hasNext: false })), ['Ask again']);
    assert.deepEqual(titlesOf(draw({ hasNext: true, pageIndex: 100_000, hasPrevious: true })), [
      'Previous',
      'Ask again',
    ]);
  });

  it('opens a job’s details from its row, with the page to come back to', () => {
    const taps = tapsOf(
      draw({ pageIndex: 2, jobs: [job(), job({ id: undefined }), job({ id: 'x'.repeat(201) })] }),
    );
    assert.deepEqual(taps[0] && unpackPress(taps[0].verb, taps[0].data, now), {
      verb: 'jobs.job',
      page: { question: question(), pageIndex: 2, firstTotal: 43 },
      jobId: job().id,
    });
    assert.deepEqual(
      taps.slice(1),
      [undefined, undefined],
      'without an id that can travel there are no details',
    );
  });

  it('says what a job did not tell', () => {
    const bare = job({
      id: undefined,
      startedAt: undefined,
      finishedAt: undefined,
      durationMs: undefined,
      objects: undefined,
      errors: [],
      state: undefined,
      stateText: undefined,
    });
    const text = textOf(draw({ jobs: [bare] }));
    assert.match(text, /\? State not told/);
    assert.match(text, /id not told/);
    assert.match(text, /start not told · duration not told · objects not told/);
  });

  it('shows a state that is not documented as it came, in no colour', () => {
    const card = draw({ jobs: [job({ state: undefined, stateText: 'Queued' })] });
    assert.match(textOf(card), /\? Queued/);
    assert.deepEqual(
      [...colors(card)].filter(color => color !== undefined && color !== 'Accent'),
      ['Default'],
    );
  });

  it('shows how long a running job has been running', () => {
    const running = job({
      state: 'inProgress',
      startedAt: now - (3 * 60 + 12) * 60_000,
      finishedAt: undefined,
      durationMs: undefined,
      objects: undefined,
    });
    assert.match(textOf(draw({ jobs: [running] })), /Mon 23 Nov, 10:53 · running for 3 h 12 min$/m);
    assert.match(
      textOf(draw({ jobs: [job({ ...running, startedAt: now + 60_000 })] })),
      /running, duration not told/,
    );
  });

  it('shows the first error, and how many more there are', () => {
    const errors = [{ message: 'disk full', helpUrl: undefined, count: 3 }, ...job().errors, ...job().errors];
    const text = textOf(draw({ jobs: [job({ errors })] }));
    assert.match(text, /^disk full \(×3\) \(\+2 more\)$/m);
    assert.doesNotMatch(text, /access is denied/);
  });

  it('says that the list has changed, and that jobs came which were not asked for', () => {
    assert.match(textOf(draw({ changed: true })), /The list has changed since you asked/);
    const text = textOf(draw({ strays: { outsideSpan: 2, otherState: 1 } }));
    assert.match(text, /2 jobs here are not from the time asked for/);
    assert.match(text, /1 job here is in another state than asked for/);
    assert.doesNotMatch(textOf(draw()), /△/);
  });

  it('never looks good with jobs on it, whatever their state', () => {
    for (const state of ['finished', 'failed', 'inProgress', undefined] as const) {
      assert.deepEqual(styles(draw({ jobs: [job({ state })] })), []);
    }
  });

  it('shows six buttons at the most, paging first', () => {
    const offers = Array.from({ length: 9 }, (_, index) => ({
      label: `offer ${index}`,
      sentence: `failed ${index}`,
    }));
    const titles = titlesOf(
      pageCard(page({ pageIndex: 1, hasPrevious: true }), { notes: [], offers }, british),
    );
    assert.deepEqual(titles, ['Previous', 'Next', 'Ask again', 'offer 0', 'offer 1', 'offer 2']);
  });

  it('tells how the sentence was read', () => {
    const notes = [
      { kind: 'corrected', written: 'faild', read: 'failed' },
      { kind: 'watchCallsDuty', name: 'Kim' },
      { kind: 'pageSizeBounded', asked: 80, used: 25 },
      { kind: 'runningHasNoBounds', said: 'yesterday' },
    ] as const;
    const text = textOf(pageCard(page(), { notes, offers: [] }, british));
    assert.match(text, /Read “faild” as “failed”\./);
    assert.match(text, /to have “Kim” called, say “on duty @Name”/);
    assert.match(text, /A page holds 1 to 25 jobs: 25 instead of 80\./);
    assert.match(text, /whenever they started, not only “yesterday”\./);
  });
});

describe('a page of the job index’s list', () => {
  const ofIndex = { from: 'index', readAt: now - 60_000, doubtful: [] } as const;

  it('says so in its second line, and leads to its own pages and to AvePoint’s list', () => {
    const card = draw({ ...ofIndex, pageIndex: 2, hasPrevious: true });
    assert.equal(textsOf(card)[1], 'From the job index, as of 14:04');
    assert.deepEqual(titlesOf(card), ['Previous', 'Next', 'Read live']);
    const list = { question: question(), firstTotal: 43 };
    assert.deepEqual(press(card, 'Next'), {
      verb: 'jobs.page',
      page: { ...list, from: 'index', pageIndex: 3 },
    });
    assert.deepEqual(press(card, 'Read live'), {
      verb: 'jobs.page',
      page: { ...list, firstTotal: undefined, pageIndex: 0 },
    });
    const [row] = tapsOf(card);
    const opened = row && unpackPress(row.verb, row.data, now);
    assert.ok(opened?.verb === 'jobs.job' && opened.page.from === 'index');
  });

  it('names the day of its last reading if that was another one', () => {
    const card = draw({ ...ofIndex, readAt: now - 86_400_000 });
    assert.equal(textsOf(card)[1], 'From the job index, as of Sun 22 Nov, 14:05');
  });

  it('says why it may lack some jobs, and is never green then', () => {
    const doubtful = [{ service: 'exchange', doubt: { kind: 'notRead', since: now - 3_600_000 } }] as const;
    assert.match(textOf(draw({ ...ofIndex, doubtful })), /△ As of 13:05: AvePoint could not be read since\./);
    const empty = drawEmpty({ ...ofIndex, doubtful, silence: { kind: 'unknown' } });
    assert.deepEqual(styles(empty), ['emphasis']);
  });
});

describe('a page of a list that cannot be paged reliably', () => {
  it('says what is wrong, and what to check', () => {
    assert.match(
      textOf(draw({ isFirstPageRepeated: true })),
      /same jobs as page 1 and as page 2[\s\S]*AVEPOINT_FIRST_PAGE_INDEX/,
    );
    assert.match(textOf(draw({ twice: 1 })), /1 job here was listed before, so others may be missing\./);
    assert.match(textOf(draw({ twice: 2 })), /2 jobs here were listed before/);
    assert.match(textOf(draw({ uneven: true })), /count does not fit/);
  });
});

describe('an empty page', () => {
  it('of one list beside others is no good news while one of them has jobs, or could not be counted', () => {
    const empty = { service: undefined, state: 'failed' as const, count: { value: 0, atLeast: false } };
    const other = { ...empty, state: 'partiallyFinished' as const };
    const draw = (tabs: PageAnswer['tabs']) => styles(drawEmpty({ tabs, silence: othersRan(41) }));
    assert.deepEqual(draw([empty, other]), ['good']);
    assert.deepEqual(draw([empty, { ...other, count: { value: 2, atLeast: false } }]), ['emphasis']);
    assert.deepEqual(draw([empty, { ...other, count: undefined }]), ['emphasis']);
    assert.deepEqual(draw([empty, { ...empty, state: 'finished' }]), ['emphasis']);
  });

  it('is good news only where a bad state was asked for and others are known to have run', () => {
    for (const state of ['failed', 'finishedWithException', 'partiallyFinished'] as const) {
      assert.deepEqual(styles(drawEmpty({ question: question({ state }), silence: othersRan(41) })), [
        'good',
      ]);
    }
    const text = textOf(drawEmpty({ silence: othersRan(41) }));
    assert.match(text, /✓ No failed backups\n41 started in this time; none of them failed\./);
    assert.match(textOf(drawEmpty({ silence: othersRan(41, true) })), /At least 41 started/);
    assert.match(textOf(drawEmpty({ silence: othersRan(1) })), /1 started in this time; it did not fail\./);
  });

  it('does not hide the bad ends that are no failures', () => {
    const card = drawEmpty({ silence: othersRan(41) });
    assert.deepEqual(titlesOf(card), ['Ask again', 'Partial', 'With exceptions']);
    assert.deepEqual(press(card, 'Partial'), {
      verb: 'jobs.page',
      page: { question: question({ state: 'partiallyFinished' }), pageIndex: 0, firstTotal: undefined },
    });
    assert.match(textOf(card), /Not counted here: partial runs, runs with exceptions\./);
    const partial = drawEmpty({ question: question({ state: 'partiallyFinished' }), silence: othersRan(41) });
    assert.deepEqual(titlesOf(partial), ['Ask again', 'Failed', 'With exceptions']);
  });

  it('is never green or red where nothing ran, nothing is known, or the count contradicts it', () => {
    const cases: Partial<PageAnswer>[] = [
      { silence: { kind: 'nothingRan', lastHours: undefined } },
      { silence: { kind: 'unknown' } },
      { silence: undefined },
      { silence: othersRan(0) },
      { silence: othersRan(41), total: { value: 43, atLeast: false } },
      { silence: othersRan(41), total: { value: 0, atLeast: true } },
      { silence: othersRan(41), pageIndex: 3 },
      { silence: othersRan(41), question: question({ state: 'inProgress' }) },
      { silence: othersRan(41), question: question({ state: undefined }) },
    ];
    for (const changes of cases) {
      const card = drawEmpty(changes);
      assert.deepEqual(styles(card), ['emphasis'], JSON.stringify(changes));
      assert.ok(!colors(card).has('Good'));
      assert.doesNotMatch(textOf(card), /✓/);
    }
  });

  it('says that nothing ran, of which service, in what time', () => {
    const nothingRan = { kind: 'nothingRan', lastHours: undefined } as const;
    assert.match(
      textOf(drawEmpty({ silence: nothingRan })),
      /Nothing ran\nNo backup of Exchange Online started in this time\./,
    );
    const running = question({
      type: undefined,
      service: undefined,
      state: 'inProgress',
      span: { from: undefined, to: undefined },
    });
    const text = textOf(drawEmpty({ question: running, silence: { kind: 'nothingRan', lastHours: 24 } }));
    assert.match(
      text,
      /no time bounds \(Europe\/Berlin\)\nNothing is running\nNo job started in the last 24 hours\./,
    );
  });

  it('warns where jobs started and none has finished', () => {
    const card = drawEmpty({ question: question({ state: 'finished' }), silence: othersRan(12) });
    assert.deepEqual(styles(card), ['warning']);
    assert.match(textOf(card), /△ No finished backups\n12 started in this time; none has finished\./);
  });

  it('says that it is not known whether anything ran', () => {
    assert.match(
      textOf(drawEmpty({ silence: { kind: 'unknown' } })),
      /I could not read whether anything ran in this time, so this is not good news yet/,
    );
  });

  it('that is a later one of an unchanged list is simply behind its end', () => {
    const later = drawEmpty({ pageIndex: 4, changed: false, hasPrevious: true });
    assert.match(textOf(later), /This page is empty\nThe list ends before it\./);
  });

  it('that is a later one says that the list has changed', () => {
    const card = drawEmpty({ pageIndex: 4, changed: true, hasPrevious: true });
    assert.match(textOf(card), /This page is empty\nThe list has changed since you asked\./);
    assert.deepEqual(titlesOf(card), ['Previous', 'Ask again']);
  });
});

describe('the first line of a list', () => {
  const titleOf = (lead: 'count' | 'whether' | undefined, changes: Partial<PageAnswer>) =>
    (pageCard(page({ ...changes, lead }), noAsides, british).body[0] as { text: string }).text;
  const counted = (value: number, atLeast = false) => ({ value, atLeast });
  const tab = (state: JobState, count: Tab['count'], service?: Service): Tab => ({ service, state, count });

  it('is the number, if that is asked for, and says if it is a least number', () => {
    assert.equal(titleOf('count', { total: counted(43) }), '43 failed backups');
    assert.equal(titleOf('count', { total: counted(43, true) }), 'At least 43 failed backups');
    assert.equal(titleOf('count', { total: counted(1), jobs: page().jobs.slice(0, 1) }), '1 failed backup');
    assert.match(titleOf(undefined, { total: counted(43) }), /^Failed backups/);
  });

  it('never counts fewer jobs than are on the page', () => {
    const { jobs } = page();
    assert.equal(titleOf('count', { total: counted(0) }), `At least ${jobs.length} failed backups`);
  });

  it('is what did not end well, if it is asked whether all is well', () => {
    const tabs = [
      tab('failed', counted(40), 'exchange'),
      tab('failed', counted(3, true), 'teams'),
      tab('partiallyFinished', counted(0), 'exchange'),
      tab('finishedWithException', counted(2), 'exchange'),
    ];
    assert.equal(titleOf('whether', { tabs }), 'Problems: at least 43 failed, 2 with exceptions');
  });

  it('says if a part of it could not be read', () => {
    const tabs = [tab('failed', counted(40)), tab('partiallyFinished', undefined)];
    assert.equal(titleOf('whether', { tabs }), 'Problems: 40 failed, and not all could be read');
    assert.match(titleOf('count', { tabs }), /^Failed: 40, and not all could be read$/);
  });
});

describe('a card of several lists', () => {
  const listButtons = (counts: readonly (number | undefined)[]) => {
    const states = ['failed', 'partiallyFinished', 'finishedWithException'] as const;
    const tabs = counts.map(
      (value, at): Tab => ({
        service: 'exchange',
        state: states[at],
        count: value === undefined ? undefined : { value, atLeast: false },
      }),
    );
    const sets = objectsIn(draw({ tabs }).body).filter(({ type }) => type === 'ActionSet');
    return sets.map(({ actions }) => (actions as Action[]).map(({ title }) => title));
  };

  it('has a button for each of two lists, and marks the one that is shown', () => {
    assert.deepEqual(listButtons([43, 2]), [['● Failed 43', 'Partial 2']]);
    assert.deepEqual(listButtons([43, undefined]), [['● Failed 43', 'Partial (not read)']]);
  });

  it('has no button for a list that is empty, nor for the only one that is not', () => {
    assert.deepEqual(listButtons([43, 0, 2]), [['● Failed 43', 'With exceptions 2']]);
    assert.deepEqual(listButtons([43, 0]), []);
    assert.deepEqual(listButtons([43]), []);
  });
});

describe('an empty answer to whether all is well', () => {
  const silent = (running: number, lead?: 'whether', value = 41) =>
    emptyPage({
      lead,
      tabs: (['failed', 'finishedWithException', 'partiallyFinished'] as const).map(state => ({
        service: undefined,
        state,
        count: { value: 0, atLeast: false },
      })),
      silence: { ...othersRan(value), running: { value: running, atLeast: false } },
    });
  const drawn = (running: number, lead?: 'whether', value = 41) =>
    pageCard(silent(running, lead, value), noAsides, british);

  it('is green once everything has finished', () => {
    const card = drawn(0, 'whether');
    assert.deepEqual(styles(card), ['good']);
    assert.match(textOf(card), /✓ No problems\n41 started in this time; all of them have finished\./);
  });

  it('is never green while something still runs', () => {
    const card = drawn(2, 'whether');
    assert.deepEqual(styles(card), ['emphasis']);
    assert.match(
      textOf(card),
      /2 still running\n41 started in this time, and none failed so far; the others have finished\./,
    );
  });

  it('is not green in a plain list either, as soon as one still runs', () => {
    assert.deepEqual(styles(drawn(41)), ['emphasis']);
    const card = drawn(2);
    assert.deepEqual(styles(card), ['emphasis']);
    assert.match(textOf(card), /No backups with problems so far; 2 still running\n41 started in this time\./);
    assert.deepEqual(styles(drawn(0)), ['good']);
  });

  it('is no all-clear if its list is empty beside others that are not', () => {
    const { tabs = [], ...rest } = silent(0, 'whether');
    const [first, ...others] = tabs;
    assert.ok(first);
    const count = { value: 3, atLeast: false };
    const card = pageCard({ ...rest, tabs: [{ ...first, count }, ...others] }, noAsides, british);
    assert.deepEqual(styles(card), ['emphasis']);
    assert.doesNotMatch(textOf(card), /No problems/);
  });
});
