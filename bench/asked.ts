/** What is asked of both bots: the same each time, or each time something else. */
import { ticksOf } from '../simulator/ticks.ts';
import { messageActivity, pressActivity } from '../test/support/activities.ts';

export const sentence = 'failed backups today';

/** Midnight of 17 November 2026 in Berlin; the minutes of six days from there lie before the day of the bench. */
const firstSince = Date.UTC(2026, 10, 16, 23, 0);
const sinces = 6 * 1440;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/** "failed backups since 17 November 00:07": all find the same first page, by another query. */
export function otherMessage(serviceUrl: string, index: number): object {
  const berlin = new Date(firstSince + minuteMs * (index % sinces) + hourMs);
  const at = `${berlin.getUTCDate()} November ${berlin.toISOString().slice(11, 16)}`;
  return messageActivity(serviceUrl, `failed backups since ${at}`);
}

/** The start of the window in the query that the message of this index asks. */
export function startTimeOf(index: number): string {
  return String(ticksOf(firstSince + minuteMs * (index % sinces)));
}

/** The button of a card as a press, each time of a window that starts a second earlier. */
export function otherPress(serviceUrl: string, { verb, data }: Button, index: number): object {
  // Without the first page's total, which would no longer be true.
  const { c: _, ...rest } = data;
  return pressActivity(serviceUrl, verb, { ...rest, f: data.f - (index % 20_000) });
}

export interface Button {
  readonly verb: string;
  readonly data: { readonly f: number; readonly c?: number };
}
