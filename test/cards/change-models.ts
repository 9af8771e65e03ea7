import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { Change } from '../../src/domain/change.ts';
import { everyDay, workdays } from '../../src/domain/recurrence.ts';
import {
  type ChangePreview,
  changeCancelledCard,
  changePreviewCard,
} from '../../src/features/changes/card.ts';
import type { Standing } from '../../src/features/changes/texts.ts';
import type { Subscription } from '../../src/features/digest/subscription.ts';
import { subscription } from './digest-models.ts';
import { duty, watch } from './fault-models.ts';
import { british, hour, noAsides, now } from './models.ts';

const reader = { ...british, zone: 'Europe/Berlin' };

/** The preview of a change, as the user sees it who pressed a button with a sentence. */
export function previewed(standing: Standing, more: Partial<ChangePreview> = {}): AdaptiveCard {
  const change = changeOf(standing);
  const preview = {
    change,
    standing,
    seen: '0123456789abcdef',
    place: 'channel',
    isAnother: false,
    answeredAt: now,
    ...more,
  } as const;
  return changePreviewCard(preview, noAsides, reader).card;
}

function changeOf(standing: Standing): Change {
  if (standing.kind === 'target') {
    const { kind, service, targetMs } = standing;
    return { kind, service, targetMs };
  }
  if (standing.kind === 'retire') {
    const { kind, service, isRetired } = standing;
    return { kind, service, isRetired };
  }
  const { kind, order } = standing;
  return { kind, order } as Change;
}

const zone = 'Europe/Berlin';
const three: readonly Subscription[] = [
  subscription({ when: { days: everyDay, hour: 8, minute: 0, zone } }),
  subscription({
    id: 'aaaaaaaaaaaa',
    when: { days: workdays, hour: 7, minute: 30, zone: 'America/New_York' },
    services: ['exchange', 'teams'],
    onlyProblems: true,
    paused: { until: now + 40 * hour },
  }),
  subscription({
    id: 'bbbbbbbbbbbb',
    when: { days: [1, 4], hour: 9, minute: 0, zone },
    paused: { until: undefined },
  }),
];
const wish = {
  when: { days: workdays, hour: 7, minute: 30, zone },
  services: ['exchange'],
  onlyProblems: true,
} as const;
const target = { kind: 'target', service: 'exchange', targetMs: 12 * hour, before: undefined } as const;

export const changeCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'change-target': () => previewed(target),
  'change-target-another': () => previewed({ ...target, before: 48 * hour }, { isAnother: true }),
  'change-target-nothing': () => previewed({ ...target, before: 12 * hour }),
  'change-digest-set': () =>
    previewed(
      { kind: 'digest', order: { what: 'set', wish }, digests: three, touched: [] },
      { place: 'personal' },
    ),
  'change-digests-pause': () =>
    previewed({
      kind: 'digest',
      order: { what: 'pause', until: now + 64 * hour },
      digests: three,
      touched: three,
    }),
  'change-digests-off': () =>
    previewed({ kind: 'digest', order: { what: 'off' }, digests: three, touched: three }),
  'change-unwatch': () =>
    previewed({
      kind: 'watch',
      order: { what: 'end', services: ['exchange'] },
      watches: [],
      touched: [
        { watch: watch({ services: ['exchange', 'teams'] }), left: ['teams'] },
        { watch: watch(), left: [] },
      ],
    }),
  'change-duty-off': () => previewed({ kind: 'duty', order: { what: 'off' }, duty }),
  'change-escalation': () =>
    previewed({ kind: 'duty', order: { what: 'escalateAfter', ms: 600_000 }, duty }, { place: 'group' }),
  'change-reminder': () =>
    previewed({ kind: 'duty', order: { what: 'remindAfter', ms: 12 * hour }, duty }, { place: 'group' }),
  'change-cancelled': () => changeCancelledCard({ kind: 'target', service: 'exchange', targetMs: 12 * hour }),
};
