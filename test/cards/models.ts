import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { type ErrorReport, errorCard } from '../../src/cards/error-card.ts';
import { didYouMeanCard, notUnderstoodCard, suggestionCard } from '../../src/cards/suggestion-card.ts';
import { type Job, type JobState, type Service, services } from '../../src/domain/job.ts';
import { narrowingLimits } from '../../src/domain/narrowing.ts';
import type { Question } from '../../src/domain/question.ts';
import { worstOf } from '../../src/domain/verdict.ts';
import { causesCard } from '../../src/features/causes/card.ts';
import { causeJobsCard } from '../../src/features/causes/jobs-card.ts';
import { compareCard } from '../../src/features/compare/card.ts';
import type { CompareAnswer } from '../../src/features/compare/compare.ts';
import { coverageCard } from '../../src/features/coverage/card.ts';
import { helpCard, welcomeCard } from '../../src/features/help/card.ts';
import { jobCard } from '../../src/features/job/card.ts';
import { jobsCard } from '../../src/features/job/several-card.ts';
import { pageCard } from '../../src/features/job-list/card.ts';
import { otherLanguageCard } from '../../src/features/other-language/card.ts';
import { planCard } from '../../src/features/plan/card.ts';
import { statusCard } from '../../src/features/status/card.ts';
import { versionCard } from '../../src/features/version/card.ts';
import type { Doubt } from '../../src/job-index/queries/doubt.ts';
import type { JobAnswer, PageAnswer, Tab } from '../../src/jobs/answers.ts';
import { type BadJob, clusterErrors } from '../../src/jobs/causes/cluster-errors.ts';
import type { CausesAnswer } from '../../src/jobs/causes/read-causes.ts';
import type { CoverageAnswer } from '../../src/jobs/coverage.ts';
import type { HealthAnswer } from '../../src/jobs/health.ts';
import type { Standing } from '../../src/jobs/latest-end.ts';
import type { PlanAnswer } from '../../src/jobs/planned.ts';
import { type Expectation, type Tally, tallied, verdictOf } from '../../src/jobs/tally.ts';
import { helpFor } from '../support/help.ts';
import { packPress } from '../support/press.ts';

/** Monday 23 November 2026, 14:05 in Berlin. */
export const now = Date.UTC(2026, 10, 23, 13, 5);
const minute = 60_000;
export const hour = 60 * minute;

export const british = { locale: 'en-GB' };
export const noAsides = { notes: [], offers: [] };

/** Failed Exchange backups since yesterday. */
export function question(changes: Partial<Question> = {}): Question {
  return {
    type: 'backup',
    service: 'exchange',
    state: 'failed',
    span: { from: Date.UTC(2026, 10, 21, 23), to: now },
    spanWords: 'since yesterday',
    zone: 'Europe/Berlin',
    pageSize: 10,
    ...changes,
  };
}

const causes = [
  'The mailbox cannot be opened: access is denied. Give the backup account full access.',
  'Throttled by Exchange Online. The job gave up after 5 attempts.',
  'The mailbox was not found. It may have been deleted or its licence removed.',
];

/** A failed backup, one of many; `index` makes it another. */
export function job(changes: Partial<Job> = {}, index = 0): Job {
  const startedAt = now - (2 + index * 3) * hour - index * 7 * minute;
  const durationMs = 47 * minute + index * 11 * minute + 12_000;
  return {
    id: `EFB2026112${index}0${713 + index * 37}48112`,
    state: 'failed',
    stateText: 'Failed',
    startedAt,
    finishedAt: startedAt + durationMs,
    durationMs,
    objects: { total: 1230 + index * 17, failed: 214 - index * 9, successful: 1016 + index * 26, skipped: 0 },
    errors: [{ message: causes[index % causes.length] ?? '', helpUrl: undefined, count: 12 - index }],
    ...changes,
  };
}

/** Ten of 43 failed backups, the first page. */
export function page(changes: Partial<PageAnswer> = {}): PageAnswer {
  return {
    question: question(),
    pageIndex: 0,
    firstTotal: 43,
    jobs: Array.from({ length: 10 }, (_, index) => job({}, index)),
    total: { value: 43, atLeast: false },
    hasPrevious: false,
    hasNext: true,
    changed: false,
    uneven: false,
    twice: 0,
    isFirstPageRepeated: false,
    strays: { outsideSpan: 0, otherState: 0 },
    silence: undefined,
    answeredAt: now,
    ...changes,
  };
}

/** What every list has that is narrowed or ordered: it's of the job index. */
const narrowedPage = { from: 'index', readAt: now - minute, doubtful: [], hasNext: false } as const;

/** No rows, for the reason given. */
export function emptyPage(changes: Partial<PageAnswer> = {}): PageAnswer {
  return page({ jobs: [], firstTotal: 0, total: { value: 0, atLeast: false }, hasNext: false, ...changes });
}

/** Others started, and all but `running` of them have ended. */
const othersRan = (
  value: number,
  { lastHours, running = 0 }: { lastHours?: number; running?: number } = {},
) =>
  ({
    kind: 'othersRan',
    count: { value, atLeast: false },
    lastHours,
    running: { value: running, atLeast: false },
  }) as const;

const unbounded = { from: undefined, to: undefined };

/** As long as real contents plausibly get, in every field at once. */
export const longestPage = page({
  question: question({ service: 'groups', state: 'finishedWithException', pageSize: 25 }),
  jobs: Array.from({ length: 25 }, (_, index) =>
    job(
      {
        id: `M365GROUPSIB20261122${String(index).padStart(2, '0')}0713481129934`,
        state: 'finishedWithException',
        objects: { total: 1_234_567, failed: 123_456, successful: 1_111_111, skipped: 0 },
        errors: [
          {
            message: `The group “Sales and Marketing EMEA ${index}” could not be backed up in full because the owner’s mailbox is on litigation hold and the site is read-only.`,
            helpUrl: undefined,
            count: 1234,
          },
        ],
      },
      index,
    ),
  ),
  firstTotal: 4321,
  total: { value: 4321, atLeast: false },
});

