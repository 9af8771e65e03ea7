import type { Log } from '../domain/log.ts';
import type { Delivery, Messenger } from '../domain/messenger.ts';
import type { PlaceKey } from '../domain/place.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { type Due, nextDue, runsOf } from './due.ts';
import type { Duties } from './duties.ts';
import type { Duty } from './duty.ts';
import { type Fault, holderOf, isOpen, type Step, troublesOf } from './fault.ts';
import type { Faults, KeptFault } from './faults.ts';
import { gather } from './gather.ts';
import type { FaultMessage } from './message.ts';
import { changed } from './open-fault.ts';

export interface AttendParts {
  readonly faults: Faults;
  readonly duties: Pick<Duties, 'get'>;
  readonly messenger: Messenger<FaultMessage>;
  /** The conversation is gone: all that is kept for it goes. */
  readonly forget: (place: PlaceKey) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether all that is due was done, or is to be tried again later. */
export type Ending = 'over' | 'later';

/** Steps that one visit takes for one fault at the most. */
const mostSteps = 6;

/**
 * Brings a conversation up to what is known of its faults: posts, edits and replies that are due. A fault is marked before
 * a message goes out and its new state is recorded after, each only if nobody else has changed it: so where a process dies
 * in between, the next knows that it may have been said. Rejects with `StoreError`.
 */
export function createAttend({ faults, duties, messenger, forget, clock, log }: AttendParts) {
  async function arrange(place: PlaceKey): Promise<void> {
    const kept = await faults.ofPlace(place);
    const keptOf = (fault: Fault) => kept.find(({ value }) => value.id === fault.id);
    const { silent, merged } = gather(
      kept.map(({ value }) => value),
      clock.now(),
    );
    for (const fault of silent) await faults.save({ ...fault, isSilent: true }, keptOf(fault));
    for (const { into, isNew, from } of merged) {
      const saved = await faults.save(into, isNew ? undefined : keptOf(into));
      // Somebody has changed it meanwhile: the next visit does it.
      if (!saved && !isNew) continue;
      for (const fault of from) {
        const single = keptOf(fault);
        if (single && fault.id !== into.id) await faults.remove(single);
      }
    }
  }

  /** Takes the steps that are due for one fault, each as the fault is by then. */
  async function see(place: PlaceKey, id: string, mayStart: () => boolean): Promise<Ending> {
    for (let step = 0; step < mostSteps; step += 1) {
      const kept = await faults.get(place, id);
      const due = kept && nextDue(kept.value);
      if (!kept || !due || due.at > clock.now()) return 'over';
      if (!mayStart()) return 'over';
      const ending = await take(kept, due, mayStart);
      if (ending !== 'done') return ending;
    }
    return 'over';
  }

  async function take(kept: KeptFault, { step }: Due, mayStart: () => boolean): Promise<Ending | 'done'> {
    if (step === 'archive') {
      await faults.archive(kept, clock.now());
      return 'over';
    }
    return step === 'edit' ? edit(kept, mayStart) : say(kept, step, mayStart);
  }

  /** An edit may be repeated: it needs no mark. */
  async function edit({ value: fault }: KeptFault, mayStart: () => boolean): Promise<Ending | 'done'> {
    const { said, revision } = fault.telling;
    if (!said) return 'done';
    const delivery = await messenger.edit(said, cardOf(fault, false, clock.now()), mayStart);
    if (delivery.kind === 'sent') {
      const at = clock.now();
      await record(fault, now => ({ ...now, telling: shown(now, revision, at) }));
      return 'done';
    }
    if (delivery.kind === 'missing') {
      log.info(
        { place: fault.place.id, fault: fault.id },
        'a card cannot be changed any more; a new one is posted',
      );
      await record(fault, now => ({ ...now, telling: { ...now.telling, said: undefined } }));
      return 'done';
    }
    return failed(fault, delivery);
  }

  async function say(kept: KeptFault, step: Step, mayStart: () => boolean): Promise<Ending | 'done'> {
    const { value: fault } = kept;
    const duty = step === 'post' ? await duties.get(fault.place) : undefined;
    const isInDoubt = fault.telling.begun.includes(step);
    const begun = isInDoubt ? fault.telling.begun : [...fault.telling.begun, step];
    const marked = await faults.save({ ...fault, telling: { ...fault.telling, begun } }, kept);
    if (!marked) return 'done';
    const now = clock.now();
    const { said } = fault.telling;
    const message = messageOf(fault, step, duty, isInDoubt, now);
    const delivery =
      step === 'post' || !said
        ? await messenger.post(fault.place, message, mayStart)
        : await messenger.reply(said, message, mayStart);
    if (delivery.kind === 'sent') {
      if (step === 'post' && delivery.said.id !== undefined)
        await faults.tie(fault.place, delivery.said.id, fault.id);
      await record(fault, current => afterSaying(current, fault, step, delivery, duty, clock.now()));
      return 'done';
    }
    const mayHaveArrived = delivery.kind === 'failed' && delivery.mayHaveArrived;
    if (!isInDoubt && !mayHaveArrived) await record(fault, current => ended(current, step));
    return failed(fault, delivery);
  }

  async function failed(fault: Fault, delivery: Exclude<Delivery, { kind: 'sent' }>): Promise<Ending> {
    if (delivery.kind === 'closed' && delivery.isGone) {
      await forget(fault.place);
      return 'over';
    }
    log.warn({ place: fault.place.id, fault: fault.id, kind: delivery.kind }, 'a fault could not be told');
    return 'later';
  }

  /** What has been said is recorded on whatever the fault has become meanwhile. */
  function record({ place, id }: Fault, change: (now: Fault) => Fault): Promise<Fault | undefined> {
    return faults.update(place, id, change);
  }

  return async (place: PlaceKey, mayStart: () => boolean): Promise<Ending> => {
    await arrange(place);
    let ending: Ending = 'over';
    for (const { value } of await faults.ofPlace(place)) {
      const due = nextDue(value);
      if (!due || due.at > clock.now()) continue;
      if ((await see(place, value.id, mayStart)) === 'later') ending = 'later';
    }
    return ending;
  };
}

function messageOf(
  fault: Fault,
  step: Step,
  duty: Duty | undefined,
  isAgain: boolean,
  composedAt: EpochMs,
): FaultMessage {
  const common = { fault, isAgain, composedAt };
  const fallback = fault.call?.fallback;
  if (step === 'reply')
    return { ...common, kind: 'failedAgain', more: runsOf(fault) - fault.telling.toldRuns };
  if (step === 'escalation' && fallback) return { ...common, kind: 'escalation', who: fallback };
  if (step === 'allClear') return { ...common, kind: 'allClear', who: holderOf(fault) ?? fault.call?.who };
  return cardOf(
    fault.call ? fault : { ...fault, call: callOf(fault, duty, composedAt) },
    isAgain,
    composedAt,
  );
}

function cardOf(fault: Fault, isAgain: boolean, composedAt: EpochMs): FaultMessage {
  return { kind: 'card', fault, isAgain, composedAt, who: fault.call?.who, lateMs: fault.lateMs ?? 0 };
}

/** Who is called when a fault is told: nobody where it is over by then, or no service fails. */
function callOf(fault: Fault, duty: Duty | undefined, at: EpochMs): Fault['call'] {
  if (!isOpen(fault) || troublesOf(fault).length === 0 || !duty?.first) return undefined;
  const { first: who, fallback, escalateMs } = duty;
  return { who, fallback, at, escalateAt: at + escalateMs, isEscalated: false };
}

/** `now` after `step` of what was `told` has been said at `at`. */
function afterSaying(
  now: Fault,
  told: Fault,
  step: Step,
  { said }: Extract<Delivery, { kind: 'sent' }>,
  duty: Duty | undefined,
  at: EpochMs,
): Fault {
  const fault = ended(now, step);
  const telling = { ...fault.telling, lastSaidAt: at };
  switch (step) {
    case 'post': {
      const call = told.call ?? callOf(told, duty, at);
      const isFirst = !told.events.some(({ what }) => what === 'told');
      return {
        ...fault,
        call,
        events: [
          ...fault.events,
          ...(isFirst ? [{ what: 'told' as const, at }] : []),
          ...(call?.who && !told.call ? [{ what: 'called' as const, who: call.who, at }] : []),
        ],
        telling: {
          ...shown({ ...fault, telling }, told.telling.revision, at),
          said,
          toldRuns: runsOf(told),
          isAllClearTold: fault.telling.isAllClearTold || !isOpen(told),
        },
      };
    }
    case 'reply':
      return { ...fault, telling: { ...telling, toldRuns: runsOf(told) } };
    case 'escalation': {
      const { call } = fault;
      if (!call?.fallback) return fault;
      const events = [...fault.events, { what: 'escalated' as const, who: call.fallback, at }];
      return changed({ ...fault, telling }, { call: { ...call, isEscalated: true }, events });
    }
    case 'allClear':
      return { ...fault, telling: { ...telling, isAllClearTold: true } };
  }
}

/** Its end is known. */
function ended(fault: Fault, step: Step): Fault {
  const begun = fault.telling.begun.filter(other => other !== step);
  return { ...fault, telling: { ...fault.telling, begun } };
}

function shown({ telling }: Fault, revision: number, at: EpochMs): Fault['telling'] {
  return { ...telling, shown: Math.max(telling.shown, revision), shownAt: at };
}
