import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { JobState, Service } from '../../src/domain/job.ts';
import { rankCard } from '../../src/features/rank/card.ts';
import type { Group, GroupName, RankAnswer } from '../../src/features/rank/rank.ts';
import { stretchesOf } from '../../src/features/rank/stretches.ts';
import { rateCard } from '../../src/features/rate/card.ts';
import type { Ends, RateAnswer } from '../../src/features/rate/rate.ts';
import { british, hour, noAsides, now } from './models.ts';

const zone = 'Europe/Berlin';
const week = { from: now - 7 * 24 * hour, to: now };
const readBackTo = { kind: 'history', since: now - 4 * 24 * hour } as const;

function group(name: GroupName, count: number, all: number, isCounted = true): Group {
  return { name, count, all, isCounted };
}

const byService = (rows: readonly (readonly [Service, number, number])[]) =>
  rows.map(([service, count, all]) => group({ by: 'service', service }, count, all));

/** Failed backups of the last week, by service. */
function ranked(
  changes: Partial<RankAnswer> & { readonly asked?: Partial<RankAnswer['question']> } = {},
): RankAnswer {
  const { asked, ...rest } = changes;
  return {
    question: {
      type: 'backup',
      services: [],
      states: ['failed'],
      by: 'service',
      limit: undefined,
      isWorstFirst: true,
      isWhich: false,
      span: week,
      spanWords: 'last 7 days',
      zone,
      ...asked,
    },
    groups: byService([
      ['exchange', 12, 1140],
      ['sharepoint', 3, 80],
      ['onedrive', 0, 84],
      ['teams', 9, 90],
      ['teamsChat', 3, 28],
      ['powerBi', 0, 0],
    ]),
    total: { count: 27, all: 1422, isCounted: true },
    running: 3,
    beyond: 0,
    unknown: 0,
    doubtful: [],
    readAt: now - 20_000,
    answeredAt: now,
    ...rest,
  };
}

const failures = [0, 4, 0, 12, 1, 0, 3, 2];
const byDay = (isCounted: (at: number) => boolean = () => true) =>
  stretchesOf(week, zone, 'day').map((stretch, at) =>
    group({ by: 'time', stretch }, failures[at] ?? 0, at === 5 ? 0 : 40, isCounted(at)),
  );
const days = { by: 'day', isWorstFirst: false } as const;
const month = { from: Date.UTC(2026, 9, 31, 23), to: now };
const ofMonth = stretchesOf(month, zone, 'day').map((stretch, at) =>
  group({ by: 'time', stretch }, at % 3 === 0 ? 0 : at, 44),
);

const states: readonly (readonly [JobState | undefined, number])[] = [
  ['inProgress', 2],
  ['finished', 108],
  ['failed', 8],
  ['finishedWithException', 3],
  ['partiallyFinished', 0],
  [undefined, 1],
];

function ends(finished: number, failed: number, partial: number, exceptions: number, running = 0): Ends {
  return {
    states: {
      inProgress: running,
      finished,
      failed,
      partiallyFinished: partial,
      finishedWithException: exceptions,
    },
    unknown: 0,
    isCounted: true,
  };
}

/** The backups of the last week. */
function rated(
  changes: Partial<RateAnswer> & { readonly asked?: Partial<RateAnswer['question']> } = {},
): RateAnswer {
  const { asked, ...rest } = changes;
  return {
    question: {
      type: 'backup',
      services: [],
      states: ['finished'],
      order: undefined,
      span: week,
      spanWords: 'last 7 days',
      zone,
      ...asked,
    },
    total: ends(1388, 13, 4, 17, 3),
    services: [
      { service: 'exchange', ...ends(1128, 12, 0, 0, 2) },
      { service: 'onedrive', ...ends(84, 0, 0, 0) },
      { service: 'teams', ...ends(70, 1, 4, 16, 1) },
      { service: 'teamsChat', ...ends(106, 0, 0, 1) },
    ],
    beyond: 0,
    doubtful: [],
    readAt: now - 20_000,
    answeredAt: now,
    ...rest,
  };
}

const allRead = (since: typeof readBackTo) =>
  (['exchange', 'teams'] as const).map(service => ({ service, doubt: since }));

