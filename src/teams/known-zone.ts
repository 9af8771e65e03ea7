import { findIana } from 'windows-iana';
import { isTimeZone } from '../domain/zone.ts';

/** A zone by its IANA name or by Windows' ("W. Europe Standard Time"), as an IANA name; undefined for anything else. */
export function knownZone(name: string): string | undefined {
  if (isTimeZone(name)) return name;
  return findIana(name, '001').find(isTimeZone);
}
