import { z } from 'zod';
import { jobStates, jobTypes, services } from '../domain/job.ts';
import {
  type CausesQuestion,
  type CoverageQuestion,
  type HealthQuestion,
  isSoundPageSize,
  isSoundQuestion,
  type JobSearch,
  type Lead,
  leads,
  type Question,
  questionLimits,
  type TabsQuestion,
  type Window,
} from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { isTimeZone } from '../domain/zone.ts';
import type { PagePointer, Tab } from '../jobs/answers.ts';

/** The longest texts that travel in a button; a longer one is refused on return. */
export const pressLimits = {
  jobIdLength: 200,
  sentenceLength: 1000,
  zoneLength: 64,
} as const;

/** True for a job id that can travel in a button and in an address. */
export function isPackableJobId(id: string): boolean {
  return id.length > 0 && id.length <= pressLimits.jobIdLength && !/[\p{Cc}\p{Cs}]/u.test(id);
}

/** True for a sentence that can travel in a button. */
export function isPackableSentence(sentence: string): boolean {
  return sentence.trim().length > 0 && sentence.length <= pressLimits.sentenceLength;
}

/** Raised whenever the meaning of a field changes: buttons of older cards are then refused, not misread. */
export const version = 1;

/** `i` is 1 for a list of the job index; buttons of older cards have none, and lead to AvePoint's own. */
export function packPointer(page: PagePointer): Record<string, unknown> {
  return {
    ...packQuestion(page.question),
    p: page.pageIndex,
    ...(page.firstTotal === undefined ? {} : { c: page.firstTotal }),
    ...(page.from === undefined ? {} : { i: 1 }),
    ...(page.tabs === undefined ? {} : { m: page.tabs.map(packTab) }),
    ...packLead(page),
  };
}

/** `l`; buttons of older cards have none. */
export function packLead({ lead }: { readonly lead?: Lead | undefined }): { readonly l?: Lead } {
  return lead === undefined ? {} : { l: lead };
}

/** Places in the lists of services and states, -1 for all; the count, and 1 if it is "at least". */
function packTab({ service, state, count }: Tab): readonly number[] {
  const part = [service ? services.indexOf(service) : -1, state ? jobStates.indexOf(state) : -1];
  return count ? [...part, count.value, count.atLeast ? 1 : 0] : part;
}

export function packTabsQuestion({ services, states, ...question }: TabsQuestion) {
  const all = { service: undefined, state: undefined };
  return { ...packQuestion({ ...question, ...all }), os: services, ss: states };
}

/** `h` is the target in seconds; `g` is 1 if nothing was said and the services' own count. */
export function packCoverageQuestion({ service, targetMs, isUsual, zone }: CoverageQuestion) {
  return {
    ...(service === undefined ? {} : { o: service }),
    h: targetMs / 1000,
    ...(isUsual ? { g: 1 } : {}),
    z: zone,
  };
}

export function packCausesQuestion({ type, ...rest }: CausesQuestion) {
  return { ...packHealthQuestion(rest), ...(type === undefined ? {} : { t: type }) };
}

/** `b` is the way back to the jobs behind a cause. */
export function packSearch({ jobId, behind, ...window }: JobSearch) {
  const back = behind && { b: { v: version, ...packCausesQuestion(behind.question), q: behind.cause } };
  return { ...packHealthQuestion({ ...window, service: undefined }), j: jobId, ...back };
}

export function packHealthQuestion(question: HealthQuestion) {
  const { n: _, ...fields } = packQuestion({ ...question, type: undefined, state: undefined, pageSize: 1 });
  return fields;
}

export function packQuestion({ type, service, state, span, spanWords, zone, pageSize }: Question) {
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

export const envelope = { v: z.literal(version) };
export const zoneField = z.string().max(pressLimits.zoneLength).refine(isTimeZone);
/** Of whatever is kept for a conversation: a digest, a watch or a fault. */
export const idField = z.string().regex(/^[0-9a-f]{12}$/);
/** Each once, in the order of `services`: the one form that a list of services has in an order. */
export const serviceList = z.array(z.enum(services)).min(1).max(services.length).refine(isInOrder);

function isInOrder(list: readonly (typeof services)[number][]): boolean {
  const places = list.map(service => services.indexOf(service));
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? place));
}

export const questionFields = {
  ...envelope,
  t: z.enum(jobTypes).optional(),
  o: z.enum(services).optional(),
  s: z.enum(jobStates).optional(),
  f: z.int().optional(),
  u: z.int().optional(),
  w: z.string().min(1).max(questionLimits.maxSpanWordsLength).optional(),
  z: zoneField,
  n: z.int().refine(isSoundPageSize),
};
const leadField = { l: z.enum(leads).optional() };
const pointerFields = {
  ...questionFields,
  p: z.int().min(0).max(questionLimits.maxPageIndex),
  c: z.int().min(0).optional(),
  i: z.literal(1).optional(),
  m: z
    .array(
      z.union([
        z.tuple([place(services), place(jobStates)]),
        z.tuple([place(services), place(jobStates), z.int().min(0), z.int().min(0).max(1)]),
      ]),
    )
    .min(1)
    .max(questionLimits.maxTabs)
    .optional(),
  ...leadField,
};
const { n: _, ...healthFields } = questionFields;

