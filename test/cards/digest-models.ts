import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { noOrderCard } from '../../src/cards/suggestion-card.ts';
import { everyDay, workdays } from '../../src/domain/recurrence.ts';
import { targetsCard } from '../../src/features/coverage/limits-card.ts';
import { digestCard } from '../../src/features/digest/card.ts';
import type { DigestsAnswer } from '../../src/features/digest/commands.ts';
import { composeDigest } from '../../src/features/digest/compose.ts';
import { digestsCard } from '../../src/features/digest/list-card.ts';
import type { DigestMessage } from '../../src/features/digest/message.ts';
import type { Subscription } from '../../src/features/digest/subscription.ts';
import { clusterErrors } from '../../src/jobs/causes/cluster-errors.ts';
import type { HealthAnswer } from '../../src/jobs/health.ts';
import type { Standing } from '../../src/jobs/latest-end.ts';
import type { EarlierBackup, Report } from '../../src/jobs/report.ts';
import {
  badJobs,
  british,
  fine,
  health,
  hour,
  job,
  longestHealth,
  noAsides,
  tallyOf,
  ten,
} from './models.ts';

/** Monday 23 November 2026, 08:00 in Berlin. */
const due = Date.UTC(2026, 10, 23, 7);
const span = { from: due - 24 * hour, to: due };
const when = { days: everyDay, hour: 8, minute: 0, zone: 'Europe/Berlin' };
const wish = { when, services: [], onlyProblems: false };

export function message(report: Report | undefined, changes: Partial<DigestMessage> = {}): DigestMessage {
  return {
    wish,
    span,
    report,
    occasion: 'due',
    zone: 'Europe/Berlin',
    locale: 'en-GB',
    lateMs: 0,
    missed: 0,
    gap: undefined,
    isAgain: false,
    quietSince: undefined,
    composedAt: due + 4_000,
    ...changes,
  };
}

function report(answer: HealthAnswer, changes: Partial<Report> = {}): Report {
  const { question: _, answeredAt, ...reading } = answer;
  const earlierBy = answeredAt - due;
  return {
    ...reading,
    services: reading.services.map(one => ({ ...one, standing: movedBack(one.standing, earlierBy) })),
    question: { span, services: [], told: undefined },
    earlier: [],
    longest: undefined,
    causes: undefined,
    news: { index: due, until: 7 },
    isByTime: false,
    pauses: [],
    isWhole: true,
    readAt: due + 2_000,
    answeredAt: due + 3_000,
    ...changes,
  };
}

/** The runs of the models are of the afternoon, a digest's of the morning. */
function movedBack(standing: Standing | undefined, byMs: number): Standing | undefined {
  const latest = standing?.latest && {
    ...standing.latest,
    startedAt: (standing.latest.startedAt ?? 0) - byMs,
    finishedAt: (standing.latest.finishedAt ?? 0) - byMs,
  };
  return standing && { ...standing, latest };
}

const ended = (state: 'failed' | 'finished' | 'inProgress', index: number): EarlierBackup => {
  const startedAt = due - (25 + index) * hour;
  const finishedAt = state === 'inProgress' ? undefined : due - (20 - index) * hour;
  const ran = { ...job(), id: `c${index}`, state, startedAt, finishedAt };
  return { service: 'exchange', job: ran, isLate: false };
};

const badReading = {
  ...clusterErrors(badJobs),
  bad: badJobs,
  badInAll: { value: badJobs.length, atLeast: false },
  unread: [],
};

/** SharePoint had no failures in the time before. */
const someNew = (answer: HealthAnswer): HealthAnswer => ({
  ...answer,
  services: answer.services.map(one => (one.service === 'sharepoint' ? { ...one, before: fine } : one)),
});

const attention = () =>
  report(someNew(health(ten, { notSeen: ['powerBi', 'powerAutomate'] })), {
    earlier: [ended('failed', 1), ended('inProgress', 2), ended('finished', 0)],
    longest: { service: 'sharepoint', job: job({ state: 'finished' }), durationMs: 7.2 * hour },
    causes: badReading,
  });

const week = { from: due - 168 * hour, to: due };
const weekly = { ...wish, when: { ...when, days: [1] as const } };
const failedOn = (...daysAgo: readonly number[]) =>
  tallyOf(
    { finished: 28 - daysAgo.length, failed: daysAgo.length },
    { failedAt: daysAgo.map(days => due - days * 24 * hour - hour) },
  );

/** A week of ten services, of which six have failed on several days. */
const weekOfTen = () =>
  report(
    health({
      exchange: failedOn(0, 0, 1, 3),
      sharepoint: failedOn(0, 2, 2, 5),
      onedrive: tallyOf({ finished: 26, finishedWithException: 2 }),
      groups: failedOn(4, 5),
      project: fine,
      publicFolder: fine,
      teams: failedOn(1),
      vivaEngage: fine,
      teamsChat: fine,
      powerApps: failedOn(3, 4),
    }),
    { causes: badReading },
  );

export const good = () => report(health({ exchange: fine, onedrive: fine, teams: fine }));

/** All is good but for an Exchange run that started before the window. */
function afterFailure({ isFailing }: Pick<Standing, 'isFailing'>): Report {
  const { services, ...others } = good();
  return {
    ...others,
    verdict: 'attention',
    services: services.map(one =>
      one.service !== 'exchange'
        ? one
        : {
            ...one,
            standing: {
              latest: isFailing ? ended('failed', 0).job : one.standing?.latest,
              isFailing,
              hasFailed: true,
              isClean: false,
            },
          },
    ),
  };
}

