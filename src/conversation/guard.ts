import { type Access, suffices } from '../access/access.ts';
import type { AskLimits } from '../access/ask-limits.ts';
import { limitedCard, refusedCard } from '../cards/access-cards.ts';
import {
  type KnownAdmins,
  type Limit,
  limitedText,
  type Refusal,
  refusedText,
} from '../cards/access-texts.ts';
import type { Admins } from '../domain/admins.ts';
import { AskedTooOftenError, type Asker } from '../domain/asker.ts';
import type { Log } from '../domain/log.ts';
import type { Role } from '../domain/role.ts';
import type { Right } from './rights.ts';
import { card, type Hearer, type Reply, text } from './turn.ts';

/** Somebody who may do what they asked for. */
export interface Entitled {
  readonly role: Role;
  readonly objectId: string | undefined;
  /** Counts the requests to AvePoint that the answer takes. */
  readonly asker: Asker;
}

/**
 * Gives an answer to whoever has the right to it and has not asked too often; else says so, to a press in a short text for
 * the presser alone. What was refused has done nothing. If the answer needs AvePoint, and the user has no request left, it throws
 * `AskedTooOftenError`, which is answered in the same way.
 */
export type Guard = (
  right: Right,
  hearer: Hearer,
  form: 'card' | 'text',
  answer: (entitled: Entitled) => Promise<Reply> | Reply,
) => Promise<Reply>;

export interface GuardParts {
  readonly access: Access;
  readonly limits: AskLimits;
  readonly admins: Pick<Admins, 'heard'>;
  readonly knownAdmins: () => Promise<KnownAdmins>;
  readonly log: Log;
}

export function createGuard({ access, limits, admins, knownAdmins, log }: GuardParts): Guard {
  function refused(refusal: Refusal, form: 'card' | 'text'): Reply {
    const said = form === 'card' ? card(refusedCard(refusal)) : text(refusedText(refusal));
    const { role } = refusal;
    return { ...said, ending: { kind: 'refused' }, ...(role && { role }) };
  }

  function limited(limit: Limit, form: 'card' | 'text', role: Role): Reply {
    const said = form === 'card' ? card(limitedCard(limit)) : text(limitedText(limit));
    return { ...said, ending: { kind: 'limited' }, role };
  }

  return async (right, { objectId: told, speaker, place }, form, answer) => {
    const standing = await access.standingOf({ objectId: told, personId: speaker?.id, place });
    const { role, objectId } = standing;
    if (!role || !suffices(role, right.role)) {
      const stranger = standing.role ? undefined : standing.stranger;
      log.info({ objectId, role, stranger, needed: right.role }, 'a turn was refused');
      const known = await knownAdmins();
      return refused({ needed: right.role, role, stranger, objectId, admins: known }, form);
    }
    if (objectId !== undefined && speaker) admins.heard(objectId, speaker.name, place);
    const who = JSON.stringify([place?.tenantId, objectId ?? speaker?.id]);
    const tooOften = (limit: Limit) => {
      log.info({ objectId, ...limit }, 'rate limit exceeded');
      return limited(limit, form, role);
    };
    const waitMs = limits.take(who, right.isAsking);
    if (waitMs !== undefined) return tooOften({ requestsPerMinute: undefined, waitMs });
    try {
      return { ...(await answer({ role, objectId, asker: limits.asker(who) })), role };
    } catch (error) {
      if (!(error instanceof AskedTooOftenError)) throw error;
      return tooOften({ requestsPerMinute: limits.requestsPerMinute, waitMs: error.waitMs });
    }
  };
}