/** More than any message holds. */
export const absurdPage = page({
  question: question({ pageSize: 25 }),
  jobs: Array.from({ length: 25 }, (_, index) =>
    job(
      {
        id: `${index}-`.padEnd(200, 'x'),
        errors: [{ message: `${index}: ${'disk full '.repeat(400)}`, helpUrl: undefined, count: 1 }],
      },
      index,
    ),
  ),
  firstTotal: 43,
});

/** What an attacker, or an unlucky name, puts into a job. */
export const hostileTexts = [
  '**bold** [click](https://evil.example/) <img src=x onerror=alert(1)> # head',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what must not be expanded
  '${secret} ${$root} {{DATE(2026-11-23T00:00:00Z,SHORT)}} <at>Everyone</at>',
  'a\u202egnp.exe\u2066 zero\u200bwidth\u0000 \u001b[31mred\u001b[0m line\none\r\ntwo \ud800 end',
] as const;

const hostileJob = (index: number): Job =>
  job(
    {
      id: `id-${hostileTexts[index]}`,
      state: index === 0 ? 'failed' : undefined,
      stateText: hostileTexts[index],
      errors: [{ message: hostileTexts[index] ?? '', helpUrl: 'https://evil.example/', count: 3 }],
    },
    index,
  );

const oddJobs: readonly Job[] = [
  job({
    state: 'inProgress',
    startedAt: now - 3 * hour - 12 * minute,
    finishedAt: undefined,
    durationMs: undefined,
    objects: undefined,
    errors: [],
  }),
  job({ state: 'finished', objects: { total: 1, failed: 0, successful: 1, skipped: 0 }, errors: [] }, 1),
  job({ state: 'finishedWithException' }, 2),
  job({ state: 'partiallyFinished', startedAt: Date.UTC(2025, 11, 31, 22, 30) }, 3),
  job(
    {
      state: undefined,
      stateText: 'Queued',
      startedAt: undefined,
      finishedAt: undefined,
      durationMs: undefined,
      objects: undefined,
      errors: [],
    },
    4,
  ),
  job({ id: undefined, errors: [...job().errors, ...job({}, 1).errors, ...job({}, 2).errors] }, 5),
];

/** The page that showed the job of `jobAnswer`. */
export const jobsPage = { question: question(), pageIndex: 1, firstTotal: 43 };

export const jobAnswer = (changes: Partial<JobAnswer> = {}): JobAnswer => {
  const found = job({
    errors: [
      { message: causes[0] ?? '', helpUrl: 'https://cdn.avepoint.com/help/E-1042.htm', count: 12 },
      { message: causes[1] ?? '', helpUrl: 'https://avepoint.com.evil.example/', count: 1 },
      { message: causes[2] ?? '', helpUrl: undefined, count: undefined },
    ],
  });
  return {
    place: { page: jobsPage },
    jobId: found.id ?? '',
    job: found,
    searched: undefined,
    answeredAt: now,
    ...changes,
  };
};

export const trouble = (changes: Partial<ErrorReport> = {}): ErrorReport => ({
  problem: 'unavailable',
  reference: '7KQ2-M9XF',
  retry: packPress({ verb: 'jobs.page', page: { question: question(), pageIndex: 2, firstTotal: 43 } }),
  at: now,
  zone: 'Europe/Berlin',
  question: question(),
  ...changes,
});

export const tallyOf = (states: Partial<Tally['states']>, changes: Partial<Tally> = {}): Tally => {
  const all = {
    inProgress: 0,
    finished: 0,
    failed: 0,
    finishedWithException: 0,
    partiallyFinished: 0,
    ...states,
  };
  const total = Object.values(all).reduce((sum, value) => sum + value, 0);
  const failedAt = Array.from({ length: all.failed }, (_, index) => now - (index + 1) * 7 * hour);
  return { states: all, other: 0, total, atLeast: false, failedAt, ...changes };
};
const before = tallyOf({ finished: 6, failed: 1 });

/** Groups failed and is good again; any other service with failures fails still. */
function standingOf({ states }: Tally, service: Service): Standing {
  const hasFailed = states.failed + states.partiallyFinished > 0;
  const isFailing = hasFailed && service !== 'groups';
  const state = isFailing
    ? states.failed > 0
      ? 'failed'
      : 'partiallyFinished'
    : states.finishedWithException > 0 && service !== 'groups'
      ? 'finishedWithException'
      : states.finished > 0
        ? 'finished'
        : undefined;
  const latest = state && job({ state, errors: [] }, services.indexOf(service));
  return { latest, isFailing, hasFailed, isClean: state === 'finished' };
}

/** How the backups are: twelve services of which two need attention. */
export function health(
  tallies: Partial<Record<Service, Tally | undefined>>,
  changes: Partial<HealthAnswer> = {},
  expectation: Expectation = { kind: 'expected', at: undefined },
): HealthAnswer {
  const all = Object.entries(tallies) as [Service, Tally | undefined][];
  const answered = all.map(([service, tally]) => {
    const verdict = verdictOf(tally, expectation);
    const missedAt = expectation.kind === 'expected' && verdict === 'attention' ? expectation.at : undefined;
    return { service, tally, missedAt, before, verdict, standing: tally && standingOf(tally, service) };
  });
  return {
    question: {
      service: undefined,
      span: { from: now - 24 * hour, to: now },
      spanWords: undefined,
      zone: 'Europe/Berlin',
    },
    verdict: worstOf(answered.map(({ verdict }) => verdict)),
    services: answered,
    notSeen: [],
    beyond: 0,
    readAt: now - 20_000,
    answeredAt: now,
    ...changes,
  };
}

export const fine = tallyOf({ finished: 6 });
const twelve: Record<Service, Tally> = {
  exchange: tallyOf({ finished: 7, failed: 2, inProgress: 1 }),
  sharepoint: tallyOf({ failed: 3, inProgress: 1 }),
  onedrive: tallyOf({ finished: 9, finishedWithException: 2 }),
  groups: tallyOf({ finished: 5, partiallyFinished: 1, finishedWithException: 1 }),
  project: fine,
  publicFolder: fine,
  teams: tallyOf({}),
  vivaEngage: fine,
  teamsChat: tallyOf({ finished: 10, inProgress: 2 }),
  powerBi: fine,
  powerAutomate: fine,
  powerApps: fine,
};
const { powerBi: _, powerAutomate: __, ...ten } = twelve;

