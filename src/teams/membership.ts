import { type BackOffTimes, backOffMs } from '../domain/back-off.ts';
import type { Log } from '../domain/log.ts';
import { type Member, type Membership, notMember, type RosterEntry } from '../domain/membership.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import { type Clock, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';
import type { Connector } from './connector.ts';
import { SendError, sendWithin } from './send-error.ts';
import { guidOf } from './text.ts';

export interface MembershipParts {
  readonly connectorAt: (serviceUrl: string) => Connector;
  /** The limit of one try, including the wait for the bot's token. */
  readonly tryMs: number;
  /** The limit of all tries for one entry. */
  readonly wholeMs: number;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Log;
}

/** The waits before the second try and later ones, give or take a fifth. */
const waits: BackOffTimes = { firstMs: 200, longestMs: 3_200, jitter: [0.8, 1.2] };
/** The most tries, however quickly they fail. */
const mostTries = 6;

/**
 * Creates a reader of roster entries. It reads by the conversation's own id, since the members of a private or shared channel
 * aren't those of its team. A failure that may pass is tried again within the limit.
 */
export function createMembership(parts: MembershipParts): Pick<Membership, 'entry'> {
  const { connectorAt, tryMs, wholeMs, clock, sleep, random, log } = parts;

  async function read(serviceUrl: string, id: string, personId: string): Promise<RosterEntry> {
    const until = inMs(wholeMs, clock);
    const connector = connectorAt(serviceUrl);
    for (let tries = 1; ; tries += 1) {
      try {
        const entry = await sendWithin(Math.min(tryMs, Math.max(1, msUntil(until, clock))), abortSignal =>
          connector.getConversationMember(id, personId, { abortSignal }),
        );
        return memberOf(entry);
      } catch (error) {
        if (isOfMember(error)) return notMember;
        const waitMs = tries < mostTries ? waitAfter(error, tries) : undefined;
        if (waitMs === undefined || !isLeft(until, waitMs)) throw error;
        await sleep(waitMs);
      }
    }
  }

  function waitAfter(error: unknown, tries: number): number | undefined {
    if (!mayPass(error)) return undefined;
    const { retryAfter, date } = error as SendError;
    return retryAfterMs(retryAfter, date, clock.now()) ?? backOffMs(tries, waits, random());
  }

  const isLeft = (until: MonotonicMs, waitMs: number) => msUntil(until, clock) > waitMs;

  return {
    async entry({ id, serviceUrl }, personId) {
      try {
        const entry = await read(serviceUrl, id, personId);
        if (!entry) log.warn({ conversation: id }, 'roster entry has no role');
        return entry;
      } catch (err) {
        log.warn({ err, conversation: id }, 'roster entry could not be read');
        return undefined;
      }
    },
  };
}

/**
 * Returns true if Teams answers that the person isn't in the conversation (MemberNotFoundInConversation). A 404 about the
 * conversation itself comes at random and passes, and one without Teams' own code may be a gateway's.
 */
export function isOfMember(error: unknown): boolean {
  return error instanceof SendError && error.statusCode === 404 && /^(Member|User)/.test(error.code ?? '');
}

/** Returns true unless another try would fail the same way. A missing token or connection may be there later. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof SendError)) return false;
  const { code, statusCode } = error;
  if (statusCode === 404) return code === 'ConversationNotFound';
  return statusCode === undefined || statusCode >= 500 || passing.has(statusCode);
}

const passing: ReadonlySet<number> = new Set([408, 412, 429]);

/** The part of an entry that is read; the object id has either name. */
interface TeamsEntry {
  readonly userRole?: unknown;
  readonly tenantId?: unknown;
  readonly aadObjectId?: unknown;
  readonly objectId?: unknown;
}

function memberOf(entry: object): Member | undefined {
  const { userRole, tenantId, aadObjectId, objectId } = entry as TeamsEntry;
  if (typeof userRole !== 'string') return undefined;
  return {
    userRole: userRole.toLowerCase(),
    objectId: guidOf(aadObjectId) ?? guidOf(objectId),
    tenantId: typeof tenantId === 'string' && tenantId !== '' ? tenantId.toLowerCase() : undefined,
  };
}
