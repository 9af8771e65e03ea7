import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFairQueue, type Ticket } from '../../src/jobs/fair-queue.ts';

/**
 * What happens to a queue: a user waits, joins another's wait, gives up, or is done. Numbers choose among those there
 * are.
 */
type Step =
  | { readonly what: 'wait'; readonly user: string }
  | { readonly what: 'join'; readonly user: string; readonly which: number }
  | { readonly what: 'leave'; readonly which: number };

const user = fc.constantFrom('kim', 'lee', 'sam', 'pat', 'kai');
const which = fc.nat(30);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ what: fc.constant('wait' as const), user }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('join' as const), user, which }) },
    { weight: 4, arbitrary: fc.record({ what: fc.constant('leave' as const), which }) },
  ),
  { maxLength: 150, size: 'max' },
);
const places = fc.record({ inAll: fc.integer({ min: 1, max: 6 }), each: fc.integer({ min: 1, max: 4 }) });

interface Waiter {
  readonly users: Set<string>;
  ticket?: Ticket;
  state: 'waiting' | 'placed' | 'over';
}

/** Runs the steps. `seen` receives each slot that is given, in order, and `waits` each user who starts to wait. */
function run(
  limits: { readonly inAll: number; readonly each: number },
  all: readonly Step[],
  seen: (placed: Waiter, waiters: readonly Waiter[]) => void = () => {},
  waits: (user: string) => void = () => {},
) {
  const queue = createFairQueue(limits);
  const waiters: Waiter[] = [];
  const pick = (number: number, states: readonly Waiter['state'][]) => {
    const those = waiters.filter(({ state }) => states.includes(state));
    return those[number % Math.max(1, those.length)];
  };
  for (const step of all) {
    if (step.what === 'wait') {
      const waiter: Waiter = { users: new Set([step.user]), state: 'waiting' };
      const isFirst = !waiters.some(({ state, users }) => state === 'waiting' && users.has(step.user));
      if (isFirst) waits(step.user);
      waiters.push(waiter);
      waiter.ticket = queue.wait(waiter.users, () => {
        waiter.state = 'placed';
        seen(waiter, waiters);
      });
    } else if (step.what === 'join') {
      const waiter = pick(step.which, ['waiting']);
      if (waiter) {
        waiter.users.add(step.user);
        waiter.ticket?.join(step.user);
      }
    } else {
      const waiter = pick(step.which, ['waiting', 'placed']);
      if (waiter) {
        waiter.state = 'over';
        waiter.ticket?.leave();
      }
    }
  }
  return { queue, waiters };
}

const withState = (waiters: readonly Waiter[], state: Waiter['state']) =>
  waiters.filter(waiter => waiter.state === state);

describe('the fair queue of requests', () => {
  it('the fair queue never gives out more slots than there are, in total or to one user', () => {
    fc.assert(
      fc.property(places, steps, (limits, all) => {
        run(limits, all, (_, waiters) => {
          const placed = withState(waiters, 'placed');
          assert.ok(placed.length <= limits.inAll);
          for (const name of ['kim', 'lee', 'sam', 'pat', 'kai']) {
            const alone = placed.filter(({ users }) => users.size === 1 && users.has(name));
            assert.ok(alone.length <= limits.each);
          }
        });
      }),
    );
  });

  it('the fair queue leaves no slot free that a waiting request may have', () => {
    fc.assert(
      fc.property(places, steps, (limits, all) => {
        const { queue, waiters } = run(limits, all);
        const placed = withState(waiters, 'placed');
        const waiting = withState(waiters, 'waiting');
        assert.equal(queue.waiting(), waiting.length);
        if (placed.length >= limits.inAll) return;
        for (const { users } of waiting)
          for (const name of users) {
            const most = placed.filter(one => one.users.has(name)).length;
            assert.ok(most >= limits.each, `${name} waits beside a free place`);
          }
      }),
    );
  });

  it('the fair queue loses nothing: once all others are over, each waiting request gets a slot', () => {
    fc.assert(
      fc.property(places, steps, (limits, all) => {
        const { queue, waiters } = run(limits, all);
        for (
          let placed = withState(waiters, 'placed');
          placed.length > 0;
          placed = withState(waiters, 'placed')
        )
          for (const waiter of placed) {
            waiter.state = 'over';
            waiter.ticket?.leave();
          }
        assert.deepEqual(withState(waiters, 'waiting'), []);
        assert.equal(queue.waiting(), 0);
        let begun = 0;
        const begin = () => {
          begun += 1;
        };
        for (let count = 0; count < 20; count += 1) queue.wait(['new'], begin);
        assert.equal(begun, Math.min(limits.inAll, limits.each), 'all places are free again');
      }),
    );
  });

  it('the fair queue keeps the order of each user’s requests', () => {
    const alone = steps.map(all => all.filter(({ what }) => what !== 'join'));
    fc.assert(
      fc.property(places, alone, (limits, all) => {
        run(limits, all, (placed, waiters) => {
          const [name] = placed.users;
          const earlier = waiters.slice(0, waiters.indexOf(placed));
          assert.ok(!earlier.some(({ state, users }) => state === 'waiting' && users.has(name as string)));
        });
      }),
    );
  });

  it('the fair queue makes no user with a free allowance wait for more than one turn of each other user', () => {
    const alone = steps.map(all => all.filter(({ what }) => what !== 'join'));
    fc.assert(
      fc.property(places, alone, (limits, all) => {
        /** For each waiting user: the turns of others since that user could have had one. */
        const turns = new Map<string, Map<string, number>>();
        const waits = (user: string) => void turns.delete(user);
        const seen = (placed: Waiter, waiters: readonly Waiter[]) => {
          const [holder = ''] = placed.users;
          turns.delete(holder);
          const namesOf = (state: Waiter['state']) =>
            withState(waiters, state).flatMap(one => [...one.users]);
          const taken = namesOf('placed');
          for (const name of new Set(namesOf('waiting'))) {
            if (name === holder) continue;
            const isAtMost = taken.filter(one => one === name).length >= limits.each;
            const had = turns.get(name) ?? new Map<string, number>();
            turns.set(name, had);
            had.set(holder, isAtMost ? 0 : (had.get(holder) ?? 0) + 1);
            assert.ok((had.get(holder) ?? 0) <= 1, `${holder} had two turns while ${name} waited`);
          }
        };
        run(limits, all, seen, waits);
      }),
      { numRuns: 300 },
    );
  });

  it('the fair queue gives a request that two users share the slot of whichever has the first turn', () => {
    const queue = createFairQueue({ inAll: 2, each: 1 });
    const begun: string[] = [];
    const wait = (name: string) => queue.wait([name.slice(0, 3)], () => void begun.push(name));
    const first = wait('kim 1');
    wait('kim 2');
    const shared = wait('kim 3');
    assert.deepEqual(begun, ['kim 1']);
    shared.join('lee');
    assert.deepEqual(begun, ['kim 1', 'kim 3'], 'lee has a place to take it with');
    wait('lee 1');
    first.leave();
    assert.deepEqual(begun.at(-1), 'kim 2');
    assert.equal(queue.waiting(), 1);
    shared.leave();
    assert.deepEqual(begun, ['kim 1', 'kim 3', 'kim 2', 'lee 1']);
  });
});
