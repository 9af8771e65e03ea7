import { windowsZones } from '../domain/windows-zones.ts';
import { isTimeZone } from '../domain/zone.ts';
import type { Token } from './tokens.ts';

/** A zone in a sentence, in the runtime's own spelling. */
export interface ReadZone {
  readonly end: number;
  readonly zone: string;
}

/**
 * Reads "America/Chicago", "america/argentina/buenos_aires", "UTC". An abbreviation such as EST has no summer time, so
 * it isn't a zone.
 */
export function zoneAt(tokens: readonly Token[], at: number): ReadZone | undefined {
  const first = tokens[at];
  if (!first || first.glued) return undefined;
  let end = at;
  while (tokens[end] && tokens[end]?.chunk === first.chunk) end += 1;
  while (end > at + 1 && /^[.,;!?)]$/.test(tokens[end - 1]?.text ?? '')) end -= 1;
  const said = tokens
    .slice(at, end)
    .map(token => token.raw)
    .join('');
  const looksLikeOne = said.includes('/') || /^(utc|gmt)$/i.test(said);
  if (!looksLikeOne || !isTimeZone(said)) return undefined;
  return { end, zone: spelled(said) };
}

let spellings: ReadonlyMap<string, string> | undefined;

/** Returns a zone in its usual spelling: "america/chicago" is found, but written "America/Chicago". */
function spelled(said: string): string {
  spellings ??= new Map(
    [...windowsZones().values(), ...Intl.supportedValuesOf('timeZone')].map(zone => [
      zone.toLowerCase(),
      zone,
    ]),
  );
  const known = spellings.get(said.toLowerCase());
  if (known !== undefined) return known;
  if (!said.includes('/')) return said.toUpperCase();
  return said.replace(/[a-z]+/gi, word => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}
