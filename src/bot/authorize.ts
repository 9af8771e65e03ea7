import { type Access, isSufficientRole } from '../access/access.ts';
import type { AskLimits } from '../access/ask-limits.ts';
import type { RefusalPacing } from '../access/refusal-pacing.ts';
import type { Admins } from '../domain/admins.ts';
import { AskedTooOftenError, type Asker } from '../domain/asker.ts';
import type { Log } from '../domain/log.ts';
import type { Role } from '../domain/role.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Permission } from '../features/permission.ts';
import { limitedCard, refusedCard } from '../features/roles/refusal-card.ts';
import {
  type AccessRefusal,
  type KnownAdmins,
  type Limit,
  limitedText,
  refusedText,
} from '../features/roles/refusal-texts.ts';
import { card, type Refused, type Reply, type Requester, text } from '../features/turn.ts';

/** A user who has the permission. */
interface AuthorizedUser {
  /** Undefined only if the permission needs none. */
  readonly role: Role | undefined;
  readonly objectId: string | undefined;
  /** Counts the requests to AvePoint that the answer takes. */
  readonly asker: Asker;
}

/** A sentence is refused with a card, which knows what was `tried`; a press with a short text for its user alone. */
export type RefusalForm = { readonly kind: 'card'; readonly tried: string } | { readonly kind: 'text' };

/**
 * Gives an answer, by `until`, if the user has the permission and hasn't asked too often; else refuses, a press by a
 * short text for its user alone. A refused request has done nothing. If the answer needs AvePoint and the user has no
 * request left, the `AskedTooOftenError` of the answer becomes such a refusal, too.
 */
export type Authorize = (
  permission: Permission,
  hearer: Requester,
  form: RefusalForm,
  until: MonotonicMs,
  answer: (entitled: AuthorizedUser) => Promise<Reply> | Reply,
) => Promise<Reply>;

export interface AuthorizeParts {
  readonly access: Access;
  readonly limits: AskLimits;
  readonly pacing: RefusalPacing;
  readonly admins: Pick<Admins, 'heard'>;
  readonly knownAdmins: () => Promise<KnownAdmins>;
  readonly log: Log;
}

/** An equal refusal is answered once in this time. Its text says to try again in a minute. */
const refusedQuietMs = 60_000;
/** A question that came too early is answered once until the user may ask again, and at most once in this time. */
const limitedQuietMs = 10_000;

export function createAuthorize({
  access,
  limits,
  pacing,
  admins,
  knownAdmins,
  log,
}: AuthorizeParts): Authorize {
  async function refused(
    refusal: Omit<AccessRefusal, 'admins'>,
    form: RefusalForm,
    refused: Refused,
  ): Promise<Reply> {
    const isUnsaid = form.kind === 'card' && refused.isRepeated;
    const whole = { ...refusal, admins: isUnsaid ? noAdmins : await knownAdmins() };
    const said = form.kind === 'card' ? card(refusedCard(whole, form.tried)) : text(refusedText(whole));
    const { role } = refusal;
    return { ...said, ending: { kind: 'refused' }, refused, ...(role && { role }) };
  }

  function limited(
    limit: Limit,
    { kind: form }: RefusalForm,
    role: Role | undefined,
    refused: Refused,
  ): Reply {
    const said = form === 'card' ? card(limitedCard(limit)) : text(limitedText(limit));
    return { ...said, ending: { kind: 'limited' }, refused, ...(role && { role }) };
  }

  function paced(quietMs: number, ...names: readonly unknown[]): Refused {
    const refusal = JSON.stringify(names);
    return { refusal, isRepeated: pacing.isRepeated(refusal, quietMs) };
  }

  return async (permission, { objectId: told, speaker, place, thread }, form, until, answer) => {
    const standing = await access.standingOf({ objectId: told, personId: speaker?.id, place, until });
    const { role, objectId } = standing;
    const who = [place?.tenantId, objectId ?? speaker?.id];
    // In another thread of a channel, the first refusal isn't seen.
    const where = [place?.home, place?.id, thread];
    const needed = permission.role;
    if (needed !== undefined && !isSufficientRole(role, needed)) {
      const stranger = standing.role ? undefined : standing.stranger;
      const reason = { needed, role, stranger };
      const of = paced(refusedQuietMs, form.kind, who, where, reason);
      if (!of.isRepeated) log.info({ objectId, ...reason }, 'permission denied');
      return refused({ ...reason, objectId }, form, of);
    }
    if (objectId !== undefined && speaker) admins.heard(objectId, speaker.name, place);
    const name = JSON.stringify(who);
    const tooOften = (limit: Limit) => {
      const quietMs = Math.max(limitedQuietMs, limit.waitMs);
      const of = paced(quietMs, form.kind, who, where, limit.requestsPerMinute ?? null);
      if (!of.isRepeated) log.info({ objectId, ...limit }, 'rate limit exceeded');
      return limited(limit, form, role, of);
    };
    const waitMs = limits.take(name, permission.isAsking);
    if (waitMs !== undefined) return tooOften({ requestsPerMinute: undefined, waitMs });
    try {
      return { ...(await answer({ role, objectId, asker: limits.asker(name) })), ...(role && { role }) };
    } catch (error) {
      if (!(error instanceof AskedTooOftenError)) throw error;
      return tooOften({ requestsPerMinute: limits.requestsPerMinute, waitMs: error.waitMs });
    }
  };
}

/** For a reply that isn't sent. */
const noAdmins: KnownAdmins = { isAny: false, names: [] };
