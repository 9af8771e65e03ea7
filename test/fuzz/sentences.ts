import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { createCloudbackupJobsApi } from '../../src/avepoint/cloudbackup-jobs.ts';
import { createCloudbackupjobsApi } from '../../src/avepoint/cloudbackupjobs.ts';
import { createBot } from '../../src/bot/bot.ts';
import { type Job, type JobPage, type JobQuery, jobStates, services } from '../../src/domain/job.ts';
import type { Reply } from '../../src/features/turn.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { strayIn } from '../support/api-oracle.ts';
import { createDrivenIndex } from '../support/driven-index.ts';
import { aJob, fakeClock, fakeSource, monday, recordingLog } from '../support/fakes.ts';
import { helpTopics } from '../support/help.ts';
import { keeping } from '../support/keeping.ts';
import { assertCleanJson } from './clean.ts';

const words = helpTopics
  .flatMap(({ examples }) => examples)
  .join(' ')
  .split(' ');
const more =
  'failed failures running finished partial exceptions backups restores exports jobs exchange sharepoint onedrive teams chat ' +
  'today yesterday since until between and last this next week month friday monday noon 7 31 0 -1 99999999999 1e9 2026-02-30 ' +
  '11/12/2026 29.02.2027 24:00 25:61 6pm at on in from to per page of why not no without how many which the @Kim then or ' +
  'UTC-11 Standard Time W. Europe digest watch unwatch duty escalate remind after minutes quiet target audit roles faults report job FB1 status coverage vs compare most worst top per service each rate percent more fewer than worse trend changed ' +
  'faild bakups exchnage shrepoint yestarday tommorow ? ! , . ; : " ( ) / % & # + * ~ \' — … → 10/10';
const odd = [
  ...[
    '\u202eabc\u202c',
    '\u200b',
    '\u00a0',
    '\u2066x',
    'a\u0301',
    '🙂',
    '👩‍👩‍👧',
    '\u0000',
    '\ud800',
    'ﬁ',
    'İ',
    'ß',
    '日本',
    'مرحبا',
  ],
  ...[
    '<at>x</at>',
    '&nbsp;',
    '&#x202e;',
    '&amp;lt;',
    '$'.concat('{title}'),
    '{{DATE(2026-01-01T00:00:00Z)}}',
    '**x**',
    '[x](http://x)',
  ],
  ...[
    '"};DROP',
    '../..',
    '%2e%2e',
    '\\',
    '\r\n',
    '\t',
    '__proto__',
    'constructor',
    'x'.repeat(300),
    '9'.repeat(40),
  ],
];

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 6, arbitrary: fc.constantFrom(...more.split(' ')) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const sentence = fc.oneof(
  { weight: 20, arbitrary: fc.array(word, { maxLength: 12 }).map(all => all.join(' ')) },
  { weight: 2, arbitrary: fc.array(word, { maxLength: 12 }).map(all => all.join('')) },
  { weight: 1, arbitrary: fc.array(word, { minLength: 100, maxLength: 400 }).map(all => all.join(' ')) },
);
const turn = fc.record({
  text: sentence,
  zone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Etc/GMT-3',
  ),
  locale: fc.constantFrom(undefined, 'en-GB', 'en-US', 'de-DE', 'ar-EG', 'fa-IR', 'th-TH'),
  kind: fc.constantFrom('personal' as const, 'group' as const, 'channel' as const),
  /** Which of the answer's buttons is pressed then. */
  press: fc.nat(7),
  total: fc.constantFrom(0, 1, 9, 10, 43, 1_000),
});

const apis = [
  createCloudbackupJobsApi({ firstPageIndex: 0 }),
  createCloudbackupjobsApi({ firstPageIndex: 1, location: 'EUR' }),
];

/** Nothing is asked of the API but what its documentation allows, in either shape. */
function assertAskable(query: JobQuery): void {
  for (const api of apis) {
    const url = new URL(api.pagePath(query), 'https://api.example');
    const asked = { method: 'GET', path: url.pathname, query: Object.fromEntries(url.searchParams) };
    assert.equal(strayIn(asked, monday), undefined);
  }
}

