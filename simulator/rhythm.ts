/** When a service's backups start (minutes after midnight UTC), how much they see and how long they take. */
export interface Rhythm {
  readonly service: number;
  readonly startMinutes: readonly number[];
  /** Indexes of the starts that also happen on Sundays. */
  readonly onSunday: readonly number[];
  /** Objects in the whole tenant; the locations share them. */
  readonly objects: number;
  /** Minutes that a middling run takes in the central location. */
  readonly minutes: number;
}

const every = (hours: number, first: number) =>
  Array.from({ length: 24 / hours }, (_, run) => first + run * hours * 60);

/** The night is busy on purpose: half of all services start their day between 00:00 and 06:00 UTC. */
export const rhythms: readonly Rhythm[] = [
  { service: 1, startMinutes: every(6, 15), onSunday: [0, 1, 2, 3], objects: 4200, minutes: 325 },
  { service: 2, startMinutes: every(6, 60), onSunday: [0, 2], objects: 2600, minutes: 150 },
  { service: 3, startMinutes: every(6, 120), onSunday: [0, 1, 2, 3], objects: 3900, minutes: 325 },
  { service: 4, startMinutes: every(12, 210), onSunday: [0], objects: 640, minutes: 48 },
  { service: 5, startMinutes: [280], onSunday: [0], objects: 35, minutes: 6 },
  { service: 6, startMinutes: [300], onSunday: [0], objects: 120, minutes: 11 },
  { service: 7, startMinutes: every(6, 195), onSunday: [0, 2], objects: 780, minutes: 75 },
  { service: 8, startMinutes: every(12, 260), onSunday: [0], objects: 48, minutes: 4 },
  { service: 9, startMinutes: every(6, 310), onSunday: [0, 2], objects: 5100, minutes: 110 },
  { service: 10, startMinutes: every(12, 150), onSunday: [0], objects: 210, minutes: 9 },
  { service: 11, startMinutes: every(12, 100), onSunday: [0], objects: 340, minutes: 3 },
  { service: 12, startMinutes: [40], onSunday: [0], objects: 95, minutes: 1 },
];

/** A service starts in one location after the other, so many minutes apart. */
export const locationGapMinutes = 4;

/** How the locations share a service's objects, in their order. */
export const locationShares = [0.55, 0.3, 0.15] as const;

/**
 * Failures come in bursts of one cause. Every day has these four, by minutes after midnight UTC, so that at any
 * hour a question about today or the last day finds more than one page.
 */
export const bursts = [
  { from: 0, to: 180, atLeast: 6, atMost: 7 },
  { from: 180, to: 330, atLeast: 6, atMost: 7 },
  { from: 360, to: 720, atLeast: 4, atMost: 5 },
  { from: 720, to: 1200, atLeast: 4, atMost: 6 },
] as const;

/**
 * True for the two runs that take nearly all the time to their next start and never fail outright: one of them
 * is running at any moment.
 */
export function isLongRun(service: number, locationIndex: number): boolean {
  return locationIndex === 0 && (service === 1 || service === 3);
}
