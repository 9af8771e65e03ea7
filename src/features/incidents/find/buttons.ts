import { z } from 'zod';
import {
  decodeWindowQuestion,
  encodeWindowQuestion,
  type FieldsOf,
  healthFields,
} from '../../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../../cards/button-link.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type IncidentPointer, type IncidentQuestion, pageLimits } from './question.ts';

/** `a` is present if those that are over aren't asked for. */
const fields = { ...healthFields, a: z.literal(1).optional() };

function toFields({ services, isOpenOnly, ...window }: IncidentQuestion) {
  const asked = services.length > 1 ? { service: undefined, services } : { service: services[0] };
  return { ...encodeWindowQuestion({ ...window, ...asked }), ...(isOpenOnly ? { a: 1 } : {}) };
}

function fromFields(
  { a: isOpenOnly, ...rest }: FieldsOf<typeof fields>,
  now: EpochMs,
): IncidentQuestion | undefined {
  const window = decodeWindowQuestion(rest, now);
  if (!window) return undefined;
  const { service, services, span, spanWords, zone } = window;
  return {
    services: services ?? (service === undefined ? [] : [service]),
    span,
    spanWords,
    zone,
    isOpenOnly: isOpenOnly !== undefined,
  };
}

/** Shows a page of a list of incidents; `p` is the page. */
export const showLink: ButtonLink<IncidentPointer> = buttonLink({
  verb: 'incidents.show',
  fields: { ...fields, p: z.int().min(0).max(pageLimits.maxPageIndex) },
  toFields: ({ question, pageIndex }) => ({ ...toFields(question), p: pageIndex }),
  fromFields({ p: pageIndex, ...rest }, now) {
    const question = fromFields(rest, now);
    return question && { question, pageIndex };
  },
});

/** Shows its first page anew, with a window read from the words of this one. */
export const againLink: ButtonLink<IncidentQuestion> = buttonLink({
  verb: 'incidents.again',
  fields,
  toFields,
  fromFields,
});
