import type { AskList, Listed } from './lists.ts';
import type { PageReply } from './page-reply.ts';
import { lastDays } from './shape-answers.ts';
import { dayOf, type EndedJob, type Filter, runsOf, type TimeWindow } from './window-filter.ts';

const dayMs = 86_400_000;
const sampleDays = 2;
/** As far back as the bot reads. */
const farthestDays = 60;
/** With fewer jobs in two days, a longer window is used. */
const fewest = 3;
/** The share of a page's jobs that the first shorter window spans, and how many windows are tried. */
const wantedShare = 0.5;
const mostTries = 4;
/** Further pages that are read to count jobs. */
const mostPages = 12;

/** The backups that the filters are tried on: those of the last two days, or as many of them as fit on a page. */
export interface Sample {
  /** The last two days. */
  readonly days: TimeWindow;
  readonly window: TimeWindow;
  readonly grain: Filter['grain'];
  /** The list of all services; undefined if that is refused. */
  readonly all: Listed | undefined;
  /** Backups a day; undefined if there is no reliable count. */
  readonly perDay: number | undefined;
}

export interface SampleParts {
  readonly ask: AskList;
  readonly now: number;
  readonly isAllRefused: boolean;
  readonly windows: readonly Filter[];
}

/** Returns a page of backups. Resolves to the reply if there is none. */
export async function takeSample({
  ask,
  now,
  isAllRefused,
  windows,
}: SampleParts): Promise<Sample | Exclude<PageReply, { kind: 'page' }>> {
  const days = lastDays(sampleDays, now);
  const grain = windows[0]?.grain ?? 'second';
  if (isAllRefused) return { days, window: days, grain, all: undefined, perDay: undefined };
  const askWindow = (span: TimeWindow) => ask({ type: 'backup', span });
  const first = await askWindow(days);
  if (first.kind !== 'listed') return first;
  const perDay = first.count === undefined ? undefined : first.count / sampleDays;
  if (first.isComplete && first.jobs.length >= fewest)
    return { days, window: days, grain, all: first, perDay };
  if (first.isComplete) {
    const window = lastDays(farthestDays, now);
    const all = await askWindow(window);
    return all.kind === 'listed' ? { days, window, grain, all, perDay } : all;
  }

  const counted = perDay ?? (await countByPages(ask, days, first));
  const shorter = await askShorter(first, grain, days, askWindow);
  if (shorter === undefined) return { days, window: days, grain, all: first, perDay: counted };
  if (!('all' in shorter)) return shorter;
  return { days, grain, ...shorter, perDay: counted ?? densityOf(shorter) };
}

interface Shorter {
  readonly window: TimeWindow;
  readonly all: Listed;
}

/** Backups a day, counted by reading all pages. Undefined if there are too many, or one isn't answered. */
async function countByPages(ask: AskList, span: TimeWindow, first: Listed): Promise<number | undefined> {
  const ids = new Set(first.ids);
  for (let page = 1; page <= mostPages; page += 1) {
    const next = await ask({ type: 'backup', span, page, size: first.jobs.length });
    if (next.kind !== 'listed') return undefined;
    for (const id of next.ids) ids.add(id);
    if (next.jobs.length < first.jobs.length) return ids.size / sampleDays;
  }
  return undefined;
}

/**
 * Asks for windows around fewer and fewer known jobs until a window's jobs fit on one page. The known jobs start and end
 * inside the window, so they are listed whatever a window's bounds apply to.
 */
async function askShorter(
  { jobs }: Listed,
  grain: Filter['grain'],
  days: TimeWindow,
  askWindow: (window: TimeWindow) => ReturnType<AskList>,
): Promise<Shorter | Exclude<PageReply, { kind: 'page' }> | undefined> {
  const runs = runsOf(jobs)
    .filter(({ startedAt, finishedAt }) => startedAt >= days.from && finishedAt < days.to)
    .sort((a, b) => b.startedAt - a.startedAt);
  let best: Shorter | undefined;
  let count = Math.floor(runs.length * wantedShare);
  for (let tries = 0; tries < mostTries && count > 0; tries += 1) {
    const window = windowOf(runs.slice(0, count), grain);
    const all = await askWindow(window);
    if (all.kind !== 'listed') return all;
    best = { window, all };
    if (all.isComplete) break;
    count = Math.floor(count / 3);
  }
  return best;
}

/** Returns the shortest window in which all runs start and end. */
export function windowOf(runs: readonly EndedJob[], grain: Filter['grain']): TimeWindow {
  const from = Math.min(...runs.map(({ startedAt }) => startedAt));
  const to = Math.max(...runs.map(({ finishedAt }) => finishedAt));
  const first = grain === 'second' ? Math.floor(from / 1000) * 1000 : dayOf(from);
  return { from: first, to: Math.ceil((to + 1) / 1000) * 1000 };
}

/** Backups a day, extrapolated from the window. */
function densityOf({ window, all }: Shorter): number | undefined {
  return all.isComplete ? (all.jobs.length * dayMs) / (window.to - window.from) : undefined;
}
