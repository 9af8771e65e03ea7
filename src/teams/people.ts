import type { Log } from '../domain/log.ts';
import { notMember } from '../domain/membership.ts';
import type { FoundPerson, People } from '../domain/people.ts';
import { type Clock, msUntil } from '../domain/time.ts';
import type { Connector } from './connector.ts';
import { isOfMember } from './membership.ts';
import { sendWithin } from './send-error.ts';
import { guidOf, personName } from './text.ts';

export interface PeopleParts {
  readonly connectorAt: (serviceUrl: string) => Connector;
  readonly clock: Clock;
  readonly log: Log;
}

/** No id of a person is longer; Teams would answer a longer one with an error. */
const longestId = 200;
/** One attempt; an answer to a press has little more. */
const mostMs = 2_000;

/** Reads the roster anew for each person, since a setting is made of the answer: an old entry may be of somebody who left. */
export function createPeople({ connectorAt, clock, log }: PeopleParts): People {
  return {
    async find({ id: conversation, serviceUrl }, id, until) {
      if (id === '' || id.length > longestId || /[\p{Cc}\p{Cs}]/u.test(id)) return notMember;
      const ms = Math.max(1, Math.min(mostMs, msUntil(until, clock)));
      try {
        const entry = await sendWithin(ms, abortSignal =>
          connectorAt(serviceUrl).getConversationMember(conversation, id, { abortSignal }),
        );
        return foundIn(entry);
      } catch (err) {
        if (isOfMember(err)) return notMember;
        log.warn({ err, conversation }, 'person could not be looked up');
        return undefined;
      }
    },
  };
}

interface TeamsEntry {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly givenName?: unknown;
  readonly surname?: unknown;
  readonly aadObjectId?: unknown;
  readonly objectId?: unknown;
  readonly tenantId?: unknown;
}

/** Some entries have only the parts of a name. An entry without an id, or of a bot, is nobody's. */
function foundIn(entry: object): FoundPerson | typeof notMember | undefined {
  const { id, name, givenName, surname, aadObjectId, objectId, tenantId } = entry as TeamsEntry;
  if (typeof id !== 'string' || id === '' || id.length > longestId) return undefined;
  if (id.startsWith('28:')) return notMember;
  const parts = [givenName, surname].filter(part => typeof part === 'string');
  const whole = typeof name === 'string' && name.trim() !== '' ? name : parts.join(' ');
  const tenant = guidOf(tenantId);
  return {
    ...{ id, name: personName(whole), objectId: guidOf(aadObjectId) ?? guidOf(objectId) },
    ...(tenant !== undefined && { tenantId: tenant }),
  };
}
