import { z } from 'zod';
import { envelope, idField, serviceList, zoneField } from '../../cards/button-fields.ts';
import type { ClockTime, WatchWish } from '../../domain/watch-order.ts';
import type { SnoozeLength } from './incident/action.ts';

/** What the buttons about watches ask for. Save and cancel carry the whole wish: nothing is kept before it is saved. */
export type WatchPress =
  | { readonly verb: 'watch.save' | 'watch.cancel'; readonly wish: WatchWish }
  | { readonly verb: 'watch.end'; readonly id: string };

/** What the buttons of a fault ask for. */
export type IncidentPress =
  | {
      readonly verb:
        | 'fault.acknowledge'
        | 'fault.assign'
        | 'fault.close'
        | 'fault.jobs'
        | 'fault.report'
        | 'fault.text';
      readonly id: string;
    }
  | { readonly verb: 'fault.snooze'; readonly id: string; readonly length: SnoozeLength };

const snoozeLengths = ['1h', '4h', 'tomorrow'] as const satisfies readonly SnoozeLength[];

/**
 * `os` the services, if not all are meant; `a` how many in a row; `e` is 1 if partial runs count; `y` the quiet
 * hours as minutes of the day, from and to, in the zone `z`.
 */
export function packWish({ services, inARow, isPartialIncluded, quiet }: WatchWish) {
  return {
    ...(services.length === 0 ? {} : { os: services }),
    a: inARow,
    ...(isPartialIncluded ? { e: 1 } : {}),
    ...(quiet ? { y: [minutesOf(quiet.from), minutesOf(quiet.to)], z: quiet.zone } : {}),
  };
}

const faultIdField = z.string().regex(/^[0-9a-f]{16}$/);
const minuteOfDay = z.int().min(0).max(1439);

// Keys that are not ours pass unread: clients merge their own into the data.
const schemas = {
  wish: z
    .object({
      ...envelope,
      os: serviceList.optional(),
      a: z.literal([1, 2]),
      e: z.literal(1).optional(),
      y: z
        .tuple([minuteOfDay, minuteOfDay])
        .refine(([from, to]) => from !== to)
        .optional(),
      z: zoneField.optional(),
    })
    .refine(({ y, z }) => (y === undefined) === (z === undefined)),
  watch: z.object({ ...envelope, d: idField }),
  fault: z.object({ ...envelope, d: faultIdField }),
  snooze: z.object({ ...envelope, d: faultIdField, l: z.enum(snoozeLengths) }),
};

/** As `unpackPress`, of which it is a part. */
export function unpackWatchPress(verb: WatchPress['verb'], data: unknown): WatchPress | undefined {
  if (verb === 'watch.end') {
    const fields = schemas.watch.safeParse(data).data;
    return fields && { verb, id: fields.d };
  }
  const fields = schemas.wish.safeParse(data).data;
  if (!fields) return undefined;
  const { a: inARow, e, os = [], y, z: zone } = fields;
  const quiet = y && zone !== undefined ? { from: clockTime(y[0]), to: clockTime(y[1]), zone } : undefined;
  return { verb, wish: { services: os, inARow, isPartialIncluded: e === 1, quiet } };
}

/** As `unpackPress`, of which it is a part. */
export function unpackIncidentPress(verb: IncidentPress['verb'], data: unknown): IncidentPress | undefined {
  if (verb === 'fault.snooze') {
    const fields = schemas.snooze.safeParse(data).data;
    return fields && { verb, id: fields.d, length: fields.l };
  }
  const fields = schemas.fault.safeParse(data).data;
  return fields && { verb, id: fields.d };
}

function minutesOf({ hour, minute }: ClockTime): number {
  return hour * 60 + minute;
}

function clockTime(minutes: number): ClockTime {
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 };
}