export { ten };

const week = { from: now - 7 * 24 * hour, to: now };
const { span: _span, ...asked } = { ...health({}).question };

/** Twelve services with large numbers in every state, a long zone and the longest words of a period. */
export function longestHealth(): HealthAnswer {
  const large = tallyOf(
    {
      finished: 123_456,
      failed: 23_456,
      inProgress: 3_456,
      finishedWithException: 12_345,
      partiallyFinished: 12_346,
    },
    { failedAt: undefined },
  );
  const all = Object.fromEntries(Object.keys(twelve).map(service => [service, large]));
  const zone = 'America/Argentina/ComodRivadavia';
  const spanWords =
    'between wednesday the 28th of october 2026 23:59:59 and monday the 23rd of november 2026 13:59:59'.padEnd(
      120,
      '.',
    );
  return health(all, { question: { service: undefined, span: week, spanWords, zone } });
}

const inTabs: readonly Tab[] = [
  { service: undefined, state: 'failed', count: { value: 43, atLeast: false } },
  { service: undefined, state: 'finishedWithException', count: { value: 4, atLeast: false } },
  { service: undefined, state: 'partiallyFinished', count: undefined },
];

export const badJobs: readonly BadJob[] = Array.from({ length: 9 }, (_, index) => ({
  service: (['sharepoint', 'exchange', 'sharepoint'] as const)[index % 3],
  job: job({}, index),
}));
const withoutErrors = badJobs.map(({ service, job }) => ({ service, job: { ...job, errors: [] } }));

/** The runs since a good backup that started so long ago, the first of them `problems`. */
export function runsSince(ago: number, problems: Partial<Record<JobState, number>> = {}, doubt = false) {
  const states = Object.entries(problems) as [JobState, number][];
  const jobs = states.flatMap(([state, count]) => Array.from({ length: count }, () => job({ state })));
  return { from: now - ago, tally: tallied(jobs, doubt) };
}

const targetMs = 24 * hour;
const goodBackup = (ago: number) => ({
  jobId: `FB20261120${String(ago / minute).padStart(4, '0')}48112`,
  startedAt: now - ago,
});

/** How old the last good backups are: one service has none. */
export function covered(changes: Partial<CoverageAnswer> = {}): CoverageAnswer {
  const within = { verdict: 'good', targetMs, impaired: undefined } as const;
  const beyond = { verdict: 'attention', targetMs, impaired: undefined } as const;
  const exchangeAgo = 6 * hour + 39 * minute;
  return {
    question: { service: undefined, targetMs, isUsual: false, zone: 'Europe/Berlin' },
    verdict: 'attention',
    services: [
      { service: 'exchange', ...within, good: goodBackup(exchangeAgo), since: runsSince(exchangeAgo) },
      {
        service: 'onedrive',
        ...within,
        good: goodBackup(18 * hour),
        since: runsSince(18 * hour, { failed: 2 }),
      },
      {
        service: 'sharepoint',
        ...beyond,
        good: goodBackup(100 * hour),
        since: runsSince(100 * hour, { failed: 1204, partiallyFinished: 3, finished: 2 }),
      },
      {
        service: 'groups',
        ...beyond,
        good: undefined,
        since: runsSince(60 * 24 * hour, { inProgress: 1 }),
      },
      {
        service: 'powerAutomate',
        verdict: 'warning',
        targetMs,
        good: goodBackup(35 * hour),
        since: runsSince(35 * hour, { finishedWithException: 4 }),
        impaired: { ...goodBackup(5 * hour), state: 'finishedWithException' },
      },
    ],
    notSeen: ['powerBi', 'project'],
    recentlyGood: ['exchange', 'onedrive'],
    plan: { kind: 'none' },
    missed: [],
    unjudged: [],
    readAt: now - 20_000,
    answeredAt: now,
    ...changes,
  };
}

/** Twelve services beyond their limits, each with problems of every kind since. */
export function longestCoverage(jobId: string): CoverageAnswer {
  const ago = 100 * hour;
  return covered({
    question: { service: undefined, targetMs, isUsual: true, zone: 'America/Argentina/ComodRivadavia' },
    services: services.map(service => ({
      service,
      verdict: 'attention',
      targetMs: 12 * hour,
      good: { jobId, startedAt: now - ago },
      since: runsSince(ago, { failed: 12_345, partiallyFinished: 345, finishedWithException: 12 }),
      impaired: undefined,
    })),
    notSeen: [],
  });
}

/** Why nine jobs failed. */
function whyAnswer(changes: Partial<CausesAnswer> = {}, bad = badJobs): CausesAnswer {
  return {
    ...clusterErrors(bad),
    question: { type: 'backup', ...asked, span: { from: now - 24 * hour, to: now } },
    bad,
    badInAll: { value: bad.length, atLeast: false },
    unread: [],
    doubtful: [],
    readAt: now - 20_000,
    answeredAt: now,
    ...changes,
  };
}

/** At 14:05 in Berlin; the day in UTC ends at 01:00. */
function planned(changes: Partial<PlanAnswer> = {}): PlanAnswer {
  return {
    question: { service: undefined, zone: 'Europe/Berlin' },
    plan: 'read',
    next: [
      { service: 'exchange', startsAt: [now + 55 * minute, now + 4 * hour + 55 * minute] },
      { service: 'onedrive', startsAt: [now + 6 * hour] },
    ],
    over: ['teams', 'sharepoint'],
    without: [],
    until: Date.UTC(2026, 10, 24),
    isOfOneLocation: false,
    answeredAt: now,
    ...changes,
  };
}

