import { z } from 'zod';
import { execute } from '../../cards/actions.ts';
import { serviceList, zoneField } from '../../cards/button-fields.ts';
import { envelope } from '../../cards/button-link.ts';
import { clockText, recurrenceText } from '../../cards/recurrence-text.ts';
import { lowerFirst, namesOf } from '../../cards/words.ts';
import type { DigestChange, DigestSpec } from '../../domain/digest-order.ts';
import { questionLimits } from '../../domain/question.ts';
import type { Weekday } from '../../domain/recurrence.ts';
import type { EpochMs } from '../../domain/time.ts';
import { zoneName } from '../../domain/zone.ts';
import { type At, type ChangeKind, changeCode, type Effects } from '../change.ts';
import { permissions } from '../permission.ts';
import { exampleLink, longestPauseMs } from './buttons.ts';
import { mostDigests } from './commands.ts';
import { type DigestListParts, digestList } from './list.ts';
import { tooManyText } from './list-card.ts';
import { isPausedAt, type Subscription } from './subscription.ts';
import { digestsChangedBy, movedTo } from './touched.ts';

const weekday = z.literal([1, 2, 3, 4, 5, 6, 7]);
const weekdays = z
  .array(weekday)
  .min(1)
  .max(7)
  .refine(days => days.every((day, index) => index === 0 || day > (days[index - 1] ?? day)));

export const noPlace = 'I can only send a digest to a chat or a channel.';

/**
 * `e` the days, `y` the minute of the day, `z` its zone, `os` the services if not all are meant, `r` 1 for problems
 * only, `u` until when it pauses (epoch milliseconds).
 */
export const digestChange: ChangeKind<DigestChange, DigestListParts> = {
  permission: permissions.change,
  shownBy: 'digest',
  isForAll: false,
  touches: { kinds: ['digests'] },
  isEnding: ({ what }) => what === 'off',
  beside: order => (order.what === 'set' ? [execute('See an example', exampleLink.encode(order.wish))] : []),
  codes: {
    'digest.set': changeCode(
      z.object({
        ...envelope,
        x: z.literal('digest.set'),
        e: weekdays,
        y: z.int().min(0).max(1439),
        z: zoneField,
        os: serviceList.optional(),
        r: z.literal(1).optional(),
      }),
      ({ e, y: minutes, z: zone, os: services = [], r }): DigestChange => {
        const days = e as readonly Weekday[];
        const when = { days, hour: Math.floor(minutes / 60), minute: minutes % 60, zone };
        return { what: 'set', wish: { when, services, onlyProblems: r === 1 } };
      },
    ),
    'digest.move': changeCode(
      z.object({
        ...envelope,
        x: z.literal('digest.move'),
        e: weekdays.optional(),
        y: z.int().min(0).max(1439),
        z: zoneField,
      }),
      ({ e, y: minutes, z: zone }): DigestChange => {
        const days = e as readonly Weekday[] | undefined;
        const time = { hour: Math.floor(minutes / 60), minute: minutes % 60, zone };
        return { what: 'move', to: { ...time, ...(days && { days }) } };
      },
    ),
    'digest.pause': changeCode(
      z.object({
        ...envelope,
        x: z.literal('digest.pause'),
        u: z.int().min(questionLimits.earliest).optional(),
      }),
      ({ u: until }, now): DigestChange | undefined =>
        until !== undefined && until > now + longestPauseMs ? undefined : { what: 'pause', until },
    ),
    'digest.resume': changeCode(
      z.object({ ...envelope, x: z.literal('digest.resume') }),
      (): DigestChange => ({ what: 'resume' }),
    ),
    'digest.off': changeCode(
      z.object({ ...envelope, x: z.literal('digest.off') }),
      (): DigestChange => ({ what: 'off' }),
    ),
  },
  encode(order) {
    const x = `digest.${order.what}`;
    if (order.what === 'pause') return { x, ...(order.until === undefined ? {} : { u: order.until }) };
    if (order.what === 'move') {
      const { days, hour, minute, zone } = order.to;
      return { x, ...(days && { e: days }), y: hour * 60 + minute, z: zone };
    }
    if (order.what !== 'set') return { x };
    const { when, services, onlyProblems } = order.wish;
    return {
      x,
      e: when.days,
      y: when.hour * 60 + when.minute,
      z: when.zone,
      ...(services.length === 0 ? {} : { os: services }),
      ...(onlyProblems ? { r: 1 } : {}),
    };
  },
  obstacle: place => (place ? undefined : noPlace),
  name(order) {
    switch (order.what) {
      case 'set':
        return `Set a digest: ${lowerFirst(recurrenceText(order.wish.when))}, ${scopeText(order.wish)}`;
      case 'move': {
        const { days, ...time } = order.to;
        const when = days ? lowerFirst(recurrenceText({ days, ...time })) : clockText(time, undefined);
        return `Move the digest to ${when}`;
      }
      case 'pause':
        return 'Pause the digests';
      case 'resume':
        return 'Resume the digests';
      case 'off':
        return 'Turn off the digests';
    }
  },
  async preview(order, place, { digests }) {
    if (!place) throw new Error(noPlace);
    const { answeredAt, digests: all } = await digests.obey({ what: 'show' }, place, undefined);
    const touched = digestsChangedBy(order, all, answeredAt);
    return {
      key: touched.map(({ id, paused, when }) => [id, paused?.until ?? null, paused !== undefined, when]),
      effects: (at, now) => effectsOf(order, all, touched, at, now),
    };
  },
  async make(order, { asides, place, reader, speaker }, parts) {
    if (!place) throw new Error(noPlace);
    const answer = await parts.digests.obey(order, place, reader.locale, speaker);
    return digestList(answer, place, asides, reader, parts);
  },
};

