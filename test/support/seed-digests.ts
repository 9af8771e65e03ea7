import assert from 'node:assert/strict';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createSubscriptions } from '../../src/digest/subscriptions.ts';
import type { PlaceKey } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import type { Store } from '../../src/domain/store.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import { createPlaces } from '../../src/store/places.ts';

export interface Seed {
  readonly count: number;
  /** On a whole minute. */
  readonly dueAt: EpochMs;
  readonly serviceUrl: string;
}

/** The conversations that `seedDigests` makes: p0, p1, … */
export function seededPlaces(count: number): readonly PlaceKey[] {
  return Array.from({ length: count }, (_, index) => ({ home: `p${index}`, id: `p${index}` }));
}

/** One daily digest in each of so many conversations, all due at the same time and asking the same. */
export async function seedDigests(store: Store, { count, dueAt, serviceUrl }: Seed): Promise<void> {
  const [subscriptions, places] = [createSubscriptions(store), createPlaces(store)];
  const at = new Date(dueAt);
  const when = { days: everyDay, hour: at.getUTCHours(), minute: at.getUTCMinutes(), zone: 'UTC' };
  const common = { when, services: [], onlyProblems: false, locale: 'en-GB', createdAt: dueAt - 1, dueAt };
  const fresh = {
    paused: undefined,
    toldUntil: undefined,
    lastSaid: undefined,
    begun: [],
    owed: undefined,
  };
  const one = async (place: PlaceKey): Promise<void> => {
    const kind = 'personal';
    await places.keep({
      ...place,
      kind,
      tenantId: 'tenant-1',
      serviceUrl,
      botId: '28:bot',
      botName: undefined,
    });
    const subscription: Subscription = {
      ...common,
      ...fresh,
      place,
      id: Buffer.from(place.id).toString('hex'),
    };
    assert.ok(await subscriptions.save(subscription));
  };
  const all = seededPlaces(count);
  for (let from = 0; from < count; from += 50) await Promise.all(all.slice(from, from + 50).map(one));
}