export const subscription = (changes: Partial<Subscription> = {}): Subscription => ({
  ...wish,
  place: { home: 'a', id: 'a' },
  id: '0123456789ab',
  locale: 'en-GB',
  createdAt: due - 48 * hour,
  paused: undefined,
  dueAt: due + 24 * hour,
  toldUntil: due,
  lastSaid: due,
  begun: [],
  owed: undefined,
  ...changes,
});

const three = [
  subscription(),
  subscription({
    id: 'ba9876543210',
    when: { days: workdays, hour: 7, minute: 30, zone: 'America/Chicago' },
    services: ['exchange', 'onedrive'],
    onlyProblems: true,
    dueAt: due + 30 * hour,
  }),
  subscription({
    id: '00000000000a',
    when: { days: [1, 4], hour: 9, minute: 0, zone: 'Europe/Berlin' },
    paused: { until: undefined },
    dueAt: undefined,
  }),
];

const listed = (changes: Partial<DigestsAnswer>): AdaptiveCard =>
  digestsCard(
    { done: 'shown', digests: three, ended: [], undelivered: undefined, answeredAt: due + hour, ...changes },
    noAsides,
    { ...british, zone: 'Europe/Berlin' },
    wish => composeDigest(wish, 'Europe/Berlin'),
  );

/** The digests in every form that they have, and the cards that set them. */
export const digestCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'digest-attention': () => digestCard(message(attention())),
  'digest-week': () => digestCard(message(weekOfTen(), { span: week, wish: weekly })),
  'digest-recovered': () => digestCard(message(report(health({ exchange: fine, groups: ten.groups })))),
  'digest-personal': () => digestCard(message(good(), { ownZone: 'Europe/Berlin' })),
  'digest-good': () => digestCard(message(good())),
  'digest-only-carried': () =>
    digestCard(message({ ...afterFailure({ isFailing: false }), earlier: [ended('failed', 0)] })),
  'digest-stopped': () =>
    digestCard(
      message(report(health({ exchange: tallyOf({}), teams: tallyOf({}) }), { verdict: 'attention' })),
    ),
  'digest-unknown': () => digestCard(message(report(health({ ...ten, project: undefined })))),
  'digest-no-data': () => digestCard(message(undefined, { lateMs: 0.52 * hour })),
  'digest-follow-up': () => digestCard(message(attention(), { occasion: 'followUp' })),
  'digest-late-again': () =>
    digestCard(
      message(good(), {
        lateMs: 2.2 * hour,
        missed: 3,
        isAgain: true,
        span: { from: due - 96 * hour, to: due },
      }),
    ),
  'digest-late-news': () =>
    digestCard(
      message({ ...afterFailure({ isFailing: true }), earlier: [{ ...ended('failed', 0), isLate: true }] }),
    ),
  'digest-after-a-stop': () =>
    digestCard(
      message(
        { ...good(), pauses: [{ from: due - 30 * hour, to: due - 3 * hour }], isByTime: true },
        {
          gap: { from: due - 40 * 24 * hour, to: due - 31 * 24 * hour },
          span: { from: due - 31 * 24 * hour, to: due },
        },
      ),
    ),
  'digest-sign-of-life': () =>
    digestCard(message(good(), { wish: { ...wish, onlyProblems: true }, quietSince: due - 168 * hour })),
  'digest-now': () => digestCard(message(attention(), { occasion: 'now', wish: undefined })),
  'digest-now-of-one': () => digestCard(message(attention(), { occasion: 'now' })),
  'digest-longest': () => {
    const zone = 'America/Argentina/ComodRivadavia';
    const earlier = Array.from({ length: 30 }, (_, index) => ({
      ...ended('failed', index),
      isLate: index > 15,
    }));
    const whole = report(longestHealth(), { earlier, causes: badReading });
    return digestCard(
      message(
        { ...whole, longest: { service: 'publicFolder', job: job(), durationMs: 50 * hour } },
        { zone },
      ),
    );
  },
  'digests-set': () => listed({ done: 'set', digests: three.slice(0, 1) }),
  'digests-three': () => listed({}),
  'digests-undelivered': () =>
    listed({
      digests: [subscription({ dueAt: due - 48 * hour })],
      undelivered: {
        since: due - 48 * hour,
        countedFrom: due - 48 * hour,
        reason: { status: 404, code: 'ConversationNotFound' },
        tries: 50,
        nextTryAt: due + hour,
        isReleased: true,
      },
    }),
  'digests-none': () => listed({ digests: [] }),
  'digests-off': () => listed({ done: 'off', digests: three.slice(0, 1), ended: three.slice(1) }),
  'digest-no-time': () =>
    noOrderCard({
      reason: 'What time should I send it?',
      notes: [],
      offers: ['07:00', '08:00', '09:00'].map(time => ({
        label: `Digest daily at ${time}`,
        sentence: `digest daily at ${time}`,
      })),
    }),
  targets: () => targetsCard({ exchange: 12 * hour, teams: 48 * hour }, undefined, noAsides),
  'target-set': () => targetsCard({ exchange: 12 * hour }, 'exchange', noAsides),
};
