import type { EpochMs } from '../domain/time.ts';
import { likelyZones, offsetMinutes, zoneName } from '../domain/zone.ts';
import type { Command, Reading } from '../language/reading.ts';
import type { Reader } from './turn.ts';

const mostZones = 2;

/**
 * The reading itself, unless it would store a time of day in a zone of which only the present offset is known: it would be an
 * hour off after the next change of the clocks. Then the reading asks for the zone, with the likely ones to choose from.
 */
export function withSureZone(reading: Reading, text: string, reader: Reader, now: EpochMs): Reading {
  const { zone, settingZone } = reader;
  const isNamed = text.toLowerCase().includes(zone.toLowerCase());
  if (settingZone === undefined || isNamed || zoneToStore(reading.command) !== zone) return reading;
  const minutes = offsetMinutes(zone, now);
  const likely = likelyZones(minutes, now).filter(other => other !== settingZone);
  const zones =
    offsetMinutes(settingZone, now) === minutes ? [settingZone, ...likely] : [...likely, settingZone];
  const [first = settingZone] = zones;
  return {
    command: {
      kind: 'noOrder',
      reason:
        `In which time zone? Your app says only that your clock shows ${zoneName(zone)} now, and that may change with the ` +
        `season. Choose one, or write it, as in “digest daily at 8 ${first}”.`,
    },
    notes: reading.notes,
    offers: zones
      .slice(0, mostZones)
      .map(zone => ({ label: zone.replaceAll('_', ' '), sentence: `${text.trim()} ${zone}` })),
  };
}

/** The zone of the times of day that a command stores; undefined if it stores none. */
function zoneToStore(command: Command): string | undefined {
  switch (command.kind) {
    case 'digest':
      return command.order.what === 'set' ? command.order.wish.when.zone : undefined;
    case 'watch':
      return command.order.what === 'set' ? command.order.wish.quiet?.zone : undefined;
    default:
      return undefined;
  }
}
