import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { pastCoverageCard } from '../../src/features/coverage/past-card.ts';
import type { PastCoverageAnswer, PastService } from '../../src/jobs/past-coverage.ts';
import { british, noAsides, now, runsSince } from './models.ts';

const hour = 3_600_000;
/** Sunday 22 November in Berlin. */
const from = Date.UTC(2026, 10, 21, 23);
const span = { from, to: from + 24 * hour };

const backups = (
  service: PastService['service'],
  verdict: PastService['verdict'],
  states: Parameters<typeof runsSince>[1],
  changes: Partial<PastService> = {},
): PastService => ({
  service,
  verdict,
  good: verdict === 'good' ? { jobId: 'FB20261122061522419876', startedAt: from + 18 * hour } : undefined,
  tally: runsSince(0, states, changes.doubt !== undefined).tally,
  ...changes,
});

const good = [
  backups('exchange', 'good', { finished: 4 }),
  backups('sharepoint', 'good', { finished: 3, failed: 1 }),
  backups('onedrive', 'good', { finished: 4 }),
];

/** Good backups of yesterday: all services had one. */
function past(changes: Partial<PastCoverageAnswer> = {}): PastCoverageAnswer {
  return {
    question: {
      service: undefined,
      targetMs: 24 * hour,
      isUsual: true,
      zone: 'Europe/Berlin',
      window: { span, spanWords: 'yesterday' },
    },
    verdict: 'good',
    services: good,
    notSeen: [],
    retired: [],
    areRecordsUnread: false,
    beyond: 0,
    readAt: now - 20_000,
    answeredAt: now,
    ...changes,
  };
}

const without = [
  backups('groups', 'attention', {}),
  backups('teams', 'attention', { failed: 4 }),
  backups('powerAutomate', 'warning', { finishedWithException: 3, failed: 1 }),
  backups('powerApps', 'warning', { partiallyFinished: 1204, failed: 12 }),
];
const doubt = { kind: 'history', since: from + 12 * hour } as const;

/** The pictures of good backups in a window that is over. */
export const pastCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'past-good': () => pastCoverageCard(past(), noAsides, british),
  'past-without': () =>
    pastCoverageCard(
      past({ verdict: 'attention', services: [...good, ...without], notSeen: ['powerBi', 'project'] }),
      noAsides,
      british,
    ),
  'past-unknown': () =>
    pastCoverageCard(
      past({
        verdict: 'unknown',
        services: [
          ...good,
          backups('groups', 'attention', { failed: 2 }),
          backups('teams', 'unknown', { failed: 1 }, { doubt }),
          backups('vivaEngage', 'unknown', {}, { doubt }),
        ],
      }),
      noAsides,
      british,
    ),
  'past-unread': () =>
    pastCoverageCard(
      past({
        verdict: 'unknown',
        services: good.map(({ service }) => backups(service, 'unknown', {}, { doubt })),
      }),
      noAsides,
      british,
    ),
};
