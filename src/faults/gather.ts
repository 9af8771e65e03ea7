import type { EpochMs } from '../domain/time.ts';
import { failing, withEnd } from './evaluate.ts';
import { type Fault, isOpen, type ServiceTrouble, troublesOf } from './fault.ts';
import { changed } from './open-fault.ts';
import { united } from './trouble.ts';

/** More services than these are one wide outage. */
const mostApart = 3;
/** What fails so soon after a wide outage began is part of it. */
const joinsWithinMs = 30 * 60_000;

/** What becomes of the faults of a conversation that are to be told for the first time. */
export interface Gathering {
  /** Over before anybody was to be told: nothing is said of them. */
  readonly silent: readonly Fault[];
  /** A fault that takes others in, and those; the first may be new. */
  readonly merged: readonly {
    readonly into: Fault;
    readonly isNew: boolean;
    readonly from: readonly Fault[];
  }[];
}

/**
 * Brings faults together that are one to whoever reads of them: those of more than three services, and those that follow
 * a wide outage closely. Faults that quiet hours held back are silent where all of them are over by then.
 */
export function gather(faults: readonly Fault[], now: EpochMs): Gathering {
  const untold = faults.filter(fault => isUntold(fault) && (fault.heldUntil ?? now) <= now);
  const held = untold.filter(({ heldUntil }) => heldUntil !== undefined);
  const silent = held.every(fault => !isOpen(fault)) ? held : [];
  const rest = untold.filter(fault => !silent.includes(fault) && fault.about.kind === 'failing');

  const merged: Gathering['merged'][number][] = [];
  const left: Fault[] = [];
  for (const fault of rest) {
    const at = merged.findIndex(({ into }) => takesIn(into, fault, now));
    const host = merged[at]?.into ?? faults.find(other => other !== fault && takesIn(other, fault, now));
    if (!host) left.push(fault);
    else if (at >= 0) merged[at] = joined(host, fault, merged[at]?.from ?? []);
    else merged.push(joined(host, fault, []));
  }
  if (left.reduce((sum, fault) => sum + troublesOf(fault).length, 0) > mostApart) {
    const [first, ...others] = left as [Fault, ...Fault[]];
    merged.push({ into: wideOf(first, others), isNew: true, from: left });
  }
  return { silent, merged };
}

/** Nobody has been told of it, and nobody may have been. */
function isUntold({ telling, isSilent }: Fault): boolean {
  return !telling.said && telling.begun.length === 0 && !isSilent;
}

/** True where `host` is an open fault that has the service already, or a wide outage that has just begun. */
function takesIn(host: Fault, fault: Fault, now: EpochMs): boolean {
  if (host.id === fault.id || host.about.kind !== 'failing' || !isOpen(host) || isUntold(host)) return false;
  const services = troublesOf(host).map(({ service }) => service);
  if (troublesOf(fault).every(({ service }) => services.includes(service))) return true;
  return services.length > mostApart && now - host.openedAt <= joinsWithinMs;
}

function joined(host: Fault, fault: Fault, from: readonly Fault[]): Gathering['merged'][number] {
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
