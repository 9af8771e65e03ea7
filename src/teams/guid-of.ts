const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id of Entra's as it is compared, in lower case; undefined for whatever is none. */
export function guidOf(told: unknown): string | undefined {
  return typeof told === 'string' && guid.test(told) ? told.toLowerCase() : undefined;
}
