import { type Service, services } from '../domain/job.ts';
import type { Finding } from './finding.ts';
import { inconclusive } from './inconclusive.ts';
import { type AskList, askEach, type Listed } from './lists.ts';
import { type PageReply, wordsOf } from './page-reply.ts';
import { countWords, serviceWords } from './service-names.ts';
import type { TimeWindow } from './window-filter.ts';

const tried = 'ObjectType';

/** The list of one service, or what came instead. */
export interface ServiceList {
  readonly service: Service;
  readonly list: Listed | Exclude<PageReply, { kind: 'page' }>;
}

export interface ServiceFilter {
  readonly findings: readonly Finding[];
  /** The lists that were answered; none if ObjectType is ignored. */
  readonly lists: readonly (ServiceList & { readonly list: Listed })[];
  readonly isIgnored: boolean;
}

/** Asks each service for its backups of the same window: no job should come twice. */
export async function checkServiceFilter(ask: AskList, window: TimeWindow): Promise<ServiceFilter> {
  const lists = await askEach(services, async service => ({
    service,
    list: await ask({ type: 'backup', service, span: window }),
  }));
  return judgeServices(lists);
}

export function judgeServices(all: readonly ServiceList[]): ServiceFilter {
  const answered = all.filter((one): one is ServiceFilter['lists'][number] => one.list.kind === 'listed');
  const refused = all.filter(({ list }) => list.kind !== 'listed');
  const findings = refused.length === 0 ? [] : [refusedFinding(refused)];
  if (answered.length === 0) return { findings, lists: [], isIgnored: false };
  const filled = answered.filter(({ list }) => list.ids.size > 0);
  if (filled.length === 0)
    return {
      findings: [
        ...findings,
        inconclusive(tried, 'there are no backups', 'run it again once backups have run.'),
      ],
      lists: answered,
      isIgnored: false,
    };
  const same = indistinct(filled);
  if (same.length > 0) return { findings: [...findings, ignoredFinding(same)], lists: [], isIgnored: true };
  return { findings: [...findings, honouredFinding(filled)], lists: answered, isIgnored: false };
}

/**
 * Returns the services whose lists can't be distinguished: two lists are equal, or one list has the jobs of all the others.
 */
function indistinct(filled: ServiceFilter['lists']): readonly Service[] {
  const union = new Set(filled.flatMap(({ list }) => [...list.ids]));
  const isIn = (ids: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...ids].every(id => others.has(id));
  const found = new Set<Service>();
  for (const one of filled) {
    const others = filled.filter(other => other !== one);
    for (const other of others)
      if (isIn(one.list.ids, other.list.ids) && isIn(other.list.ids, one.list.ids)) found.add(one.service);
    if (others.length > 1 && isIn(union, one.list.ids)) for (const { service } of filled) found.add(service);
  }
  return [...found];
}

function honouredFinding(filled: ServiceFilter['lists']): Finding {
  const ofJob = new Map<string, Service[]>();
  for (const { service, list } of filled)
    for (const id of list.ids) ofJob.set(id, [...(ofJob.get(id) ?? []), service]);
  const doubles = [...ofJob.values()].filter(those => those.length > 1);
  const of = `${countWords(filled.length, 'service')} list ${countWords(ofJob.size, 'backup')}`;
  if (doubles.length === 0) return { mark: 'ok', tried, seen: `honoured: ${of}, none of them twice` };
  const those = countWords(doubles.length, 'job');
  const under = serviceWords([...new Set(doubles.flat())]);
  return {
    mark: 'ok',
    tried,
    seen: `honoured: ${of}; ${those} under several (${under}), which the bot shows under each of them`,
  };
}

function ignoredFinding(those: readonly Service[]): Finding {
  return {
    mark: 'failure',
    tried,
    seen: `ignored: ${serviceWords(those)} list the same jobs`,
    fix: 'no setting changes this: jobs don’t say which service they belong to, so overviews stay unknown, and a list of one service has the jobs of others. Tell AvePoint’s support that ObjectType is ignored.',
  };
}

function refusedFinding(refused: readonly ServiceList[]): Finding {
  const replies = [...new Set(refused.map(({ list }) => (list.kind === 'listed' ? '' : wordsOf(list))))];
  return {
    mark: 'warning',
    tried: 'refused services',
    seen: `${serviceWords(refused.map(({ service }) => service))}: ${replies.join(', ')}`,
    fix: 'nothing to set: overviews say of these that AvePoint refuses them, and the bot asks less and less often. If they are backed up, ask AvePoint’s support.',
  };
}
