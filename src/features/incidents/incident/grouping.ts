import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import { failing, withEnd } from '../detect/evaluate.ts';
import { changed, type Fault, isOpen, type ServiceTrouble, troublesOf } from './incident.ts';
import { knows, united } from './service-failure.ts';

/** More services than these are one wide outage. */
const mostApart = 3;
/** What fails so soon after a wide outage began is part of it. */
const joinsWithinMs = 30 * 60_000;

/** A fault that takes others in, and those; the first may be new. */
interface Merge {
  readonly into: Fault;
  readonly isNew: boolean;
  readonly from: readonly Fault[];
}

/** What becomes of the faults of a conversation that are to be told for the first time. */
export interface Gathering {
  /** Over before anybody was to be told: nothing is said of them. */
  readonly silent: readonly Fault[];
  readonly merged: readonly Merge[];
}

/**
 * Brings faults together that are one to whoever reads of them: those of more than three services, and those that follow
 * a wide outage closely. Faults that quiet hours held back are silent if all of them are over when those end, however late they
 * are gathered; but a time in which nothing could be seen is told if it began before the quiet hours, and a run whose end is unknown
 * always is.
 */
export function gather(faults: readonly Fault[], now: EpochMs): Gathering {
  const untold = faults.filter(fault => isUntold(fault) && (fault.heldUntil ?? now) <= now);
  const held = untold.filter(
    fault => fault.heldUntil !== undefined && !isEarlierGap(fault) && fault.about.kind !== 'unclear',
  );
  const silent = held.every(isOverInTime) ? held : [];
  const rest = untold.filter(fault => !silent.includes(fault) && fault.about.kind === 'failing');

  const merged: Merge[] = [];
  const left: Fault[] = [];
  for (const fault of rest) {
    const at = merged.findIndex(({ into }) => takesIn(into, fault, now));
    const host = merged[at]?.into ?? faults.find(other => other !== fault && takesIn(other, fault, now));
    if (!host) left.push(fault);
    else if (at >= 0) merged[at] = joined(host, fault, merged[at]?.from ?? []);
    else merged.push(joined(host, fault, []));
  }
  const [first, ...others] = left;
  if (first && servicesOf(left).size > mostApart)
    merged.push({ into: wideOf(first, others), isNew: true, from: left });
  else merged.push(...ofOneService(left));
  return { silent, merged };
}

/** True if the fault was over when the quiet hours ended that held it back. */
function isOverInTime({ overAt, heldUntil = 0 }: Fault): boolean {
  return overAt !== undefined && overAt <= heldUntil;
}

/** True for a time in which nothing could be seen that began before the quiet hours in which it was noticed. */
function isEarlierGap({ about, quiet, heldUntil }: Fault): boolean {
  return about.kind === 'blind' && quietUntil(quiet, about.since) !== heldUntil;
}

function servicesOf(faults: readonly Fault[]): ReadonlySet<Service> {
  return new Set(faults.flatMap(troublesOf).map(({ service }) => service));
}

/** Faults of one service that followed each other before anybody was told are told as the last of them. */
function ofOneService(left: readonly Fault[]): readonly Merge[] {
  return [...servicesOf(left)].flatMap(service => {
    const those = left.filter(fault => troublesOf(fault)[0]?.service === service);
    const [last] = those.toSorted((a, b) => b.openedAt - a.openedAt);
    if (!last || those.length < 2) return [];
    const others = those.filter(fault => fault !== last);
    const none: Merge = { into: last, isNew: false, from: [] };
    return [others.reduce((so, fault) => joined(so.into, fault, so.from), none)];
  });
}

/** Nobody has been told of it, and nobody may have been. */
function isUntold({ events, telling, isSilent }: Fault): boolean {
  const isTold = events.some(({ what }) => what === 'told');
  return !telling.said && telling.begun.length === 0 && !isTold && !isSilent;
}

/**
 * True if `host` is an open fault that has the very trouble already, or a wide outage that has just begun and is not
 * silenced.
 */
function takesIn(host: Fault, fault: Fault, now: EpochMs): boolean {
  if (host.id === fault.id || host.about.kind !== 'failing' || !isOpen(host) || isUntold(host)) return false;
  const has = ({ service, first }: ServiceTrouble) =>
    troublesOf(host).some(one => one.service === service && (!one.recovery || knows(one, first)));
  if (troublesOf(fault).every(has)) return true;
  const isSilenced = host.snoozed !== undefined && host.snoozed.until > now;
  return servicesOf([host]).size > mostApart && now - host.openedAt <= joinsWithinMs && !isSilenced;
}

function joined(host: Fault, fault: Fault, from: readonly Fault[]): Merge {
  const about = failing(allTroubles([host, fault]));
  return { into: withEnd(changed(host, { about })), isNew: false, from: [...from, fault] };
}

/** One fault of all of them. Its id is made of theirs, so that it is the same whoever makes it. */
function wideOf(first: Fault, others: readonly Fault[]): Fault {
  const all = [first, ...others];
  const sum = all.reduce((so, { id }) => (so + Number.parseInt(id.slice(8), 16)) % 0x1_0000_0000, 0);
  const id = `${first.id.slice(0, 8)}${sum.toString(16).padStart(8, '0')}`;
  const lateMs = Math.max(...all.map(fault => fault.lateMs ?? 0));
  const { lateMs: _, ...rest } = first;
  const wide: Fault = {
    ...rest,
    id,
    about: failing(allTroubles(all)),
    openedAt: Math.min(...all.map(({ openedAt }) => openedAt)),
    ...(lateMs > 0 ? { lateMs } : {}),
    // One of them is to be heard at any hour.
    quiet: all.every(({ quiet }) => quiet) ? first.quiet : undefined,
    heldUntil: undefined,
    overAt: undefined,
  };
  return withEnd(wide);
}

function allTroubles(faults: readonly Fault[]): readonly ServiceTrouble[] {
  const troubles = new Map<string, ServiceTrouble>();
  for (const trouble of faults.flatMap(troublesOf)) {
    const known = troubles.get(trouble.service);
    troubles.set(trouble.service, known ? united(known, trouble) : trouble);
  }
  return [...troubles.values()];
}
