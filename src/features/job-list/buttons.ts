import { z } from 'zod';
import { decodeQuestion, encodeQuestion, type FieldsOf, questionFields } from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink, type CardAction } from '../../cards/button-link.ts';
import { type JobType, jobStates, jobTypes, services } from '../../domain/job.ts';
import { type Lead, leads, type Question, questionLimits, type TabsQuestion } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { PagePointer, Tab } from '../../jobs/answers.ts';
import { questionOfTabs } from '../../jobs/tabs.ts';
import {
  decodeNarrowing,
  encodeNarrowing,
  type NarrowingFields,
  narrowingField,
} from './narrowing-fields.ts';

/** A question, and the kind of first line that its answer has. */
export interface QuestionWithLead<Q> {
  readonly question: Q;
  readonly lead?: Lead | undefined;
}

const leadField = { l: z.enum(leads).optional() };
const narrowedField = { x: narrowingField.optional() };

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
  k: z.array(z.enum(jobTypes)).min(2).max(questionLimits.maxTabs).optional(),
  ...leadField,
  ...narrowedField,
};

/** Returns the index of an entry in a list, or -1 for all of it. */
function indexIn(list: readonly string[]) {
  return z
    .int()
    .min(-1)
    .max(list.length - 1);
}

/**
 * `p` is the page, `c` the first page's total, `m` the tabs, `k` the type of each if they are of several, `l` the lead,
 * `x` what narrows or orders the list; `i` is 1 for a list of the job index: buttons of older cards have none, and lead
 * to AvePoint's own list.
 */
export function encodePage(page: PagePointer): Readonly<Record<string, unknown>> {
  return {
    ...encodeQuestion(page.question),
    p: page.pageIndex,
    ...(page.firstTotal === undefined ? {} : { c: page.firstTotal }),
    ...(page.from === undefined ? {} : { i: 1 }),
    ...(page.tabs === undefined ? {} : { m: page.tabs.map(encodeTab) }),
    ...encodeTabTypes(page.tabs),
    ...encodeLead(page),
    ...encodeNarrowed(page.question),
  };
}

export function decodePage(fields: FieldsOf<typeof pageFields>, now: EpochMs): PagePointer | undefined {
  const question = decodeNarrowed(fields, now);
  if (!question) return undefined;
  const from = fields.i === 1 ? ({ from: 'index' } as const) : {};
  const page = { question, pageIndex: fields.p, firstTotal: fields.c, ...from, ...decodeLead(fields) };
  const { m: tabs, k: types } = fields;
  if (types === undefined) return tabs === undefined ? page : { ...page, tabs: tabs.map(decodeTab) };
  // Only AvePoint's own lists are of several types.
  if (tabs?.length !== types.length || fields.i === 1) return undefined;
  return { ...page, tabs: tabs.map((tab, index) => ({ type: types[index], ...decodeTab(tab) })) };
}

function encodeTabTypes(tabs: readonly Tab[] = []): { readonly k?: readonly JobType[] } {
  const types = tabs.flatMap(({ type }) => type ?? []);
  return types.length === 0 ? {} : { k: types };
}

/** Returns the indexes in the lists of services and states, -1 for all; the count, and 1 if it's "at least". */
function encodeTab({ service, state, count }: Tab): readonly number[] {
  const part = [service ? services.indexOf(service) : -1, state ? jobStates.indexOf(state) : -1];
  return count ? [...part, count.value, count.atLeast ? 1 : 0] : part;
}

function decodeTab([service, state, value, atLeast]: readonly number[]): Tab {
  return {
    service: services[service ?? -1],
    state: jobStates[state ?? -1],
    count: value === undefined ? undefined : { value, atLeast: atLeast === 1 },
  };
}

function encodeNarrowed({ narrowed }: Pick<Question, 'narrowed'>): { readonly x?: NarrowingFields } {
  return narrowed === undefined ? {} : { x: encodeNarrowing(narrowed) };
}

type FieldsWithNarrowing = FieldsOf<typeof questionFields> & { readonly x?: NarrowingFields | undefined };

/** Returns the question with what narrows it; undefined if that narrows nothing. */
function decodeNarrowed(fields: FieldsWithNarrowing, now: EpochMs): Question | undefined {
  const question = decodeQuestion(fields, now);
  if (!question || fields.x === undefined) return question;
  const narrowed = decodeNarrowing(fields.x);
  return narrowed && { ...question, narrowed };
}

function encodeLead({ lead }: { readonly lead?: Lead | undefined }): { readonly l?: Lead } {
  return lead === undefined ? {} : { l: lead };
}

function decodeLead({ l: lead }: { readonly l?: Lead | undefined }): { readonly lead?: Lead } {
  return lead === undefined ? {} : { lead };
}

/** Shows this page. */
export const pageLink: ButtonLink<PagePointer> = buttonLink({
  verb: 'jobs.page',
  fields: pageFields,
  toFields: encodePage,
  fromFields: decodePage,
});

/** Asks the question again, with a new span read from its words. */
export const againLink: ButtonLink<QuestionWithLead<Question>> = buttonLink({
  verb: 'jobs.again',
  fields: { ...questionFields, ...leadField, ...narrowedField },
  toFields: ({ question, lead }) => ({
    ...encodeQuestion(question),
    ...encodeLead({ lead }),
    ...encodeNarrowed(question),
  }),
  fromFields(fields, now) {
    const question = decodeNarrowed(fields, now);
    return question && { question, ...decodeLead(fields) };
  },
});

const tabsFields = {
  ...questionFields,
  os: z.array(z.enum(services)).max(services.length),
  ss: z.array(z.enum(jobStates)).max(jobStates.length),
  ts: z
    .array(z.enum(jobTypes))
    .min(2)
    .refine(list => new Set(list).size === list.length)
    .optional(),
  ...leadField,
  ...narrowedField,
};

const linkToTabs = (verb: string): ButtonLink<QuestionWithLead<TabsQuestion>> =>
  buttonLink({
    verb,
    fields: tabsFields,
    toFields({ question: { types, services, states, ...question }, lead }) {
      const all = { service: undefined, state: undefined };
      return {
        ...encodeQuestion({ ...question, ...all }),
        os: services,
        ss: states,
        ...(types === undefined ? {} : { ts: types }),
        ...encodeLead({ lead }),
        ...encodeNarrowed(question),
      };
    },
    fromFields(fields, now) {
      // Only running jobs, asked for alone, have no bounds.
      const [state] = fields.ss;
      const question = decodeNarrowed({ ...fields, s: fields.ss.length === 1 ? state : undefined }, now);
      if (!question) return undefined;
      const { os: services, ss: states, ts: types } = fields;
      const lists = (types?.length ?? 1) * Math.max(1, services.length) * Math.max(1, states.length);
      if (lists > questionLimits.maxTabs || (types && question.type)) return undefined;
      const { service: _service, state: _state, ...rest } = question;
      const ofTypes = types === undefined ? {} : { types };
      return { question: { ...rest, ...ofTypes, services, states }, ...decodeLead(fields) };
    },
  });

/** Counts these lists and shows the first that has anything. */
export const tabsLink = linkToTabs('tabs.show');
/** The same with a new span read from its words. */
export const tabsAgainLink = linkToTabs('tabs.again');

/** Returns the button that asks the whole question of a page again, with a new span. */
export function againOfPage({ question, tabs, lead }: PagePointer): CardAction {
  if (tabs === undefined) return againLink.encode({ question, lead });
  const { service: _service, state: _state, ...window } = question;
  return tabsAgainLink.encode({ question: { ...window, ...questionOfTabs({ question, tabs }) }, lead });
}
