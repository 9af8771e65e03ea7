import { z } from 'zod';
import {
  decodeQuestion,
  decodeWindowQuestion,
  encodeQuestion,
  questionFields,
  windowOf,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import type { CompareQuestion } from './compare.ts';

const { n: _, ...windowFields } = questionFields;

/** `of`, `ou` and `ow` have the span and the words of the other window. */
const link = (verb: string): ButtonLink<CompareQuestion> =>
  buttonLink({
    verb,
    fields: { ...windowFields, of: z.int(), ou: z.int(), ow: questionFields.w },
    toFields({ window, other, ...filter }) {
      const { n: _, ...fields } = encodeQuestion({ ...filter, ...window, pageSize: 1 });
      const { from, to } = other.span;
      const words = other.spanWords === undefined ? {} : { ow: other.spanWords };
      return { ...fields, of: from / 1000, ou: to / 1000, ...words };
    },
    fromFields({ of: f, ou: u, ow: w, ...rest }, now) {
      const question = decodeQuestion({ ...rest, n: 1 }, now);
      const window = decodeWindowQuestion(rest, now);
      const other = decodeWindowQuestion({ ...rest, f, u, w }, now);
      if (!question || !window || !other) return undefined;
      const { type, service, state } = question;
      return { type, service, state, window: windowOf(window), other: windowOf(other) };
    },
  });

/** Counts the jobs of these two windows. */
export const showLink = link('compare.show');
/** Counts them anew, by the words that gave the windows. */
export const askAgainLink = link('compare.again');
