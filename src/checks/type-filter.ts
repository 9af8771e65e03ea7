import { type JobType, jobTypes } from '../domain/job.ts';
import type { Finding } from './finding.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import { type AskList, askEach, type Listed } from './lists.ts';
import type { Sample } from './sample.ts';
import { countWords, listWords } from './service-names.ts';

const tried = 'JobType';

const typeWords: Readonly<Record<JobType, string>> = {
  backup: 'backups',
  restore: 'restores',
  export: 'exports',
  delete: 'deletions',
  retention: 'retention runs',
};

export interface TypeFilter {
  readonly findings: readonly Finding[];
  /** Restores, exports, deletions and retention runs a day: what their lists of two days show. Undefined if JobType is ignored. */
  readonly othersPerDay: number | undefined;
}

/** Asks for each type of job. No job should be listed under two types. */
export async function checkTypeFilter(ask: AskList, { days, all }: Sample): Promise<TypeFilter> {
  const others = jobTypes.filter(type => type !== 'backup');
  const replies = await askEach(others, type => ask({ type, span: days }));
  const failed = replies.find(reply => reply.kind !== 'listed');
  if (failed) return { findings: [unanswered(tried, failed)], othersPerDay: undefined };
  const lists = others.flatMap((type, index): { type: JobType; list: Listed }[] => {
    const list = replies[index];
    return list?.kind === 'listed' ? [{ type, list }] : [];
  });
  const othersPerDay = lists.reduce((sum, { list }) => sum + (list.count ?? list.jobs.length), 0) / 2;
  const finding = judge(lists, all);
  return { findings: [finding], othersPerDay: finding.mark === 'failure' ? undefined : othersPerDay };
}

function judge(others: readonly { type: JobType; list: Listed }[], backups: Listed | undefined): Finding {
  const lists = [...(backups ? [{ type: 'backup' as JobType, list: backups }] : []), ...others];
  const ofJob = new Map<string, JobType[]>();
  for (const { type, list } of lists)
    for (const id of list.ids) ofJob.set(id, [...(ofJob.get(id) ?? []), type]);
  const doubles = [...new Set([...ofJob.values()].filter(those => those.length > 1).flat())];
  if (doubles.length > 0)
    return {
      mark: 'failure',
      tried,
      seen: `ignored: lists of ${listWords(doubles.map(type => typeWords[type]))} have the same jobs`,
      fix: 'no setting changes this: overviews stay unknown, and a list of backups has other jobs, too. Tell AvePoint’s support that JobType is ignored.',
    };
  if (ofJob.size === 0) return inconclusive(tried, 'there are no jobs', 'run it again once jobs have run.');
  const filled = lists.filter(({ list }) => list.ids.size > 0).map(({ type }) => type);
  return {
    mark: 'ok',
    tried,
    seen: `honoured: none of ${countWords(ofJob.size, 'job')} comes under two types (${listWords(filled.map(type => typeWords[type]))})`,
  };
}
