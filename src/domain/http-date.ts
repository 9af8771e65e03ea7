import type { EpochMs } from './time.ts';

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
