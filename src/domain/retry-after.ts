import type { EpochMs } from './time.ts';

/** A header as it came: undefined if there was none, several values if it was sent more than once. */
export type HeaderValue = string | readonly string[] | undefined;

/**
 * The limit. Services ask for seconds or minutes, so more than a day is a mistake, or comes from something on the way.
 */
export const longestRetryAfterMs = 24 * 3_600_000;

/**
 * Parses Retry-After and returns the wait in ms: seconds, or an HTTP date measured by the service's own `Date` if it
 * sent one, since two clocks differ. Of several values the longest counts; more than a day counts as a day. Returns
 * undefined if the header is absent, unreadable or already over: then the caller's back-off decides.
 */
export function retryAfterMs(header: HeaderValue, date: HeaderValue, now: EpochMs): number | undefined {
  const from = epochMsOfHttpDate(valuesOf(date)[0]) ?? now;
  const waits = valuesOf(header)
    .map(text => waitOf(text.trim(), from))
    .filter(ms => ms > 0);
  return waits.length === 0 ? undefined : Math.min(Math.max(...waits), longestRetryAfterMs);
}

/**
 * Parses an HTTP date. Returns undefined for anything else: Date.parse alone would read "1.5" as a day in January and a
 * date without a zone as local time.
 */
export function epochMsOfHttpDate(text: string | undefined): EpochMs | undefined {
  const date = text?.trim() ?? '';
  if (!/^[A-Z][a-z]{2,8},? /.test(date)) return undefined;
  const ms = Date.parse(date.endsWith('GMT') ? date : `${date} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Returns the wait in ms; NaN if it can't be read. */
function waitOf(text: string, from: EpochMs): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  return (epochMsOfHttpDate(text) ?? Number.NaN) - from;
}

function valuesOf(header: HeaderValue): readonly string[] {
  if (header === undefined) return [];
  return typeof header === 'string' ? [header] : header;
}
