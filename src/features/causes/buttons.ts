import { z } from 'zod';
import { causesFields, decodeCausesQuestion, encodeCausesQuestion } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import type { CausesQuestion } from '../../domain/question.ts';

const link = (verb: string): ButtonLink<CausesQuestion> =>
  buttonLink({
    verb,
    fields: causesFields,
    toFields: encodeCausesQuestion,
    fromFields: decodeCausesQuestion,
  });

/** Shows why jobs failed in this window. */
export const showLink = link('causes.show');
/** Shows it anew, with a span read from the words of this one. */
export const againLink = link('causes.again');

/** Stands for the key of a reason: the jobs without any error. */
export const noReason = '';

/** The jobs that failed for one reason, named by its key, or by `noReason`. */
export interface JobsOfCause {
  readonly question: CausesQuestion;
  readonly cause: string;
}

export const jobsLink: ButtonLink<JobsOfCause> = buttonLink({
  verb: 'causes.jobs',
  fields: { ...causesFields, q: z.string().regex(/^(?:[0-9a-f]{16})?$/) },
  toFields: ({ question, cause }) => ({ ...encodeCausesQuestion(question), q: cause }),
  fromFields(fields, now) {
    const question = decodeCausesQuestion(fields, now);
    return question && { question, cause: fields.q };
  },
});
