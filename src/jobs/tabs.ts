import type { JobFilter } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { TabsQuestion } from '../domain/question.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import type { Count, EmptyReason, PagePointer, Tab } from './answers.ts';
import { countOfList } from './count-list.ts';
import { spanBehind } from './empty-reason.ts';
import type { OverviewParts } from './health.ts';
import { createSettle } from './still-running.ts';
import type { VerifiedReader } from './verified-reader.ts';
import { waitForIndex } from './wait-for-index.ts';

/**
 * Counts each part, from the index, and points to the first page of the first part with jobs. A part that can't be
 * counted has no number. Waits until the window was read, but answers by `until`.
 */
export async function readTabs(
  { index, clock }: OverviewParts,
  question: TabsQuestion,
  until: MonotonicMs,
): Promise<PagePointer> {
  const { type, span } = question;
  await waitForIndex(index, { from: span.from ?? clock.now(), type }, until);
  const now = clock.now();
  const tabs = partsOf(question).map(
    (part): Tab => ({
      ...part,
      count: countOfList(index, { ...question, ...part, type: part.type ?? type }, now),
    }),
  );
  return pointerTo(question, tabs, tabs.find(({ count }) => count?.value !== 0) ?? tabs[0]);
}

/**
 * Returns the tabs around a list. The open one has the list's own total. The others have the current count, or their
 * earlier one if they can't be counted.
 */
export function tabsBeside(
  { question, tabs }: PagePointer,
  total: Count,
  countNow: (filter: JobFilter) => Count | undefined,
): readonly Tab[] | undefined {
  const { type, service, state } = question;
  return tabs?.map(tab => {
    const filter = { type: tab.type ?? type, service: tab.service, state: tab.state };
    const isOpen = filter.type === type && tab.service === service && tab.state === state;
    return { ...tab, count: isOpen ? total : (countNow(filter) ?? tab.count) };
  });
}

/** Returns the parts of a question, type by type and state by state. */
function partsOf({ types = [], services, states }: Pick<TabsQuestion, 'types' | 'services' | 'states'>) {
  return orAll(types).flatMap(type =>
    orAll(states).flatMap(state =>
      orAll(services).map(service => ({ ...(type === undefined ? {} : { type }), service, state })),
    ),
  );
}

function orAll<T>(values: readonly T[]): readonly (T | undefined)[] {
  return values.length > 0 ? values : [undefined];
}

/** Returns the first page of one of the tabs. */
function pointerTo(question: TabsQuestion, tabs: readonly Tab[], tab: Tab | undefined): PagePointer {
  const { services: _services, states: _states, types: _types, ...common } = question;
  return {
    question: { ...common, type: tab?.type ?? question.type, service: tab?.service, state: tab?.state },
    pageIndex: 0,
    firstTotal: undefined,
    tabs,
  };
}

/**
 * Finds out why all tabs are empty, with one request for each of their types and services. The result is unknown if a part
 * couldn't be counted, or if a job in one of the states asked for exists after all.
 */
export async function explainEmptyTabs(
  { careful, log }: { careful: VerifiedReader; log: Log },
  { question, tabs = [] }: PagePointer,
  now: EpochMs,
  until: MonotonicMs,
): Promise<EmptyReason> {
  if (tabs.some(({ count }) => count?.value !== 0)) return { kind: 'unknown' };
  const { span, lastHours } = spanBehind(question, now);
  const settle = createSettle(log);
  const { type, types = [], services, states } = questionOfTabs({ question, tabs });
  const kinds = types.length > 0 ? types : [type];
  const read = await Promise.all(
    kinds.flatMap(type =>
      orAll(services).map(service => settle(careful.tally({ type, service }, span, until), { service })),
    ),
  );
  let value = 0;
  let running = 0;
  let atLeast = false;
  for (const tally of read) {
    if (!tally || tally.other > 0 || states.some(state => tally.states[state] > 0))
      return { kind: 'unknown' };
    value += tally.total;
    running += tally.states.inProgress;
    atLeast ||= tally.atLeast;
  }
  if (value === 0) return { kind: 'nothingRan', lastHours };
  // Lists of every state that are empty contradict it.
  if (states.length === 0) return { kind: 'unknown' };
  return { kind: 'othersRan', count: { value, atLeast }, lastHours, running: { value: running, atLeast } };
}

/** Returns the question that the tabs belong to, to ask it again. */
export function questionOfTabs({
  question,
  tabs = [],
}: Pick<PagePointer, 'question' | 'tabs'>): Omit<TabsQuestion, 'span' | 'spanWords' | 'zone'> {
  const distinct = <T>(values: readonly (T | undefined)[]) =>
    [...new Set(values)].filter(value => value !== undefined);
  const types = distinct(tabs.map(({ type }) => type));
  return {
    ...(types.length === 0 ? { type: question.type } : { type: undefined, types }),
    services: distinct(tabs.map(({ service }) => service)),
    states: distinct(tabs.map(({ state }) => state)),
    pageSize: question.pageSize,
  };
}
