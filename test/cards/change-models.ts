import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { everyDay, workdays } from '../../src/domain/recurrence.ts';
import type { At, Effects } from '../../src/features/change.ts';
import { type ChangePreview, cancelledCard, previewCard } from '../../src/features/changes/card.ts';
import { limitChange, effectsOf as limitEffects } from '../../src/features/coverage/limit-change.ts';
import { digestChange, effectsOf as digestEffects } from '../../src/features/digest/change.ts';
import type { Subscription } from '../../src/features/digest/subscription.ts';
import { onCallChange, effectsOf as onCallEffects } from '../../src/features/incidents/on-call/change.ts';
import { watchChange, effectsOf as watchEffects } from '../../src/features/incidents/watch/change.ts';
import { type Change, changeKinds, packPress } from '../support/press.ts';
import { subscription } from './digest-models.ts';
import { duty, watch } from './fault-models.ts';
import { british, hour, noAsides, now } from './models.ts';

const reader = { ...british, zone: 'Europe/Berlin' };

/** The preview of a change, as the presser of a button with a sentence sees it. */
export function previewed(
  change: Change,
  name: string,
  effects: (at: At, now: number) => Effects,
  more: Partial<ChangePreview> = {},
): AdaptiveCard {
  const preview = {
    name,
    isForAll: change.kind === 'target' || change.kind === 'retire',
    isEnding: changeKinds[change.kind]?.isEnding?.('order' in change ? change.order : change) ?? false,
    effects,
    beside: changeKinds[change.kind]?.beside?.('order' in change ? change.order : change) ?? [],
    save: packPress({ verb: 'change.save', change, seen: '0123456789abcdef' }),
    cancel: packPress({ verb: 'change.cancel', change }),
    place: 'channel',
    isAnother: false,
    answeredAt: now,
    ...more,
  } as const;
  return previewCard(preview, noAsides, reader).card;
}

type Of<K extends Change['kind']> = Extract<Change, { readonly kind: K }>;

function ofDigest(
  order: Of<'digest'>['order'],
  touched: readonly Subscription[],
  more: Partial<ChangePreview> = {},
) {
  const effects = (at: At, moment: number) => digestEffects(order, three, touched, at, moment);
  return previewed({ kind: 'digest', order }, digestChange.name(order), effects, more);
}

function ofDuty(order: Of<'duty'>['order'], more: Partial<ChangePreview> = {}) {
  return previewed({ kind: 'duty', order }, onCallChange.name(order), () => onCallEffects(order, duty), more);
}

function ofTarget(before: number | undefined, more: Partial<ChangePreview> = {}) {
  return previewed(target, limitChange.name(target), () => limitEffects(target, before), more);
}

function ofWatch(order: Of<'watch'>['order'], touched: Parameters<typeof watchEffects>[1]) {
  return previewed({ kind: 'watch', order }, watchChange.name(order), () => watchEffects([], touched));
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
const target = { kind: 'target', service: 'exchange', targetMs: 12 * hour } as const;

export const changeCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'change-target': () => ofTarget(undefined),
  'change-target-another': () => ofTarget(48 * hour, { isAnother: true }),
  'change-target-nothing': () => ofTarget(12 * hour),
  'change-digest-set': () => ofDigest({ what: 'set', wish }, [], { place: 'personal' }),
  'change-digest-move': () =>
    ofDigest({ what: 'move', to: { hour: 7, minute: 0, zone: 'Europe/Berlin' } }, three.slice(0, 1)),
  'change-digest-move-nothing': () =>
    ofDigest({ what: 'move', to: { hour: 7, minute: 0, zone: 'Europe/Berlin' } }, []),
  'change-digests-pause': () => ofDigest({ what: 'pause', until: now + 64 * hour }, three),
  'change-digests-off': () => ofDigest({ what: 'off' }, three),
  'change-unwatch': () =>
    ofWatch({ what: 'end', services: ['exchange'] }, [
      { watch: watch({ services: ['exchange', 'teams'] }), left: ['teams'] },
      { watch: watch(), left: [] },
    ]),
  'change-duty-off': () => ofDuty({ what: 'off' }),
  'change-escalation': () => ofDuty({ what: 'escalateAfter', ms: 600_000 }, { place: 'group' }),
  'change-reminder': () => ofDuty({ what: 'remindAfter', ms: 12 * hour }, { place: 'group' }),
  'change-cancelled': () => cancelledCard(limitChange.name(target)),
};
