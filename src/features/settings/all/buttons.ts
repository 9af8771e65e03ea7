import { z } from 'zod';
import { idField } from '../../../cards/button-fields.ts';
import { type ButtonLink, buttonLink } from '../../../cards/button-link.ts';
import type { ConversationKey } from '../../../domain/place.ts';

/** Digests and watches on one page of all of them. */
export const everyPageSize = 8;

/** Identifies a digest or a watch of any conversation. */
export interface SettingKey {
  readonly what: 'digest' | 'watch';
  readonly place: ConversationKey;
  readonly id: string;
}

/** A digest or a watch, and the page that shows it. */
export interface SettingOnPage {
  readonly pageIndex: number;
  readonly key: SettingKey;
}

const placeId = z.string().min(1).max(300);
const mostPages = 10_000;
const pageFields = { p: z.int().min(0).max(mostPages) };

/** Shows a page of all digests and watches. */
export const showLink: ButtonLink<number> = buttonLink({
  verb: 'subscriptions.show',
  fields: pageFields,
  toFields: pageIndex => ({ p: pageIndex }),
  fromFields: ({ p }) => p,
});

/** Ends one: `x` is its kind, `k` its team or chat, `i` its conversation if that is another, `d` its id. */
export const endLink: ButtonLink<SettingOnPage> = buttonLink({
  verb: 'subscriptions.end',
  fields: {
    ...pageFields,
    x: z.literal(['digest', 'watch']),
    k: placeId,
    i: placeId.optional(),
    d: idField,
  },
  toFields: ({ pageIndex, key: { what, place, id } }) => ({
    p: pageIndex,
    x: what,
    k: place.home,
    ...(place.id === place.home ? {} : { i: place.id }),
    d: id,
  }),
  fromFields: ({ p: pageIndex, x: what, k: home, i: id = home, d }) => ({
    pageIndex,
    key: { what, place: { home, id }, id: d },
  }),
});
