import type { z } from 'zod';
import type { ExecuteAction } from '../cards/actions.ts';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import type { FieldsOf } from '../cards/button-fields.ts';
import type { ConversationRef } from '../domain/place.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Permission } from './permission.ts';
import type { Request } from './request.ts';
import type { Touched } from './touched.ts';
import type { Reply } from './turn.ts';

/**
 * One kind of change, which a typed sentence makes at once and a button's sentence previews first. A change is fully
 * resolved: it means the same for any user who saves it, at any time and in any time zone. `P` is what it needs of the
 * product.
 */
export interface ChangeKind<C, P> {
  readonly permission: Permission;
  /** The sentence that shows what is set. */
  readonly shownBy: string;
  /** True if it applies to all conversations. */
  readonly isForAll: boolean;
  /** The settings that it changes, which Undo brings back. */
  readonly touches: Touched;
  /** Returns true if it ends or removes something, which its Save then shows; absent if it never does. */
  readonly isEnding?: (change: C) => boolean;
  /** Returns further buttons of its preview, which change nothing. */
  readonly beside?: (change: C) => readonly ExecuteAction[];
  /** How the buttons of its preview carry it, by its code. */
  readonly codes: Readonly<Record<string, ChangeCode<C>>>;
  /** Returns the code and the fields; undefined if no button can carry it. */
  encode(change: C): { readonly x: string; readonly [field: string]: unknown } | undefined;
  /** Returns why it can't be made in this conversation; undefined if it can. */
  readonly obstacle: (place: ConversationRef | undefined) => string | undefined;
  /** Returns its name in a few words, all of them the bot's own: "Set the target of Exchange to 12 h". */
  name(change: C): string;
  /** Reads what it would change, and changes nothing. Rejects with `StoreError`. */
  readonly preview: (change: C, place: ConversationRef | undefined, parts: P) => Promise<Preview>;
  /** Makes the change. Returns the card that shows what is set now. Rejects with `StoreError`. */
  readonly make: (change: C, request: Request, parts: P) => Promise<AdaptiveCard>;
}

/** What a change would do now. */
interface Preview {
  /** Differs if the change would do something else. */
  readonly key: readonly unknown[];
  effects(at: At, now: EpochMs): Effects;
}

/** Shows what a change would do, before it's saved: the answer to a form that describes it. */
export type PreviewChange = (
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes and parts.
  bound: BoundChange<any>,
  request: Request,
) => Promise<Reply>;

/** Writes a moment for the user, with its zone. */
export type At = (moment: EpochMs) => string;

/** The effects of a change: a line for each thing that changes, or the reason if nothing does. */
export interface Effects {
  readonly lines: readonly string[];
  readonly why: string;
}

/** A change with its kind. */
export interface BoundChange<P> {
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own changes.
  readonly kind: ChangeKind<any, P>;
  readonly change: unknown;
}

/** How buttons carry a change under one code. */
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