/** `all` are the conversation's, `touched` those of them that the order changes. */
export function effectsOf(
  order: DigestChange,
  all: readonly Subscription[],
  touched: readonly Subscription[],
  at: At,
  now: EpochMs,
): Effects {
  const each = (after: string, why: string): Effects => ({
    lines: touched.map(one => `${wishText(one)}: ${stateText(one, at, now)} → ${after}`),
    why: all.length === 0 ? 'No digest is set here.' : why,
  });
  switch (order.what) {
    case 'set': {
      if (touched.length > 0) return { lines: [], why: 'This digest is already set here.' };
      if (all.length >= mostDigests) return { lines: [], why: tooManyText };
      return { lines: [`New: ${wishText(order.wish)}`], why: '' };
    }
    case 'move': {
      const why =
        all.length > 1
          ? 'Several digests are set here. Turn off the one that you don’t want, and set another.'
          : all.length === 0
            ? 'No digest is set here.'
            : 'The digest here comes at that time already.';
      return {
        lines: touched.map(one => `${wishText(one)} → ${recurrenceText(movedTo(one, order.to))}`),
        why,
      };
    }
    case 'pause': {
      const { until } = order;
      if (until !== undefined && until <= now) return { lines: [], why: 'That time has passed.' };
      const after = until === undefined ? 'paused' : `paused until ${at(until)}`;
      return each(after, 'The digests here are already paused.');
    }
    case 'resume':
      return each('on', 'No digest is paused here.');
    case 'off':
      return each('off', '');
  }
}

function stateText(one: Subscription, at: At, now: EpochMs): string {
  if (!isPausedAt(one, now)) return 'on';
  const until = one.paused?.until;
  return until === undefined ? 'paused' : `paused until ${at(until)}`;
}

/** Returns "Weekdays at 07:30 (Europe/Berlin), Exchange, problems only". */
function wishText(wish: DigestSpec): string {
  return `${recurrenceText(wish.when)} (${zoneName(wish.when.zone)}), ${scopeText(wish)}`;
}

function scopeText({ services, onlyProblems }: DigestSpec): string {
  return [
    services.length === 0 ? 'all services' : namesOf(services),
    ...(onlyProblems ? ['problems only'] : []),
  ].join(', ');
}
