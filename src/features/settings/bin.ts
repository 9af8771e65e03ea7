import type { RemovalCount } from '../../domain/audit.ts';
import { type Bin, type BinCount, type Binned, type BinReason, countOf } from '../../domain/bin.ts';
import type { ConversationKey, ConversationRef, ConversationStore } from '../../domain/place.ts';
import type { Clock } from '../../domain/time.ts';
import type { Digests } from '../digest/commands.ts';
import type { Subscription } from '../digest/subscription.ts';
import type { Subscriptions } from '../digest/subscriptions.ts';
import type { EndNotices } from '../end-notice/notices.ts';
import type { Alerting } from '../incidents/incidents.ts';
import type { OnCallRoster } from '../incidents/on-call/roster.ts';
import type { Watch } from '../incidents/watch/watch.ts';

export interface SettingsBinParts {
  readonly bin: Bin;
  readonly subscriptions: Pick<Subscriptions, 'ofHome' | 'ofPlace' | 'save'>;
  readonly digests: Pick<Digests, 'forget'>;
  /** Deleted, and not put into the bin: the job has ended by the time that it's brought back. */
  readonly endNotices: Pick<EndNotices, 'forget'>;
  readonly watching: Pick<Alerting, 'watches' | 'duties' | 'forget'>;
  /** Nothing that was changed there can be undone any more. */
  readonly changeRecords: { forget(home: string, place?: ConversationKey): Promise<void> };
  readonly places: Pick<ConversationStore, 'get' | 'keep' | 'ofHome'>;
  readonly clock: Clock;
}

/**
 * Puts settings of conversations into the bin, and brings them back. Rejects with `StoreError`; can be repeated then.
 */
export interface SettingsBin {
  /**
   * Puts away those of a team or a chat, or of one conversation, and adds them to `gone`. Deletes open incidents and
   * their records.
   */
  putAway(
    home: string,
    place: ConversationKey | undefined,
    why: BinReason,
    gone?: RemovalCount,
  ): Promise<void>;
  /** Puts away one that an admin ends; the caller ends it. */
  keepOne(one: Omit<Binned, 'at' | 'why'>): Promise<void>;
  /** Returns what is in the bin for a conversation; for a team's own one, what is in it for all of the team. */
  count(place: ConversationKey): Promise<BinCount | undefined>;
  /** Brings that back. Leaves what was set anew since as it is. */
  bringBack(place: ConversationRef): Promise<BinCount>;
}

/**
 * Returns the address of a conversation as it's known now: the one in the bin may be old, or lack what is checked
 * today.
 */
function addressOf(old: ConversationRef, at: ConversationRef): ConversationRef {
  if (old.home === at.home && old.id === at.id) return at;
  const { botId, botName, serviceUrl, tenantId } = at;
  return { ...old, botId, botName, serviceUrl, tenantId };
}

export function createSettingsBin(parts: SettingsBinParts): SettingsBin {
  const { bin, subscriptions, digests, watching, endNotices, changeRecords, places, clock } = parts;
  const { watches, duties } = watching;

  async function settingsOf(
    home: string,
    place: ConversationKey | undefined,
  ): Promise<readonly Omit<Binned, 'at' | 'why'>[]> {
    const [kept, watched, rosters] = await Promise.all([
      place ? subscriptions.ofPlace(place) : subscriptions.ofHome(home),
      place ? watches.ofPlace(place) : watches.ofHome(home),
      duties.ofHome(home, place),
    ]);
    return [
      ...kept.map(({ value }) => ({ place: value.place, what: 'digest' as const, id: value.id, value })),
      ...watched
        .filter(({ isEnding }) => !isEnding)
        .map(value => ({ place: value.place, what: 'watch' as const, id: value.id, value })),
      ...rosters.map(one => ({ place: one.place, what: 'duty' as const, id: 'duty', value: one.duty })),
    ];
  }

  /** Returns their addresses, which go into the bin with them. */
  async function addressesOf(
    settings: readonly Pick<Binned, 'place'>[],
  ): Promise<readonly ConversationRef[]> {
    const keys = new Map(settings.map(({ place }) => [JSON.stringify([place.home, place.id]), place]));
    const found = await Promise.all([...keys.values()].map(key => places.get(key)));
    return found.flatMap(kept => kept?.place ?? []);
  }

  async function restore({ place, value, what }: Binned, at: ConversationRef): Promise<void> {
    switch (what) {
      case 'digest':
        await subscriptions.save({ ...(value as Subscription), place });
        return;
      case 'watch':
        await watches.put({ ...(value as Watch), place });
        return;
      case 'duty':
        if (!(await duties.get(place))) await duties.put(place, value as OnCallRoster);
        return;
      case 'place':
        await places.keep(addressOf(value as ConversationRef, at));
    }
  }

  const found = ({ home, id }: ConversationKey) => bin.of(home, id === home ? undefined : { id });

  return {
    async putAway(home, place, why, gone = { digests: 0, watches: 0, rosters: 0 }) {
      const at = clock.now();
      const settings = await settingsOf(home, place);
      for (const address of await addressesOf(settings)) {
        const key = { home: address.home, id: address.id };
        await bin.put({ place: key, what: 'place', id: 'place', value: address, at, why });
      }
      for (const one of settings) await bin.put({ ...one, at, why });
      await watching.forget(home, place, gone);
      await endNotices.forget(home, place);
      await changeRecords.forget(home, place);
      await digests.forget(home, place, gone);
    },

    keepOne: one => bin.put({ ...one, at: clock.now(), why: 'ended' }),

    async count(place) {
      const all = await found(place);
      return all.some(({ what }) => what !== 'place') ? countOf(all) : undefined;
    },

    async bringBack(place) {
      const all = await found(place);
      // Addresses first: without one, nothing could be sent there.
      const inOrder = all.toSorted((a, b) => Number(b.what === 'place') - Number(a.what === 'place'));
      for (const one of inOrder) await restore(one, place);
      for (const one of inOrder) await bin.remove(one);
      return countOf(all);
    },
  };
}
