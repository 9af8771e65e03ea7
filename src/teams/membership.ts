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
  /** The limit of one try; waiting for the bot's token is part of it. */
  readonly tryMs: number;
  /** The limit of all tries for one entry. */
  readonly wholeMs: number;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Log;
}

/** Waits before the second try and those after it, give or take a fifth. */
const waits: BackOffTimes = { firstMs: 200, longestMs: 3_200, jitter: [0.8, 1.2] };
/** However quickly they fail. */
const mostTries = 6;

/**
 * Reads entries of rosters by the conversation's own id: the members of a private or shared channel aren't those of its team.
 * What may pass is tried again within the limit.
 */
export function createMembership(parts: MembershipParts): Pick<Membership, 'entry'> {
  const { connectorAt, tryMs, wholeMs, clock, sleep, random, log } = parts;

  async function read(serviceUrl: string, id: string, personId: string): Promise<RosterEntry> {
    const until = inMs(wholeMs, clock);
    const connector = connectorAt(serviceUrl);
    for (let tries = 1; ; tries += 1) {
      try {
        const told = await sendWithin(Math.min(tryMs, Math.max(1, msUntil(until, clock))), abortSignal =>
          connector.getConversationMember(id, personId, { abortSignal }),
        );
        return memberOf(told);
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
 * True if Teams says of the person, not of the conversation, that they aren't there (MemberNotFoundInConversation). A 404 of the
 * conversation comes at random and passes, and one without Teams' own word may be a gateway's.
 */
function isOfMember(error: unknown): boolean {
  return error instanceof SendError && error.statusCode === 404 && /^(Member|User)/.test(error.code ?? '');
}

/** True unless the answer would be the same again. The token may be there later, and the way to Teams as well. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof SendError)) return false;
  const { code, statusCode } = error;
  if (statusCode === 404) return code === 'ConversationNotFound';
  return statusCode === undefined || statusCode >= 500 || passing.has(statusCode);
}

const passing: ReadonlySet<number> = new Set([408, 412, 429]);

/** As much of an entry as is looked at; the object id stands under either name. */
interface TeamsEntry {
  readonly userRole?: unknown;
  readonly tenantId?: unknown;
  readonly aadObjectId?: unknown;
  readonly objectId?: unknown;
}

function memberOf(told: object): Member | undefined {
  const { userRole, tenantId, aadObjectId, objectId } = told as TeamsEntry;
  if (typeof userRole !== 'string') return undefined;
  return {
    userRole: userRole.toLowerCase(),
    objectId: guidOf(aadObjectId) ?? guidOf(objectId),
    tenantId: typeof tenantId === 'string' && tenantId !== '' ? tenantId.toLowerCase() : undefined,
  };
}
