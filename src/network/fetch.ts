import { type Dispatcher, fetch as fetchWith } from 'undici';

/** Creates a `fetch` that goes through `dispatcher`. */
export function createFetch(dispatcher: Dispatcher): typeof fetch {
  // Node's own types are of another version of the same code.
  return ((input, init) => fetchWith(input as string, { ...(init as object), dispatcher })) as typeof fetch;
}
