import { z } from 'zod';
import {
  decodeQuestion,
  decodeWindowQuestion,
  encodeQuestion,
  questionFields,
  windowOf,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { type CompareQuestion, comparatives } from './compare.ts';

const { n: _, ...windowFields } = questionFields;

/** `of`, `ou` and `ow` have the span and the words of the other window, `y` what is answered by yes or no. */
const link = (verb: string): ButtonLink<CompareQuestion> =>
  buttonLink({
    verb,
    fields: {
      ...windowFields,
      of: z.int(),
      ou: z.int(),
      ow: questionFields.w,
      y: z.enum(comparatives).optional(),
    },
    toFields({ window, other, asks, ...filter }) {
      const { n: _, ...fields } = encodeQuestion({ ...filter, ...window, pageSize: 1 });
      const { from, to } = other.span;
      const words = other.spanWords === undefined ? {} : { ow: other.spanWords };
      const yesNo = asks === undefined ? {} : { y: asks };
      return { ...fields, of: from / 1000, ou: to / 1000, ...words, ...yesNo };
    },
    fromFields({ of: f, ou: u, ow: w, y: asks, ...rest }, now) {
      const question = decodeQuestion({ ...rest, n: 1 }, now);
      const window = decodeWindowQuestion(rest, now);
      const other = decodeWindowQuestion({ ...rest, f, u, w }, now);
      if (!question || !window || !other) return undefined;
      const { type, service, state } = question;
      const filter = { type, service, state, ...(asks === undefined ? {} : { asks }) };
      return { ...filter, window: windowOf(window), other: windowOf(other) };
    },
  });

/** Counts the jobs of these two windows. */
export const showLink = link('compare.show');
/** Counts them anew, by the words that gave the windows. */
export const askAgainLink = link('compare.again');
