import { windowsZones } from '../domain/windows-zones.ts';
import { knownZone } from '../domain/zone.ts';

let names: RegExp | undefined;

/** Matches all names but "UTC", which is read anyway; the longer ones first. */
function namesPattern(): RegExp {
  const escaped = [...windowsZones().keys()]
    .filter(name => name !== 'utc')
    .sort((a, b) => b.length - a.length)
    .map(name => name.replaceAll(/[.+()]/g, '\\$&').replaceAll(' ', ' +'));
  return new RegExp(`(?<![\\p{L}\\p{N}/_+-])(?:${escaped.join('|')})(?![\\p{L}\\p{N}/_])`, 'giu');
}

/** Replaces the Windows names of time zones by those of IANA: "W. Europe Standard Time" by "Europe/Berlin". */
export function withIanaZones(text: string): string {
  if (!/time|utc/i.test(text)) return text;
  names ??= namesPattern();
  return text.replace(names, name => knownZone(name.replaceAll(/ +/g, ' ')) ?? name);
}
