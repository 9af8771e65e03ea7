import { z } from 'zod';
import { idField, serviceList } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { emptyLink } from '../../cards/common-buttons.ts';
import { type FormValues, formLink } from '../../cards/form-card.ts';
import type { DigestSpec } from '../../domain/digest-order.ts';
import { questionLimits } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import { zoneInputId } from '../form-zone.ts';

/** No sentence and no button can ask for a longer pause. */
export const longestPauseMs = 367 * 24 * 3_600_000;

/** A digest of the conversation, by its id. */
const link = (verb: string): ButtonLink<string> =>
  buttonLink({ verb, fields: { d: idField }, toFields: id => ({ d: id }), fromFields: ({ d }) => d });

/** Shows the last 24 hours of one digest's services. */
export const nowLink = link('digest.now');
/** Shows what a digest that isn't set yet would say now. `os` the services if not all are meant, `r` 1 for problems only. */
export const exampleLink: ButtonLink<Pick<DigestSpec, 'services' | 'onlyProblems'>> = buttonLink({
  verb: 'digest.example',
  fields: { os: serviceList.optional(), r: z.literal(1).optional() },
  toFields: ({ services, onlyProblems }) => ({
    ...(services.length === 0 ? {} : { os: services }),
    ...(onlyProblems ? { r: 1 } : {}),
  }),
  fromFields: ({ os: services = [], r }) => ({ services, onlyProblems: r === 1 }),
});
export const pauseLink = link('digest.pause');
/** Pauses a digest until a moment. */
export const pauseUntilLink: ButtonLink<{ readonly id: string; readonly until: EpochMs }> = buttonLink({
  verb: 'digest.pauseUntil',
  fields: { d: idField, u: z.int().min(questionLimits.earliest) },
  toFields: ({ id, until }) => ({ d: id, u: until }),
  fromFields: ({ d: id, u: until }, now) => (until > now + longestPauseMs ? undefined : { id, until }),
});
export const resumeLink = link('digest.resume');
export const endLink = link('digest.off');

/** `y` the time, `e` the days, `os` the services, `r` problems only, `z` the zone. */
const formIds = ['y', 'e', 'os', 'r', zoneInputId] as const;
export type DigestForm = FormValues<(typeof formIds)[number]>;

/** Opens the form of a new digest. */
export const openFormLink = emptyLink('digest.form');
/** Sends it. */
export const previewLink = formLink('digest.preview', formIds);
