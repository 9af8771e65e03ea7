import type { GivableRole, GivenRoles } from '../domain/given-roles.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, inMs, type MonotonicMs, msSince, msUntil } from '../domain/time.ts';

/** How long roles are used without a read: a removal counts everywhere within 10 s, with the time of a read. */
export const freshMs = 8_000;
/** While reads fail, the last roles are used until they are this old. */
export const staleMs = 10 * 60_000;
/** The pause after a read that failed. */
export const pauseMs = 2_000;
/** How long an answer waits for a slow read, without and with older roles to use; the next one finds what was read. */
const [waitMs, waitWithStaleMs] = [1_000, 300] as const;

/** The role that was given to a user; `unread` if that can't be read now. */
type KnownRole = GivableRole | undefined | 'unread';

/** The roles that were given in Teams, cached for all who ask in this process. */
export interface CachedRoles extends GivenRoles {
  /** Never rejects, and takes a second at most. Most calls read nothing. */
  roleOf(objectId: string): Promise<KnownRole>;
}

export interface CachedRolesParts {
  readonly stored: GivenRoles;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves when `work` does, or after `ms`. */
  readonly within: (ms: number, work: Promise<void>) => Promise<void>;
}

interface Known {
  readonly roles: ReadonlyMap<string, GivableRole>;
  /** When their read began. */
  readonly at: MonotonicMs;
}

/** Caches the roles. A role that is given or removed by this process counts here at once. */
export function createCachedRoles({ stored, clock, log, within }: CachedRolesParts): CachedRoles {
  let known: Known | undefined;
  let freshUntil: MonotonicMs | undefined;
  let pausedUntil: MonotonicMs | undefined;
  let reading: Promise<void> | undefined;
  /** Rises with each change here: what was read before it may be of before it. */
  let changes = 0;
  const isUsable = (one: Known | undefined): one is Known =>
    one !== undefined && msSince(one.at, clock) < staleMs;
  const isAhead = (moment: MonotonicMs | undefined) => moment !== undefined && msUntil(moment, clock) > 0;

  async function read(): Promise<void> {
    const [before, at] = [changes, clock.monotonic()];
    try {
      const all = await stored.all();
      if (before !== changes) return await read();
      known = { roles: new Map(all.map(({ objectId, role }) => [objectId, role])), at };
      freshUntil = inMs(freshMs - msSince(at, clock), clock);
    } catch (err) {
      pausedUntil = inMs(pauseMs, clock);
      log.warn({ err }, 'roles given in Teams not read');
    }
  }

  function note(objectId: string, role: GivableRole | undefined): void {
    changes += 1;
    if (!known) return;
    const roles = new Map(known.roles);
    if (role) roles.set(objectId, role);
    else roles.delete(objectId);
    known = { ...known, roles };
  }

  /** Makes a change. If it fails, it may have been made all the same: the next who asks reads. */
  async function change<T>(work: Promise<T>, objectId: string, role: GivableRole | undefined): Promise<T> {
    try {
      const done = await work;
      note(objectId, role);
      return done;
    } catch (error) {
      changes += 1;
      freshUntil = undefined;
      throw error;
    }
  }

  return {
    async roleOf(objectId) {
      if (!isAhead(freshUntil) && !isAhead(pausedUntil)) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await within(isUsable(known) ? waitWithStaleMs : waitMs, reading);
      }
      return isUsable(known) ? known.roles.get(objectId) : 'unread';
    },
    all: () => stored.all(),
    give: given => change(stored.give(given), given.objectId, given.role),
    remove: objectId => change(stored.remove(objectId), objectId, undefined),
    async replace(objectId, given, before) {
      const isReplaced = await stored.replace(objectId, given, before);
      if (isReplaced) note(objectId, given?.role);
      return isReplaced;
    },
  };
}
