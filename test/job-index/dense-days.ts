import type { PlantedInput } from '../../simulator/planted.ts';
import { codes, hour, minute, monday } from './staged.ts';

/** Twelve services with 200 jobs a day each, for a day and some hours: 100 an hour, of which about 70 run at a time. */
export function denseDays(): readonly PlantedInput[] {
  const jobs: PlantedInput[] = [];
  const everyMs = 36_000;
  for (let at = monday - 26 * hour; at < monday + 2 * hour; at += everyMs) {
    const number = jobs.length;
    jobs.push({
      id: `D${number}`,
      service: (number % 12) + 1,
      startedAt: at,
      endedAt: at + (20 + (number % 7) * 8) * minute,
      state: number % 25 === 0 ? codes.failed : codes.finished,
    });
  }
  return jobs;
}
