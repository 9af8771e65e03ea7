import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import { welcomeCard } from '../../src/features/help/card.ts';
import {
  type SettingRow,
  type StoredSetting,
  subscriptionsCard,
} from '../../src/features/settings/all/card.ts';
import { bringBackCard, broughtBackCard } from '../../src/features/settings/card.ts';
import { subscription } from './digest-models.ts';
import { hostilePerson, kim, watch } from './fault-models.ts';
import { british, hour, noAsides, now } from './models.ts';

const binned = { digests: 2, watches: 1, rosters: 1 };

const place = (kind: ConversationRef['kind'], id: string): ConversationRef => ({
  home: id,
  id,
  kind,
  tenantId: 'tenant-1',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:bot',
  botName: 'Backup Watch',
  owner: kind === 'personal' ? { personId: '29:lee', objectId: 'object-of-lee' } : undefined,
});

function row(one: StoredSetting, kind: ConversationRef['kind'], more: Partial<SettingRow> = {}): SettingRow {
  const where = { place: place(kind, one.place.id), undelivered: undefined };
  return { ...one, where, ownerName: undefined, ...more } as SettingRow;
}

const digest = (id: string, changes: Parameters<typeof subscription>[0] = {}): StoredSetting => {
  const where = { home: id, id };
  return {
    what: 'digest',
    place: where,
    id: '0123456789ab',
    value: subscription({ place: where, ...changes }),
  };
};
const aWatch = (id: string, changes: Parameters<typeof watch>[0] = {}): StoredSetting => {
  const where = { home: id, id };
  return { what: 'watch', place: where, id: 'ba9876543210', value: watch({ place: where, ...changes }) };
};

const refused = {
  place: place('channel', '19:operations@thread.tacv2'),
  undelivered: {
    since: now - 30 * hour,
    countedFrom: now - 30 * hour,
    reason: { status: 403, code: 'BotNotInConversationRoster' },
    tries: 9,
    nextTryAt: now + hour,
  },
};
const held = { ...refused, undelivered: undefined, held: { since: now - 5 * hour, why: 'role' } } as const;

const rows: readonly SettingRow[] = [
  row(digest('19:operations@thread.tacv2', { createdBy: kim }), 'channel', { where: refused }),
  row(aWatch('a:lee'), 'personal', {
    where: { ...held, place: place('personal', 'a:lee') },
    ownerName: 'Lee Wong',
  }),
  row(
    digest('19:help@thread.tacv2', { createdBy: hostilePerson, onlyProblems: true, services: ['exchange'] }),
    'channel',
  ),
  row(digest('19:night@thread.v2', { paused: { until: undefined }, dueAt: undefined }), 'group'),
  row({ ...digest('19:broken@thread.tacv2'), value: {} as never } as StoredSetting, 'channel'),
];
const reader = { ...british, zone: 'Europe/Berlin' };

/** The cards of what is set everywhere, and of what comes back from the bin. */
export const settingsCards: Readonly<Record<string, () => AdaptiveCard>> = {
  subscriptions: () =>
    subscriptionsCard({ pageIndex: 0, total: rows.length, rows, answeredAt: now }, noAsides, reader),
  'subscriptions-ended': () =>
    subscriptionsCard(
      { pageIndex: 1, total: 23, rows: rows.slice(0, 2), answeredAt: now },
      noAsides,
      reader,
      rows[2],
    ),
  'subscriptions-none': () =>
    subscriptionsCard({ pageIndex: 0, total: 0, rows: [], answeredAt: now }, noAsides, reader),
  'bin-offer': () => bringBackCard(binned),
  'bin-brought-back': () => broughtBackCard(binned),
  'bin-nothing': () => broughtBackCard({ digests: 0, watches: 0, rosters: 0 }),
  'welcome-back': () => welcomeCard('channel', binned),
};