export { healthFields };

/** A place in a list, or -1 for all of it. */
function place(list: readonly string[]) {
  return z
    .int()
    .min(-1)
    .max(list.length - 1);
}

// Keys that are not ours pass unread: clients merge their own into the data.
const causeJobs = z.object({
  ...healthFields,
  t: questionFields.t,
  q: z.string().regex(/^(?:[0-9a-f]{16})?$/),
});
const jobIdField = z.string().max(pressLimits.jobIdLength).refine(isPackableJobId);
const causesFields = { ...healthFields, t: questionFields.t };

export const schemas = {
  question: z.object({ ...questionFields, ...leadField }),
  pointer: z.object(pointerFields),
  tabs: z.object({
    ...questionFields,
    os: z.array(z.enum(services)).max(services.length),
    ss: z.array(z.enum(jobStates)).max(jobStates.length),
    ...leadField,
  }),
  health: z.object(healthFields),
  coverage: z.object({
    ...envelope,
    o: questionFields.o,
    h: z
      .int()
      .min(1)
      .max(questionLimits.maxTargetMs / 1000),
    g: z.literal(1).optional(),
    z: questionFields.z,
  }),
  causes: z.object(causesFields),
  causeJobs,
  search: z.object({ ...healthFields, j: jobIdField, b: causeJobs.optional() }),
  job: z.object({ ...pointerFields, j: jobIdField }),
  digest: z.object({ ...envelope, d: idField }),
  ask: z.object({ ...envelope, q: z.string().max(pressLimits.sentenceLength).refine(isPackableSentence) }),
  help: z.object(envelope),
};

export function unpackPointer(
  fields: z.infer<typeof schemas.pointer> | undefined,
  now: EpochMs,
): PagePointer | undefined {
  const question = unpackQuestion(fields, now);
  if (!fields || !question) return undefined;
  const from = fields.i === 1 ? ({ from: 'index' } as const) : {};
  const page = { question, pageIndex: fields.p, firstTotal: fields.c, ...from, ...unpackLead(fields) };
  return fields.m === undefined ? page : { ...page, tabs: fields.m.map(unpackTab) };
}

export function unpackLead({ l: lead }: { readonly l?: Lead | undefined }): { readonly lead?: Lead } {
  return lead === undefined ? {} : { lead };
}

export function unpackQuestion(
  fields: z.infer<typeof schemas.question> | undefined,
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
  return isSoundQuestion(question, now) ? question : undefined;
}

function inMs(seconds: number | undefined): EpochMs | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function unpackTab([service, state, value, atLeast]: readonly number[]): Tab {
  return {
    service: services[service ?? -1],
    state: jobStates[state ?? -1],
    count: value === undefined ? undefined : { value, atLeast: atLeast === 1 },
  };
}

export function unpackTabsQuestion(
  fields: z.infer<typeof schemas.tabs> | undefined,
  now: EpochMs,
): TabsQuestion | undefined {
  // Only running jobs, asked for alone, have no bounds.
  const [state] = fields?.ss ?? [];
  const question = unpackQuestion(
    fields && { ...fields, s: fields.ss.length === 1 ? state : undefined },
    now,
  );
  if (!fields || !question) return undefined;
  const lists = Math.max(1, fields.os.length) * Math.max(1, fields.ss.length);
  if (lists > questionLimits.maxTabs) return undefined;
  const { service: _service, state: _state, ...rest } = question;
  return { ...rest, services: fields.os, states: fields.ss };
}

export function unpackHealthQuestion(
  fields: z.infer<typeof schemas.health> | undefined,
  now: EpochMs,
): HealthQuestion | undefined {
  const question = unpackQuestion(fields && { ...fields, n: 1 }, now);
  if (!question) return undefined;
  const { service, span, spanWords, zone } = question;
  if (span.from === undefined || span.to === undefined) return undefined;
  return { service, span: { from: span.from, to: span.to }, spanWords, zone };
}

export function unpackCausesQuestion(
  fields: z.infer<typeof schemas.causes> | undefined,
  now: EpochMs,
): CausesQuestion | undefined {
  const question = unpackHealthQuestion(fields, now);
  return question && { ...question, type: fields?.t };
}

export function unpackSearch(
  fields: z.infer<typeof schemas.search> | undefined,
  now: EpochMs,
): JobSearch | undefined {
  const window = fields && unpackHealthQuestion(fields, now);
  if (!fields || !window) return undefined;
  const search = { jobId: fields.j, ...windowOf(window) };
  if (fields.b === undefined) return search;
  const question = unpackCausesQuestion(fields.b, now);
  return question && { ...search, behind: { question, cause: fields.b.q } };
}

/** The window of a question, alone. */
export function windowOf({ span, spanWords, zone }: HealthQuestion): Window {
  return { span, spanWords, zone };
}