const counted = (value: number) => ({ value, atLeast: false });
export const compared: CompareAnswer = {
  question: {
    type: 'backup',
    service: undefined,
    state: 'failed',
    window: {
      span: { from: now - 14 * hour - 5 * minute, to: now },
      spanWords: 'this week',
      zone: 'Europe/Berlin',
    },
    other: {
      span: { from: now - 182 * hour - 5 * minute, to: now - 14 * hour - 5 * minute },
      spanWords: 'last week',
      zone: 'Europe/Berlin',
    },
  },
  total: { here: counted(19), there: counted(164) },
  services: [
    { service: 'exchange', here: counted(2), there: counted(13) },
    { service: 'sharepoint', here: counted(17), there: counted(1151) },
    { service: 'publicFolder', here: counted(0), there: undefined },
  ],
  beyond: 0,
  unknown: 0,
  doubtful: [{ service: 'publicFolder', doubt: { kind: 'refused', since: now - 3 * hour } }],
  readAt: now - 20_000,
  answeredAt: now,
};

/** The same services, of which these have a doubt. */
function doubted(answer: HealthAnswer, doubts: Partial<Record<Service, Doubt>>): HealthAnswer {
  const services = answer.services.map(one => {
    const doubt = doubts[one.service];
    return doubt ? { ...one, verdict: 'unknown' as const, doubt } : one;
  });
  return { ...answer, services, verdict: worstOf(services.map(({ verdict }) => verdict)) };
}

const three = () => health({ exchange: fine, onedrive: twelve.onedrive, teams: fine });
const notReadSince = { kind: 'notRead', since: now - 25 * minute } as const;
const readBackTo = { kind: 'history', since: now - 30 * 24 * hour } as const;

const partlyRead: Partial<CausesAnswer> = {
  unread: ['teams'],
  doubtful: [{ service: 'teams', doubt: notReadSince }],
  badInAll: { value: 916, atLeast: false },
};

