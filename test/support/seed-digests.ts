import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { services } from '../../src/domain/job.ts';
import type { ConversationKey } from '../../src/domain/place.ts';
import { everyDay } from '../../src/domain/recurrence.ts';
import type { Store } from '../../src/domain/store.ts';
import type { EpochMs } from '../../src/domain/time.ts';
import type { Subscription } from '../../src/features/digest/subscription.ts';
import { createSubscriptions } from '../../src/features/digest/subscriptions.ts';
import { createConversationStore } from '../../src/store/places.ts';

export interface Seed {
  readonly count: number;
  /** The first so many ask different questions; the others ask alike. */
  readonly different?: number;
  /** The number of the first conversation; 0 unless given. */
  readonly first?: number;
  /** On a whole minute. */
  readonly dueAt: EpochMs;
  readonly serviceUrl: string;
}

/** The conversations that `seedDigests` makes: p0, p1, … */
export function seededPlaces(count: number, first = 0): readonly ConversationKey[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `p${first + index}`;
    return { home: id, id };
  });
}

/** In which zones, and for which readers, the different ones are set. */
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Sydney'] as const;
const locales = ['en-GB', 'en-US', 'de-DE', 'ja-JP'] as const;
/** Longer than a digest of problems only is silent, so that each of them is sent. */
const longAgoMs = 8 * 24 * 3_600_000;

/** What a conversation asks for: each of the first 4,095 about another choice of services. */
function differentWish(index: number, dueAt: EpochMs) {
  const zone = zones[index % zones.length] ?? 'UTC';
  const there = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(zone);
  return {
    when: { days: everyDay, hour: there.hour, minute: there.minute, zone },
    services: services.filter((_, bit) => ((index + 1) >> bit) % 2 === 1),
    onlyProblems: index % 3 === 0,
    locale: locales[index % locales.length],
  };
}

/** One daily digest in each of so many conversations, all due at the same time. */
export async function seedDigests(
  store: Store,
  { count, different = 0, dueAt, serviceUrl }: Seed,
): Promise<void> {
  assert.ok(different < 2 ** services.length, 'there are not so many choices of services');
  const [subscriptions, places] = [createSubscriptions(store), createConversationStore(store)];
  const at = new Date(dueAt);
  const when = { days: everyDay, hour: at.getUTCHours(), minute: at.getUTCMinutes(), zone: 'UTC' };
  const alike = { when, services: [], onlyProblems: false, locale: 'en-GB' };
  const fresh = {
    createdAt: dueAt - longAgoMs,
    dueAt,
    paused: undefined,
    toldUntil: undefined,
    lastSaid: undefined,
    begun: [],
    owed: undefined,
  };
  const one = async (place: ConversationKey, index: number): Promise<void> => {
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
      ...(index < different ? differentWish(index, dueAt) : alike),
      ...fresh,
      place,
      id: Buffer.from(place.id).toString('hex'),
    };
    assert.ok(await subscriptions.save(subscription));
  };
  const all = seededPlaces(count);
  for (let from = 0; from < count; from += 50)
    await Promise.all(all.slice(from, from + 50).map((place, index) => one(place, from + index)));
}
