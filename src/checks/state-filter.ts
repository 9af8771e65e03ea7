import { badStates, type Job, type JobState } from '../domain/job.ts';
import type { Finding } from './finding.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import { type AskList, askEach, type Listed } from './lists.ts';
import type { Sample } from './sample.ts';
import { listWords } from './service-names.ts';

const tried = 'JobState';
/** The states that the bot asks for again and again. */
const states = ['inProgress', ...badStates] as const;

const stateWords: Readonly<Record<(typeof states)[number], string>> = {
  inProgress: 'running',
  failed: 'failed',
  partiallyFinished: 'partially finished',
  finishedWithException: 'finished with exception',
};

export interface StateFilter {
  readonly findings: readonly Finding[];
  /** Backups that run now, whenever they started: their count, else the rows of one page. Undefined if JobState is ignored. */
  readonly running: number | undefined;
  /** Bad ends of two days, by state. */
  readonly bad: readonly (number | undefined)[];
}

/** Asks for each state that the bot polls. A single row in another state shows that the filter is ignored. */
export async function checkStateFilter(ask: AskList, { days, all }: Sample): Promise<StateFilter> {
  const unbounded = { from: undefined, to: undefined };
  const replies = await askEach(states, state =>
    ask({ type: 'backup', state, span: state === 'inProgress' ? unbounded : days }),
  );
  const failed = replies.find(reply => reply.kind !== 'listed');
  if (failed) return { findings: [unanswered(tried, failed)], running: undefined, bad: [] };
  const lists = states.flatMap((state, index): { state: JobState; list: Listed }[] => {
    const list = replies[index];
    return list?.kind === 'listed' ? [{ state, list }] : [];
  });
  const [running, ...bad] = lists.map(({ list }) => list.count);
  const listed = lists[0]?.list.jobs.length;
  const known = [...(all?.jobs ?? []), ...lists.flatMap(({ list }) => list.jobs)];
  const finding = judge(lists, known);
  if (finding.mark === 'failure') return { findings: [finding], running: undefined, bad: [] };
  return { findings: [finding], running: running ?? listed, bad };
}

function judge(lists: readonly { state: JobState; list: Listed }[], known: readonly Job[]): Finding {
  const wordsOf = (some: typeof lists) =>
    listWords(some.map(({ state }) => stateWords[state as (typeof states)[number]]));
  const isOther = (state: JobState) => (job: Job) => job.state !== undefined && job.state !== state;
  const ignoring = lists.filter(({ state, list }) => list.jobs.some(isOther(state)));
  if (ignoring.length > 0)
    return {
      mark: 'failure',
      tried,
      seen: `ignored: lists of jobs that are ${wordsOf(ignoring)} have jobs in other states`,
      fix: 'no setting changes this: overviews stay unknown, and a list of failed jobs has others, too. Tell AvePoint’s support that JobState is ignored.',
    };
  const unproven = lists.filter(({ state }) => !known.some(isOther(state)));
  if (unproven.length > 0)
    return inconclusive(
      tried,
      known.length === 0 ? 'there are no backups' : `no backup is in another state than ${wordsOf(unproven)}`,
      'run it again once more backups have run.',
    );
  return { mark: 'ok', tried, seen: 'honoured: all that come are in the state that was asked for' };
}
