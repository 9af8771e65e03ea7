import { z } from 'zod';
import { envelope, serviceList, zoneField } from '../../cards/button-fields.ts';
import type { Change } from '../../domain/change.ts';
import { dutyTimes } from '../../domain/duty-order.ts';
import { services } from '../../domain/job.ts';
import { questionLimits } from '../../domain/question.ts';
import type { Weekday } from '../../domain/recurrence.ts';
import type { EpochMs } from '../../domain/time.ts';

/**
 * What the buttons of a preview ask for. `seen` names what the preview showed, so that a change that has become another
 * one meanwhile is shown anew instead of saved.
 */
export type ChangePress =
  | { readonly verb: 'change.save'; readonly change: Change; readonly seen: string }
  | { readonly verb: 'change.cancel'; readonly change: Change };

/**
 * `x` what is changed; `i` what the preview showed. Of a digest `e` the days, `y` the minute of the day, `z` its zone, `os`
 * the services if not all are meant, `r` 1 for problems only, `u` until when it pauses (epoch milliseconds); of the
 * escalation or the reminder `l` and of a target `h` the length in milliseconds.
 */
export function packChangePress(press: ChangePress): Record<string, unknown> {
  const fields = packChange(press.change);
  return press.verb === 'change.save' ? { ...fields, i: press.seen } : fields;
}

function packChange(change: Change): Record<string, unknown> {
  switch (change.kind) {
    case 'digest':
      return packDigest(change.order);
    case 'watch': {
      const { services: those } = change.order;
      return { x: 'watch.end', ...(those.length === 0 ? {} : { os: those }) };
    }
    case 'duty':
      return change.order.what === 'off'
        ? { x: 'duty.off' }
        : { x: `duty.${change.order.what}`, l: change.order.ms };
    case 'target': {
      const { service, targetMs } = change;
      return { x: 'target', o: service, ...(targetMs === undefined ? {} : { h: targetMs }) };
    }
    case 'retire':
      return { x: change.isRetired ? 'service.retire' : 'service.expect', o: change.service };
  }
}

function packDigest(order: Extract<Change, { readonly kind: 'digest' }>['order']): Record<string, unknown> {
  const x = `digest.${order.what}`;
  if (order.what === 'pause') return { x, ...(order.until === undefined ? {} : { u: order.until }) };
  if (order.what !== 'set') return { x };
  const { when, services: those, onlyProblems } = order.wish;
  return {
    x,
    e: when.days,
    y: when.hour * 60 + when.minute,
    z: when.zone,
    ...(those.length === 0 ? {} : { os: those }),
    ...(onlyProblems ? { r: 1 } : {}),
  };
}

const hourMs = 3_600_000;
/** No pause that can be said reaches further. */
const longestPauseMs = 367 * 24 * hourMs;
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7]);
const wholeMinutes = (ms: number) => ms % 60_000 === 0;
const minutesWithin = ({ leastMs, mostMs }: { readonly leastMs: number; readonly mostMs: number }) =>
  z.int().min(leastMs).max(mostMs).refine(wholeMinutes);

// Keys that are not ours pass unread: clients merge their own into the data.
const changeFields = z.discriminatedUnion('x', [
  z.object({
    ...envelope,
    x: z.literal('digest.set'),
    e: z
      .array(weekday)
      .min(1)
      .max(7)
      .refine(days => days.every((day, index) => index === 0 || day > (days[index - 1] ?? day))),
    y: z.int().min(0).max(1439),
    z: zoneField,
    os: serviceList.optional(),
    r: z.literal(1).optional(),
  }),
  z.object({ ...envelope, x: z.literal('digest.pause'), u: z.int().min(questionLimits.earliest).optional() }),
  z.object({ ...envelope, x: z.literal('digest.resume') }),
  z.object({ ...envelope, x: z.literal('digest.off') }),
  z.object({ ...envelope, x: z.literal('watch.end'), os: serviceList.optional() }),
  z.object({ ...envelope, x: z.literal('duty.off') }),
  z.object({
    ...envelope,
    x: z.literal('duty.escalateAfter'),
    l: minutesWithin(dutyTimes.escalateAfter),
  }),
  z.object({ ...envelope, x: z.literal('duty.remindAfter'), l: minutesWithin(dutyTimes.remindAfter) }),
  z.object({
    ...envelope,
    x: z.literal('target'),
    o: z.enum(services),
    h: z.int().min(hourMs).max(questionLimits.maxTargetMs).refine(wholeMinutes).optional(),
  }),
  z.object({ ...envelope, x: z.literal(['service.retire', 'service.expect']), o: z.enum(services) }),
]);
const seenField = z.object({ i: z.string().regex(/^[0-9a-f]{16}$/) });

/** As `unpackPress`, of which it is a part. */
export function unpackChangePress(
  verb: ChangePress['verb'],
  data: unknown,
  now: EpochMs,
): ChangePress | undefined {
  const fields = changeFields.safeParse(data).data;
  const change = fields && changeOf(fields, now);
  if (!change) return undefined;
  if (verb === 'change.cancel') return { verb, change };
  const seen = seenField.safeParse(data).data?.i;
  return seen === undefined ? undefined : { verb, change, seen };
}

function changeOf(fields: z.infer<typeof changeFields>, now: EpochMs): Change | undefined {
  switch (fields.x) {
    case 'digest.set': {
      const { e: days, y: minute, z: zone, os = [], r } = fields;
      const when = {
        days: days as readonly Weekday[],
        hour: Math.floor(minute / 60),
        minute: minute % 60,
        zone,
      };
      return {
        kind: 'digest',
        order: { what: 'set', wish: { when, services: os, onlyProblems: r === 1 } },
      };
    }
    case 'digest.pause': {
      const { u: until } = fields;
      if (until !== undefined && until > now + longestPauseMs) return undefined;
      return { kind: 'digest', order: { what: 'pause', until } };
    }
    case 'digest.resume':
      return { kind: 'digest', order: { what: 'resume' } };
    case 'digest.off':
      return { kind: 'digest', order: { what: 'off' } };
    case 'watch.end':
      return { kind: 'watch', order: { what: 'end', services: fields.os ?? [] } };
    case 'duty.off':
      return { kind: 'duty', order: { what: 'off' } };
    case 'duty.escalateAfter':
      return { kind: 'duty', order: { what: 'escalateAfter', ms: fields.l } };
    case 'duty.remindAfter':
      return { kind: 'duty', order: { what: 'remindAfter', ms: fields.l } };
    case 'target':
      return { kind: 'target', service: fields.o, targetMs: fields.h };
    case 'service.retire':
    case 'service.expect':
      return { kind: 'retire', service: fields.o, isRetired: fields.x === 'service.retire' };
  }
}
