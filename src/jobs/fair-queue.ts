/** How many slots there are, in total and for each user. */
export interface SlotLimits {
  readonly inAll: number;
  readonly each: number;
}

/** A request that waits for a slot, or has one. */
export interface Ticket {
  /** Adds it to this user's queue, too: it takes whichever turn comes first. Does nothing once it has a slot. */
  join(user: string): void;
  /** Removes it from all queues, or gives its slot to the next. Must be called when it's over. */
  leave(): void;
}

/** Gives slots to users in turn, and to each user's requests in their order. */
export interface FairQueue {
  /** Waits in the queues of `users`, and calls `begin` when there's a slot: at once if one is free. */
  wait(users: Iterable<string>, begin: () => void): Ticket;
  /** Returns the number of waiting requests. */
  waiting(): number;
}

interface Waiter {
  readonly begin: () => void;
  /** The user whose slot it has; undefined while it waits. */
  holder: string | undefined;
  readonly users: Set<string>;
}

/**
 * Creates a queue for each user. A free slot goes to the user whose last turn is longest ago, unless that user has the
 * maximum for one user. So between two turns of a user, each other user has at most one.
 */
export function createFairQueue({ inAll, each }: SlotLimits): FairQueue {
  /** Sorted by the next turn. */
  const queues = new Map<string, Set<Waiter>>();
  const taken = new Map<string, number>();
  const waiters = new Set<Waiter>();
  let takenInAll = 0;

  const takenBy = (user: string) => taken.get(user) ?? 0;

  function nextTurn(): { user: string; waiter: Waiter } | undefined {
    if (takenInAll >= inAll) return undefined;
    for (const [user, queue] of queues) {
      const [waiter] = queue;
      if (waiter && takenBy(user) < each) return { user, waiter };
    }
    return undefined;
  }

  function unqueue(waiter: Waiter): void {
    waiters.delete(waiter);
    for (const user of waiter.users) {
      const queue = queues.get(user);
      queue?.delete(waiter);
      if (queue?.size === 0) queues.delete(user);
    }
  }

  function give(user: string, waiter: Waiter): void {
    unqueue(waiter);
    waiter.holder = user;
    takenInAll += 1;
    taken.set(user, takenBy(user) + 1);
    const rest = queues.get(user);
    if (rest) {
      queues.delete(user);
      queues.set(user, rest);
    }
    waiter.begin();
  }

  function giveAll(): void {
    for (let turn = nextTurn(); turn; turn = nextTurn()) give(turn.user, turn.waiter);
  }

  function giveBack(user: string): void {
    takenInAll -= 1;
    const left = takenBy(user) - 1;
    if (left > 0) taken.set(user, left);
    else taken.delete(user);
  }

  function enqueue(user: string, waiter: Waiter): void {
    waiter.users.add(user);
    const queue = queues.get(user) ?? new Set();
    queue.add(waiter);
    queues.set(user, queue);
  }

  return {
    wait(users, begin) {
      const waiter: Waiter = { begin, holder: undefined, users: new Set() };
      waiters.add(waiter);
      for (const user of users) enqueue(user, waiter);
      giveAll();
      return {
        join(user) {
          if (!waiters.has(waiter)) return;
          enqueue(user, waiter);
          giveAll();
        },
        leave() {
          const { holder } = waiter;
          if (holder === undefined) return unqueue(waiter);
          waiter.holder = undefined;
          giveBack(holder);
          giveAll();
        },
      };
    },
    waiting: () => waiters.size,
  };
}
