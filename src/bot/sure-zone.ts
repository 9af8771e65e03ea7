import { fitsButton } from '../cards/button-fields.ts';
import type { EpochMs } from '../domain/time.ts';
import { haveSameRules, likelyZones, offsetMinutes, zoneName } from '../domain/zone.ts';
import type { Localization } from '../features/turn.ts';
import type { NoOrder } from '../language/reading.ts';
import type { Interpretation } from './interpret.ts';

const mostZones = 2;

/**
 * Returns the reading itself, unless it would store something that depends on a zone of which only the present offset
 * is known: that would be an hour off after the next change of the clocks. Then returns a question for the zone, with
 * the likely ones to choose from. `readIn` reads the same sentence in another zone.
 */
export function withSureZone(
  reading: Interpretation,
  stored: 'zone' | 'moment' | undefined,
  text: string,
  { zone, settingZone }: Localization,
  now: EpochMs,
  readIn: (zone: string) => Interpretation,
): Interpretation {
  if (settingZone === undefined || stored === undefined) return reading;
  const minutes = offsetMinutes(zone, now);
  const isFitting = offsetMinutes(settingZone, now) === minutes;
  const likely = likelyZones(minutes, now).filter(
    other => other !== settingZone && !(isFitting && haveSameRules(other, settingZone, now)),
  );
  const fitting = isFitting ? [settingZone, ...likely] : likely;
  const means = JSON.stringify(reading.command);
  // A sentence that names its zone means the same in any. A moment may be the same in every zone that fits the offset.
  const others = stored === 'zone' || fitting.length === 0 ? [farFrom(zone)] : fitting;
  if (others.every(other => JSON.stringify(readIn(other).command) === means)) return reading;
  const zones = isFitting ? fitting : [...likely.slice(0, mostZones - 1), settingZone];
  const [first = settingZone] = zones;
  const sentence = text.replace(/[\s.,;!?]+$/, '');
  const command: NoOrder = {
    kind: 'noOrder',
    reason:
      `In which time zone? Teams only sent me your present offset, ${zoneName(zone)}, which may change with the ` +
      `season. Choose a zone or type one, for example “digest daily at 8 ${first}”.`,
  };
  return {
    command,
    notes: reading.notes,
    offers: zones
      .slice(0, mostZones)
      .map(zone => ({ label: zone.replaceAll('_', ' '), sentence: `${sentence} ${zone}` }))
      .filter(offer => fitsButton(offer.sentence)),
  };
}

/** Returns a zone whose clocks never show the same time as those of `zone`. */
function farFrom(zone: string): string {
  return zone === 'UTC' ? 'Asia/Tokyo' : 'UTC';
}
