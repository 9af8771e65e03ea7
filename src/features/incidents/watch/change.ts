import { z } from 'zod';
import { serviceList } from '../../../cards/button-fields.ts';
import { envelope } from '../../../cards/button-link.ts';
import { namesOf } from '../../../cards/words.ts';
import type { WatchOrder } from '../../../domain/watch-order.ts';
import { type ChangeKind, changeCode, type Effects } from '../../change.ts';
import { permissions } from '../../permission.ts';
import { type WatchListParts, watchList } from './list.ts';
import { watchedText, watchTerms } from './texts.ts';
import type { Watch } from './watch.ts';

/** Stops the watches of these services; of all if none is named. */
export type WatchChange = Extract<WatchOrder, { readonly what: 'end' }>;

export const noPlace = 'A watch needs a chat or a channel to alert.';

export const watchChange: ChangeKind<WatchChange, WatchListParts> = {
  permission: permissions.change,
  shownBy: 'watch',
  isForAll: false,
  touches: { kinds: ['watches'] },
  isEnding: () => true,
  codes: {
    'watch.end': changeCode(
      z.object({ ...envelope, x: z.literal('watch.end'), os: serviceList.optional() }),
      ({ os: services = [] }): WatchChange => ({ what: 'end', services }),
    ),
  },
  encode: ({ services }) => ({ x: 'watch.end', ...(services.length === 0 ? {} : { os: services }) }),
  obstacle: place => (place ? undefined : noPlace),
  name: ({ services }) =>
    services.length === 0 ? 'Stop watching everything' : `Stop watching ${namesOf(services)}`,
  async preview({ services }, place, { watchOrders }) {
    if (!place) throw new Error(noPlace);
    const { watches } = await watchOrders.show(place);
    const touched = watches
      .filter(watch => services.length === 0 || watch.services.some(one => services.includes(one)))
      .map(watch => ({
        watch,
        left: services.length === 0 ? [] : watch.services.filter(one => !services.includes(one)),
      }));
    return { key: touched.map(({ watch }) => watch.id), effects: () => effectsOf(watches, touched) };
  },
  async make(order, { asides, place, reader }, parts) {
    if (!place) throw new Error(noPlace);
    return watchList(await parts.watchOrders.end(order, place), place, asides, reader, parts);
  },
};

/** `touched` are those of the conversation's watches that end, each with what is left of it, if anything is. */
export function effectsOf(
  watches: readonly Watch[],
  touched: readonly { readonly watch: Watch; readonly left: Watch['services'] }[],
): Effects {
  const why =
    watches.length === 0
      ? 'Nothing is watched here.'
      : watches.some(watch => watch.services.length === 0)
        ? 'That’s part of a wider watch, which can only be stopped as a whole.'
        : 'That isn’t watched here.';
  const lines = touched.map(({ watch, left }) => {
    const before = [watchedText(watch), ...watchTerms(watch)].join(', ');
    return `${before} → ${left.length === 0 ? 'stopped' : `${namesOf(left)} only`}`;
  });
  return { lines, why };
}
