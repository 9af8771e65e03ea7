import { memoize } from './memoize.ts';
import type { EpochMs } from './time.ts';
import { windowsZones } from './windows-zones.ts';

/** Limit of a zone's name. Longer names from outside aren't cached. */
const longestName = 64;

/** Creating a format costs as much as building a card. */
const isKnown = memoize(name => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
});

/**
 * Returns true for an IANA zone name that this runtime knows. Offsets such as "+02:00" are no zones: they have no
 * daylight saving time.
 */
export function isTimeZone(name: string): boolean {
  return name !== '' && name.length <= longestName && !/^[+-]/.test(name) && isKnown(name);
}

/**
 * Returns the IANA name for an IANA name or a Windows name ("W. Europe Standard Time", in any case); undefined for
 * anything else.
 */
export function knownZone(name: string): string | undefined {
  return isTimeZone(name) ? name : windowsZones().get(name.trim().toLowerCase());
}

/**
 * Zones with an offset that is no whole hour and without daylight saving time. Others of that kind are in `wellKnown`.
 */
const between: Readonly<Record<number, string>> = {
  [-570]: 'Pacific/Marquesas',
  210: 'Asia/Tehran',
  270: 'Asia/Kabul',
  330: 'Asia/Kolkata',
  345: 'Asia/Kathmandu',
  390: 'Asia/Yangon',
  525: 'Australia/Eucla',
  570: 'Australia/Darwin',
};

/** Sorted so that of zones with equal offsets the most populous comes first. */
const wellKnown = [
  ...['Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Chicago', 'America/Los_Angeles'],
  ...[
    'America/Denver',
    'America/Phoenix',
    'America/Sao_Paulo',
    'America/Bogota',
    'America/Mexico_City',
    'America/Halifax',
  ],
  ...[
    'America/St_Johns',
    'America/Anchorage',
    'Pacific/Honolulu',
    'Europe/Helsinki',
    'Europe/Istanbul',
    'Europe/Lisbon',
  ],
  ...[
    'Africa/Lagos',
    'Africa/Johannesburg',
    'Africa/Cairo',
    'Africa/Nairobi',
    'Asia/Riyadh',
    'Asia/Tehran',
    'Asia/Dubai',
  ],
  ...[
    'Asia/Kabul',
    'Asia/Karachi',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Asia/Dhaka',
    'Asia/Yangon',
    'Asia/Bangkok',
  ],
  ...[
    'Asia/Shanghai',
    'Asia/Singapore',
    'Australia/Perth',
    'Asia/Tokyo',
    'Australia/Darwin',
    'Australia/Adelaide',
  ],
  ...['Australia/Sydney', 'Australia/Brisbane', 'Pacific/Auckland', 'Pacific/Chatham'],
];

const offsetFormat = memoize(
  timeZone => new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
);

/** Returns by how many minutes the clocks of a zone are ahead of UTC at a moment. */
export function offsetMinutes(zone: string, at: EpochMs): number {
  const parts = offsetFormat(zone).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return minutesOf(/GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []) ?? 0;
}

/** Converts a pattern's sign, hours and minutes to minutes; undefined if the pattern didn't match. */
function minutesOf([, sign, hours, minutes]: readonly (string | undefined)[]): number | undefined {
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : undefined;
}

/**
 * Returns the offset at the end of an ISO time, in minutes; undefined if it has none ("Z" says nothing about the user's
 * zone).
 */
export function offsetIn(isoTime: string): number | undefined {
  return minutesOf(/T[\d:.]{4,20}([+-])([01]\d):?([0-5]\d)$/.exec(isoTime) ?? []);
}

/** Returns a zone with this offset, all year if possible: "Etc/GMT-1" is one hour ahead of UTC. */
export function zoneAtOffset(minutes: number, now: EpochMs): string | undefined {
  if (minutes === 0) return 'UTC';
  const hours = minutes / 60;
  if (!Number.isInteger(hours)) return between[minutes] ?? likelyZones(minutes, now)[0];
  const name = `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  return isTimeZone(name) ? name : undefined;
}

/** Returns well-known zones with this offset now, the most populous first. */
export function likelyZones(minutes: number, now: EpochMs): readonly string[] {
  return wellKnown.filter(zone => offsetMinutes(zone, now) === minutes);
}

/** The step between samples: two zones that differ do so for weeks. */
const weekMs = 7 * 24 * 3_600_000;

/** Returns true if the clocks of two zones agree for the next year. */
export function haveSameRules(zone: string, other: string, now: EpochMs): boolean {
  return Array.from({ length: 53 }, (_, week) => now + week * weekMs).every(
    at => offsetMinutes(zone, at) === offsetMinutes(other, at),
  );
}

/** Returns a zone's name for display: the names of fixed offsets have inverted signs. */
export function zoneName(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone) ?? [];
  return sign ? `UTC${sign === '-' ? '+' : '-'}${hours}` : zone;
}
