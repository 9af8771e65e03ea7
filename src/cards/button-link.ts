import { z } from 'zod';
import type { EpochMs } from '../domain/time.ts';

/** Raised whenever the meaning of a field changes: buttons of older cards are then refused, not misread. */
export const version = 1;
export const envelope = { v: z.literal(version) };

/** A button as it travels: the verb and the data of an Action.Execute. */
export interface CardAction {
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How one kind of button travels: what a card needs to offer it, and nothing of what it does. */
export interface ButtonLink<Carried> {
  readonly verb: string;
  /** Returns the data of an Action.Execute; fields that are undefined must be left out by `toFields`. */
  encode(carried: Carried): CardAction;
  /** Returns undefined unless `encode` could have produced it and it may be asked at `now`. Never throws. */
  decode(data: unknown, now: EpochMs): Carried | undefined;
}

/**
 * Describes a button's data: `fields` is the shape that it has on the wire beside its version, in single letters, since
 * a row of a page carries one: `t` type, `o` service, `s` state, `f` and `u` from and until (epoch seconds), `w` the
 * span's words, `z` zone, `n` page size, `d` an id, `k` words of a name; each button says what the others are. Fields
 * that aren't in it are ignored: clients merge their own into the data.
 */
export function buttonLink<Carried, Fields extends z.ZodRawShape>({
  verb,
  fields,
  toFields,
  fromFields,
}: {
  readonly verb: string;
  readonly fields: Fields;
  readonly toFields: (carried: Carried) => Readonly<Record<string, unknown>>;
  readonly fromFields: (fields: z.infer<z.ZodObject<Fields>>, now: EpochMs) => Carried | undefined;
}): ButtonLink<Carried> {
  const schema = z.object({ ...envelope, ...fields });
  return {
    verb,
    encode: carried => ({ verb, data: { v: version, ...toFields(carried) } }),
    decode(data, now) {
      const parsed = schema.safeParse(data);
      return parsed.success ? fromFields(parsed.data as z.infer<z.ZodObject<Fields>>, now) : undefined;
    },
  };
}
