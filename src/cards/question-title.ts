import type { JobFilter } from '../domain/job.ts';
import type { Narrowing, Order } from '../domain/narrowing.ts';
import { narrowingTexts } from './narrowing-texts.ts';
import { capitalised, fullNameOf, kindOfAny, namesOf } from './words.ts';

/** Returns the question as a title: "Failed backups · Exchange Online", "Last 5 failed backups · not Teams". */
export function titleOf(question: JobFilter & { readonly narrowed?: Narrowing | undefined }): string {
  const { service, narrowed } = question;
  const services = narrowed?.among?.services ?? [];
  return [
    capitalised(orderedKind(question)),
    ...(service === undefined ? [] : [fullNameOf(service)]),
    ...(services.length > 0 ? [namesOf(services)] : []),
    ...narrowingTexts(narrowed),
  ].join(' · ');
}

/** Returns "failed backups", "last 5 failed backups", "longest backup". */
function orderedKind({
  type,
  state,
  narrowed,
}: JobFilter & { readonly narrowed?: Narrowing | undefined }): string {
  const { among, limit, order } = narrowed ?? {};
  const states = among && among.states.length > 0 ? among.states : state === undefined ? [] : [state];
  if (order === undefined || limit === undefined) return kindOfAny(type, states);
  const kind = kindOfAny(type, states, limit !== 1).replace(/^all /, '');
  if (limit === 1) return `${orderWords[order]} ${kind}`;
  return order === 'latest' ? `last ${limit} ${kind}` : `${limit} ${orderWords[order]} ${kind}`;
}

const orderWords: Readonly<Record<Order, string>> = {
  latest: 'last',
  oldest: 'oldest',
  longest: 'longest',
  shortest: 'shortest',
};
