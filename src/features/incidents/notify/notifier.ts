import type { Log } from '../../../domain/log.ts';
import type { Delivery, Messenger } from '../../../domain/messenger.ts';
import type { Meter } from '../../../domain/meter.ts';
import type { PlaceKey } from '../../../domain/place.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import type { AttemptResult } from '../../../schedule/conversation-back-off.ts';
import { quietUntil } from '../../../schedule/quiet-hours.ts';
import type { SetAside } from '../../../schedule/set-aside.ts';
import { createUnrecorded } from '../../../schedule/unrecorded.ts';
import { gather } from '../incident/grouping.ts';
import type { Fault, Step } from '../incident/incident.ts';
import type { Faults, KeptFault } from '../incident/incident-store.ts';
import { type Due, nextDue, waitedForSince } from '../incident/next-step.ts';
import { afterCall, callingAtOnce, nextCallee, remindedNext } from '../on-call/escalation.ts';
import type { Duties } from '../on-call/on-call.ts';
import type { Duty } from '../on-call/roster.ts';
import type { FaultMessage } from './message.ts';
import { afterSaying, cardOf, ended, messageOf, type Saying, shown } from './steps.ts';

export interface AttendParts {
  readonly faults: Faults;
  readonly duties: Pick<Duties, 'get'>;
  readonly messenger: Messenger<FaultMessage>;
  readonly aside: SetAside;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a step ended; `othersFirst` if Teams refused it before, so that what else is due is to be tried instead. */
type StepEnd = AttemptResult | 'next' | 'othersFirst';

/** Times that faults are gathered anew if somebody changes them meanwhile. */
const mostTries = 5;
/** Steps that one visit takes for one fault at the most. */
const mostSteps = 6;

/**
 * Brings a conversation up to what is known of its faults: posts, edits and replies that are due. A fault is marked before
 * a message goes out and its new state is recorded after, each only if nobody else has changed it: so if a process dies
 * in between, the next knows that it may have been said. Rejects with `StoreError`.
 */
export function createAttend({ faults, duties, messenger, aside, meter, clock, log }: AttendParts) {
  const unrecorded = createUnrecorded();

  /** False if somebody has changed one of them meanwhile: then it is to be done again. */
  async function arrange(place: PlaceKey): Promise<boolean> {
    let isWhole = true;
    const kept = await faults.ofPlace(place);
    const keptOf = (fault: Fault) => kept.find(({ value }) => value.id === fault.id);
    const { silent, merged } = gather(
      kept.map(({ value }) => value),
      clock.now(),
    );
    for (const fault of silent) await faults.save({ ...fault, isSilent: true }, keptOf(fault));
    for (const { into, isNew, from } of merged) {
      const saved = await faults.save(into, isNew ? undefined : keptOf(into));
      if (!saved && !isNew) {
        isWhole = false;
        continue;
      }
      for (const fault of from) {
        const single = keptOf(fault);
        if (single && fault.id !== into.id) await faults.remove(single);
      }
    }
    return isWhole;
  }

  /** Takes the steps that are due for one fault, each as the fault is by then. */
  async function see(
    place: PlaceKey,
    id: string,
    mayStart: () => boolean,
  ): Promise<AttemptResult | 'othersFirst'> {
    const owed: Due['step'][] = [];
    let ending: AttemptResult | 'othersFirst' = 'done';
    for (let step = 0; step < mostSteps; step += 1) {
      // What was said and couldn't be recorded comes first: it may be all that's due.
      await unrecorded.settle(nameOf({ place, id }));
      const kept = await faults.get(place, id);
      const due = kept && nextDue(kept.value, owed);
      if (!kept || !due || due.at > clock.now()) return ending;
      if (!mayStart()) return ending;
      const end = await take(kept, due, mayStart);
      if (end === 'next') continue;
      // A card that cannot be changed keeps nobody from being called; nor does what Teams has refused before.
      const goesOn = end === 'othersFirst' ? due.step !== 'post' : end === 'retry' && due.step === 'edit';
      if (!goesOn) return end;
      owed.push(due.step);
      ending = end;
    }
    return ending;
  }

  async function take(kept: KeptFault, due: Due, mayStart: () => boolean): Promise<StepEnd> {
    const { step } = due;
    if (step === 'archive') {
      await faults.archive(kept, clock.now());
      return 'done';
    }
    if (step === 'edit') return edit(kept, mayStart);
    // It was due before, and could not be said until now.
    const hushedUntil = quietUntil(kept.value.quiet, clock.now());
    if (hushedUntil === undefined) return say(kept, step, due.at, mayStart);
    await faults.save({ ...kept.value, hushedUntil }, kept);
    return 'next';
  }

  /** An edit may be repeated: it needs no mark. */
  async function edit({ value: fault }: KeptFault, mayStart: () => boolean): Promise<StepEnd> {
    const { said, revision } = fault.telling;
    if (!said) return 'next';
    const delivery = await messenger.edit(said, cardOf(fault, clock.now()), mayStart);
    if (delivery.kind === 'sent') {
      const at = clock.now();
      await record(fault, now => ({ ...now, telling: shown(now, revision, at) }));
      return 'next';
    }
    if (delivery.kind === 'missing') {
      log.info(
        { place: fault.place.id, fault: fault.id },
        'a card cannot be changed any more; a new one is posted',
      );
      await record(fault, now => ({ ...now, telling: { ...now.telling, isCardMissing: true } }));
      return 'next';
    }
    return failed(fault, delivery);
  }

  async function say(kept: KeptFault, step: Step, dueAt: EpochMs, mayStart: () => boolean): Promise<StepEnd> {
    const { value: fault } = kept;
    const isCalling = step === 'post' || step === 'escalation' || (step === 'reply' && !fault.call);
    const duty = isCalling || step === 'reminder' ? await duties.get(fault.place) : undefined;
    const callee =
      step === 'escalation'
        ? nextCallee(fault, duty)
        : step === 'reminder'
          ? remindedNext(fault, duty)
          : undefined;
    if (step === 'escalation' && !callee) {
      await faults.save(afterCall(fault, undefined, duty, clock.now()), kept);
      await callAnew(fault, duty);
      return 'next';
    }
    const isAgain = fault.telling.begun.includes(step);
    const begun = isAgain ? fault.telling.begun : [...fault.telling.begun, step];
    const marked = await faults.save({ ...fault, telling: { ...fault.telling, begun } }, kept);
    if (!marked) return 'next';
    const saying: Saying = { fault, step, duty, callee, isAgain };
    const message = messageOf(saying, clock.now());
    const { said } = fault.telling;
    const delivery =
      step === 'post' || !said
        ? await messenger.post(fault.place, message, mayStart)
        : await messenger.reply(said, message, mayStart);
    if (delivery.kind === 'sent') {
      noteLag(fault, step, dueAt);
      const at = clock.now();
      const isRecorded = await unrecorded.record(nameOf(fault), () =>
        record(fault, now => afterSaying(now, saying, delivery.said, at)),
      );
      if (!isRecorded) return 'retry';
      if (step === 'post') await tie(fault, delivery.said.id);
      if (isCalling) await callAnew(fault, duty);
      return 'next';
    }
    const mayHaveArrived = delivery.kind === 'failed' && delivery.mayHaveArrived;
    // If the record has changed since, another instance may have begun the same message after this one lost its lease.
    if (!isAgain && !mayHaveArrived) await faults.save(ended(marked.value, step), marked);
    // Not the card was missing, but the conversation refuses: the card may well be there afterwards.
    if (delivery.kind === 'closed' && !delivery.othersFirst && fault.telling.isCardMissing)
      await record(fault, withCard);
    return failed(fault, delivery);
  }

  function noteLag(fault: Fault, step: Step, dueAt: EpochMs): void {
    const since = waitedForSince(fault, step, dueAt);
    if (since !== undefined) meter.observe('dueLagSeconds', (clock.now() - since) / 1_000, { what: 'fault' });
  }

  /** Whoever was put on duty since that was read is called now. */
  async function callAnew({ place, id }: Fault, read: Duty | undefined): Promise<void> {
    const duty = await duties.get(place);
    if (duty?.setAt !== read?.setAt) await faults.update(place, id, now => callingAtOnce(now, clock.now()));
  }

  /** Without it the record has to be asked for by its button. */
  async function tie({ place, id }: Fault, messageId: string | undefined): Promise<void> {
    if (messageId === undefined) return;
    await faults
      .tie(place, messageId, id)
      .catch((err: unknown) =>
        log.warn({ err, place: place.id, fault: id }, 'a thread could not be tied to its fault'),
      );
  }

  function failed(fault: Fault, delivery: Exclude<Delivery, { kind: 'sent' }>): StepEnd {
    const { kind } = delivery;
    if (kind === 'closed' && delivery.othersFirst) return 'othersFirst';
    log.warn({ place: fault.place.id, fault: fault.id, kind }, 'a fault could not be told');
    return kind === 'closed' ? 'closed' : 'retry';
  }

  /** What has been said is recorded on whatever the fault has become meanwhile. */
  function record({ place, id }: Fault, change: (now: Fault) => Fault): Promise<Fault | undefined> {
    return faults.update(place, id, change);
  }

  return async (place: PlaceKey, mayStart: () => boolean): Promise<AttemptResult> => {
    for (let attempt = 1; !(await arrange(place)); attempt += 1) if (attempt >= mostTries) return 'retry';
    let ending: AttemptResult = 'done';
    for (const { value } of await faults.ofPlace(place)) {
      const due = nextDue(value);
      if (!due || due.at > clock.now()) continue;
      const end = await see(place, value.id, mayStart).catch((error: unknown): AttemptResult => {
        if (!aside.add({ kind: 'fault', place, id: value.id }, error)) throw error;
        return 'done';
      });
      // Nothing else can be sent there now.
      if (end === 'closed') return end;
      // What others went before is tried in the next round.
      if (end === 'othersFirst' && ending === 'done') ending = 'closed';
      if (end === 'retry') ending = end;
    }
    return ending;
  };
}

function nameOf({ place, id }: Pick<Fault, 'place' | 'id'>): string {
  return JSON.stringify([place.home, place.id, id]);
}

/** The fault, its card to be changed before a new one is posted. */
function withCard(fault: Fault): Fault {
  return { ...fault, telling: { ...fault.telling, isCardMissing: undefined } };
}
