import { z } from 'zod';
import {
  decodeWindowQuestion,
  encodeWindowQuestion,
  type FieldsOf,
  healthFields,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { type AuditQuestion, auditLimits } from '../../domain/audit.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { AuditPointer } from './pages.ts';

const { pageSize, mostRead, nameLength } = auditLimits;
const { o: _, ...windowFields } = healthFields;
/** `k` has the words that the name must contain. */
const fields = { ...windowFields, k: z.string().min(1).max(nameLength).optional() };

function toFields({ who, ...window }: AuditQuestion) {
  return {
    ...encodeWindowQuestion({ ...window, service: undefined }),
    ...(who === undefined ? {} : { k: who }),
  };
}

function fromFields({ k: who, ...rest }: FieldsOf<typeof fields>, now: EpochMs): AuditQuestion | undefined {
  const window = decodeWindowQuestion(rest, now);
  if (!window) return undefined;
  const { span, spanWords, zone } = window;
  return { span, spanWords, zone, who };
}

/** Shows a page of the audit record; `p` is the page. */
export const showLink: ButtonLink<AuditPointer> = buttonLink({
  verb: 'audit.show',
  fields: {
    ...fields,
    p: z
      .int()
      .min(0)
      .max(mostRead / pageSize - 1),
  },
  toFields: ({ question, pageIndex }) => ({ ...toFields(question), p: pageIndex }),
  fromFields({ p: pageIndex, ...rest }, now) {
    const question = fromFields(rest, now);
    return question && { question, pageIndex };
  },
});

/** Shows its first page anew, with a span read from the words of this one. */
export const againLink: ButtonLink<AuditQuestion> = buttonLink({
  verb: 'audit.again',
  fields,
  toFields,
  fromFields,
});
