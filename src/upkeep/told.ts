import type { RecordPlace, Store } from '../domain/store.ts';
import type { EpochMs } from '../domain/time.ts';
import { momentPassed } from './expiry-moments.ts';
import type { SignInState } from './sign-ins.ts';
import type { PutAway } from './stranded.ts';
import type { UnreachedPlace, Warning } from './warning.ts';

/** What one admin was told. */
export interface Told {
  /** By what expires: when that is, and how many days before it they were told. */
  readonly expiries: Readonly<Record<string, { readonly at: EpochMs; readonly days: number }>>;
  /** That the client is refused, and that it no longer is: when each was told last. */
  readonly refused?: EpochMs;
  readonly accepted?: EpochMs;
  /** That conversations can't be reached: when that was told last. */
  readonly unreached?: EpochMs;
  /** Settings that were put away: the latest moment of those that were told. */
  readonly putAway?: EpochMs;
}

export const nothingTold: Told = { expiries: {} };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** So long nobody may have been refused: an instance with an old secret takes turns with one that has the new one. */
const quietMs = 5 * 60_000;

/** What there is to be told now, to whoever was told nothing yet. */
export interface Situation {
  readonly expiries: readonly { readonly what: string; readonly at: EpochMs }[];
  readonly signIn: SignInState;
  readonly unreached: readonly UnreachedPlace[];
  readonly putAway: readonly PutAway[];
}

/** What somebody who was told `told` is to be told now. */
export function due(situation: Situation, told: Told, now: EpochMs): readonly Warning[] {
  const { expiries, signIn } = situation;
  const warnings: Warning[] = [...ofPlaces(situation, told, now)];
  for (const { what, at } of expiries) {
    const days = momentPassed(at, now);
    const known = Object.hasOwn(told.expiries, what) ? told.expiries[what] : undefined;
    if (days === undefined || (known?.at === at && known.days <= days)) continue;
    warnings.push({ kind: 'expires', what, at, daysLeft: Math.max(0, Math.ceil((at - now) / dayMs)) });
  }
  const { refusedAt, grantedAt = Number.NEGATIVE_INFINITY } = signIn;
  if (refusedAt === undefined) return warnings;
  const { refused = Number.NEGATIVE_INFINITY, accepted = Number.NEGATIVE_INFINITY } = told;
  const isOver = grantedAt > refusedAt && now - refusedAt >= quietMs;
  if (isOver && refused > accepted) warnings.push({ kind: 'accepted', at: grantedAt });
  // Once a day, also where it comes and goes.
  if (grantedAt <= refusedAt && now - refused >= dayMs) warnings.push({ kind: 'refused', since: refusedAt });
  return warnings;
}

function ofPlaces({ unreached, putAway }: Situation, told: Told, now: EpochMs): readonly Warning[] {
  const lasting = unreached
    .filter(({ since }) => now - since >= hourMs)
    .toSorted((a, b) => a.since - b.since);
  const isDue = now - (told.unreached ?? Number.NEGATIVE_INFINITY) >= dayMs;
  const fresh = putAway.filter(({ at }) => at > (told.putAway ?? now - dayMs));
  return [
    ...(lasting.length > 0 && isDue ? [{ kind: 'unreached' as const, places: lasting }] : []),
    ...(fresh.length > 0 ? [{ kind: 'putAway' as const, places: fresh }] : []),
  ];
}

/** What they were told once they were told this, too. */
export function toldAlso(told: Told, warning: Warning, now: EpochMs): Told {
  // More may have been put away since the list was read.
  if (warning.kind === 'putAway')
    return { ...told, putAway: Math.max(...warning.places.map(place => place.at)) };
  if (warning.kind !== 'expires') return { ...told, [warning.kind]: now };
  const { what, at } = warning;
  return { ...told, expiries: { ...told.expiries, [what]: { at, days: momentPassed(at, now) ?? 0 } } };
}

/** Both at once, where one was not written and the other not read. */
export function merged(one: Told, other: Told): Told {
  const expiries = { ...one.expiries };
  for (const [what, told] of Object.entries(other.expiries)) {
    const known = expiries[what];
    if (!known || told.at > known.at || (told.at === known.at && told.days < known.days))
      expiries[what] = told;
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

/** What admins were told, in a store. Rejects with `StoreError`. */
export function createToldRecords(store: Store) {
  const placeOf = (objectId: string): RecordPlace => ({
    collection: 'warned',
    partition: 'all',
    key: objectId,
  });
  return {
    async read(objectId: string): Promise<Told> {
      return ((await store.get(placeOf(objectId)))?.value as Told | undefined) ?? nothingTold;
    },
    async write(objectId: string, told: Told): Promise<void> {
      await store.put(placeOf(objectId), told);
    },
  };
}
