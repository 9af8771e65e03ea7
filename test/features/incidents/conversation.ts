import type { Delivery, MessageGone, Messenger } from '../../../src/domain/messenger.ts';
import { createIncidentActions } from '../../../src/features/incidents/incident/actions.ts';
import type { Incident } from '../../../src/features/incidents/incident/incident.ts';
import { createIncidentStore } from '../../../src/features/incidents/incident/incident-store.ts';
import type { IncidentMessage } from '../../../src/features/incidents/notify/message.ts';
import { createNotifier } from '../../../src/features/incidents/notify/notifier.ts';
import { createOnCall } from '../../../src/features/incidents/on-call/on-call.ts';
import type { AttemptResult } from '../../../src/schedule/conversation-back-off.ts';
import { createSetAside } from '../../../src/schedule/set-aside.ts';
import { fakeClock, noMeter, recordingLog } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { at, aWatch, place } from './given.ts';

export type Said = {
  readonly how: 'post' | 'reply' | 'edit';
  readonly message: IncidentMessage;
  readonly id: string | undefined;
};
type Answer = Exclude<Delivery, { kind: 'sent' }> | MessageGone | undefined;

/** A conversation two hours after Monday 14:05, and a Teams that accepts messages unless a test sets another answer. */
export async function openConversation(...incidentsThere: readonly Incident[]) {
  const [clock, store, log] = [fakeClock(at(120)), createMemoryStore(), recordingLog()];
  const incidents = createIncidentStore(store);
  const duties = createOnCall({ store, incidents, clock });
  for (const incident of incidentsThere) await incidents.save(incident);
  const said: Said[] = [];
  const here = {
    answer: (_: Said): Answer | Promise<Answer> => undefined,
    incidents,
    duties,
    clock,
    log,
    said,
    deeds: createIncidentActions({ incidents, watches: { ofPlace: async () => [aWatch()] }, clock }),
    incident: async (id = incidentsThere[0]?.id ?? '') => (await incidents.get(place, id))?.value as Incident,
    visit: (canSend = () => true): Promise<AttemptResult> => notify(place, canSend),
    /** Makes a visit in which every message gets `answer`, and returns what was tried. */
    async tried(answer: Answer): Promise<readonly [AttemptResult, readonly Said[]]> {
      const tries: Said[] = [];
      here.answer = one => {
        tries.push(one);
        return answer;
      };
      const ending = await here.visit();
      here.answer = () => undefined;
      return [ending, tries];
    },
  };
  const say = async (how: Said['how'], message: IncidentMessage, id: string | undefined) => {
    const one = { how, message, id };
    const answer = await here.answer(one);
    if (answer) return answer;
    said.push(one);
    return { kind: 'sent' as const, said: { place, id } };
  };
  const messenger: Messenger<IncidentMessage> = {
    post: async (_, message) => (await say('post', message, `m${said.length + 1}`)) as Delivery,
    reply: async (to, message) => (await say('reply', message, to.id)) as Delivery,
    edit: (to, message) => say('edit', message, to.id),
  };
  const aside = createSetAside({ meter: noMeter, clock, log });
  const notify = createNotifier({
    incidents,
    onCall: duties,
    messenger,
    aside,
    reconcile: async () => {},
    meter: noMeter,
    clock,
    log,
  });
  return here;
}
