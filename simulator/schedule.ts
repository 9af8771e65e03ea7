import { dayMs, dayOf } from './history.ts';
import { locations } from './job.ts';
import { locationGapMinutes, rhythms } from './rhythm.ts';

/** ServiceType by service (ObjectType): another list of numbers, with kinds that are no services of their own. */
const serviceTypes = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 14] as const;
/** Public folder metadata, private and shared channels run beside public folders and Teams. */
const besides = [
  { service: 6, serviceType: 7 },
  { service: 7, serviceType: 8 },
  { service: 7, serviceType: 13 },
] as const;

/**
 * The runs that are planned for the day of `now` (UTC) in one location, as the documentation has them. A location
 * that the tenant lacks has none.
 */
export function scheduleOn(now: number, location: string): readonly object[] {
  const names: readonly string[] = locations;
  const locationIndex = names.indexOf(location);
  if (locationIndex < 0) return [];
  const day = dayOf(now);
  const isSunday = (day + 4) % 7 === 0;
  const rows = [
    ...serviceTypes.map((serviceType, index) => ({ service: index + 1, serviceType })),
    ...besides,
  ];
  return rows.flatMap(({ service, serviceType }) => {
    const rhythm = rhythms.find(one => one.service === service);
    if (!rhythm) return [];
    const kept = isSunday ? rhythm.onSunday : [...rhythm.startMinutes.keys()];
    const backupStartTime = kept.map(index => {
      const minute = (rhythm.startMinutes[index] ?? 0) + locationIndex * locationGapMinutes;
      return new Date(day * dayMs + minute * 60_000).toISOString().replace('.000Z', 'Z');
    });
    return [{ serviceType, frequency: rhythm.startMinutes.length, backupStartTime }];
  });
}
