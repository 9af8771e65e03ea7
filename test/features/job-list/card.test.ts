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

describe('a job-list card', () => {
  it('a job-list card repeats the question with its exact window and time zone', () => {
    const [title, , window, ...others] = textsOf(draw());
    assert.equal(title, 'Failed backups · Exchange Online');
    assert.equal(window, 'Yesterday, 00:00 – today, 14:05 (Europe/Berlin)');
    const exact = 'Started from Sun 22 Nov, 00:00 to Mon 23 Nov, 14:05 (Europe/Berlin).';
    assert.ok(others.includes(exact), 'under Details');
  });

  it('a job-list card doesn’t name the time zone if it’s the reader’s own', () => {
    const [, , window] = textsOf(pageCard(page(), noAsides, { ...british, ownZone: 'Europe/Berlin' }));
    assert.equal(window, 'Yesterday, 00:00 – today, 14:05');
  });

  it('a job-list card says which of how many jobs it shows, and which of how many pages it is', () => {
    assert.match(textOf(draw()), /^1–10 of 43 · page 1 of 5$/m);
    assert.match(textOf(draw({ pageIndex: 4, jobs: [job(), job(), job()] })), /^41–43 of 43 · page 5 of 5$/m);
    assert.match(textOf(draw({ jobs: [job()], total: { value: 1, atLeast: false } })), /^1 of 1$/m);
  });

  it('a job-list card names no last page if the total is only a minimum', () => {
    assert.match(textOf(draw({ total: { value: 43, atLeast: true } })), /^1–10 of at least 43 · page 1$/m);
    assert.match(
      textOf(draw({ total: { value: 10, atLeast: false }, pageIndex: 1 })),
      /^11–20 of at least 20 · page 2$/m,
    );
  });

  it('a job-list card has buttons for the previous page, the next page and the same question again, and no others', () => {
    const both = draw({ pageIndex: 2, hasPrevious: true });
    assert.deepEqual(titlesOf(both), ['Previous', 'Next', 'Refresh']);
    assert.deepEqual(press(both, 'Previous'), {
      verb: 'jobs.page',
      page: { question: question(), pageIndex: 1, firstTotal: 43 },
    });
    assert.deepEqual(press(both, 'Next'), {
      verb: 'jobs.page',
      page: { question: question(), pageIndex: 3, firstTotal: 43 },
    });
    assert.deepEqual(press(both, 'Refresh'), { verb: 'jobs.again', question: question() });
    assert.deepEqual(titlesOf(draw({ hasNext: false })), ['Refresh']);
    assert.deepEqual(titlesOf(draw({ hasNext: true, pageIndex: 100_000, hasPrevious: true })), [
      'Previous',
      'Refresh',
    ]);
  });

  it('a row of a job-list card opens its job’s details with the page to return to, unless the job has no usable id', () => {
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

  it('a job-list card says which fields of a job are unknown', () => {
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
    assert.match(text, /^Start unknown\n\? State unknown\n· duration unknown\nobjects unknown · no id$/m);
  });

  it('a job-list card shows an undocumented state unchanged, in the default colour', () => {
    const card = draw({ jobs: [job({ state: undefined, stateText: 'Queued' })] });
    assert.match(textOf(card), /\? Queued/);
    assert.deepEqual(
      [...colors(card)].filter(color => color !== undefined && color !== 'Accent'),
      ['Default'],
    );
  });

  it('a job-list card shows how long a running job has been running', () => {
    const running = job({
      state: 'inProgress',
      startedAt: now - (3 * 60 + 12) * 60_000,
      finishedAt: undefined,
      durationMs: undefined,
      objects: undefined,
    });
    assert.match(textOf(draw({ jobs: [running] })), /^Mon 23 Nov\n↻ Running\n· 10:53 · for 3 h 12 min$/m);
    assert.match(
      textOf(draw({ jobs: [job({ ...running, startedAt: now + 60_000 })] })),
      /^· 14:06 · start unknown$/m,
    );
  });

  it('a job-list card shows a job’s first error, and how many more there are', () => {
    const errors = [{ message: 'disk full', helpUrl: undefined, count: 3 }, ...job().errors, ...job().errors];
    const text = textOf(draw({ jobs: [job({ errors })] }));
    assert.match(text, /^disk full \(×3\) \(\+2 more\)$/m);
    assert.doesNotMatch(text, /access is denied/);
  });

  it('a job-list card folds rows of one day with the same error, state and services under the first of them', () => {
    const errors = [{ message: 'disk full', helpUrl: undefined, count: undefined }];
    const full = Array.from({ length: 4 }, (_, index) => job({ errors }, index));
    const card = draw({
      jobs: [...full, job({ state: 'partiallyFinished', errors }, 4), job({ errors }, 5)],
    });
    const folded = objectsIn(card.body).filter(({ isVisible }) => isVisible === false);
    assert.deepEqual(
      folded.map(({ id }) => id),
      ['rows-1', 'details'],
    );
    assert.match(textOf(card), /^3 more with this error: 08:58, 05:51, 02:44 ›$/m);
    assert.equal(tapsOf(card).length, 6, 'no row is lost');
    const [fold] = objectsIn(card.body).filter(({ type }) => type === 'Action.ToggleVisibility');
    assert.deepEqual(fold?.targetElements, ['rows-1']);
  });

  it('a job-list card has a heading for each day, unless all jobs started on the window’s only day', () => {
    const two = [job({}, 0), job({}, 5)];
    const headings = (card: ReturnType<typeof draw>) =>
      textsOf(card).filter(text => /^\w{3} \d+ Nov$/.test(text));
    assert.deepEqual(headings(draw({ jobs: two })), ['Mon 23 Nov', 'Sun 22 Nov']);
    const today = question({ span: { from: Date.UTC(2026, 10, 22, 23), to: now }, spanWords: 'today' });
    assert.deepEqual(headings(draw({ question: today, jobs: two.slice(0, 1) })), []);
    assert.deepEqual(headings(draw({ question: today, jobs: two })), ['Mon 23 Nov', 'Sun 22 Nov'], 'a stray');
  });

  it('a row of a job-list card cuts a long error to two lines, and still says how often it happened', () => {
    const errors = [{ message: 'x '.repeat(200), helpUrl: undefined, count: 12 }];
    const [error = ''] = textsOf(draw({ jobs: [job({ errors })] })).filter(text => text.startsWith('x x'));
    assert.ok(error.length <= 92);
    assert.match(error, /… \(×12\)$/);
  });

  it('a job-list card warns if the list has changed, or if AvePoint returned jobs that weren’t asked for', () => {
    assert.match(textOf(draw({ changed: true })), /The list has changed since you asked/);
    const text = textOf(draw({ strays: { outsideSpan: 2, otherState: 1 } }));
    assert.match(text, /2 jobs here started outside this window/);
    assert.match(text, /1 job here is in another state/);
    assert.doesNotMatch(textOf(draw()), /△/);
  });

  it('a job-list card with jobs on it never looks like good news, whatever their state', () => {
    for (const state of ['finished', 'failed', 'inProgress', undefined] as const) {
      assert.deepEqual(styles(draw({ jobs: [job({ state })] })), []);
    }
  });

  it('a job-list card has at most six buttons, those for paging first', () => {
    const offers = Array.from({ length: 9 }, (_, index) => ({
      label: `offer ${index}`,
      sentence: `failed ${index}`,
    }));
    const titles = titlesOf(
      pageCard(page({ pageIndex: 1, hasPrevious: true }), { notes: [], offers }, british),
    );
    assert.deepEqual(titles, ['Previous', 'Next', 'Refresh', 'offer 0', 'offer 1', 'offer 2']);
  });

  it('a job-list card explains how the bot read the sentence', () => {
    const notes = [
      { kind: 'corrected', written: 'faild', read: 'failed' },
      { kind: 'watchCallsDuty', name: 'Kim' },
      { kind: 'pageSizeBounded', asked: 80, used: 25 },
      { kind: 'runningHasNoBounds', said: 'yesterday' },
    ] as const;
    const text = textOf(pageCard(page(), { notes, offers: [] }, british));
    assert.match(text, /Read “faild” as “failed”\./);
    assert.match(text, /not “Kim”\. To put someone on call, send “on call @Name”/);
    assert.match(text, /You asked for 80 jobs per page; a page can have 1 to 25\./);
    assert.match(text, /whenever they started, not only “yesterday”\./);
  });
});

describe('a job list from the index', () => {
  const ofIndex = { from: 'index', readAt: now - 60_000, doubtful: [] } as const;

  it('a job list from the index says how old it is, and leads to its own pages and to AvePoint’s list', () => {
    const card = draw({ ...ofIndex, pageIndex: 2, hasPrevious: true });
    assert.match(textsOf(card)[2] ?? '', / · as of 14:04$/);
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

  it('a job list from the index names the day on which the index was last read, unless that is today', () => {
    const card = draw({ ...ofIndex, readAt: now - 86_400_000 });
    assert.match(textsOf(card)[2] ?? '', / · as of Sun 22 Nov, 14:05$/);
  });

  it('a job list from the index says why it may lack some jobs, and is never green in that case', () => {
    const doubtful = [{ service: 'exchange', doubt: { kind: 'notRead', since: now - 3_600_000 } }] as const;
    assert.match(textOf(draw({ ...ofIndex, doubtful })), /△ No data from AvePoint since 13:05\./);
    const empty = drawEmpty({ ...ofIndex, doubtful, silence: { kind: 'unknown' } });
    assert.deepEqual(styles(empty), ['warning']);
    assert.match(textOf(empty), /\n\? I found no failed backups, but can’t be sure\n/);
  });

  it('the first line of a list answers with no bare number, yes or no if the index isn’t certain', () => {
    const doubtful = [{ service: 'exchange', doubt: { kind: 'notRead', since: now - 3_600_000 } }] as const;
    for (const lead of ['count', 'whether', 'worked', 'any'] as const)
      assert.match(
        textOf(draw({ ...ofIndex, doubtful, lead })),
        /^\? As far as I could read, 43 failed backups\n/,
      );
  });
});

describe('a job list that can’t be paged reliably', () => {
  it('a job list that can’t be paged reliably says what is wrong, and what to check', () => {
    assert.match(
      textOf(draw({ isFirstPageRepeated: true })),
      /same jobs as page 1 and as page 2[\s\S]*AVEPOINT_FIRST_PAGE_INDEX/,
    );
    assert.match(textOf(draw({ twice: 1 })), /1 job here was on an earlier page, so others may be missing\./);
    assert.match(textOf(draw({ twice: 2 })), /2 jobs here were on an earlier page/);
    assert.match(textOf(draw({ uneven: true })), /count doesn’t match/);
  });
});

describe('an empty job list', () => {
  it('an empty job list beside others isn’t good news while one of them has jobs, or couldn’t be counted', () => {
    const empty = { service: undefined, state: 'failed' as const, count: { value: 0, atLeast: false } };
    const other = { ...empty, state: 'partiallyFinished' as const };
    const draw = (tabs: PageAnswer['tabs']) => styles(drawEmpty({ tabs, silence: othersRan(41) }));
    assert.deepEqual(draw([empty, other]), ['good']);
    assert.deepEqual(draw([empty, { ...other, count: { value: 2, atLeast: false } }]), ['emphasis']);
    assert.deepEqual(draw([empty, { ...other, count: undefined }]), ['emphasis']);
    assert.deepEqual(draw([empty, { ...empty, state: 'finished' }]), ['emphasis']);
  });

  it('an empty job list is good news only if a bad state was asked for and other jobs are known to have run', () => {
    for (const state of ['failed', 'finishedWithException', 'partiallyFinished'] as const) {
      assert.deepEqual(styles(drawEmpty({ question: question({ state }), silence: othersRan(41) })), [
        'good',
      ]);
    }
    const text = textOf(drawEmpty({ silence: othersRan(41) }));
    assert.match(text, /✓ No failed backups\n41 started in this time; none of them failed\./);
    assert.match(textOf(drawEmpty({ silence: othersRan(41, true) })), /At least 41 started/);
    assert.match(textOf(drawEmpty({ silence: othersRan(1) })), /1 started in this time; it didn’t fail\./);
  });

  it('an empty list of jobs in one bad state has buttons for the other bad states, and says that it doesn’t count them', () => {
    const card = drawEmpty({ silence: othersRan(41) });
    assert.deepEqual(titlesOf(card), ['Refresh', 'Partial', 'With exceptions']);
    assert.deepEqual(press(card, 'Partial'), {
      verb: 'jobs.page',
      page: { question: question({ state: 'partiallyFinished' }), pageIndex: 0, firstTotal: undefined },
    });
    assert.match(textOf(card), /Not counted here: partial runs, runs with exceptions\./);
    const partial = drawEmpty({ question: question({ state: 'partiallyFinished' }), silence: othersRan(41) });
    assert.deepEqual(titlesOf(partial), ['Refresh', 'Failed', 'With exceptions']);
  });

  it('an empty job list is never green or red if nothing ran, nothing is known, or the count contradicts it', () => {
    const unsure: Partial<PageAnswer>[] = [
      { silence: { kind: 'unknown' } },
      { silence: undefined },
      { silence: othersRan(41), total: { value: 43, atLeast: false } },
      { silence: othersRan(41), total: { value: 0, atLeast: true } },
    ];
    const others: Partial<PageAnswer>[] = [
      { silence: { kind: 'nothingRan', lastHours: undefined } },
      { silence: othersRan(0) },
      { silence: othersRan(41), pageIndex: 3 },
      { silence: othersRan(41), question: question({ state: 'inProgress' }) },
      { silence: othersRan(41), question: question({ state: undefined }) },
    ];
    for (const changes of [...unsure, ...others]) {
      const card = drawEmpty(changes);
      const isUnsure = unsure.includes(changes);
      assert.deepEqual(styles(card), [isUnsure ? 'warning' : 'emphasis'], JSON.stringify(changes));
      assert.equal(/\n\? I found no failed backups, but can’t be sure\n/.test(textOf(card)), isUnsure);
      assert.ok(!colors(card).has('Good'));
      assert.doesNotMatch(textOf(card), /✓/);
    }
  });

  it('an empty job list says that nothing ran, of which service, and in what time', () => {
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
    assert.match(text, /Now \(Europe\/Berlin\)\nNothing is running\nNo job started in the last 24 hours\./);
  });

  it('an empty list of finished jobs warns if jobs started and none has finished', () => {
    const card = drawEmpty({ question: question({ state: 'finished' }), silence: othersRan(12) });
    assert.deepEqual(styles(card), ['warning']);
    assert.match(textOf(card), /△ No finished backups\n12 started in this time; none has finished\./);
  });

  it('an empty job list says so if it’s unknown whether anything ran', () => {
    assert.match(
      textOf(drawEmpty({ silence: { kind: 'unknown' } })),
      /I couldn’t read whether anything ran in this time, so this may not be good news/,
    );
  });

  it('an empty later page of an unchanged job list says that the list ends before it', () => {
    const later = drawEmpty({ pageIndex: 4, changed: false, hasPrevious: true });
    assert.match(textOf(later), /This page is empty\nThe list ends before it\./);
  });

  it('an empty later page of a changed job list says that the list has changed', () => {
    const card = drawEmpty({ pageIndex: 4, changed: true, hasPrevious: true });
    assert.match(textOf(card), /This page is empty\nThe list has changed since you asked\./);
    assert.deepEqual(titlesOf(card), ['Previous', 'Refresh']);
  });
});

describe('the first line of a job-list card', () => {
  const titleOf = (lead: 'count' | 'whether' | undefined, changes: Partial<PageAnswer>) =>
    (pageCard(page({ ...changes, lead }), noAsides, british).body[0] as { text: string }).text;
  const counted = (value: number, atLeast = false) => ({ value, atLeast });
  const tab = (state: JobState, count: Tab['count'], service?: Service): Tab => ({ service, state, count });

  it('the first line of a job-list card is the number of jobs if the user asked for it, and says if it’s a minimum', () => {
    assert.equal(titleOf('count', { total: counted(43) }), '43 failed backups');
    assert.equal(titleOf('count', { total: counted(43, true) }), 'At least 43 failed backups');
    assert.equal(titleOf('count', { total: counted(1), jobs: page().jobs.slice(0, 1) }), '1 failed backup');
    assert.match(titleOf(undefined, { total: counted(43) }), /^Failed backups/);
  });

  it('the first line of a job-list card never counts fewer jobs than are on the page', () => {
    const { jobs } = page();
    assert.equal(titleOf('count', { total: counted(0) }), `At least ${jobs.length} failed backups`);
  });

  it('the first line of a job-list card sums up the problems if the user asked whether all is well', () => {
    const tabs = [
      tab('failed', counted(40), 'exchange'),
      tab('failed', counted(3, true), 'teams'),
      tab('partiallyFinished', counted(0), 'exchange'),
      tab('finishedWithException', counted(2), 'exchange'),
    ];
    assert.equal(titleOf('whether', { tabs }), 'Problems: at least 43 failed, 2 with exceptions');
  });

  it('the first line of a job-list card says if one of several lists couldn’t be read', () => {
    const tabs = [tab('failed', counted(40)), tab('partiallyFinished', undefined)];
    assert.equal(titleOf('whether', { tabs }), 'Problems: 40 failed, and not all could be read');
    assert.match(titleOf('count', { tabs }), /^Failed: 40, and not all could be read$/);
  });
});

describe('a card of several job lists', () => {
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

  it('a card of two job lists has a button for each, and marks the one that it shows', () => {
    assert.deepEqual(listButtons([43, 2]), [['● Failed 43', 'Partial 2']]);
    assert.deepEqual(listButtons([43, undefined]), [['● Failed 43', 'Partial (not read)']]);
  });

  it('a card of several job lists has no button for an empty list, nor for the only one that isn’t empty', () => {
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

  it('an empty answer to whether all is well is green once everything has finished', () => {
    const card = drawn(0, 'whether');
    assert.deepEqual(styles(card), ['good']);
    assert.match(textOf(card), /✓ No problems\n41 started in this time; all of them have finished\./);
  });

  it('an empty answer to whether all is well is never green while a job is still running', () => {
    const card = drawn(2, 'whether');
    assert.deepEqual(styles(card), ['emphasis']);
    assert.match(
      textOf(card),
      /2 still running\n41 started in this time, and none failed so far; the others have finished\./,
    );
  });

  it('an empty plain list of jobs with problems isn’t green while a job is still running', () => {
    assert.deepEqual(styles(drawn(41)), ['emphasis']);
    const card = drawn(2);
    assert.deepEqual(styles(card), ['emphasis']);
    assert.match(textOf(card), /No backups with problems so far; 2 still running\n41 started in this time\./);
    assert.deepEqual(styles(drawn(0)), ['good']);
  });

  it('an empty answer to whether all is well is no all-clear if one of its lists has jobs', () => {
    const { tabs = [], ...rest } = silent(0, 'whether');
    const [first, ...others] = tabs;
    assert.ok(first);
    const count = { value: 3, atLeast: false };
    const card = pageCard({ ...rest, tabs: [{ ...first, count }, ...others] }, noAsides, british);
    assert.deepEqual(styles(card), ['emphasis']);
    assert.doesNotMatch(textOf(card), /No problems/);
  });
});
