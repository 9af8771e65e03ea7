import type { Access } from '../../../access/access.ts';
import { isSufficientRole } from '../../../access/access.ts';
import { timesFor } from '../../../cards/times.ts';
import type { Admins } from '../../../domain/admins.ts';
import { cut } from '../../../domain/cut.ts';
import { notMember } from '../../../domain/membership.ts';
import type { People } from '../../../domain/people.ts';
import type { ConversationStore } from '../../../domain/place.ts';
import { isSilent } from '../../../domain/place.ts';
import { StoreError } from '../../../domain/store.ts';
import { type Clock, plusMs } from '../../../domain/time.ts';
import type { Request } from '../../request.ts';
import type { KnownAdmins } from '../refusal-texts.ts';
import { mostTried } from './buttons.ts';
import { type AccessRequest, type AskedAdmin, dayOf } from './request.ts';
import type { AccessRequests } from './requests.ts';
import { type Asked, againTexts, askedTexts, notAskedTexts } from './texts.ts';

export interface AskParts {
  readonly access: Pick<Access, 'rules'>;
  readonly accessRequests: AccessRequests;
  readonly admins: Pick<Admins, 'all'>;
  readonly knownAdmins: () => Promise<KnownAdmins>;
  readonly people: People;
  readonly places: Pick<ConversationStore, 'get' | 'keep'>;
  readonly clock: Clock;
}

/** More admins aren't asked: one answers. */
const mostAdmins = 10;
const mostAttempts = 10;
/** The rest of the answer, after the person was looked up. */
const marginMs = 1_500;

/**
 * Asks the admins to give the user a role, once a day. Nothing is sent yet: the round does that. Returns what the user
 * reads.
 */
export async function askForAccess(
  tried: string | undefined,
  request: Request,
  parts: AskParts,
): Promise<Asked> {
  const { accessRequests, clock, knownAdmins, places } = parts;
  const who = await requesterOf(request, parts);
  if (typeof who === 'string') return notAskedTexts[who](request.role, await knownAdmins());
  for (let tries = 0; tries < mostAttempts; tries += 1) {
    const now = clock.now();
    const before = await accessRequests.get(who.objectId);
    const times = timesFor(request.reader.zone, request.reader, now);
    // A day that is ahead is of another instance, whose clock is.
    if (before && before.value.day >= dayOf(now)) return againTexts(before.value, times, now);
    const asked = await reachableAdmins(parts);
    if (asked.length === 0) return notAskedTexts.noAdmin(request.role, await knownAdmins());
    const { place } = who;
    if (!(await places.get(place))) await places.keep(place);
    const value: AccessRequest = {
      ...{ objectId: who.objectId, day: dayOf(now), name: who.name, personId: who.personId, askedAt: now },
      ...{ role: request.role, tried: tried === undefined ? undefined : cut(tried, mostTried) },
      ...{ place: { home: place.home, id: place.id }, kind: place.kind, thread: request.thread },
      admins: asked,
    };
    if (await accessRequests.make(value, before)) return askedTexts(value);
  }
  throw new StoreError('unavailable', 'The request changed each time it was to be written.');
}

/** Returns who asks, by the roster; or why they can't. */
async function requesterOf(
  { objectId, place, role, speaker, until }: Request,
  { access, people }: AskParts,
): Promise<Requester | keyof typeof notAskedTexts> {
  if (access.rules.isLocal || isSufficientRole(role, 'operator')) return 'hasRole';
  if (objectId === undefined || !place || !speaker) return 'unknown';
  const found = await people.find(place, speaker.id, plusMs(until, -marginMs));
  if (found === undefined) return 'unread';
  if (found === notMember || found.objectId !== objectId) return 'unknown';
  if (found.tenantId === undefined || !access.rules.tenantIds.includes(found.tenantId)) return 'otherTenant';
  return { objectId, personId: speaker.id, name: found.name, place };
}

interface Requester {
  readonly objectId: string;
  readonly personId: string;
  readonly name: string;
  readonly place: NonNullable<Request['place']>;
}

/** Returns the admins whose personal chats take messages now. */
async function reachableAdmins({ admins, clock, places }: AskParts): Promise<readonly AskedAdmin[]> {
  const known = (await admins.all()).slice(0, mostAdmins);
  const reachable = await Promise.all(
    known.map(async ({ objectId, name, place }) => {
      const stored = place && (await places.get(place));
      const isOpen = stored?.place && !stored.held && !isSilent(stored, clock.now());
      return place && isOpen ? [{ objectId, name, place }] : [];
    }),
  );
  return reachable.flat();
}
