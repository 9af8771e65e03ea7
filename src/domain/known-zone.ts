import { windowsZones } from './windows-zones.ts';
import { isTimeZone } from './zone.ts';

/**
 * A zone by its IANA name or by Windows' ("W. Europe Standard Time", in any case), as an IANA name; undefined for anything
 * else.
 */
export function knownZone(name: string): string | undefined {
  return isTimeZone(name) ? name : windowsZones().get(name.trim().toLowerCase());
}
