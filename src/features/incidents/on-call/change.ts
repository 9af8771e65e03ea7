import { z } from 'zod';
import { envelope } from '../../../cards/button-link.ts';
import { lengthText } from '../../../cards/durations.ts';
import { personName } from '../../../cards/mention.ts';
import { lowerFirst } from '../../../cards/words.ts';
import { type OnCallOrder, type OnCallTime, onCallTimeOf, onCallTimes } from '../../../domain/duty-order.ts';
import { type ChangeKind, changeCode, type Effects } from '../../change.ts';
import { permissions } from '../../permission.ts';
import { onCallCard } from './card.ts';
import type { OnCall } from './on-call.ts';
import type { OnCallRoster } from './roster.ts';

/** An order that changes who is on call in a conversation, or when they are called. */
export type OnCallChange = Exclude<OnCallOrder, { readonly what: 'show' }>;

export interface OnCallChangeParts {
  readonly duties: Pick<OnCall, 'get' | 'obey'>;
}

export const alone = 'On call is for channels and group chats: in this chat there’s only you.';

const minutesWithin = ({ leastMs, mostMs }: { readonly leastMs: number; readonly mostMs: number }) =>
  z
    .int()
    .min(leastMs)
    .max(mostMs)
    .refine(ms => ms % 60_000 === 0);

/** `l` is the time in milliseconds. Putting people on call doesn't travel in a button, which can't carry a mention. */
export const onCallChange: ChangeKind<OnCallChange, OnCallChangeParts> = {
  permission: permissions.change,
  shownBy: 'on call',
  isForAll: false,
  touches: { kinds: ['onCall'] },
  isEnding: ({ what }) => what === 'off',
  codes: {
    'duty.off': changeCode(
      z.object({ ...envelope, x: z.literal('duty.off') }),
      (): OnCallChange => ({ what: 'off' }),
    ),
    'duty.escalateAfter': changeCode(
      z.object({
        ...envelope,
        x: z.literal('duty.escalateAfter'),
        l: minutesWithin(onCallTimes.escalateAfter),
      }),
      ({ l: ms }): OnCallChange => ({ what: 'escalateAfter', ms }),
    ),
    'duty.remindAfter': changeCode(
      z.object({ ...envelope, x: z.literal('duty.remindAfter'), l: minutesWithin(onCallTimes.remindAfter) }),
      ({ l: ms }): OnCallChange => ({ what: 'remindAfter', ms }),
    ),
  },
  encode(order) {
    if (order.what === 'set') return undefined;
    return order.what === 'off' ? { x: 'duty.off' } : { x: `duty.${order.what}`, l: order.ms };
  },
  obstacle: place => (!place || place.kind === 'personal' ? alone : undefined),
  name(order) {
    if (order.what === 'off') return 'Take everyone off call';
    return order.what === 'set'
      ? 'Put people on call'
      : `${timeWords[order.what].title} ${lengthText(order.ms)}`;
  },
  async preview(order, place, { duties }) {
    if (!place) throw new Error(alone);
    const duty = await duties.get(place);
    const isOfPeople = order.what === 'off' || order.what === 'set';
    return {
      key: isOfPeople ? [duty?.first?.id, duty?.fallback?.id] : [duty?.[onCallTimes[order.what].field]],
      effects: () => effectsOf(order, duty),
    };
  },
  async make(order, { asides, place, speaker }, { duties }) {
    if (!place) throw new Error(alone);
    return onCallCard(await duties.obey(order, place, speaker), asides);
  },
};

export function effectsOf(order: OnCallChange, duty: OnCallRoster | undefined): Effects {
  if (order.what === 'off' || order.what === 'set') {
    const names = [duty?.first, duty?.fallback].flatMap(person => (person ? [personName(person)] : []));
    return {
      lines: names.length === 0 ? [] : [`On call: ${names.join(', then ')} → no one`],
      why: 'No one is on call here.',
    };
  }
  const { name } = timeWords[order.what];
  const beforeMs = onCallTimeOf(duty, order.what);
  const [before, after] = [lengthText(beforeMs), lengthText(order.ms)];
  return {
    lines: beforeMs === order.ms ? [] : [`${name}: ${before} → ${after}`],
    why: `The ${lowerFirst(name)} is already ${after}.`,
  };
}

const timeWords: Readonly<Record<OnCallTime, { readonly title: string; readonly name: string }>> = {
  escalateAfter: { title: 'Call the next person after', name: 'Time to acknowledge' },
  remindAfter: { title: 'Remind about acknowledged incidents after', name: 'Time until the reminder' },
};
