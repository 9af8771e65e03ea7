import type { Log } from '../../../domain/log.ts';
import type { Delivery, Messenger, SentMessage } from '../../../domain/messenger.ts';
import type { Meter } from '../../../domain/meter.ts';
import type { Clock, EpochMs } from '../../../domain/time.ts';
import type { Unrecorded } from '../../../schedule/unrecorded.ts';
import type { Incident, MessageStep } from '../incident/incident.ts';
import type { IncidentStore, StoredIncident } from '../incident/incident-store.ts';
import { dueSince } from '../incident/next-step.ts';
import { afterCall, nextToNotify, nextToRemind, withEscalationNow } from '../on-call/escalation.ts';
import type { OnCall } from '../on-call/on-call.ts';
import type { OnCallRoster } from '../on-call/roster.ts';
import { afterSending, withoutInFlight } from './after-sending.ts';
import type { IncidentMessage } from './message.ts';
import { messageOf, type OutgoingMessage } from './outgoing.ts';
import { type FailedDelivery, refusedResult, type StepResult } from './step-result.ts';

export interface SendParts {
  readonly incidents: IncidentStore;
  readonly onCall: Pick<OnCall, 'get'>;
  readonly messenger: Messenger<IncidentMessage>;
  readonly unrecorded: Unrecorded;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sends one message of an incident: decides who is notified, marks it as in flight, delivers it, and records the
 * outcome.
 */
export async function sendMessage(
  parts: SendParts,
  stored: StoredIncident,
  step: MessageStep,
  dueAt: EpochMs,
  canSend: () => boolean,
): Promise<StepResult> {
  const outgoing = await addressed(parts, stored.value, step);
  if (step === 'escalation' && !outgoing.notified) return endEscalation(parts, stored, outgoing);
  const marked = await markInFlight(parts, stored, outgoing);
  if (!marked) return 'next';
  const delivery = await deliver(parts, outgoing, canSend);
  return delivery.kind === 'sent'
    ? recordSent(parts, outgoing, dueAt, delivery.said)
    : recordRefused(parts, outgoing, marked, delivery);
}

/** What can't be recorded yet is remembered under this name. */
export function unrecordedName({ place, id }: Pick<Incident, 'place' | 'id'>): string {
  return JSON.stringify([place.home, place.id, id]);
}

async function addressed(
  { onCall }: SendParts,
  incident: Incident,
  step: MessageStep,
): Promise<OutgoingMessage> {
  const isRosterNeeded = callsRoster(incident, step) || step === 'reminder';
  const roster = isRosterNeeded ? await onCall.get(incident.place) : undefined;
  const notified =
    step === 'escalation'
      ? nextToNotify(incident, roster)
      : step === 'reminder'
        ? nextToRemind(incident, roster)
        : undefined;
  return { incident, step, roster, notified, isAgain: incident.telling.begun.includes(step) };
}

/** True for a message that may call the first person on call, or the fallback. */
function callsRoster({ call }: Incident, step: MessageStep): boolean {
  return step === 'post' || step === 'escalation' || (step === 'reply' && !call);
}

/** Records that nobody is left to be called. */
async function endEscalation(
  parts: SendParts,
  stored: StoredIncident,
  { incident, roster }: OutgoingMessage,
): Promise<StepResult> {
  const { incidents, clock } = parts;
  await incidents.save(afterCall(incident, undefined, roster, clock.now()), stored);
  await escalateIfRosterChanged(parts, incident, roster);
  return 'next';
}

/** Returns undefined if another writer has changed the incident meanwhile. */
function markInFlight(
  { incidents }: SendParts,
  stored: StoredIncident,
  { incident, step, isAgain }: OutgoingMessage,
): Promise<StoredIncident | undefined> {
  const { telling } = incident;
  const begun = isAgain ? telling.begun : [...telling.begun, step];
  return incidents.save({ ...incident, telling: { ...telling, begun } }, stored);
}

function deliver(
  { messenger, clock }: SendParts,
  outgoing: OutgoingMessage,
  canSend: () => boolean,
): Promise<Delivery> {
  const { incident, step } = outgoing;
  const message = messageOf(outgoing, clock.now());
  const { said } = incident.telling;
  return step === 'post' || !said
    ? messenger.post(incident.place, message, canSend)
    : messenger.reply(said, message, canSend);
}

async function recordSent(
  parts: SendParts,
  outgoing: OutgoingMessage,
  dueAt: EpochMs,
  said: SentMessage,
): Promise<StepResult> {
  const { incidents, unrecorded, clock } = parts;
  const { incident, step, roster } = outgoing;
  const { place, id } = incident;
  measureLag(parts, incident, step, dueAt);
  const at = clock.now();
  const isRecorded = await unrecorded.record(unrecordedName(incident), () =>
    incidents.update(place, id, now => afterSending(now, outgoing, said, at)),
  );
  if (!isRecorded) return 'retry';
  if (step === 'post') await tieThread(parts, incident, said.id);
  if (callsRoster(incident, step)) await escalateIfRosterChanged(parts, incident, roster);
  return 'next';
}

async function recordRefused(
  { incidents, log }: SendParts,
  { incident, step, isAgain }: OutgoingMessage,
  marked: StoredIncident,
  delivery: FailedDelivery,
): Promise<StepResult> {
  const mayHaveArrived = delivery.kind === 'failed' && delivery.mayHaveArrived;
  // If the record has changed since, another instance may have begun the same message after this one lost its lease.
  if (!isAgain && !mayHaveArrived) await incidents.save(withoutInFlight(marked.value, step), marked);
  // The conversation refuses messages, which doesn't mean that the card is missing: it may well be there afterwards.
  if (delivery.kind === 'closed' && !delivery.othersFirst && incident.telling.isCardMissing)
    await incidents.update(incident.place, incident.id, withCard);
  return refusedResult(incident, delivery, log);
}

function measureLag(
  { meter, clock }: SendParts,
  incident: Incident,
  step: MessageStep,
  dueAt: EpochMs,
): void {
  const since = dueSince(incident, step, dueAt);
  if (since !== undefined) meter.observe('dueLagSeconds', (clock.now() - since) / 1_000, { what: 'fault' });
}

/** Makes the escalation due now if the roster was changed after it was read. */
async function escalateIfRosterChanged(
  { incidents, onCall, clock }: SendParts,
  { place, id }: Incident,
  read: OnCallRoster | undefined,
): Promise<void> {
  const roster = await onCall.get(place);
  if (roster?.setAt !== read?.setAt)
    await incidents.update(place, id, now => withEscalationNow(now, clock.now()));
}

/** Records which incident the thread belongs to. Without it the report has to be asked for by its button. */
async function tieThread(
  { incidents, log }: SendParts,
  { place, id }: Incident,
  messageId: string | undefined,
): Promise<void> {
  if (messageId === undefined) return;
  await incidents
    .tie(place, messageId, id)
    .catch((err: unknown) =>
      log.warn({ err, place: place.id, fault: id }, 'thread not tied to its incident'),
    );
}

/** Returns the incident with its card to be edited before a new one is posted. */
function withCard(incident: Incident): Incident {
  return { ...incident, telling: { ...incident.telling, isCardMissing: undefined } };
}
