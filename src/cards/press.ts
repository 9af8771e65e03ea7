import { z } from 'zod';
import { jobStates, jobTypes, services } from '../domain/job.ts';
import { isSoundPageSize, isSoundQuestion, type Question, questionLimits } from '../domain/question.ts';
import type { EpochMs } from '../domain/time.ts';
import { isTimeZone } from '../domain/zone.ts';
import type { PagePointer } from '../jobs/answers.ts';

/** What a button asks for when it is pressed. */
export type Press =
  /** Show this page. */
  | { readonly verb: 'jobs.page'; readonly page: PagePointer }
  /** Show one job of this page, with a way back to it. */
  | { readonly verb: 'jobs.job'; readonly page: PagePointer; readonly jobId: string }
  /** Ask the question again, with a new span read from its words. */
  | { readonly verb: 'jobs.again'; readonly question: Question }
  /** Read this sentence as if it had been typed. */
  | { readonly verb: 'ask'; readonly sentence: string }
  | { readonly verb: 'help' };

/** A press as it travels: the verb and the data of an Action.Execute. */
export interface PackedPress {
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The longest texts that travel in a button; a longer one is refused on return. */
export const pressLimits = { jobIdLength: 200, sentenceLength: 1000, zoneLength: 64 } as const;

/** Raised whenever the meaning of a field changes: buttons of older cards are then refused, not misread. */
const version = 1;

/** True for a job id that can travel in a button and in an address. */
export function isPackableJobId(id: string): boolean {
  return id.length > 0 && id.length <= pressLimits.jobIdLength && !/[\p{Cc}\p{Cs}]/u.test(id);
}

/** True for a sentence that can travel in a button. */
export function isPackableSentence(sentence: string): boolean {
  return sentence.trim().length > 0 && sentence.length <= pressLimits.sentenceLength;
}

/**
 * Packs a press into the data of an Action.Execute. A row of a page carries one, so the keys are single letters:
 * `v` version, `t` type, `o` service, `s` state, `f` and `u` from and until (epoch seconds), `w` the span's words,
 * `z` zone, `n` page size, `p` page index, `c` the first page's total, `j` job id, `q` sentence. What is undefined
 * is left out.
 */
export function packPress(press: Press): PackedPress {
  return { verb: press.verb, data: { v: version, ...fieldsOf(press) } };
}

/** Packs the presses that open the jobs of one page: what they share is packed once. */
export function packJobPresses(page: PagePointer): (jobId: string) => PackedPress {
  const shared = { v: version, ...packPointer(page) };
  return jobId => ({ verb: 'jobs.job', data: { ...shared, j: jobId } });
}

function fieldsOf(press: Press): Record<string, unknown> {
  switch (press.verb) {
    case 'jobs.page':
      return packPointer(press.page);
    case 'jobs.job':
      return { ...packPointer(press.page), j: press.jobId };
    case 'jobs.again':
      return packQuestion(press.question);
    case 'ask':
      return { q: press.sentence };
    case 'help':
      return {};
  }
}

function packPointer(page: PagePointer): Record<string, unknown> {
  return {
    ...packQuestion(page.question),
    p: page.pageIndex,
    ...(page.firstTotal === undefined ? {} : { c: page.firstTotal }),
  };
}

function packQuestion({ type, service, state, span, spanWords, zone, pageSize }: Question) {
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

const envelope = { v: z.literal(version) };
const questionFields = {
  ...envelope,
  t: z.enum(jobTypes).optional(),
  o: z.enum(services).optional(),
  s: z.enum(jobStates).optional(),
  f: z.int().optional(),
  u: z.int().optional(),
  w: z.string().min(1).max(questionLimits.maxSpanWordsLength).optional(),
  z: z.string().max(pressLimits.zoneLength).refine(isTimeZone),
  n: z.int().refine(isSoundPageSize),
};
const pointerFields = {
  ...questionFields,
  p: z.int().min(0).max(questionLimits.maxPageIndex),
  c: z.int().min(0).optional(),
};

// Keys that are not ours pass unread: clients merge their own into the data.
const schemas = {
  question: z.object(questionFields),
  pointer: z.object(pointerFields),
  job: z.object({ ...pointerFields, j: z.string().max(pressLimits.jobIdLength).refine(isPackableJobId) }),
  ask: z.object({ ...envelope, q: z.string().max(pressLimits.sentenceLength).refine(isPackableSentence) }),
  help: z.object(envelope),
};

/**
 * Reads what a client sent: it is believed only where `packPress` could have made it and it may be asked at `now`
 * (epoch milliseconds). Undefined for everything else, buttons of another version among it; never throws.
 */
export function unpackPress(verb: unknown, data: unknown, now: EpochMs): Press | undefined {
  switch (verb) {
    case 'jobs.page': {
      const page = unpackPointer(schemas.pointer.safeParse(data).data, now);
      return page && { verb, page };
    }
    case 'jobs.job': {
      const fields = schemas.job.safeParse(data).data;
      const page = unpackPointer(fields, now);
      return fields && page && { verb, page, jobId: fields.j };
    }
    case 'jobs.again': {
      const question = unpackQuestion(schemas.question.safeParse(data).data, now);
      return question && { verb, question };
    }
    case 'ask': {
      const fields = schemas.ask.safeParse(data).data;
      return fields && { verb, sentence: fields.q };
    }
    case 'help':
      return schemas.help.safeParse(data).success ? { verb } : undefined;
    default:
      return undefined;
  }
}

function unpackPointer(
  fields: z.infer<typeof schemas.pointer> | undefined,
  now: EpochMs,
): PagePointer | undefined {
  const question = unpackQuestion(fields, now);
  return fields && question && { question, pageIndex: fields.p, firstTotal: fields.c };
}

function unpackQuestion(
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
