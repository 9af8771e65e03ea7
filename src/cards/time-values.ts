import type { ClockTime } from '../domain/watch-order.ts';

/** Returns the time of an `Input.Time`, "08:00" or "8:00"; undefined if it's none. Some clients send seconds, which are 0. */
export function timeIn(value: string | undefined): ClockTime | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(value?.trim() ?? '');
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2])];
  return found && hour < 24 && minute < 60 ? { hour, minute } : undefined;
}
