import { z } from 'zod';
import { buttonLimits, idField, isButtonJobId } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { questionLimits } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';

/** A job that runs, as a preview named it. */
export interface RunningJob {
  readonly jobId: string;
  readonly startedAt: EpochMs | undefined;
}

/** `j` is the job's id, `b` when it started (epoch milliseconds). */
const linkTo = (verb: string): ButtonLink<RunningJob> =>
  buttonLink({
    verb,
    fields: {
      j: z.string().max(buttonLimits.jobIdLength).refine(isButtonJobId),
      b: z.int().min(questionLimits.earliest).optional(),
    },
    toFields: ({ jobId, startedAt }) => ({ j: jobId, ...(startedAt === undefined ? {} : { b: startedAt }) }),
    fromFields: ({ j: jobId, b: startedAt }) => ({ jobId, startedAt }),
  });

export const saveLink = linkTo('endNotice.save');
export const cancelLink = linkTo('endNotice.cancel');

/** Ends a notice that is set, by its id. */
export const endLink: ButtonLink<string> = buttonLink({
  verb: 'endNotice.end',
  fields: { d: idField },
  toFields: id => ({ d: id }),
  fromFields: ({ d }) => d,
});
