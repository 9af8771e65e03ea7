import { memoize } from './memoize.ts';
import type { EpochMs } from './time.ts';
import { windowsZones } from './windows-zones.ts';

/** No zone has a longer name, and a longer one from outside is not kept. */
const longestName = 64;

/** Asking Intl costs as much as building a card. */
const isKnown = memoize(name => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
});

/** True for an IANA zone name that this runtime knows. Offsets such as "+02:00" are not zones: they know no summer. */
export function isTimeZone(name: string): boolean {
  return name !== '' && name.length <= longestName && !/^[+-]/.test(name) && isKnown(name);
}

/**
 * Returns the IANA name of a zone that is given by it or by its Windows name ("W. Europe Standard Time", in any case); undefined for
 * anything else.
 */
export function knownZone(name: string): string | undefined {
  return isTimeZone(name) ? name : windowsZones().get(name.trim().toLowerCase());
}

/** Zones with an offset that is no whole hour, and no summer time: the others of that kind are found among `wellKnown`. */
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

/** Of the zones that share an offset, those with most people first. */
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

/** Minutes that the clocks of a zone are ahead of UTC at a moment. */
export function offsetMinutes(zone: string, at: EpochMs): number {
  const parts = offsetFormat(zone).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return minutesOf(/GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []) ?? 0;
}

/** Minutes of a sign, hours and minutes as a pattern found them; undefined if it found none. */
function minutesOf([, sign, hours, minutes]: readonly (string | undefined)[]): number | undefined {
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : undefined;
}

/** The offset at the end of an ISO time, in minutes; undefined if it names none ("Z" says nothing about where the user is). */
export function offsetIn(isoTime: string): number | undefined {
  return minutesOf(/T[\d:.]{4,20}([+-])([01]\d):?([0-5]\d)$/.exec(isoTime) ?? []);
}

/** A zone whose clocks show an offset, all year as far as there is one: "Etc/GMT-1" is one hour ahead of UTC. */
export function zoneAtOffset(minutes: number, now: EpochMs): string | undefined {
  if (minutes === 0) return 'UTC';
  const hours = minutes / 60;
  if (!Number.isInteger(hours)) return between[minutes] ?? likelyZones(minutes, now)[0];
  const name = `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  return isTimeZone(name) ? name : undefined;
}

/** Well-known zones whose clocks show an offset now, those with most people first. */
export function likelyZones(minutes: number, now: EpochMs): readonly string[] {
  return wellKnown.filter(zone => offsetMinutes(zone, now) === minutes);
}

/** Two clocks that differ do so for weeks. */
const weekMs = 7 * 24 * 3_600_000;

/** True if the clocks of two zones show the same through the year to come. */
export function haveSameRules(zone: string, other: string, now: EpochMs): boolean {
  return Array.from({ length: 53 }, (_, week) => now + week * weekMs).every(
    at => offsetMinutes(zone, at) === offsetMinutes(other, at),
  );
}

/** A zone as people read it: the names of fixed offsets have their signs the other way round. */
export function zoneName(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/.exec(zone) ?? [];
  return sign ? `UTC${sign === '-' ? '+' : '-'}${hours}` : zone;
}
