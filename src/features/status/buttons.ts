import { decodeWindowQuestion, encodeWindowQuestion, healthFields } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import type { HealthQuestion } from '../../domain/question.ts';

const link = (verb: string): ButtonLink<HealthQuestion> =>
  buttonLink({
    verb,
    fields: healthFields,
    toFields: encodeWindowQuestion,
    fromFields: decodeWindowQuestion,
  });

/** Shows the status of the backups in this window. */
export const showLink = link('health.show');
/** Shows it anew, with a span read from the words of this one. */
export const againLink = link('health.again');
