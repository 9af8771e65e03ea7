import { type CardInput, choiceInput } from '../cards/inputs.ts';
import type { EpochMs } from '../domain/time.ts';
import { isTimeZone, likelyZones, offsetMinutes, zoneName } from '../domain/zone.ts';
import type { Localization } from './turn.ts';

/** The time zone of what a form sets. */
export interface FormZone {
  /** The zone if the form doesn't ask for it. */
  readonly zone: string;
  /** Asks for it, if only the present offset of the user's clock is known; then nothing is chosen yet. */
  readonly input: CardInput | undefined;
}

export const zoneInputId = 'z';
const mostZones = 5;

/** Returns the zone of a form's times, and the input that asks for it if it's unsure. */
export function formZoneOf({ zone, settingZone }: Localization, now: EpochMs, chosen?: string): FormZone {
  if (settingZone === undefined) return { zone, input: undefined };
  const likely = likelyZones(offsetMinutes(zone, now), now).filter(other => other !== settingZone);
  const zones = [...likely.slice(0, mostZones - 1), settingZone];
  const choices = zones.map(one => ({ title: one.replaceAll('_', ' '), value: one }));
  const value = zones.find(one => one === chosen);
  return { zone: settingZone, input: choiceInput({ id: zoneInputId, label: 'Time zone', choices, value }) };
}

/** Says in which zone a form's times are; nothing if it asks for the zone. */
export function zoneLines({ zone, input }: FormZone): readonly string[] {
  return input ? [] : [`Times in ${zoneName(zone)}.`];
}

/** Returns the zone that was chosen, or the only one; undefined if it was asked for and none was chosen. */
export function chosenZone({ zone, input }: FormZone, value: string | undefined): string | undefined {
  if (!input) return zone;
  return value !== undefined && isTimeZone(value) ? value : undefined;
}
