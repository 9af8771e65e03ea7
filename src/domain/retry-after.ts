import { epochMsOfHttpDate } from './http-date.ts';
import type { EpochMs } from './time.ts';

/**
 * What Retry-After asks for, in ms: seconds, or an HTTP date measured by the service's own `Date` where it sent one,
 * since two clocks differ. Undefined if it is absent, unreadable, or over already (the back-off then holds).
 */
export function retryAfterMs(
  header: string | undefined,
  date: string | undefined,
  now: EpochMs,
): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Math.ceil(Number(text) * 1_000)
    : (epochMsOfHttpDate(text) ?? Number.NaN) - (epochMsOfHttpDate(date) ?? now);
  return ms > 0 ? ms : undefined;
}
