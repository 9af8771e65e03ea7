import type { Log } from '../domain/log.ts';
import type { Member, Membership } from '../domain/membership.ts';
import type { Connector } from './connector.ts';
import { guidOf } from './guid-of.ts';
import { inTime } from './in-time.ts';

export interface MembershipParts {
  readonly connectorAt: (serviceUrl: string) => Connector;
  /** The limit of one look; waiting for the bot's token is part of it. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Reads the entries of the conversation's roster; of a channel it is its team's that has them. */
export function createMembership({ connectorAt, timeoutMs, log }: MembershipParts): Membership {
  return {
    async entry({ home, serviceUrl }, personId) {
      try {
        const connector = connectorAt(serviceUrl);
        const told = await inTime(timeoutMs, abortSignal =>
          connector.getConversationMember(home, personId, { abortSignal }),
        );
        const member = memberOf(told);
        if (!member) log.warn({ conversation: home }, 'a member entry says no role');
        return member;
      } catch (err) {
        log.warn({ err, conversation: home }, 'a member entry could not be read');
        return undefined;
      }
    },
  };
}

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
