import type { Token } from './tokens.ts';

/** What a recogniser has read, up to the token before `end`. */
interface Recognised {
  readonly end: number;
}

/** Reads one kind of thing at an index. Returns undefined if none begins there. */
type Recogniser<T extends Recognised> = (tokens: readonly Token[], at: number) => T | undefined;

type Recognisers<S extends Readonly<Record<string, Recognised>>> = {
  readonly [Name in keyof S]: Recogniser<S[Name]>;
};

/** What each recogniser has read, with the place where it begins, in the order of the sentence. */
type Slots<S> = { readonly [Name in keyof S]: readonly (S[Name] & { readonly start: number })[] };

/**
 * Fills one slot for each recogniser, from left to right. At each place the first recogniser that reads something takes
 * it, so their order decides. Marks the tokens that were read in `taken`, and passes over tokens that already are. A
 * sign may be in the middle of something but begins nothing.
 */
export function fillSlots<S extends Readonly<Record<string, Recognised>>>(
  tokens: readonly Token[],
  taken: boolean[],
  recognisers: Recognisers<S>,
): Slots<S> {
  const slots = Object.entries<Recogniser<Recognised>>(recognisers).map(([name, read]) => ({
    name,
    read,
    found: [] as (Recognised & { readonly start: number })[],
  }));

  /** Returns the index after what was read at `at`. */
  function fillAt(at: number): number | undefined {
    for (const { read, found } of slots) {
      const one = read(tokens, at);
      if (!one) continue;
      found.push({ ...one, start: at });
      return one.end;
    }
    return undefined;
  }

  for (let at = 0; at < tokens.length; ) {
    const end = taken[at] || tokens[at]?.kind === 'sign' ? undefined : fillAt(at);
    if (end !== undefined) taken.fill(true, at, end);
    at = end ?? at + 1;
  }
  return Object.fromEntries(slots.map(({ name, found }) => [name, found])) as unknown as Slots<S>;
}

/** Makes a recogniser that reads only the first of its kind. It serves one sentence. */
export function once<T extends Recognised>(read: Recogniser<T>): Recogniser<T> {
  let isFilled = false;
  return (tokens, at) => {
    const one = isFilled ? undefined : read(tokens, at);
    isFilled ||= one !== undefined;
    return one;
  };
}
