import { escalation } from '../../../domain/duty-order.ts';
import type { Person } from '../../../domain/person.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { type Call, eventsOfNow, type Fault, holderOf, isCalling, isOpen } from '../incident/incident.ts';
import type { Duty } from './roster.ts';

/** Whom a fault calls as it is told; undefined if nobody is to be: it's over, calls nobody, or has one reader. */
export function firstCall(fault: Fault, duty: Duty | undefined, at: EpochMs): Call | undefined {
  if (!isOpen(fault) || !isCalling(fault) || fault.kind === 'personal') return undefined;
  const { first, fallback, escalateMs = escalation.usualMs } = duty ?? {};
  return { who: first, fallback, at, escalateAt: at + escalateMs, isEscalated: false };
}

/** True while nobody has it, so that somebody is to be called. */
export function isFree(fault: Fault): boolean {
  return isOpen(fault) && !holderOf(fault);
}

/** Who is called next: whoever is on duty by now and was not called yet, else the fallback. */
export function nextCallee(fault: Fault, duty: Duty | undefined): Person | undefined {
  const called = eventsOfNow(fault).flatMap(event =>
    event.what === 'called' || event.what === 'escalated' ? [event.who.id] : [],
  );
  return [duty?.first, duty?.fallback].find(person => person && !called.includes(person.id));
}

/** Who is reminded: first whoever has it, then the next on call, who may not know that it lasts. */
export function remindedNext(fault: Fault, duty: Duty | undefined): Person | undefined {
  const holder = holderOf(fault);
  const takenAt = (fault.assigned ?? fault.acknowledged)?.at ?? 0;
  const reminded = eventsOfNow(fault).filter(({ at, what }) => what === 'reminded' && at > takenAt).length;
  if (!holder || reminded % 2 === 0) return holder;
  return [duty?.first, duty?.fallback].find(person => person && person.id !== holder.id) ?? holder;
}

/** The fault after `callee` was called at `at`; after nobody could be, if it is undefined. */
export function afterCall(
  fault: Fault,
  callee: Person | undefined,
  duty: Duty | undefined,
  at: EpochMs,
): Fault {
  const { call, events } = fault;
  if (!call) return fault;
  if (!callee) return { ...fault, call: { ...call, isEscalated: true } };
  const isFirst = callee.id === duty?.first?.id;
  const what = isFirst ? ('called' as const) : ('escalated' as const);
  const told = { ...fault, events: [...events, { what, who: callee, at }] };
  const fallback = isFirst ? nextCallee(told, duty) : undefined;
  const escalateAt = at + (duty?.escalateMs ?? escalation.usualMs);
  return {
    ...told,
    call: { ...call, ...(isFirst ? { who: callee, at } : {}), fallback, escalateAt, isEscalated: !fallback },
  };
}

/** The fault with somebody to be called at once, if nobody has been, or nobody who was has it. */
export function callingAtOnce(fault: Fault, at: EpochMs): Fault | undefined {
  const { call } = fault;
  const isAnybodyCalled = eventsOfNow(fault).some(({ what }) => what === 'called' || what === 'escalated');
  if (!call || (isAnybodyCalled && !call.isEscalated) || !isFree(fault)) return undefined;
  return { ...fault, call: { ...call, escalateAt: at, isEscalated: false } };
}
