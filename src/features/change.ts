import type { z } from 'zod';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { FieldsOf } from '../cards/button-fields.ts';
import type { ConversationRef } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Permission } from './permission.ts';
import type { Request } from './request.ts';

/**
 * One kind of change that a sentence makes at once if it was typed, and that a button's sentence previews first. A change itself is fully
 * resolved: it means the same whoever saves it, whenever and in whichever time zone. `P` is what it needs of the product.
 */
export interface ChangeKind<C, P> {
  readonly permission: Permission;
  /** The sentence that shows what is set. */
  readonly shownBy: string;
  /** True if it holds in every conversation. */
  readonly isForAll: boolean;
  /** How it travels in the buttons of its preview, by its code. */
  readonly codes: Readonly<Record<string, ChangeCode<C>>>;
  /** Returns the code and the fields; undefined if no button can carry it. */
  encode(change: C): { readonly x: string; readonly [field: string]: unknown } | undefined;
  /** Returns why it can't be made in this conversation; undefined if it can. */
  obstacle(place: ConversationRef | undefined): string | undefined;
  /** In a few words, all of them our own: "Set the target of Exchange to 12 h". */
  name(change: C): string;
  /** Reads what it bears on, and changes nothing. Rejects with `StoreError`. */
  readonly preview: (change: C, place: ConversationRef | undefined, parts: P) => Promise<Preview>;
  /** Makes it. Returns the card that shows what is set now. Rejects with `StoreError`. */
  readonly make: (change: C, request: Request, parts: P) => Promise<AdaptiveCard>;
}

/** What a change would do as things stand now. */
interface Preview {
  /** Differs if the change would do something else. */
  readonly key: readonly unknown[];
  effects(at: At, now: EpochMs): Effects;
}

/** A moment as the reader reads it, with its zone. */
export type At = (moment: EpochMs) => string;

/** What a change comes to: a line for each thing that becomes another; or, if there is none, why. */
export interface Effects {
  readonly lines: readonly string[];
  readonly why: string;
}

/** A change beside its kind. */
export interface BoundChange<P> {
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes.
  readonly kind: ChangeKind<any, P>;
  readonly change: unknown;
}

/** How a change travels under one code. */
export interface ChangeCode<C> {
  /** Returns undefined unless `encode` could have produced the fields at `now`, or shortly before. Never throws. */
  decode(fields: unknown, now: EpochMs): C | undefined;
}

/** Describes a code: the shape of its fields, and what they mean. */
export function changeCode<C, Fields extends z.ZodRawShape>(
  schema: z.ZodObject<Fields>,
  toChange: (fields: FieldsOf<Fields>, now: EpochMs) => C | undefined,
): ChangeCode<C> {
  return {
    decode(data, now) {
      const fields = schema.safeParse(data);
      return fields.success ? toChange(fields.data as FieldsOf<Fields>, now) : undefined;
    },
  };
}
