import { z } from 'zod';
import { jobStates, jobTypes, services } from '../../domain/job.ts';
import { isValidLength, type Narrowing, narrowingLimits, orders } from '../../domain/narrowing.ts';

const duration = z.int().min(0).max(narrowingLimits.maxLengthMs);
const flag = z.literal(1).optional();
const someOf = <T extends string>(all: readonly [T, ...T[]]) =>
  z.array(z.enum(all)).max(all.length).optional();

/**
 * What narrows or orders a list, as buttons carry it: `r` order, `l` limit, `a` and `b` the least and most milliseconds,
 * `g` 1 if these are outside, `h` 1 if running jobs count, `e` words of an error, `q` 1 if they are quoted; `t`, `o` and
 * `s` the types, services and states that are left out, `mo` and `ms` the services and states of one list.
 */
export const narrowingField = z.object({
  r: z.enum(orders).optional(),
  l: z.int().min(1).max(narrowingLimits.maxLimit).optional(),
  a: duration.optional(),
  b: duration.optional(),
  g: flag,
  h: flag,
  e: z.string().min(1).max(narrowingLimits.maxErrorLength).optional(),
  q: flag,
  t: someOf(jobTypes),
  o: someOf(services),
  s: someOf(jobStates),
  mo: someOf(services),
  ms: someOf(jobStates),
});

export type NarrowingFields = z.infer<typeof narrowingField>;

export function encodeNarrowing({ order, limit, length, error, without, among }: Narrowing): NarrowingFields {
  return {
    ...(order && { r: order }),
    ...(limit !== undefined && { l: limit }),
    ...(length?.minMs !== undefined && { a: length.minMs }),
    ...(length?.maxMs !== undefined && { b: length.maxMs }),
    ...(length?.isStrict && { g: 1 as const }),
    ...(length?.isWithRunning && { h: 1 as const }),
    ...(error && { e: error.text }),
    ...(error?.isPhrase && { q: 1 as const }),
    ...(without && listed({ t: without.types, o: without.services, s: without.states })),
    ...(among && listed({ mo: among.services, ms: among.states })),
  };
}

/** Leaves out empty lists. */
function listed<T extends Readonly<Record<string, readonly string[]>>>(
  lists: T,
): Partial<{ -readonly [K in keyof T]: T[K][number][] }> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as never;
}

/** Returns undefined for fields that `encodeNarrowing` makes of nothing. */
export function decodeNarrowing(fields: NarrowingFields): Narrowing | undefined {
  const { r: order, l: limit, a: minMs, b: maxMs, e: text, t, o, s, mo, ms } = fields;
  const length =
    minMs === undefined && maxMs === undefined
      ? undefined
      : {
          ...(minMs !== undefined && { minMs }),
          ...(maxMs !== undefined && { maxMs }),
          isStrict: fields.g === 1,
          isWithRunning: fields.h === 1,
        };
  if (length && !isValidLength(length)) return undefined;
  if (limit !== undefined && order === undefined) return undefined;
  const narrowed: Narrowing = {
    ...(order && { order }),
    ...(limit !== undefined && { limit }),
    ...(length && { length }),
    ...(text !== undefined && { error: { text, isPhrase: fields.q === 1 } }),
    ...((t || o || s) && { without: { types: t ?? [], services: o ?? [], states: s ?? [] } }),
    ...((mo || ms) && { among: { services: mo ?? [], states: ms ?? [] } }),
  };
  return Object.keys(narrowed).length > 0 ? narrowed : undefined;
}