const overviewCards = {
  'health-attention': () =>
    statusCard(health(ten, { notSeen: ['powerBi', 'powerAutomate'] }), noAsides, british),
  'health-twelve': () => statusCard(health(twelve), noAsides, british),
  'health-recovered': () => statusCard(health({ exchange: fine, groups: twelve.groups }), noAsides, british),
  'health-week': () => statusCard(health(twelve, { question: { ...asked, span: week } }), noAsides, british),
  'health-longest': () => statusCard(longestHealth(), noAsides, british),
  'health-good': () => statusCard(health({ exchange: fine, onedrive: fine, teams: fine }), noAsides, british),
  'health-exceptions': () =>
    statusCard(health({ exchange: fine, onedrive: twelve.onedrive }), noAsides, british),
  'health-unknown': () =>
    statusCard(health({ ...ten, project: undefined, vivaEngage: undefined }), noAsides, british),
  'health-not-read-since': () =>
    statusCard(
      {
        ...doubted(three(), { exchange: notReadSince, onedrive: notReadSince, teams: notReadSince }),
        readAt: now - 25 * minute,
      },
      noAsides,
      british,
    ),
  'health-doubts': () =>
    statusCard(
      doubted(three(), { exchange: { kind: 'refused', since: now - 26 * hour }, teams: readBackTo }),
      noAsides,
      british,
    ),
  'health-filter-ignored': () =>
    statusCard(
      doubted(health({ exchange: fine }), { exchange: { kind: 'ignored', parameter: 'ObjectType' } }),
      noAsides,
      british,
    ),
  'health-finish-time-ignored': () =>
    statusCard(
      doubted(health({ exchange: fine }), { exchange: { kind: 'ignored', parameter: 'FinishTime' } }),
      noAsides,
      british,
    ),
  'health-beyond': () =>
    statusCard(health({ exchange: fine }, { beyond: 3, verdict: 'unknown' }), noAsides, british),
  'health-neutral': () =>
    statusCard(
      health({ exchange: tallyOf({}), teams: tallyOf({}) }, {}, { kind: 'notExpected' }),
      noAsides,
      british,
    ),
  'health-nothing-started': () =>
    statusCard(health({ exchange: tallyOf({}), teams: tallyOf({}) }), noAsides, british),
  'health-some-quiet': () =>
    statusCard(
      health(
        { exchange: fine, onedrive: tallyOf({ inProgress: 1 }), teams: tallyOf({}), powerBi: tallyOf({}) },
        { verdict: 'neutral' },
        { kind: 'notExpected' },
      ),
      noAsides,
      british,
    ),
  'health-run-missed': () =>
    statusCard(
      health({ exchange: tallyOf({}) }, {}, { kind: 'expected', at: now - 50 * 60_000 }),
      noAsides,
      british,
    ),
  'health-plan-unread': () =>
    statusCard(health({ exchange: fine, teams: tallyOf({}) }, {}, { kind: 'unknown' }), noAsides, british),
  'health-several': () =>
    statusCard(
      health(
        { exchange: twelve.exchange, teams: fine },
        { question: { ...health({}).question, services: ['exchange', 'teams'] } },
      ),
      noAsides,
      british,
    ),
  'health-several-fine': () =>
    statusCard(
      health(
        { exchange: fine, teams: fine },
        { question: { ...health({}).question, services: ['exchange', 'teams'] } },
      ),
      noAsides,
      british,
    ),
  'health-one-service': () =>
    statusCard(
      health({ exchange: twelve.exchange }, { question: { ...health({}).question, service: 'exchange' } }),
      noAsides,
      british,
    ),
  coverage: () => coverageCard(covered(), noAsides, british),
  'coverage-good': () =>
    coverageCard(
      covered({
        verdict: 'good',
        services: covered().services.filter(({ verdict }) => verdict === 'good'),
        notSeen: [],
      }),
      noAsides,
      british,
    ),
  'coverage-missed': () =>
    coverageCard(
      covered({
        plan: { kind: 'read', services: [] },
        missed: [
          {
            service: 'onedrive',
            dueAt: now - 131 * minute,
            before: { since: now - 14 * hour, until: undefined },
          },
          { service: 'exchange', dueAt: now - 50 * minute, before: undefined },
          {
            service: 'teams',
            dueAt: now - 50 * minute,
            before: { since: now - 7 * hour, until: now - 25 * minute },
          },
        ],
      }),
      noAsides,
      british,
    ),
  'coverage-forbidden': () =>
    coverageCard(
      covered({
        verdict: 'good',
        services: covered().services.slice(0, 2),
        plan: { kind: 'forbidden', permission: 'microsoft365backup.settings.read.all' },
      }),
      noAsides,
      british,
    ),
  'coverage-plan-unread': () =>
    coverageCard(
      covered({ verdict: 'unknown', services: covered().services.slice(0, 2), plan: { kind: 'unread' } }),
      noAsides,
      british,
    ),
  'coverage-several': () =>
    coverageCard(
      covered({
        question: { ...covered().question, services: covered().services.map(({ service }) => service) },
      }),
      noAsides,
      british,
    ),
  'coverage-unknown': () =>
    coverageCard(
      covered({
        verdict: 'unknown',
        services: [
          ...covered().services,
          {
            service: 'teams',
            verdict: 'unknown',
            targetMs,
            good: goodBackup(5 * hour),
            since: runsSince(5 * hour, {}, true),
            impaired: undefined,
            doubt: notReadSince,
          },
        ],
      }),
      noAsides,
      british,
    ),
  causes: () => causesCard(whyAnswer(), noAsides, british),
  'causes-unread': () => causesCard(whyAnswer(partlyRead), noAsides, british),
  'causes-no-errors': () => causesCard(whyAnswer({}, withoutErrors), noAsides, british),
  'causes-several': () =>
    causesCard(
      whyAnswer({
        question: { ...whyAnswer().question, service: undefined, services: ['exchange', 'teams'] },
      }),
      noAsides,
      british,
    ),
  'causes-nothing-ran': () =>
    causesCard(
      whyAnswer(
        {
          question: { ...whyAnswer().question, service: 'exchange' },
          quiet: { lastGoodAt: now - 30 * hour },
        },
        [],
      ),
      noAsides,
      british,
    ),
  'causes-none': () => causesCard(whyAnswer({}, []), noAsides, british),
  'cause-jobs': () => causeJobsCard(whyAnswer(), whyAnswer().causes[0]?.key ?? '', british),
  'cause-jobs-unread': () => causeJobsCard(whyAnswer(partlyRead), whyAnswer().causes[0]?.key ?? '', british),
  'cause-jobs-none-unread': () => causeJobsCard(whyAnswer(partlyRead, []), '', british),
  plan: () => planCard(planned(), noAsides, british),
  'plan-one': () =>
    planCard(
      planned({
        question: { service: 'exchange', zone: 'Europe/Berlin' },
        next: planned().next.slice(0, 1),
        over: [],
        isOfOneLocation: true,
      }),
      noAsides,
      british,
    ),
  'plan-over': () =>
    planCard(
      planned({ question: { service: 'teams', zone: 'Europe/Berlin' }, next: [], over: ['teams'] }),
      noAsides,
      british,
    ),
  'plan-without': () =>
    planCard(
      planned({
        question: { service: 'project', zone: 'Europe/Berlin' },
        next: [],
        over: [],
        without: ['project'],
      }),
      noAsides,
      british,
    ),
  'plan-none': () => planCard(planned({ plan: 'none', next: [], over: [] }), noAsides, british),
  'plan-forbidden': () =>
    planCard(
      planned({ plan: 'forbidden', permission: 'microsoft365backup.settings.read.all', next: [], over: [] }),
      noAsides,
      british,
    ),
  'plan-unread': () => planCard(planned({ plan: 'unread', next: [], over: [] }), noAsides, british),
  compare: () => compareCard(compared, noAsides, british),
  'compare-yes': () =>
    compareCard(
      {
        ...compared,
        question: { ...compared.question, state: undefined, asks: 'more' },
        total: { here: counted(840), there: counted(812) },
        failed: { here: counted(19), there: counted(16) },
        doubtful: [],
      },
      noAsides,
      british,
    ),
  'compare-no-service': () => compareCard({ ...compared, beyond: 2 }, noAsides, british),
  'compare-none': () =>
    compareCard(
      { ...compared, total: { here: counted(0), there: counted(0) }, services: [], doubtful: [] },
      noAsides,
      british,
    ),
  'compare-one-service': () =>
    compareCard(
      { ...compared, question: { ...compared.question, service: 'exchange' }, services: [], doubtful: [] },
      noAsides,
      british,
    ),
  'compare-unknown': () =>
    compareCard(
      { ...compared, total: { here: { value: 19, atLeast: true }, there: undefined } },
      noAsides,
      british,
    ),
  'compare-unknown-result': () =>
    compareCard(
      { ...compared, question: { ...compared.question, asks: 'more' }, unknown: 2, doubtful: [] },
      noAsides,
      british,
    ),
  'tabs-first': () => pageCard(page({ tabs: inTabs }), noAsides, british),
  'tabs-worked': () => pageCard(page({ tabs: inTabs, lead: 'worked' }), noAsides, british),
  'tabs-any': () => pageCard(page({ tabs: inTabs, lead: 'any' }), noAsides, british),
  'page-any': () => pageCard(page({ lead: 'any' }), noAsides, british),
  'tabs-types': () =>
    pageCard(
      page({
        tabs: [
          { type: 'backup', service: undefined, state: 'failed', count: { value: 43, atLeast: false } },
          { type: 'restore', service: undefined, state: 'failed', count: { value: 2, atLeast: false } },
          { type: 'export', service: undefined, state: 'failed', count: { value: 0, atLeast: false } },
        ],
      }),
      noAsides,
      british,
    ),
  'tabs-whether': () => pageCard(page({ tabs: inTabs, lead: 'whether' }), noAsides, british),
  'tabs-count': () => pageCard(page({ tabs: inTabs, lead: 'count' }), noAsides, british),
  'page-count': () => pageCard(page({ lead: 'count' }), noAsides, british),
  'tabs-services': () =>
    pageCard(
      page({
        question: question({ service: 'exchange' }),
        tabs: [
          { service: 'exchange', state: 'failed', count: { value: 43, atLeast: false } },
          { service: 'onedrive', state: 'failed', count: { value: 0, atLeast: false } },
          { service: 'exchange', state: 'partiallyFinished', count: { value: 3, atLeast: true } },
          { service: 'onedrive', state: 'partiallyFinished', count: { value: 12, atLeast: false } },
        ],
      }),
      noAsides,
      british,
    ),
  'tabs-empty-good': () =>
    pageCard(
      page({
        jobs: [],
        firstTotal: 0,
        total: { value: 0, atLeast: false },
        hasNext: false,
        tabs: inTabs.map(tab => ({ ...tab, count: { value: 0, atLeast: false } })),
        silence: othersRan(41),
      }),
      noAsides,
      british,
    ),
  'tabs-worked-yes': () => pageCard(emptyTabs({ silence: othersRan(41) }), noAsides, british),
  'tabs-worked-not-yet': () =>
    pageCard(emptyTabs({ silence: othersRan(41, { running: 3 }) }), noAsides, british),
  'tabs-worked-unread': () => pageCard(emptyTabs({ silence: { kind: 'unknown' } }), noAsides, british),
  'tabs-any-unread': () =>
    pageCard(
      page({
        lead: 'any',
        tabs: inTabs.map(tab => (tab.state === 'failed' ? tab : { ...tab, count: undefined })),
      }),
      noAsides,
      british,
    ),
  'page-any-doubt': () =>
    pageCard(
      page({
        ...narrowedPage,
        lead: 'any',
        question: question({ narrowed: { order: 'oldest' } }),
        total: { value: 43, atLeast: true },
        doubtful: [{ service: 'exchange', doubt: { kind: 'notRead', since: now - hour } }],
      }),
      noAsides,
      british,
    ),
  'page-no-service': () =>
    pageCard(
      page({
        ...narrowedPage,
        lead: 'count',
        question: question({ narrowed: { order: 'oldest' } }),
        jobs: [job(), job({}, 3)],
        total: { value: 2, atLeast: true },
        unattributed: 1,
      }),
      noAsides,
      british,
    ),
  'empty-shortest': () =>
    pageCard(
      emptyPage({
        ...narrowedPage,
        question: question({ state: undefined, narrowed: { order: 'shortest', limit: 1 } }),
        silence: { kind: 'noneNarrowed', considered: 3, unreadErrors: 0, unknownLengths: 0 },
      }),
      noAsides,
      british,
    ),
  'empty-contradicted': () =>
    pageCard(emptyPage({ silence: othersRan(41), total: { value: 43, atLeast: false } }), noAsides, british),
};

