import { z } from 'zod';
import { idField, serviceList, zoneField } from '../../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../../cards/button-link.ts';
import { emptyLink } from '../../../cards/common-buttons.ts';
import { type FormValues, formLink } from '../../../cards/form-card.ts';
import { questionLimits } from '../../../domain/question.ts';
import type { EpochMs } from '../../../domain/time.ts';
import type { ClockTime, WatchSpec } from '../../../domain/watch-order.ts';
import { zoneInputId } from '../../form-zone.ts';

const minuteOfDay = z.int().min(0).max(1439);

/**
 * A watch that isn't saved yet: the button carries all of it. `os` the services, if not all are meant; `a` how many failures in a row; `e`
 * is 1 if partial runs count; `y` the quiet hours as minutes of the day, from and to, in the zone `z`.
 */
const link = (verb: string): ButtonLink<WatchSpec> =>
  buttonLink({
    verb,
    fields: {
      os: serviceList.optional(),
      a: z.literal([1, 2]),
      e: z.literal(1).optional(),
      y: z
        .tuple([minuteOfDay, minuteOfDay])
        .refine(([from, to]) => from !== to)
        .optional(),
      z: zoneField.optional(),
    },
    toFields: ({ services, inARow, isPartialIncluded, quiet }) => ({
      ...(services.length === 0 ? {} : { os: services }),
      a: inARow,
      ...(isPartialIncluded ? { e: 1 } : {}),
      ...(quiet ? { y: [minutesOf(quiet.from), minutesOf(quiet.to)], z: quiet.zone } : {}),
    }),
    fromFields({ a: inARow, e, os: services = [], y, z: zone }) {
      if ((y === undefined) !== (zone === undefined)) return undefined;
      const quiet =
        y && zone !== undefined ? { from: clockTime(y[0]), to: clockTime(y[1]), zone } : undefined;
      return { services, inARow, isPartialIncluded: e === 1, quiet };
    },
  });

export const saveLink = link('watch.save');
export const cancelLink = link('watch.cancel');

/** Ends a watch that is set, by its id. */
export const endLink: ButtonLink<string> = buttonLink({
  verb: 'watch.end',
  fields: { d: idField },
  toFields: id => ({ d: id }),
  fromFields: ({ d }) => d,
});

/** A pause of a watch, or of all that are set here if it has no id. */
export interface WatchPause {
  readonly id: string | undefined;
  readonly until: EpochMs;
}

/** No button pauses for longer. */
const longestPauseMs = 367 * 24 * 3_600_000;

export const pauseLink: ButtonLink<WatchPause> = buttonLink({
  verb: 'watch.pause',
  fields: { d: idField.optional(), u: z.int().min(questionLimits.earliest) },
  toFields: ({ id, until }) => ({ ...(id === undefined ? {} : { d: id }), u: until }),
  fromFields: ({ d: id, u: until }, now) => (until > now + longestPauseMs ? undefined : { id, until }),
});

/** Resumes a watch that is paused, by its id. */
export const resumeLink: ButtonLink<string> = buttonLink({
  verb: 'watch.resume',
  fields: { d: idField },
  toFields: id => ({ d: id }),
  fromFields: ({ d }) => d,
});

function minutesOf({ hour, minute }: ClockTime): number {
  return hour * 60 + minute;
}

function clockTime(minutes: number): ClockTime {
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 };
}

/** `a` failures in a row, `e` partial ones count, `f` and `u` the quiet hours, `z` their zone, `os` the services. */
const formIds = ['a', 'e', 'f', 'u', zoneInputId, 'os'] as const;
export type WatchForm = FormValues<(typeof formIds)[number]>;

/** Opens the form of a new alert. */
export const openFormLink = emptyLink('watch.form');
/** Sends it. */
export const previewLink = formLink('watch.preview', formIds);
