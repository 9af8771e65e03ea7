import type { Delivery, Messenger, Missing } from '../../../src/domain/messenger.ts';
import { createDeeds } from '../../../src/features/incidents/incident/actions.ts';
import type { Fault } from '../../../src/features/incidents/incident/incident.ts';
import { createFaults } from '../../../src/features/incidents/incident/incident-store.ts';
import type { FaultMessage } from '../../../src/features/incidents/notify/message.ts';
import { createAttend } from '../../../src/features/incidents/notify/notifier.ts';
import { createDuties } from '../../../src/features/incidents/on-call/on-call.ts';
import type { AttemptResult } from '../../../src/schedule/conversation-back-off.ts';
import { createSetAside } from '../../../src/schedule/set-aside.ts';
import { fakeClock, noMeter, recordingLog } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { at, place } from './given.ts';

export type Said = {
  readonly how: 'post' | 'reply' | 'edit';
  readonly message: FaultMessage;
  readonly id: string | undefined;
};
type Answer = Exclude<Delivery, { kind: 'sent' }> | Missing | undefined;

/** A conversation two hours after Monday 14:05, and a Teams that accepts messages unless a test sets another answer. */
export async function openConversation(...faultsThere: readonly Fault[]) {
  const [clock, store, log] = [fakeClock(at(120)), createMemoryStore(), recordingLog()];
  const faults = createFaults(store);
  const duties = createDuties({ store, faults, clock });
  for (const fault of faultsThere) await faults.save(fault);
  const said: Said[] = [];
  const here = {
    answer: (_: Said): Answer | Promise<Answer> => undefined,
    faults,
    duties,
    clock,
    log,
    said,
    deeds: createDeeds({ faults, clock }),
    fault: async (id = faultsThere[0]?.id ?? '') => (await faults.get(place, id))?.value as Fault,
    visit: (mayStart = () => true): Promise<AttemptResult> => attend(place, mayStart),
    /** What is tried from now on, with how it is answered. */
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
  const say = async (how: Said['how'], message: FaultMessage, id: string | undefined) => {
    const one = { how, message, id };
    const answer = await here.answer(one);
    if (answer) return answer;
    said.push(one);
    return { kind: 'sent' as const, said: { place, id } };
  };
  const messenger: Messenger<FaultMessage> = {
    post: async (_, message) => (await say('post', message, `m${said.length + 1}`)) as Delivery,
    reply: async (to, message) => (await say('reply', message, to.id)) as Delivery,
    edit: (to, message) => say('edit', message, to.id),
  };
  const aside = createSetAside({ meter: noMeter, clock, log });
  const attend = createAttend({ faults, duties, messenger, aside, meter: noMeter, clock, log });
  return here;
}
