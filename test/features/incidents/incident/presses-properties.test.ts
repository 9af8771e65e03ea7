import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IncidentAction } from '../../../../src/features/incidents/incident/action.ts';
import type { Incident } from '../../../../src/features/incidents/incident/incident.ts';
import { ownerOf, ownership } from '../../../../src/features/incidents/incident/ownership.ts';
import { monday } from '../../../support/fakes.ts';
import { kim, lee, minute, openScene, run, type SaidHere } from '../support.ts';

const ann = { id: '29:ann', name: 'Ann' };
const people = [kim, lee, ann] as const;

const kinds = [
  'acknowledge',
  'takeOver',
  'oldTakeOver',
  'assign',
  'note',
  'snooze',
  'unsnooze',
  'close',
  'reopen',
] as const;

interface Step {
  readonly kind: (typeof kinds)[number];
  readonly by: number;
  readonly to: number;
  /** How many states ago the card was drawn that the person sees. */
  readonly lag: number;
  readonly waitMinutes: number;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    by: fc.nat(2),
    to: fc.nat(2),
    lag: fc.nat(2),
    waitMinutes: fc.constantFrom(0, 0, 1, 20),
  }),
  { minLength: 1, maxLength: 14 },
);

/** What a card of this state sends. */
function actOf({ kind, to }: Step, seen: Incident): IncidentAction {
  const from = ownership(seen)?.at;
  switch (kind) {
    case 'oldTakeOver':
      return { what: 'takeOver' };
    case 'takeOver':
      return { what: 'takeOver', from };
    case 'assign':
      return { what: 'assign', to: people[to] ?? kim, from, note: '' };
    case 'note':
      return { what: 'note', note: 'looking' };
    case 'snooze':
      return { what: 'snooze', length: '1h' };
    case 'unsnooze':
      return { what: 'unsnooze', snoozedAt: seen.snoozed?.at ?? 0 };
    case 'reopen':
      return { what: 'reopen', closedAt: seen.closed?.at ?? 0 };
    default:
      return { what: kind };
  }
}

/** Who has it after all events, and whether it's closed: computed from the timeline alone. */
function replayed({ events }: Incident) {
  let owner: string | undefined;
  let isClosed = false;
  for (const event of events) {
    if (event.what === 'acknowledged') owner = event.by.id;
    if (event.what === 'assigned') owner = (event.to ?? event.by).id;
    if (event.what === 'closed') isClosed = true;
    if (event.what === 'closeUndone') isClosed = false;
  }
  return { owner, isClosed };
}

describe('any presses of three people', () => {
  it('keep one owner and a timeline that agrees with it, and nobody is called for an incident that has an owner', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async list => {
        const calls: SaidHere[] = [];
        const scene = openScene({
          deliver(said) {
            if (said.message.kind === 'escalation') calls.push(said);
            return undefined;
          },
        });
        await scene.watch();
        await scene.duty({ what: 'set', first: kim, fallback: lee });
        scene.world.plant(run('exchange', monday, 'failed', minute));
        await scene.pass(3 * minute);
        const now = async () => (await scene.faultsOf())[0] as Incident;
        const states = [await now()];
        for (const step of list) {
          const seen = states.at(-1 - Math.min(step.lag, states.length - 1)) as Incident;
          const before = await now();
          const answer = await scene.act(actOf(step, seen), seen.id, people[step.by]);
          const after = await now();
          if (answer.kind !== 'done') assert.deepEqual(after, before);
          const isOwnershipSeen = ownership(seen)?.at === ownership(before)?.at;
          const isTaking = step.kind === 'takeOver' || step.kind === 'assign';
          if (isTaking && ownership(seen) && !isOwnershipSeen)
            assert.deepEqual(ownership(after), ownership(before));
          states.push(after);
          await scene.pass(step.waitMinutes * minute);
        }
        const last = await now();
        const times = last.events.map(({ at }) => at);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        const { owner, isClosed } = replayed(last);
        assert.deepEqual([ownerOf(last)?.id, last.closed !== undefined], [owner, isClosed]);
        for (const { message } of calls) assert.equal(ownerOf(message.incident), undefined);
      }),
      { numRuns: 150 },
    );
  });
});
