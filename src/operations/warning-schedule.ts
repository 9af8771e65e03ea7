import { type CredentialKind, credentialNames, type KnownExpiry } from '../domain/expiry.ts';
import type { ConversationRef, NotAllowedReason } from '../domain/place.ts';
import type { RecordKey, Store } from '../domain/store.ts';
import type { EpochMs } from '../domain/time.ts';
import type { SignInState } from './sign-ins.ts';
import type { BinnedConversation } from './stranded.ts';

/** A problem that an admin must solve, or its end. */
export type Warning =
  /** A secret or a certificate; `daysLeft` is 0 if it has expired. */
  | {
      readonly kind: 'expires';
      readonly credential: CredentialKind;
      readonly at: EpochMs;
      readonly daysLeft: number;
    }
  /** AvePoint's identity service refuses the bot's client. */
  | { readonly kind: 'refused'; readonly since: EpochMs }
  /** AvePoint's identity service accepts the client again. */
  | { readonly kind: 'accepted'; readonly at: EpochMs }
  /** Conversations in which the bot can't send anything, the oldest problem first. */
  | { readonly kind: 'unreached'; readonly places: readonly UnreachedPlace[] }
  /** Settings that went into the bin, since the bot couldn't send anything in their conversations for too long. */
  | { readonly kind: 'putAway'; readonly places: readonly BinnedConversation[] };

export interface UnreachedPlace {
  readonly id: string;
  readonly kind: ConversationRef['kind'] | undefined;
  readonly since: EpochMs;
  readonly why: NotAllowedReason | 'refused';
}

/** Returns the same name for one warning however often it is composed. */
export function nameOfWarning(warning: Warning): string {
  return warning.kind === 'expires' ? `${warning.kind} ${credentialNames[warning.credential]}` : warning.kind;
}

/** The warnings that one admin has got. */
export interface WarningsSent {
  /** By the name of the credential: when it expires, and how many days before that the last warning was sent. */
  readonly expiries: Readonly<Record<string, { readonly at: EpochMs; readonly days: number }>>;
  /** When the last message was sent that the client is refused, and that it no longer is. */
  readonly refused?: EpochMs;
  readonly accepted?: EpochMs;
  /** When the last message was sent that conversations can't be reached. */
  readonly unreached?: EpochMs;
  /** The latest removal of settings that the admin was warned of. */
  readonly putAway?: EpochMs;
}

export const noWarningsSent: WarningsSent = { expiries: {} };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/**
 * How long the client must not have been refused: an instance with an old secret may alternate with one that has the
 * new one.
 */
const quietMs = 5 * 60_000;

/**
 * Days before an expiry at which a warning is sent: a month before, then each week, then each day, and when it's over.
 */
const expiryDays = [30, 23, 16, 9, 3, 2, 1, 0] as const;

/** Everything that an admin can be warned of now. */
export interface WarningSources {
  readonly expiries: readonly KnownExpiry[];
  readonly signIn: SignInState;
  readonly unreached: readonly UnreachedPlace[];
  readonly putAway: readonly BinnedConversation[];
}

/** Returns the warnings that an admin should get now, after those of `warned`. */
export function due(situation: WarningSources, warned: WarningsSent, now: EpochMs): readonly Warning[] {
  const { expiries, signIn } = situation;
  const warnings: Warning[] = [...placeWarnings(situation, warned, now)];
  for (const { credential, at } of expiries) {
    const days = passedStep(at, now);
    const known = warned.expiries[credentialNames[credential]];
    if (days === undefined || (known?.at === at && known.days <= days)) continue;
    warnings.push({ kind: 'expires', credential, at, daysLeft: Math.max(0, Math.ceil((at - now) / dayMs)) });
  }
  const { refusedAt, grantedAt = Number.NEGATIVE_INFINITY } = signIn;
  if (refusedAt === undefined) return warnings;
  const { refused = Number.NEGATIVE_INFINITY, accepted = Number.NEGATIVE_INFINITY } = warned;
  const isOver = grantedAt > refusedAt && now - refusedAt >= quietMs;
  if (isOver && refused > accepted) warnings.push({ kind: 'accepted', at: grantedAt });
  // Once a day, even if it comes and goes.
  if (grantedAt <= refusedAt && now - refused >= dayMs) warnings.push({ kind: 'refused', since: refusedAt });
  return warnings;
}

/**
 * Returns the latest of `expiryDays` that has passed; undefined if none has. So warnings that were missed while the
 * product was down aren't sent one by one.
 */
function passedStep(at: EpochMs, now: EpochMs): number | undefined {
  return expiryDays.findLast(days => now >= at - days * dayMs);
}

function placeWarnings(
  { unreached, putAway }: WarningSources,
  warned: WarningsSent,
  now: EpochMs,
): readonly Warning[] {
  const lasting = unreached
    .filter(({ since }) => now - since >= hourMs)
    .toSorted((a, b) => a.since - b.since);
  const isDue = now - (warned.unreached ?? Number.NEGATIVE_INFINITY) >= dayMs;
  const fresh = putAway.filter(({ at }) => at > (warned.putAway ?? now - dayMs));
  return [
    ...(lasting.length > 0 && isDue ? [{ kind: 'unreached' as const, places: lasting }] : []),
    ...(fresh.length > 0 ? [{ kind: 'putAway' as const, places: fresh }] : []),
  ];
}

/** Adds a warning to those that an admin has got. */
export function withWarning(warned: WarningsSent, warning: Warning, now: EpochMs): WarningsSent {
  // More settings may have gone into the bin since the list was read.
  if (warning.kind === 'putAway')
    return { ...warned, putAway: Math.max(...warning.places.map(place => place.at)) };
  if (warning.kind !== 'expires') return { ...warned, [warning.kind]: now };
  const { credential, at } = warning;
  const sent = { at, days: passedStep(at, now) ?? 0 };
  return { ...warned, expiries: { ...warned.expiries, [credentialNames[credential]]: sent } };
}

/** Merges two states of one admin: one may not have been written, and the other not read. */
export function merged(one: WarningsSent, other: WarningsSent): WarningsSent {
  const expiries = { ...one.expiries };
  for (const [what, warned] of Object.entries(other.expiries)) {
    const known = expiries[what];
    if (!known || warned.at > known.at || (warned.at === known.at && warned.days < known.days))
      expiries[what] = warned;
  }
  const latest = (kind: 'refused' | 'accepted' | 'unreached' | 'putAway') => {
    const at = Math.max(one[kind] ?? 0, other[kind] ?? 0);
    return at > 0 ? { [kind]: at } : {};
  };
  return {
    expiries,
    ...latest('refused'),
    ...latest('accepted'),
    ...latest('unreached'),
    ...latest('putAway'),
  };
}

/** Stores the warnings that each admin has got. Rejects with `StoreError`. */
export function createWarnedRecords(store: Store) {
  const keyOf = (objectId: string): RecordKey => ({
    collection: 'warned',
    partition: 'all',
    key: objectId,
  });
  return {
    async read(objectId: string): Promise<WarningsSent> {
      return ((await store.get(keyOf(objectId)))?.value as WarningsSent | undefined) ?? noWarningsSent;
    },
    async write(objectId: string, warned: WarningsSent): Promise<void> {
      await store.put(keyOf(objectId), warned);
    },
  };
}
