import type { Log } from '../domain/log.ts';
import type { Places } from '../domain/place.ts';
import type { Clock } from '../domain/time.ts';
import { createRests, type Ending } from '../schedule/rests.ts';
import { keyFor } from './compose.ts';
import type { Errand } from './deliver.ts';
import type { ReportKey, Reports, Told } from './reports.ts';
import type { Pointer, Queue, Subscriptions } from './subscriptions.ts';

/** How long an unreachable API is asked again before the digest says that nothing is known. */
export const patienceMs = 30 * 60_000;
const pageSize = 200;
/** Digests on their way at once: those that are refused wait among them, and must not hold up the others. */
const atOnce = 400;
/** After a failure that says nothing of the conversation: a minute, then two, four, … up to an hour. */
const [firstRestMs, longestRestMs] = [60_000, 3_600_000];

export interface RoundParts {
  readonly subscriptions: Subscriptions;
  readonly reports: Reports;
  readonly deliver: (errand: Errand, mayStart: () => boolean) => Promise<Ending>;
  readonly places: Pick<Places, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Goes through what is due and what is owed, and has it said. */
export interface Round {
  /** One round; ends when all that can be said is on its way. `mayStart` is asked before each message. */
  go(mayStart: () => boolean): Promise<void>;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

export function createRound({ subscriptions, reports, deliver, places, clock, log }: RoundParts): Round {
  const startedAt = clock.now();
  const underWay = new Map<string, Promise<void>>();
  /** Goes on with the walk that waits for one of those under way to end. */
  let wake = () => {};
  const rests = createRests({ places, firstMs: firstRestMs, longestMs: longestRestMs, clock });

  /** What can be said by now for a pointer, and for what stretch of time; undefined where it must wait. */
  function ready(queue: Queue, pointer: Pointer): { key: ReportKey; told: Told } | undefined {
    const { from, at: to, services } = pointer;
    const key = queue === 'owed' ? { from, to, services } : keyFor(pointer, clock.now());
    const told = reports.look(key);
    if (!told) return undefined;
    const isPatienceOver = clock.now() - Math.max(key.to, startedAt) >= patienceMs;
    return told.isWhole || (queue === 'due' && isPatienceOver) ? { key, told } : undefined;
  }

  async function errand(one: Errand, mayStart: () => boolean): Promise<void> {
    const { id } = one.pointer;
    try {
      await rests.attempt(named(one.pointer), mayStart, may => deliver(one, may));
    } catch (err) {
      log.error({ err, id }, 'a digest could not be delivered');
    }
  }

  async function walk(queue: Queue, mayStart: () => boolean): Promise<void> {
    let last: Pointer | undefined;
    for (;;) {
      const page = await subscriptions.pointers(queue, clock.now(), pageSize, last);
      let waiting = 0;
      for (const pointer of page) {
        if (underWay.has(pointer.id) || rests.isResting(named(pointer))) continue;
        const found = ready(queue, pointer);
        if (!found) {
          waiting += 1;
          continue;
        }
        while (underWay.size >= atOnce)
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        if (!mayStart()) return;
        const going = errand({ queue, pointer, ...found }, mayStart).finally(() => {
          underWay.delete(pointer.id);
          wake();
        });
        underWay.set(pointer.id, going);
      }
      // While the API gives no answer nothing of what follows could be said either.
      if (page.length < pageSize || (queue === 'owed' && waiting === page.length)) return;
      last = page.at(-1);
    }
  }

  return {
    async go(mayStart) {
      await walk('owed', mayStart);
      await walk('due', mayStart);
    },
    async settled() {
      await Promise.all(underWay.values());
    },
  };
}

const named = ({ id, place }: Pointer) => ({ name: id, place });