/** Cards of numbers: jobs by group, and shares. */
export const countCards: Readonly<Record<string, () => AdaptiveCard>> = {
  rank: () => rankCard(ranked(), noAsides, british),
  'rank-top': () => rankCard(ranked({ asked: { limit: 2 } }), noAsides, british),
  'rank-which': () => rankCard(ranked({ asked: { isWhich: true } }), noAsides, british),
  'rank-tied': () =>
    rankCard(
      ranked({
        groups: byService([
          ['exchange', 3, 40],
          ['teams', 3, 12],
          ['onedrive', 1, 12],
        ]),
        total: { count: 7, all: 64, isCounted: true },
        running: 0,
      }),
      noAsides,
      british,
    ),
  'rank-none': () =>
    rankCard(
      ranked({
        groups: byService([['exchange', 0, 40]]),
        total: { count: 0, all: 40, isCounted: true },
      }),
      noAsides,
      british,
    ),
  'rank-unread': () =>
    rankCard(
      ranked({
        groups: byService([
          ['exchange', 12, 40],
          ['teams', 3, 12],
        ]).map(one => ({ ...one, isCounted: one.count === 3 })),
        total: { count: 15, all: 52, isCounted: false },
        doubtful: [{ service: 'exchange', doubt: { kind: 'notRead', since: now - 25 * 60_000 } }],
        running: 0,
      }),
      noAsides,
      british,
    ),
  'rank-no-service': () =>
    rankCard(
      ranked({ groups: ranked().groups.map(one => ({ ...one, isCounted: false })), beyond: 4 }),
      noAsides,
      british,
    ),
  'rank-unknown-result': () =>
    rankCard(
      ranked({
        groups: byService([['exchange', 0, 40]]),
        total: { count: 0, all: 40, isCounted: false },
        unknown: 1,
        running: 0,
      }),
      noAsides,
      british,
    ),
  'rank-days': () =>
    rankCard(
      ranked({ asked: days, groups: byDay(), total: { count: 22, all: 280, isCounted: true } }),
      { notes: [{ kind: 'usualPeriod', words: 'last 7 days' }], offers: [] },
      british,
    ),
  'rank-days-history': () =>
    rankCard(
      ranked({
        asked: days,
        groups: byDay(at => at > 3),
        total: { count: 22, all: 280, isCounted: false },
        doubtful: allRead(readBackTo),
        running: 0,
      }),
      noAsides,
      british,
    ),
  'rank-month': () =>
    rankCard(
      ranked({
        asked: { ...days, span: month, spanWords: 'this month' },
        groups: ofMonth,
        total: { count: 177, all: 1012, isCounted: true },
      }),
      noAsides,
      british,
    ),
  'rank-worst-day': () =>
    rankCard(
      ranked({
        asked: { ...days, isWorstFirst: true },
        groups: byDay(),
        total: { count: 22, all: 280, isCounted: true },
      }),
      noAsides,
      british,
    ),
  'rank-states': () =>
    rankCard(
      ranked({
        asked: { by: 'state', states: [], isWorstFirst: false, services: ['teams'] },
        groups: states.map(([state, count]) => group({ by: 'state', state }, count, count)),
        total: { count: 122, all: 122, isCounted: true },
        running: 2,
      }),
      noAsides,
      british,
    ),
  rate: () => rateCard(rated(), noAsides, british),
  'rate-failed': () => rateCard(rated({ asked: { states: ['failed'] } }), noAsides, british),
  'rate-lowest': () => rateCard(rated({ asked: { order: 'lowest' } }), noAsides, british),
  'rate-unread': () =>
    rateCard(
      rated({
        total: { ...ends(190, 13, 4, 17), isCounted: false },
        services: [
          { service: 'exchange', ...ends(120, 12, 0, 0), isCounted: false },
          { service: 'onedrive', ...ends(84, 0, 0, 0) },
        ],
        doubtful: [{ service: 'exchange', doubt: readBackTo }],
      }),
      noAsides,
      british,
    ),
  'rate-unknown-result': () =>
    rateCard(
      rated({
        asked: { order: 'lowest' },
        total: { ...ends(1388, 13, 4, 17, 3), unknown: 1 },
        services: [
          { service: 'exchange', ...ends(1128, 12, 0, 0, 2) },
          { service: 'teams', ...ends(70, 1, 4, 16, 1), unknown: 1 },
        ],
      }),
      noAsides,
      british,
    ),
  'rate-no-service': () =>
    rateCard(
      rated({
        asked: { order: 'lowest' },
        services: rated().services.map(one => ({ ...one, isCounted: false })),
        beyond: 2,
      }),
      noAsides,
      british,
    ),
  'rate-none': () => rateCard(rated({ total: ends(0, 0, 0, 0, 3), services: [] }), noAsides, british),
};
