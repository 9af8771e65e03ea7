import { LRUCache } from 'lru-cache';
import { type Clock, type MonotonicMs, msBetween, msSince, msUntil, plusMs } from '../domain/time.ts';

/** The most messages that Teams lets a bot send to one conversation within so many milliseconds. */
const conversationLimits = [
  { count: 7, withinMs: 1_000 },
  { count: 8, withinMs: 2_000 },
  { count: 60, withinMs: 30_000 },
  { count: 1_800, withinMs: 3_600_000 },
] as const;
const longestMs = 3_600_000;

/** Sends per second to one tenant: below the 50 requests that Teams allows a bot there. */
const fullRate = 40;
const leastRate = 1;
/** No timer is later than this: a later send came after a pause without any. */
const latestMs = 200;
/** How much of the rate comes back per second after a refusal. */
const regainedASecond = 40;
/** The most conversations whose sends of the last hour are remembered. */
const conversationsKept = 20_000;

export interface PacingParts {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Spreads messages over time so that they stay within Teams' limits. */
export interface Pacing {
  /** Resolves when the next message may go to this conversation of this tenant. First come, first served. */
  turn(tenant: string, conversation: string): Promise<void>;
  /** Halves the rate to this tenant after Teams refused a message for it. The rate recovers within a second. */
  slowDown(tenant: string): void;
}

interface Tenant {
  /** The turn of the last message in the queue; the next one waits for it. */
  last: Promise<void>;
  nextAt: MonotonicMs;
  slowedAt: MonotonicMs;
  slowedTo: number;
}

/** A message to a conversation: when it's planned to go, and once it went, when it did. */
interface Send {
  at: MonotonicMs;
}

export function createPacing({ clock, sleep }: PacingParts): Pacing {
  const tenants = new Map<string, Tenant>();
  const conversations = new LRUCache<string, readonly Send[]>({ max: conversationsKept });

  function tenantOf(name: string): Tenant {
    const known = tenants.get(name);
    if (known) return known;
    const now = clock.monotonic();
    const tenant: Tenant = { last: Promise.resolve(), nextAt: now, slowedAt: now, slowedTo: fullRate };
    tenants.set(name, tenant);
    return tenant;
  }

  /** Reserves the earliest moment that all limits of a conversation leave. */
  function reserve(conversation: string): Send {
    const now = clock.monotonic();
    const sends = (conversations.get(conversation) ?? []).filter(({ at }) => msBetween(at, now) < longestMs);
    const send = { at: earliest(sends, later(now, sends.at(-1)?.at)) };
    conversations.set(conversation, [...sends, send]);
    return send;
  }

  /** Delays a message whose turn has come, if those before it in its conversation went later than planned. */
  function settle(conversation: string, send: Send): MonotonicMs {
    const sends = conversations.get(conversation) ?? [];
    send.at = earliest(sends.slice(0, Math.max(0, sends.indexOf(send))), clock.monotonic());
    return send.at;
  }

  function rateOf({ slowedAt, slowedTo }: Tenant): number {
    const slowedMs = msSince(slowedAt, clock);
    return Math.min(fullRate, slowedTo + (slowedMs / 1_000) * regainedASecond);
  }

  async function until(at: MonotonicMs): Promise<void> {
    const waitMs = msUntil(at, clock);
    if (waitMs > 0) await sleep(waitMs);
  }

  return {
    async turn(name, conversation) {
      const send = reserve(conversation);
      await until(send.at);
      const tenant = tenantOf(name);
      const mine = tenant.last.then(async () => {
        await until(tenant.nextAt);
        // Counted from the planned moment, so that late timers don't slow the tenant down.
        const isLate = msSince(tenant.nextAt, clock) < latestMs;
        tenant.nextAt = plusMs(isLate ? tenant.nextAt : clock.monotonic(), 1_000 / rateOf(tenant));
      });
      tenant.last = mine;
      await mine;
      await until(settle(conversation, send));
    },
    slowDown(name) {
      const tenant = tenantOf(name);
      tenant.slowedTo = Math.max(leastRate, rateOf(tenant) / 2);
      tenant.slowedAt = clock.monotonic();
    },
  };
}

/** Returns the first moment from `from` on that all limits leave after these messages. */
function earliest(sends: readonly Send[], from: MonotonicMs): MonotonicMs {
  let at = from;
  for (const { count, withinMs } of conversationLimits) {
    const first = sends.at(-count);
    if (first !== undefined) at = later(at, plusMs(first.at, withinMs));
  }
  return at;
}

function later(one: MonotonicMs, other: MonotonicMs | undefined): MonotonicMs {
  return other !== undefined && other > one ? other : one;
}
