import assert from 'node:assert/strict';
import {
  type Incident,
  type MessageStep,
  withCardChange,
} from '../../../../src/features/incidents/incident/incident.ts';
import { nextStep } from '../../../../src/features/incidents/incident/next-step.ts';
import { openConversation } from '../conversation.ts';
import { at, failed, place, reported } from '../given.ts';
import { kim, lee } from '../support.ts';

const call = { who: kim, fallback: lee, at: at(1), escalateAt: at(16), isEscalated: false };
const card = () => reported(failed('exchange', 0), 1);
const shown = (incident: Incident): Incident => ({
  ...incident,
  telling: { ...incident.telling, shown: incident.telling.revision },
});
/** An incident for which each message is due. */
const dueFor: Record<MessageStep, () => Incident> = {
  post: () => failed('exchange', 0),
  reply: () => ({ ...card(), telling: { ...card().telling, toldRuns: 0 } }),
  escalation: () => ({
    ...card(),
    call,
    events: [...card().events, { what: 'called', who: kim, at: at(1) }],
  }),
  assignment: () => shown({ ...card(), call, assigned: { by: lee, at: at(60), assignedBy: kim } }),
  reminder: () => shown({ ...card(), acknowledged: { by: kim, at: at(-2_000) } }),
  allClear: () => shown(withCardChange(card(), { overAt: at(60) })),
};
const steps = Object.keys(dueFor) as MessageStep[];

async function open(step: MessageStep, ...others: readonly Incident[]) {
  const here = await openConversation(dueFor[step](), ...others);
  if (step === 'escalation')
    await here.duties.obey({ what: 'set', first: kim, fallback: lee }, place, undefined);
  return here;
}

const closed = { kind: 'closed' } as const;
const refused = { kind: 'failed', mayHaveArrived: false } as const;
const unheard = { kind: 'failed', mayHaveArrived: true } as const;

for (const step of steps)
  describe(`a message that is due: ${step}`, () => {
    it('a due message is marked before it is sent, and sent once', async () => {
      const here = await open(step);
      const marks: (readonly MessageStep[])[] = [];
      here.answer = async () => {
        marks.push((await here.incident()).telling.begun);
        return undefined;
      };
      assert.equal(nextStep(await here.incident())?.step, step);
      assert.equal(await here.visit(), 'done');
      const [said] = here.said;
      assert.deepEqual([said?.how, said?.message.isAgain], [step === 'post' ? 'post' : 'reply', false]);
      assert.deepEqual(marks[0], [step]);
      assert.deepEqual((await here.incident()).telling.begun, []);
      await here.visit();
      assert.equal(here.said.filter(({ how }) => how !== 'edit').length, 1);
    });

    for (const [name, answer, isAgain] of [
      ['where the conversation is closed for now', closed, false],
      ['where it was refused', refused, false],
      ['marked, where nothing was heard and it may have arrived', unheard, true],
    ] as const)
      it(`a due message is tried again ${name}`, async () => {
        const expected = answer === closed ? 'closed' : 'retry';
        const here = await open(step);
        const [ending, tries] = await here.tried(answer);
        assert.deepEqual([ending, tries.length], [expected, 1]);
        assert.deepEqual((await here.incident()).telling.begun, isAgain ? [step] : []);
        await here.visit();
        assert.equal(here.said[0]?.message.isAgain, isAgain);
        assert.deepEqual((await here.incident()).telling.begun, []);
      });

    it('a message stays in doubt while a later try is refused, and if the process ended before the answer', async () => {
      const here = await open(step);
      here.answer = () => Promise.reject(new Error('the process ends'));
      await assert.rejects(here.visit());
      for (const answer of [refused, closed, unheard]) {
        const [ending, tries] = await here.tried(answer);
        const expected = answer === closed ? 'closed' : 'retry';
        assert.deepEqual([ending, tries.map(({ message }) => message.isAgain)], [expected, [true]]);
      }
      await here.visit();
      assert.equal(here.said[0]?.message.isAgain, true);
    });

    it('a message stays in doubt if another instance took over and began it, and this one then can’t send it', async () => {
      const here = await open(step);
      here.answer = async () => {
        here.answer = () => new Promise(() => {});
        // The other one dies before it gets an answer.
        void here.visit();
        await new Promise(setImmediate);
        return refused;
      };
      await here.visit();
      here.answer = () => undefined;
      await here.visit();
      assert.equal(here.said[0]?.message.isAgain, true);
    });

    it('a message is the last that is tried in a conversation that refuses it, and every incident there stays as it is', async () => {
      const here = await open(step, failed('teams', 3));
      const before = await here.incidents.ofPlace(place);
      const [ending, tries] = await here.tried(closed);
      assert.deepEqual([ending, tries.length], ['closed', 1]);
      const values = (all: typeof before) => all.map(({ value }) => value);
      assert.deepEqual(values(await here.incidents.ofPlace(place)), values(before));
    });

    it('a message isn’t begun if the instance can’t send', async () => {
      const here = await open(step);
      const before = await here.incident();
      assert.equal(await here.visit(() => false), 'done');
      assert.deepEqual([here.said, await here.incident()], [[], before]);
    });

    it('a message doesn’t undo what two users press while it is on its way', async () => {
      const here = await open(step);
      const { id } = await here.incident();
      here.answer = async ({ how }) => {
        if (how === 'edit') return undefined;
        for (const [what, by] of [
          ['acknowledge', kim],
          ['takeOver', lee],
        ] as const)
          await here.deeds.act({ what }, id, place, by, 'UTC');
        return undefined;
      };
      await here.visit();
      const after = await here.incident();
      const isOver = step === 'allClear';
      assert.deepEqual(
        [after.acknowledged?.by, after.assigned?.by],
        // Lee, to whom it was assigned, has it already.
        isOver ? [undefined, undefined] : step === 'assignment' ? [undefined, lee] : [kim, lee],
      );
      assert.deepEqual(after.telling.begun, []);
      assert.equal(after.telling.shown, after.telling.revision);
      if (!isOver) assert.equal(here.said.at(-1)?.message.incident.assigned?.by.id, lee.id);
    });
  });