/** A question whether all backups worked, of which none is in a bad state. */
const emptyTabs = (changes: Partial<PageAnswer>) =>
  page({
    jobs: [],
    firstTotal: 0,
    total: { value: 0, atLeast: false },
    hasNext: false,
    tabs: inTabs.map(tab => ({ ...tab, count: { value: 0, atLeast: false } })),
    lead: 'worked',
    ...changes,
  });

export const jobSearch = {
  jobId: 'FB20241015105312327583',
  span: { from: now - 7 * 24 * hour, to: now },
  spanWords: undefined,
  zone: 'Europe/Berlin',
};

/** Every card that is looked at, by the name of its golden file and pictures. */
export const questionCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'page-first': () => pageCard(page(), noAsides, british),
  'page-last-five': () =>
    pageCard(
      page({
        ...narrowedPage,
        question: question({
          span: { from: now - narrowingLimits.reachMs, to: now },
          spanWords: undefined,
          pageSize: 5,
          narrowed: { order: 'latest', limit: 5 },
        }),
        jobs: Array.from({ length: 5 }, (_, index) => job({}, index)),
        total: { value: 5, atLeast: false },
      }),
      noAsides,
      british,
    ),
  'page-last-one': () =>
    pageCard(
      page({
        ...narrowedPage,
        question: question({
          service: undefined,
          span: { from: now - narrowingLimits.reachMs, to: now },
          spanWords: undefined,
          pageSize: 1,
          narrowed: { order: 'latest', limit: 1 },
        }),
        jobs: [job()],
        services: [['exchange']],
        total: { value: 1, atLeast: false },
      }),
      noAsides,
      british,
    ),
  'page-longest-unknown': () =>
    pageCard(
      page({
        ...narrowedPage,
        question: question({
          service: undefined,
          state: undefined,
          narrowed: { order: 'longest', limit: 10 },
        }),
        jobs: [
          job({ state: 'inProgress', finishedAt: undefined, durationMs: undefined, errors: [] }, 4),
          job({ state: 'finished', errors: [] }, 3),
          job({}, 2),
        ],
        services: [['teams'], ['sharepoint'], ['exchange']],
        total: { value: 3, atLeast: false },
        unknownLengths: 2,
      }),
      noAsides,
      british,
    ),
  'page-longer-than': () =>
    pageCard(
      page({
        ...narrowedPage,
        question: question({
          type: undefined,
          service: undefined,
          state: undefined,
          span: { from: now - 24 * hour, to: now },
          spanWords: undefined,
          narrowed: {
            length: { minMs: 2 * hour, isStrict: true, isWithRunning: true },
            without: { types: [], services: ['teams'], states: [] },
          },
        }),
        jobs: [
          job({ state: 'inProgress', finishedAt: undefined, durationMs: undefined, errors: [] }, 1),
          job({ state: 'finished', durationMs: 5 * hour, errors: [] }, 3),
        ],
        services: [['sharepoint'], []],
        total: { value: 2, atLeast: false },
      }),
      noAsides,
      british,
    ),
  'page-error-unread': () =>
    pageCard(
      page({
        ...narrowedPage,
        question: question({ narrowed: { error: { text: 'access denied', isPhrase: false } } }),
        lead: 'count',
        jobs: [job(), job({}, 3)],
        total: { value: 2, atLeast: true },
        unreadErrors: 4,
      }),
      noAsides,
      british,
    ),
  'empty-error-none': () =>
    pageCard(
      emptyPage({
        ...narrowedPage,
        question: question({ narrowed: { error: { text: '429', isPhrase: false } } }),
        silence: { kind: 'noneNarrowed', considered: 12, unreadErrors: 0, unknownLengths: 0 },
      }),
      noAsides,
      british,
    ),
  'empty-error-unread': () =>
    pageCard(
      emptyPage({
        ...narrowedPage,
        question: question({ narrowed: { error: { text: '429', isPhrase: false } } }),
        total: { value: 0, atLeast: true },
        silence: { kind: 'noneNarrowed', considered: 12, unreadErrors: 5, unknownLengths: 0 },
      }),
      noAsides,
      british,
    ),
  'empty-longer-than': () =>
    pageCard(
      emptyPage({
        ...narrowedPage,
        question: question({
          state: undefined,
          narrowed: { length: { minMs: 6 * hour, isStrict: true, isWithRunning: false } },
        }),
        silence: { kind: 'noneNarrowed', considered: 41, unreadErrors: 0, unknownLengths: 0 },
      }),
      noAsides,
      british,
    ),
  'page-middle-changed': () =>
    pageCard(
      page({
        pageIndex: 1,
        jobs: [job(), job({}, 1), job({}, 2)],
        total: { value: 44, atLeast: false },
        hasPrevious: true,
        changed: true,
        strays: { outsideSpan: 2, otherState: 1 },
      }),
      noAsides,
      british,
    ),
  'page-services': () =>
    pageCard(
      page({
        question: question({ service: undefined }),
        jobs: [job(), job({}, 1), job({}, 2), job({}, 3)],
        services: [['exchange'], ['sharepoint'], [], ['groups', 'teams']],
        total: { value: 4, atLeast: false },
        hasNext: false,
      }),
      noAsides,
      british,
    ),
  'page-came-twice': () =>
    pageCard(page({ pageIndex: 1, hasPrevious: true, changed: true, twice: 2 }), noAsides, british),
  'page-first-repeated': () =>
    pageCard(page({ pageIndex: 1, hasPrevious: true, isFirstPageRepeated: true }), noAsides, british),
  'page-index': () =>
    pageCard(
      page({
        from: 'index',
        readAt: now - minute,
        doubtful: [],
        pageIndex: 1,
        hasPrevious: true,
        tabs: inTabs,
      }),
      noAsides,
      british,
    ),
  'empty-index-doubt': () =>
    pageCard(
      emptyPage({
        from: 'index',
        readAt: now - hour,
        doubtful: [{ service: 'exchange', doubt: { kind: 'notRead', since: now - hour } }],
        silence: { kind: 'unknown' },
      }),
      noAsides,
      british,
    ),
  'job-service': () =>
    jobCard(jobAnswer({ place: { search: jobSearch }, services: ['exchange', 'teams'] }), british),
  'page-with-notes': () =>
    pageCard(
      page({ jobs: [job(), job({}, 1)], total: { value: 2, atLeast: false }, hasNext: false }),
      {
        notes: [
          { kind: 'corrected', written: 'faild', read: 'failed' },
          { kind: 'runningHasNoBounds', said: undefined },
          { kind: 'pageSizeBounded', asked: 80, used: 25 },
        ],
        offers: [
          { label: 'Since 14:00 yesterday', sentence: 'failed exchange backups since yesterday 14:00' },
        ],
      },
      british,
    ),
  'page-all-states': () =>
    pageCard(
      page({
        question: question({ state: undefined, service: undefined, type: undefined }),
        jobs: oddJobs,
        total: { value: 16, atLeast: true },
      }),
      noAsides,
      british,
    ),
  'page-running': () =>
    pageCard(
      page({
        question: question({
          type: 'restore',
          service: undefined,
          state: 'inProgress',
          span: unbounded,
          spanWords: undefined,
        }),
        jobs: oddJobs.slice(0, 1),
        total: { value: 1, atLeast: false },
        hasNext: false,
      }),
      { notes: [{ kind: 'runningHasNoBounds', said: 'yesterday' }], offers: [] },
      british,
    ),
  'page-en-us': () => pageCard(page({ jobs: [job(), job({}, 1)] }), noAsides, { locale: 'en-US' }),
  'page-de-de': () => pageCard(page({ jobs: [job(), job({}, 1)] }), noAsides, { locale: 'de-DE' }),
  'page-clocks-back': () =>
    pageCard(
      page({
        question: question({
          span: { from: Date.UTC(2026, 9, 25, 0, 30), to: Date.UTC(2026, 9, 25, 1, 30) },
        }),
        jobs: [
          job({ startedAt: Date.UTC(2026, 9, 25, 0, 45) }),
          job({ startedAt: Date.UTC(2026, 9, 25, 1, 15) }, 1),
        ],
        total: { value: 2, atLeast: false },
        hasNext: false,
      }),
      noAsides,
      british,
    ),
  'page-longest': () => pageCard(longestPage, noAsides, british),
  'page-absurd': () => pageCard(absurdPage, noAsides, british),
  'page-hostile': () =>
    pageCard(
      page({
        jobs: [hostileJob(0), hostileJob(1), hostileJob(2)],
        total: { value: 3, atLeast: false },
        hasNext: false,
      }),
      {
        notes: [
          { kind: 'corrected', written: hostileTexts[0], read: hostileTexts[1] },
          { kind: 'watchCallsDuty', name: hostileTexts[2] },
        ],
        offers: [{ label: hostileTexts[1], sentence: hostileTexts[0] }],
      },
      british,
    ),
  'empty-good': () => pageCard(emptyPage({ silence: othersRan(41) }), noAsides, british),
  'empty-still-running': () =>
    pageCard(emptyPage({ silence: othersRan(41, { running: 3 }) }), noAsides, british),
  'empty-nothing-ran': () =>
    pageCard(emptyPage({ silence: { kind: 'nothingRan', lastHours: undefined } }), noAsides, british),
  'empty-unknown': () => pageCard(emptyPage({ silence: { kind: 'unknown' } }), noAsides, british),
  'empty-none-finished': () =>
    pageCard(
      emptyPage({ question: question({ state: 'finished' }), silence: othersRan(12) }),
      noAsides,
      british,
    ),
  'empty-none-running': () =>
    pageCard(
      emptyPage({
        question: question({ state: 'inProgress', span: unbounded, spanWords: undefined }),
        silence: othersRan(41, { lastHours: 24 }),
      }),
      noAsides,
      british,
    ),
  'empty-later-page': () =>
    pageCard(
      emptyPage({ pageIndex: 4, firstTotal: 43, changed: true, hasPrevious: true }),
      noAsides,
      british,
    ),
  'job-failed': () => jobCard(jobAnswer(), british),
  'jobs-several': () =>
    jobsCard(
      [
        jobAnswer({ place: { search: jobSearch } }),
        jobAnswer({
          place: { search: { ...jobSearch, jobId: 'FB20241015105312327584' } },
          jobId: 'FB20241015105312327584',
          job: undefined,
          searched: { rows: 1000, total: { value: 2841, atLeast: false } },
        }),
      ],
      british,
    ),
  'job-no-reason': () =>
    jobCard(jobAnswer({ job: job({ errors: [] }) }), british, {
      portalUrl: 'https://portal.contoso.example/',
    }),
  'job-running': () => {
    const running = oddJobs[0];
    return jobCard(jobAnswer({ job: running, jobId: running?.id ?? '' }), british);
  },
  'job-searched': () => jobCard(jobAnswer({ place: { search: jobSearch } }), british),
  'job-not-found': () =>
    jobCard(
      jobAnswer({
        place: { search: jobSearch },
        job: undefined,
        searched: { rows: 1000, total: { value: 2841, atLeast: false } },
      }),
      british,
    ),
  'job-gone': () => jobCard(jobAnswer({ job: undefined }), british),
  'job-hostile': () => jobCard(jobAnswer({ job: hostileJob(2) }), british),
  'job-many-errors': () => {
    const errors = Array.from({ length: 400 }, (_, index) => ({
      message: `Item ${index}: ${causes[index % causes.length]}`,
      helpUrl: `https://avepoint.com/help/${index}`,
      count: index,
    }));
    return jobCard(jobAnswer({ job: job({ errors }) }), british);
  },
  ...overviewCards,
  // Without the topic of a single feature, which help appends.
  help: () =>
    helpCard(
      helpFor('admin').filter(({ title }) => title !== 'Version'),
      noAsides,
    ),
  'offer-portal': () =>
    suggestionCard({
      reason: 'Use the AvePoint portal to restore, rerun or delete.',
      about: 'act',
      portalUrl: 'https://portal.contoso.example/',
      notes: [],
      offers: [
        { label: 'Restores of Exchange Online', sentence: 'exchange restores today' },
        { label: 'All restores', sentence: 'restores today' },
      ],
    }),
  welcome: () => welcomeCard('personal'),
  'welcome-channel': () => welcomeCard('channel'),
  offer: () =>
    suggestionCard({
      reason: 'November has 30 days, so there is no 31 November.',
      notes: [],
      offers: [
        { label: 'Failed on 30 November 2025', sentence: 'failed on 2025-11-30' },
        { label: 'Failed this month', sentence: 'failed jobs this month' },
      ],
    }),
  'offer-period': () =>
    suggestionCard({
      reason: 'I can’t read “since”, “outage” as a time, so I haven’t searched.',
      about: 'period',
      notes: [],
      offers: ['today', 'last 24 hours', 'last 7 days'].map(label => ({
        label,
        sentence: `failed backups ${label}`,
      })),
    }),
  'offer-person': () =>
    suggestionCard({
      reason: 'I can’t search by person or site, so I haven’t looked for “kim@contoso.com”.',
      about: 'person',
      notes: [],
      offers: [
        { label: 'Failed backups', sentence: 'failed backups' },
        { label: 'Status', sentence: 'status' },
      ],
    }),
  'did-you-mean': () =>
    didYouMeanCard(
      ['failed backups yesterday', 'problems today', 'status'].map(sentence => ({
        label: `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`,
        sentence,
      })),
    ),
  'not-understood': () =>
    notUnderstoodCard({
      words: ['zorg'],
      notes: [],
      offers: ['failed backups today', 'running jobs', 'failed backups overnight'].map(sentence => ({
        label: sentence,
        sentence,
      })),
    }),
  'other-language-de': () => otherLanguageCard('de'),
  'error-unavailable': () => errorCard(trouble(), british),
  'error-portal': () =>
    errorCard(trouble({ problem: 'unauthorised', portalUrl: 'https://portal.contoso.example/' }), british),
  'error-rate-limited': () =>
    errorCard(trouble({ problem: 'rate-limited', retryAt: now + 2 * minute }), british),
  'error-forbidden': () =>
    errorCard(trouble({ problem: 'forbidden', permission: 'microsoft365backup.jobInfo.read.all' }), british),
  'error-not-found': () => errorCard(trouble({ problem: 'not-found', question: undefined }), british),
  'error-store': () =>
    errorCard(trouble({ problem: 'store', retry: undefined, question: undefined }), british),
  'error-unrecorded': () =>
    errorCard(
      trouble({
        problem: 'unrecorded',
        retry: packPress({ verb: 'ask', sentence: 'target exchange 12h' }),
        question: undefined,
      }),
      british,
    ),
  'error-maybe-changed': () =>
    errorCard(
      trouble({ problem: 'store', shownBy: 'watch', retry: undefined, question: undefined }),
      british,
    ),
  version: () =>
    versionCard(
      {
        ...{ version: '0.1.0', startedAt: now - 53 * hour, apiShape: 'cloudbackupjobs' },
        ...{ readAt: now - minute, answeredAt: now },
      },
      'Europe/Berlin',
      british,
    ),
  'error-busy': () => errorCard(trouble({ problem: 'busy', waiting: 41 }), british),
  'error-proxy': () => errorCard(trouble({ problem: 'unavailable', blockedBy: 'proxy' }), british),
  'error-certificate': () =>
    errorCard(trouble({ problem: 'unavailable', blockedBy: 'certificate' }), british),
  'error-unexpected': () =>
    errorCard(trouble({ problem: 'unexpected', retry: undefined, question: undefined }), british),
};
