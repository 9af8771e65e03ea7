import { z } from 'zod';
import { envelope, idField } from '../../cards/button-fields.ts';
import type { PlaceKey } from '../../domain/place.ts';

/** So many digests and watches stand on one page of all of them. */
export const everyPageSize = 8;

/** By what a digest or a watch of any conversation is found. */
export interface SettingKey {
  readonly what: 'digest' | 'watch';
  readonly place: PlaceKey;
  readonly id: string;
}

/** What the buttons of the list of all digests and watches ask for: a page of it, or to end one that stands on that page. */
export type SubscriptionsPress =
  | { readonly verb: 'subscriptions.show'; readonly pageIndex: number }
  | { readonly verb: 'subscriptions.end'; readonly pageIndex: number; readonly key: SettingKey };

/** `p` the page; of the one to be ended `x` what it is, `k` its team or chat, `i` its conversation if that is another, `d` its id. */
export function packSubscriptionsPress(press: SubscriptionsPress): Record<string, unknown> {
  const page = { p: press.pageIndex };
  if (press.verb === 'subscriptions.show') return page;
  const { what, place, id } = press.key;
  return { ...page, x: what, k: place.home, ...(place.id === place.home ? {} : { i: place.id }), d: id };
}

const placeId = z.string().min(1).max(300);
const mostPages = 10_000;

// Keys that are not ours pass unread: clients merge their own into the data.
const page = z.object({ ...envelope, p: z.int().min(0).max(mostPages) });
const setting = page.extend({
  x: z.literal(['digest', 'watch']),
  k: placeId,
  i: placeId.optional(),
  d: idField,
});

/** As `unpackPress`, of which it is a part. */
export function unpackSubscriptionsPress(
  verb: SubscriptionsPress['verb'],
  data: unknown,
): SubscriptionsPress | undefined {
  if (verb === 'subscriptions.show') {
    const fields = page.safeParse(data).data;
    return fields && { verb, pageIndex: fields.p };
  }
  const fields = setting.safeParse(data).data;
  if (!fields) return undefined;
  const { x: what, k: home, i: id = home } = fields;
  return { verb, pageIndex: fields.p, key: { what, place: { home, id }, id: fields.d } };
}
