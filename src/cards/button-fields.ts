import { z } from 'zod';
import { jobStates, jobTypes, type Service, services } from '../domain/job.ts';
import {
  type CausesQuestion,
  type HealthQuestion,
  isValidPageSize,
  isValidQuestion,
  type OfServices,
  type Question,
  questionLimits,
  type Window,
} from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { isTimeZone } from '../domain/zone.ts';

/** Limits of the texts that a button carries; a longer one is refused when it comes back. */
export const buttonLimits = {
  jobIdLength: 200,
  sentenceLength: 1000,
  zoneLength: 64,
} as const;

/** Returns true for a job id that a button and an address can carry. */
export function isButtonJobId(id: string): boolean {
  return id.length > 0 && id.length <= buttonLimits.jobIdLength && !/[\p{Cc}\p{Cs}]/u.test(id);
}

/** Returns true for a sentence that a button can carry. */
export function fitsButton(sentence: string): boolean {
  return sentence.trim().length > 0 && sentence.length <= buttonLimits.sentenceLength;
}

export function encodeCausesQuestion({ type, ...rest }: CausesQuestion) {
  return { ...encodeWindowQuestion(rest), ...(type === undefined ? {} : { t: type }) };
}

export function encodeWindowQuestion(question: HealthQuestion) {
  const { n: _, ...fields } = encodeQuestion({ ...question, type: undefined, state: undefined, pageSize: 1 });
  return { ...fields, ...encodeServices(question) };
}

export function encodeQuestion({ type, service, state, span, spanWords, zone, pageSize }: Question) {
  return {
    ...(type === undefined ? {} : { t: type }),
    ...(service === undefined ? {} : { o: service }),
    ...(state === undefined ? {} : { s: state }),
    ...(span.from === undefined ? {} : { f: span.from / 1000 }),
    ...(span.to === undefined ? {} : { u: span.to / 1000 }),
    ...(spanWords === undefined ? {} : { w: spanWords }),
    z: zone,
    n: pageSize,
  };
}

export const zoneField = z.string().max(buttonLimits.zoneLength).refine(isTimeZone);
/** The id of a digest, a watch or an incident. */
export const idField = z.string().regex(/^[0-9a-f]{12}$/);
/** Services, each once and in the order of `services`: the one form of a list of services in an order. */
export const serviceList = z.array(z.enum(services)).min(1).max(services.length).refine(isInOrder);

function isInOrder(list: readonly (typeof services)[number][]): boolean {
  const places = list.map(service => services.indexOf(service));
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? place));
}

/** `os` are several services, which older cards' buttons don't have. */
export const severalServices = serviceList.refine(list => list.length > 1).optional();

export function encodeServices({ services }: OfServices): { readonly os?: readonly Service[] } {
  return services === undefined ? {} : { os: services };
}

/** Returns undefined if one service is named beside several. */
export function decodeServices({
  o: service,
  os: services,
}: {
  readonly o?: Service | undefined;
  readonly os?: readonly Service[] | undefined;
}): OfServices | undefined {
  if (services === undefined) return { service };
  return service === undefined ? { service, services } : undefined;
}

export const questionFields = {
  t: z.enum(jobTypes).optional(),
  o: z.enum(services).optional(),
  s: z.enum(jobStates).optional(),
  f: z.int().optional(),
  u: z.int().optional(),
  w: z.string().min(1).max(questionLimits.maxSpanWordsLength).optional(),
  z: zoneField,
  n: z.int().refine(isValidPageSize),
};
const { n: _, ...windowFields } = questionFields;
export const healthFields = { ...windowFields, os: severalServices };
export const causesFields = { ...healthFields, t: questionFields.t };

/** Fields after they were checked. */
export type FieldsOf<Fields extends z.ZodRawShape> = z.infer<z.ZodObject<Fields>>;

export function decodeQuestion(
  fields: FieldsOf<typeof questionFields> | undefined,
  now: EpochMs,
): Question | undefined {
  if (fields === undefined) return undefined;
  const question: Question = {
    type: fields.t,
    service: fields.o,
    state: fields.s,
    span: { from: inMs(fields.f), to: inMs(fields.u) },
    spanWords: fields.w,
    zone: fields.z,
    pageSize: fields.n,
  };
  return isValidQuestion(question, now) ? question : undefined;
}

function inMs(seconds: number | undefined): EpochMs | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

export function decodeWindowQuestion(
  fields: FieldsOf<typeof healthFields> | undefined,
  now: EpochMs,
): HealthQuestion | undefined {
  const question = decodeQuestion(fields && { ...fields, n: 1 }, now);
  if (!question) return undefined;
  const { span, spanWords, zone } = question;
  const asked = fields && decodeServices(fields);
  if (!asked || span.from === undefined || span.to === undefined) return undefined;
  return { ...asked, span: { from: span.from, to: span.to }, spanWords, zone };
}

export function decodeCausesQuestion(
  fields: FieldsOf<typeof causesFields> | undefined,
  now: EpochMs,
): CausesQuestion | undefined {
  const question = decodeWindowQuestion(fields, now);
  return question && { ...question, type: fields?.t };
}

/** Returns the window of a question. */
export function windowOf({ span, spanWords, zone }: HealthQuestion): Window {
  return { span, spanWords, zone };
}