/** A job of each service in each state, for the index. */
const everyJob = services.flatMap((service, at) =>
  jobStates.map((state, of) => {
    const startedAt = monday - (at * 7 + of + 1) * 3_600_000;
    const finishedAt = state === 'inProgress' ? undefined : startedAt + 1_000;
    const errors = [{ message: `${odd[at % odd.length]} could not be read`, helpUrl: undefined, count: at }];
    return {
      service,
      job: aJob({ id: `IB${at}-${of}`, state, stateText: state, startedAt, finishedAt, errors }),
    };
  }),
);

/** Those of them that a query may find. */
function indexed({ type, service, state, span: { from = 0, to = monday } }: JobQuery): JobPage {
  const found = everyJob.filter(
    one =>
      type === 'backup' &&
      (service === undefined || one.service === service) &&
      (state === undefined || one.job.state === state) &&
      (one.job.startedAt ?? 0) >= from &&
      (one.job.startedAt ?? 0) < to,
  );
  return { jobs: found.map(({ job }) => job), totalCount: found.length, hasMore: false };
}

/** So many jobs as a query may find, all of them of its window and state. */
function pageFor(query: JobQuery, total: number): JobPage {
  const first = query.pageIndex * query.pageSize;
  const count = Math.max(0, Math.min(query.pageSize, total - first));
  const startedAt = query.span.from ?? monday - 60_000;
  const state = query.state ?? 'failed';
  const jobs = Array.from({ length: count }, (_, at): Job => {
    const errors = [{ message: `${odd[at % odd.length]} could not be read`, helpUrl: undefined, count: at }];
    return aJob({
      id: `FB${first + at}`,
      state,
      stateText: state,
      startedAt,
      finishedAt: startedAt + 1_000,
      errors,
    });
  });
  return { jobs, totalCount: total, hasMore: first + count < total };
}

/** A conversation that has just begun. */
function open(total: () => number) {
  const clock = fakeClock();
  const log = recordingLog();
  const source = fakeSource(query => {
    assertAskable(query);
    return pageFor(query, total());
  });
  const index = createDrivenIndex({ source: fakeSource(indexed), clock, log });
  const jobs = createJobs({ source, index, clock, log });
  const kept = keeping({ jobs, clock, log, index });
  const conversation = createBot({
    ...kept,
    jobs,
    clock,
    log,
    newReference: () => 'ref-1',
    about: () => {},
  });
  return { conversation, log, source };
}

const placeOf = (kind: 'personal' | 'group' | 'channel') => ({
  home: 'team',
  id: kind,
  kind,
  tenantId: 'tenant',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:bot',
  botName: 'Backup Watch',
});

function buttonsIn(shown: unknown): { verb: unknown; data: unknown }[] {
  if (typeof shown !== 'object' || shown === null) return [];
  const { type, verb, data } = shown as { type?: unknown; verb?: unknown; data?: unknown };
  return [...(type === 'Action.Execute' ? [{ verb, data }] : []), ...Object.values(shown).flatMap(buttonsIn)];
}

/**
 * Sends generated sentences through the whole bot, and presses one of the buttons of each answer. Every answer is one
 * that may be shown, no error goes unnoticed, and no request to the API is outside its documented ranges.
 */
export async function fuzzSentences(numRuns: number, seed: number): Promise<void> {
  let total = 0;
  let runs = 0;
  let opened = open(() => total);

  const check = (reply: Reply) => {
    assertCleanJson(reply);
    const { lines } = opened.log;
    assert.deepEqual(
      lines.filter(({ level }) => level === 'error').map(({ fields }) => fields),
      [],
    );
    lines.length = 0;
    opened.source.queries.length = 0;
  };

  await fc.assert(
    fc.asyncProperty(turn, async ({ text, zone, locale, kind, press, total: found }) => {
      total = found;
      // What is set in a conversation adds up, and so does what waits for its time: all else here needs no turn of the
      // loop.
      if (++runs % 200 === 0) {
        opened = open(() => total);
        await setImmediate();
      }
      const speaker = { id: '29:kim', name: 'Kim' };
      const somewhere = { zone, locale, place: placeOf(kind), speaker, thread: undefined };
      const reply = await opened.conversation.hear({ ...somewhere, text, people: [] });
      check(reply);
      const buttons = buttonsIn(reply);
      const button = buttons[press % Math.max(1, buttons.length)];
      if (button) check(await opened.conversation.press({ ...somewhere, ...button }));
    }),
    { numRuns, seed, endOnFailure: true },
  );
}
