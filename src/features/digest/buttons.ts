import { z } from 'zod';
import { idField } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { questionLimits } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';

/** No sentence and no button can ask for a longer pause. */
export const longestPauseMs = 367 * 24 * 3_600_000;

/** A digest of the conversation, by its id. */
const link = (verb: string): ButtonLink<string> =>
  buttonLink({ verb, fields: { d: idField }, toFields: id => ({ d: id }), fromFields: ({ d }) => d });

/** Shows the last 24 hours of one digest's services. */
export const nowLink = link('digest.now');
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
