import type { EpochMs } from '../domain/time.ts';
import type { PageReply } from './page-reply.ts';
import {
  type Answered,
  agreeing,
  dayOf,
  type EndedJob,
  type Filter,
  filters,
  lets,
  runsOf,
  type TimeWindow,
} from './window-filter.ts';

/** Asks for the first page of 100 of all jobs in a window. */
export type AskWindow = (window: TimeWindow) => Promise<PageReply>;

const secondMs = 1_000;
const dayMs = 86_400_000;
/** Half the width of a window around a moment: wide enough that the times of a job may be cut or rounded. */
const aroundMs = 10 * secondMs;
/** Shorter, and the windows around its start, its middle and its end would touch. */
const shortestRunMs = 60 * secondMs;

export interface WindowSeen {
  /** Every way of filtering that agrees with what came. */
  readonly left: readonly Filter[];
  /** The job that was looked for; undefined if no known one will do. */
  readonly run: EndedJob | undefined;
}

/**
 * What a window of time filters, found out by a real job: windows that hold its start alone, its end alone, or neither.
 * A window is asked only if the ways that are left disagree about it. What else comes bears witness, too.
 *
 * @param known the jobs of a wide window, as many as came
 */
export async function seeWindow(
  known: Answered,
  ask: AskWindow,
): Promise<WindowSeen | { readonly unanswered: PageReply }> {
  const run = tellingRun(known.runs);
  const answers: Answered[] = [known];
  let left = agreeing(filters, answers);
  if (run === undefined) return { left, run };
  for (const window of windowsAbout(run)) {
    const predictions = new Set(left.map(filter => lets(filter, run, window)));
    if (predictions.size < 2) continue;
    const reply = await ask(window);
    if (reply.kind !== 'page') return { unanswered: reply };
    answers.push(answered(window, reply, known.runs.length));
    left = agreeing(left, answers);
  }
  return { left, run };
}

/** @param given how many jobs the service is known to give at a time */
export function answered(window: TimeWindow, reply: PageReply & { kind: 'page' }, given: number): Answered {
  const { jobs, totalCount, hasMore } = reply.page;
  const isComplete = !hasMore && totalCount <= jobs.length && jobs.length < given;
  return { window, runs: runsOf(jobs), isComplete };
}

/** The longest that starts and ends on one day (so that days and seconds can be told apart), else the longest. */
function tellingRun(runs: readonly EndedJob[]): EndedJob | undefined {
  const length = ({ startedAt, finishedAt }: EndedJob) => finishedAt - startedAt;
  const isOfOneDay = ({ startedAt, finishedAt }: EndedJob) => dayOf(startedAt) === dayOf(finishedAt);
  return [...runs]
    .filter(run => length(run) >= shortestRunMs && length(run) < dayMs)
    .sort((a, b) => Number(isOfOneDay(b)) - Number(isOfOneDay(a)) || length(b) - length(a))[0];
}

function windowsAbout({ startedAt, finishedAt }: EndedJob): readonly TimeWindow[] {
  const around = (from: EpochMs, to = from): TimeWindow => ({
    from: Math.floor((from - aroundMs) / secondMs) * secondMs,
    to: Math.ceil((to + aroundMs) / secondMs) * secondMs,
  });
  const day = dayOf(startedAt);
  const [before, after] = [startedAt - day, day + dayMs - finishedAt];
  const elsewhere = before > after ? day + before / 2 : finishedAt + after / 2;
  return [
    around(startedAt),
    around(finishedAt),
    around((startedAt + finishedAt) / 2),
    around(startedAt, finishedAt),
    around(elsewhere),
    { from: day, to: day + dayMs },
  ];
}
