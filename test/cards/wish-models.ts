import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import {
  endedCard,
  type NamedJob,
  noneRunningCard,
  notRunningCard,
  previewCard,
  savedCard,
  severalRunningCard,
} from '../../src/features/end-notice/card.ts';
import { endNoticeCard } from '../../src/features/end-notice/message-card.ts';
import type { EndNotice } from '../../src/features/end-notice/notice.ts';
import { quieterCard, type SetHere, setHereCard } from '../../src/features/settings/set-here/card.ts';
import { subscription } from './digest-models.ts';
import { hostilePerson, kim, watch } from './fault-models.ts';
import { british, hour, job, noAsides, now } from './models.ts';

const reader = { ...british, zone: 'Europe/Berlin' };
const minute = 60_000;

const running: NamedJob = {
  jobId: 'FB20261123093011248866',
  type: 'backup',
  service: 'exchange',
  startedAt: now - 3 * hour,
};
const notice: EndNotice = {
  ...running,
  place: { home: 'team-1', id: '19:operations' },
  kind: 'channel',
  id: '0123456789ab',
  askedBy: kim,
  askedAt: now - 2 * hour,
  zone: 'Europe/Berlin',
  locale: 'en-GB',
  isBegun: false,
};
const place = {
  home: 'team-1',
  id: '19:operations',
  kind: 'channel',
  tenantId: 'tenant-1',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:bot',
  botName: 'Backup Watch',
} as const;

const empty: SetHere = {
  watches: [],
  digests: [],
  endNotices: [],
  duty: undefined,
  targets: {},
  undelivered: undefined,
  isPersonal: false,
  answeredAt: now,
};
const here: SetHere = {
  ...empty,
  watches: [
    watch({ services: ['exchange', 'sharepoint'] }),
    watch({ id: 'ba9876543211', services: ['teams'], pausedUntil: now + 90 * minute }),
  ],
  digests: [subscription()],
  endNotices: [notice],
  duty: { first: kim, fallback: hostilePerson } as SetHere['duty'],
  targets: { exchange: 12 * hour },
};
const asked = { pauses: [{ until: now + 2 * hour, isAsked: true }], services: ['exchange'] } as const;
const usual = {
  pauses: [
    { until: now + 2 * hour, isAsked: false },
    { until: now + 18 * hour - 5 * minute, isAsked: false },
  ],
  services: [],
} as const;
const ended = job({
  id: running.jobId,
  state: 'finished',
  startedAt: running.startedAt,
  finishedAt: now - minute,
  durationMs: undefined,
  objects: { total: 1230, failed: 0, successful: 1230, skipped: 0 },
  errors: [],
});
const message = (changes: Partial<Parameters<typeof endNoticeCard>[0]> = {}) =>
  endNoticeCard({
    notice,
    outcome: { kind: 'ended', job: ended },
    isAgain: false,
    composedAt: now,
    ...changes,
  });

/** The cards that wishes in everyday words lead to. */
export const wishCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'set-here': () => setHereCard(here, noAsides, reader),
  'set-here-nothing': () => setHereCard(empty, noAsides, reader),
  'quieter-asked': () => quieterCard(here, asked, noAsides, reader),
  quieter: () => quieterCard({ ...empty, watches: here.watches.slice(0, 1) }, usual, noAsides, reader),
  'quieter-nothing': () => quieterCard(empty, usual, noAsides, reader),
  'end-notice-preview': () => previewCard(running, { answeredAt: now, place }, noAsides, reader),
  'end-notice-several': () =>
    severalRunningCard(
      [
        running,
        { ...running, jobId: 'FB20261123110000000002', service: 'onedrive', startedAt: now - hour },
        { ...running, jobId: 'FB20261123110000000003', service: undefined, startedAt: undefined },
      ],
      { type: 'backup', service: undefined },
      now,
      reader,
    ),
  'end-notice-none': () => noneRunningCard({ type: 'restore', service: undefined }, true),
  'end-notice-unread': () => noneRunningCard({ type: 'restore', service: undefined }, false),
  'end-notice-too-late': () => notRunningCard(running.jobId, true),
  'end-notice-saved': () => savedCard(notice, true, now, reader),
  'end-notice-off': () => endedCard(true),
  'end-notice-finished': () => message(),
  'end-notice-failed': () =>
    message({
      outcome: {
        kind: 'ended',
        job: {
          ...ended,
          state: 'failed',
          objects: { total: 1230, failed: 214, successful: 1016, skipped: 0 },
        },
      },
      isAgain: true,
    }),
  'end-notice-disappeared': () => message({ outcome: { kind: 'disappeared' } }),
  'end-notice-gave-up': () =>
    message({ outcome: { kind: 'gaveUp' }, notice: { ...notice, kind: 'personal' } }),
};
