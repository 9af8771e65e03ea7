import { z } from 'zod';
import { type FieldsOf, packQuestion, questionFields, unpackQuestion } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { jobStates, services } from '../../domain/job.ts';
import { type Lead, leads, type Question, questionLimits, type TabsQuestion } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { PagePointer, Tab } from '../../jobs/answers.ts';

/** A question, and what its first line answers. */
export interface Asked<Q> {
  readonly question: Q;
  readonly lead?: Lead | undefined;
}

const leadField = { l: z.enum(leads).optional() };

export const pageFields = {
  ...questionFields,
  p: z.int().min(0).max(questionLimits.maxPageIndex),
  c: z.int().min(0).optional(),
  i: z.literal(1).optional(),
  m: z
    .array(
      z.union([
        z.tuple([indexIn(services), indexIn(jobStates)]),
        z.tuple([indexIn(services), indexIn(jobStates), z.int().min(0), z.int().min(0).max(1)]),
      ]),
    )
    .min(1)
    .max(questionLimits.maxTabs)
    .optional(),
  ...leadField,
};

/** Of an entry in a list, or -1 for all of it. */
function indexIn(list: readonly string[]) {
  return z
    .int()
    .min(-1)
    .max(list.length - 1);
}

/**
 * `p` is the page, `c` the first page's total, `m` the tabs, `l` the lead; `i` is 1 for a list of the job index: buttons of older cards
 * have none, and lead to AvePoint's own.
 */
export function packPage(page: PagePointer): Readonly<Record<string, unknown>> {
  return {
    ...packQuestion(page.question),
    p: page.pageIndex,
    ...(page.firstTotal === undefined ? {} : { c: page.firstTotal }),
    ...(page.from === undefined ? {} : { i: 1 }),
    ...(page.tabs === undefined ? {} : { m: page.tabs.map(packTab) }),
    ...packLead(page),
  };
}

export function unpackPage(fields: FieldsOf<typeof pageFields>, now: EpochMs): PagePointer | undefined {
  const question = unpackQuestion(fields, now);
  if (!question) return undefined;
  const from = fields.i === 1 ? ({ from: 'index' } as const) : {};
  const page = { question, pageIndex: fields.p, firstTotal: fields.c, ...from, ...unpackLead(fields) };
  return fields.m === undefined ? page : { ...page, tabs: fields.m.map(unpackTab) };
}

/** Indexes in the lists of services and states, -1 for all; the count, and 1 if it is "at least". */
function packTab({ service, state, count }: Tab): readonly number[] {
  const part = [service ? services.indexOf(service) : -1, state ? jobStates.indexOf(state) : -1];
  return count ? [...part, count.value, count.atLeast ? 1 : 0] : part;
}

function unpackTab([service, state, value, atLeast]: readonly number[]): Tab {
  return {
    service: services[service ?? -1],
    state: jobStates[state ?? -1],
    count: value === undefined ? undefined : { value, atLeast: atLeast === 1 },
  };
}

function packLead({ lead }: { readonly lead?: Lead | undefined }): { readonly l?: Lead } {
  return lead === undefined ? {} : { l: lead };
}

function unpackLead({ l: lead }: { readonly l?: Lead | undefined }): { readonly lead?: Lead } {
  return lead === undefined ? {} : { lead };
}

/** Shows this page. */
export const pageLink: ButtonLink<PagePointer> = buttonLink({
  verb: 'jobs.page',
  fields: pageFields,
  toFields: packPage,
  fromFields: unpackPage,
});

/** Asks the question again, with a new span read from its words. */
export const againLink: ButtonLink<Asked<Question>> = buttonLink({
  verb: 'jobs.again',
  fields: { ...questionFields, ...leadField },
  toFields: ({ question, lead }) => ({ ...packQuestion(question), ...packLead({ lead }) }),
  fromFields(fields, now) {
    const question = unpackQuestion(fields, now);
    return question && { question, ...unpackLead(fields) };
  },
});

const tabsFields = {
  ...questionFields,
  os: z.array(z.enum(services)).max(services.length),
  ss: z.array(z.enum(jobStates)).max(jobStates.length),
  ...leadField,
};

const linkToTabs = (verb: string): ButtonLink<Asked<TabsQuestion>> =>
  buttonLink({
    verb,
    fields: tabsFields,
    toFields({ question: { services, states, ...question }, lead }) {
      const all = { service: undefined, state: undefined };
      return { ...packQuestion({ ...question, ...all }), os: services, ss: states, ...packLead({ lead }) };
    },
    fromFields(fields, now) {
      // Only running jobs, asked for alone, have no bounds.
      const [state] = fields.ss;
      const question = unpackQuestion({ ...fields, s: fields.ss.length === 1 ? state : undefined }, now);
      if (!question) return undefined;
      const lists = Math.max(1, fields.os.length) * Math.max(1, fields.ss.length);
      if (lists > questionLimits.maxTabs) return undefined;
      const { service: _service, state: _state, ...rest } = question;
      return { question: { ...rest, services: fields.os, states: fields.ss }, ...unpackLead(fields) };
    },
  });

/** Counts these lists and shows the first that has anything. */
export const tabsLink = linkToTabs('tabs.show');
/** The same with a new span read from its words. */
export const tabsAgainLink = linkToTabs('tabs.again');
