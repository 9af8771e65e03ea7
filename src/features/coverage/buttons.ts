import { z } from 'zod';
import {
  decodeServices,
  encodeServices,
  questionFields,
  severalServices,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { emptyLink } from '../../cards/common-buttons.ts';
import { type FormValues, formLink } from '../../cards/form-card.ts';
import { type CoverageQuestion, isValidSpan, questionLimits } from '../../domain/question.ts';

/**
 * Shows how old the last good backups are now. `h` is the limit in seconds; `g` is 1 if the user named none, so that
 * the services' own limits count. `f`, `u` and `w` are a window that is over, which older cards' buttons don't have.
 */
export const showLink: ButtonLink<CoverageQuestion> = buttonLink({
  verb: 'coverage',
  fields: {
    o: questionFields.o,
    os: severalServices,
    h: z
      .int()
      .min(1)
      .max(questionLimits.maxTargetMs / 1000),
    g: z.literal(1).optional(),
    z: questionFields.z,
    f: questionFields.f,
    u: questionFields.u,
    w: questionFields.w,
  },
  toFields: ({ service, services, targetMs, isUsual, zone, window }) => ({
    ...(service === undefined ? {} : { o: service }),
    ...encodeServices({ service, services }),
    h: targetMs / 1000,
    ...(isUsual ? { g: 1 } : {}),
    z: zone,
    ...(window ? { f: window.span.from / 1000, u: window.span.to / 1000 } : {}),
    ...(window?.spanWords === undefined ? {} : { w: window.spanWords }),
  }),
  fromFields(fields, now) {
    const asked = decodeServices(fields);
    const { h: seconds, g, z: zone } = fields;
    const limited = asked && { ...asked, targetMs: seconds * 1000, isUsual: g === 1, zone };
    const { f, u, w: spanWords } = fields;
    if (f === undefined && u === undefined) return spanWords === undefined ? limited : undefined;
    if (f === undefined || u === undefined) return undefined;
    const span = { from: f * 1000, to: u * 1000 };
    const isOver = isValidSpan(span, now) && span.to <= now;
    return limited && isOver ? { ...limited, window: { span, spanWords } } : undefined;
  },
});

/** `o` the service, `h` the limit in hours; the default if it's empty. */
const formIds = ['o', 'h'] as const;
export type LimitForm = FormValues<(typeof formIds)[number]>;

/** Opens the form of backup-age limits. */
export const openFormLink = emptyLink('target.form');
/** Sends it. */
export const previewLink = formLink('target.preview', formIds);
