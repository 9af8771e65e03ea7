import { z } from 'zod';
import { healthFields, packHealthQuestion, unpackHealthQuestion } from '../../cards/button-fields.ts';
import { type AuditQuestion, auditLimits } from '../../domain/audit.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { AuditPointer } from './pages.ts';

/** What the buttons of the audit record ask for: a page of it, or the same question with its span read anew. */
export type AuditPress =
  | { readonly verb: 'audit.show'; readonly page: AuditPointer }
  | { readonly verb: 'audit.again'; readonly question: AuditQuestion };

/** `k` has the words that the name must have. */
function packAuditQuestion({ who, ...window }: AuditQuestion) {
  return {
    ...packHealthQuestion({ ...window, service: undefined }),
    ...(who === undefined ? {} : { k: who }),
  };
}

export function packAuditPress(press: AuditPress): Record<string, unknown> {
  return press.verb === 'audit.again'
    ? packAuditQuestion(press.question)
    : { ...packAuditQuestion(press.page.question), p: press.page.pageIndex };
}

const { pageSize, mostRead, nameLength } = auditLimits;
const { o: _, ...windowFields } = healthFields;
const questionFields = { ...windowFields, k: z.string().min(1).max(nameLength).optional() };

// Keys that are not ours pass unread: clients merge their own into the data.
const schemas = {
  question: z.object(questionFields),
  page: z.object({
    ...questionFields,
    p: z
      .int()
      .min(0)
      .max(mostRead / pageSize - 1),
  }),
};

/** As `unpackPress`, of which it is a part. */
export function unpackAuditPress(
  verb: AuditPress['verb'],
  data: unknown,
  now: EpochMs,
): AuditPress | undefined {
  if (verb === 'audit.again') {
    const question = unpackAuditQuestion(schemas.question.safeParse(data).data, now);
    return question && { verb, question };
  }
  const fields = schemas.page.safeParse(data).data;
  const question = unpackAuditQuestion(fields, now);
  return fields && question && { verb, page: { question, pageIndex: fields.p } };
}

function unpackAuditQuestion(
  fields: z.infer<typeof schemas.question> | undefined,
  now: EpochMs,
): AuditQuestion | undefined {
  const window = unpackHealthQuestion(fields, now);
  if (!fields || !window) return undefined;
  const { span, spanWords, zone } = window;
  return { span, spanWords, zone, who: fields.k };
}
