import type { ButtonLink, CardAction } from '../../src/cards/button-link.ts';
import { version } from '../../src/cards/button-link.ts';
import { askLink, helpLink, restoreLink } from '../../src/cards/common-buttons.ts';
import type { DigestChange } from '../../src/domain/digest-order.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import * as audit from '../../src/features/audit/buttons.ts';
import * as causes from '../../src/features/causes/buttons.ts';
import type { ChangeKind } from '../../src/features/change.ts';
import * as coverage from '../../src/features/coverage/buttons.ts';
import { type LimitChange, limitChange } from '../../src/features/coverage/limit-change.ts';
import * as digest from '../../src/features/digest/buttons.ts';
import { digestChange } from '../../src/features/digest/change.ts';
import * as incidents from '../../src/features/incidents/buttons.ts';
import { type OnCallChange, onCallChange } from '../../src/features/incidents/on-call/change.ts';
import * as watch from '../../src/features/incidents/watch/buttons.ts';
import { type WatchChange, watchChange } from '../../src/features/incidents/watch/change.ts';
import * as job from '../../src/features/job/buttons.ts';
import * as jobList from '../../src/features/job-list/buttons.ts';
import { type RetiredChange, retiredChange } from '../../src/features/retired/change.ts';
import * as subscriptions from '../../src/features/settings/all/buttons.ts';
import * as status from '../../src/features/status/buttons.ts';

/** A button as tests write it: its verb beside what it carries. */
// biome-ignore lint/suspicious/noExplicitAny: each verb carries its own.
export type Press = { readonly verb: string } & Record<string, any>;

/** A change as tests write it: its kind beside what it carries. */
export type Change =
  | { readonly kind: 'digest'; readonly order: DigestChange }
  | { readonly kind: 'watch'; readonly order: WatchChange }
  | { readonly kind: 'duty'; readonly order: Exclude<OnCallChange, { readonly what: 'set' }> }
  | ({ readonly kind: 'target' } & LimitChange)
  | ({ readonly kind: 'retire' } & RetiredChange);

/** Each link, and the field that its one value stands in; undefined if it carries several. */
type Link = readonly [link: ButtonLink<never>, field?: string];

const links: readonly Link[] = [
  [jobList.pageLink, 'page'],
  [jobList.againLink],
  [jobList.tabsLink],
  [jobList.tabsAgainLink],
  [job.onPageLink],
  [job.onPageTextLink],
  [job.findLink, 'search'],
  [job.findPostLink, 'search'],
  [job.findTextLink, 'search'],
  [status.showLink, 'question'],
  [status.againLink, 'question'],
  [causes.showLink, 'question'],
  [causes.againLink, 'question'],
  [causes.jobsLink],
  [coverage.showLink, 'question'],
  [digest.nowLink, 'id'],
  [digest.pauseLink, 'id'],
  [digest.resumeLink, 'id'],
  [digest.endLink, 'id'],
  [watch.saveLink, 'wish'],
  [watch.cancelLink, 'wish'],
  [watch.endLink, 'id'],
  [incidents.acknowledgeLink, 'id'],
  [incidents.takeOverLink],
  [incidents.assignLink],
  [incidents.noteLink],
  [incidents.closeLink],
  [incidents.reopenLink],
  [incidents.unsnoozeLink],
  [incidents.jobsLink, 'id'],
  [incidents.reportLink, 'id'],
  [incidents.reportTextLink, 'id'],
  [incidents.snoozeLink],
  [audit.showLink, 'page'],
  [audit.againLink, 'question'],
  [subscriptions.showLink, 'pageIndex'],
  [subscriptions.endLink],
  [askLink, 'sentence'],
  [helpLink],
  [restoreLink],
] as unknown as readonly Link[];

const linkOf = new Map(links.map(one => [one[0].verb, one]));

// biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes.
type AnyKind = ChangeKind<any, any>;

export const changeKinds: Readonly<Record<string, AnyKind>> = {
  digest: digestChange,
  watch: watchChange,
  duty: onCallChange,
  target: limitChange,
  retire: retiredChange,
};

/** The verbs of all buttons. */
export const verbs: readonly string[] = [...linkOf.keys(), 'change.save', 'change.cancel'];

/** Encodes a button as the cards do. */
export function packPress({ verb, ...carried }: Press): CardAction {
  if (verb.startsWith('change.')) {
    const { kind, ...change } = carried.change;
    const fields = changeKinds[kind]?.encode(change.order ?? change);
    const seen = verb === 'change.save' ? { i: carried.seen } : {};
    return { verb, data: { v: version, ...fields, ...seen } };
  }
  const [link, field] = linkOf.get(verb) ?? [];
  if (!link) throw new Error(`no button has the verb ${verb}`);
  return link.encode((field === undefined ? carried : carried[field]) as never);
}

/** Decodes what a client sent, as the bot does. */
export function unpackPress(verb: unknown, data: unknown, now: EpochMs): Press | undefined {
  if (typeof verb !== 'string') return undefined;
  if (verb.startsWith('change.')) return unpackChange(verb, data, now);
  const [link, field] = linkOf.get(verb) ?? [];
  const carried: unknown = link?.decode(data, now);
  if (carried === undefined) return undefined;
  return field === undefined ? { verb, ...(carried as object) } : { verb, [field]: carried };
}

function unpackChange(verb: string, data: unknown, now: EpochMs): Press | undefined {
  const { x, i: seen } = (data ?? {}) as { x?: unknown; i?: unknown };
  for (const [kind, { codes }] of Object.entries(changeKinds)) {
    const change = codes[String(x)]?.decode(data, now);
    if (change === undefined) continue;
    const isOrder = ['digest', 'watch', 'duty'].includes(kind);
    const whole = { kind, ...(isOrder ? { order: change } : change) };
    if (verb === 'change.cancel') return { verb, change: whole };
    return typeof seen === 'string' && /^[0-9a-f]{16}$/.test(seen)
      ? { verb, change: whole, seen }
      : undefined;
  }
  return undefined;
}
