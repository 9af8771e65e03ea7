import { isDeepStrictEqual } from 'node:util';
import type { Admins } from '../../../domain/admins.ts';
import type { ConversationKey, ConversationStore, StoredConversation } from '../../../domain/place.ts';
import type { Clock } from '../../../domain/time.ts';
import type { Walk } from '../../../schedule/repair-queues.ts';
import type { Subscriptions } from '../../digest/subscriptions.ts';
import type { WatchOrders } from '../../incidents/watch/commands.ts';
import type { Watch } from '../../incidents/watch/watch.ts';
import type { Watches } from '../../incidents/watch/watches.ts';
import type { SettingsBin } from '../bin.ts';
import { everyPageSize, type SettingKey } from './buttons.ts';
import type { SettingRow, SettingsPage, StoredSetting } from './card.ts';

export interface EverySettingParts {
  /** Returns all records of a collection, in any order. Throws `StoreError`. */
  readonly walk: Walk;
  readonly subscriptions: Pick<Subscriptions, 'discard' | 'read'>;
  readonly watches: Pick<Watches, 'remove'>;
  readonly orders: Pick<WatchOrders, 'end'>;
  readonly settingsBin: Pick<SettingsBin, 'keepOne'>;
  readonly places: Pick<ConversationStore, 'get' | 'unreached'>;
  readonly admins: Pick<Admins, 'names'>;
  readonly clock: Clock;
}

/** Every digest and watch of all conversations, for an admin. Rejects with `StoreError`. */
export interface EverySetting {
  /**
   * Returns a zero-based page, or the last one if it's past that. Those of conversations that can't be reached come
   * first.
   */
  page(pageIndex: number): Promise<SettingsPage>;
  /** Ends one and puts it into the bin. Returns it as it was; undefined if it's gone already. */
  end(key: SettingKey): Promise<SettingRow | undefined>;
}

export function createEverySetting(parts: EverySettingParts): EverySetting {
  const { walk, subscriptions, watches, orders, settingsBin, places, admins, clock } = parts;

  /** By where they are stored, so that one whose content is broken is there, too. */
  async function all(): Promise<readonly StoredSetting[]> {
    const found: StoredSetting[] = [];
    for await (const { partition: home, key, value } of walk('digests')) {
      const [id = '', own = ''] = key.split('|').map(decodeURIComponent);
      found.push({ what: 'digest', place: { home, id }, id: own, value: subscriptions.read(value) });
    }
    for await (const { key, value } of walk('watches')) {
      const [home = '', id = '', own = ''] = key.split('|').map(decodeURIComponent);
      const watch = value as Watch;
      if (!watch.isEnding) found.push({ what: 'watch', place: { home, id }, id: own, value: watch });
    }
    return found;
  }

  async function rowOf(one: StoredSetting, names: ReadonlyMap<string, string>): Promise<SettingRow> {
    const kept: StoredConversation | undefined = await places.get(one.place);
    const owner = kept?.place?.owner;
    const ownerName = owner?.objectId === undefined ? undefined : names.get(owner.objectId);
    return { ...one, where: kept, ownerName };
  }

  return {
    async page(pageIndex) {
      const unreached = new Set((await places.unreached()).map(({ key }) => nameOf(key)));
      const order = (one: StoredSetting) =>
        `${unreached.has(nameOf(one.place)) ? 0 : 1}${nameOf(one.place)}${one.what}`;
      const settings = (await all())
        .map(one => ({ one, at: order(one) }))
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
        .map(({ one }) => one);
      const last = Math.max(0, Math.ceil(settings.length / everyPageSize) - 1);
      const shown = Math.min(pageIndex, last);
      const names = await admins.names();
      const rows = settings.slice(shown * everyPageSize, (shown + 1) * everyPageSize);
      return {
        pageIndex: shown,
        total: settings.length,
        rows: await Promise.all(rows.map(one => rowOf(one, names))),
        answeredAt: clock.now(),
      };
    },

    async end({ what, place, id }) {
      const one = (await all()).find(
        other => other.what === what && other.id === id && nameOf(other.place) === nameOf(place),
      );
      if (!one) return undefined;
      const row = await rowOf(one, await admins.names());
      await settingsBin.keepOne({ place: one.place, what, id, value: one.value });
      if (one.what === 'digest') await subscriptions.discard(one.place, id);
      // Its open incidents are still reported, unless the record is broken.
      else if (isDeepStrictEqual(one.value.place, one.place)) await orders.end({ id }, one.place);
      else await watches.remove(one);
      return row;
    },
  };
}

function nameOf({ home, id }: ConversationKey): string {
  return JSON.stringify([home, id]);
}
