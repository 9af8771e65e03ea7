import type { Selection } from './book.ts';
import { dayMs } from './history.ts';
import { centralLocation } from './job.ts';
import type { Switches } from './switches.ts';
import { epochMsOfTicks, parseTicks } from './ticks.ts';

/** The two published paths of a list of jobs. */
export type Shape = 'cloudbackup-jobs' | 'cloudbackupjobs';

/** A parameter that cannot be accepted, in the words of the answer. */
export interface BadParameter {
  readonly field: string;
  readonly message: string;
}

export interface PageRequest {
  readonly selection: Selection;
  /** Zero-based, whatever the first index is on the wire. */
  readonly pageIndex: number;
  readonly pageSize: number;
  /** As it came, to repeat it in NextLink. */
  readonly wirePageIndex: number;
}

const maxInt = 2_147_483_647;
const defaultPageSize = 10;

/** The documented locations; each is accepted, those without jobs answer with none. */
const knownLocations = new Set(
  (
    'PrimaryGeoLocation NAM EUR GBR JPN APC AUS CAN IND FRA ARE ZAF CHE KOR DEU BRA NOR SWE QAT POL ITA ISR MEX ' +
    'NZL ESP TWN'
  ).split(' '),
);

/** Names are read without regard to case; unknown ones are ignored, doubled ones are not accepted. */
export function readPageRequest(
  params: URLSearchParams,
  shape: Shape,
  switches: Switches,
): PageRequest | readonly BadParameter[] {
  const bad: BadParameter[] = [];
  const values = new Map<string, string>();
  for (const [name, value] of params) {
    const key = name.toLowerCase();
    if (values.has(key)) bad.push({ field: name, message: `${name} must not be given twice.` });
    values.set(key, value);
  }
  for (const name of switches.ignoredFilters) values.delete(name.toLowerCase());
  const whole = (field: string, low: number, high: number, fallback: number): number => {
    const text = values.get(field.toLowerCase());
    if (text === undefined) return fallback;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    bad.push({ field, message: `${field} must be a whole number from ${low} to ${high}.` });
    return fallback;
  };
  const time = (field: string): number | undefined => {
    const text = values.get(field.toLowerCase());
    if (text === undefined) return undefined;
    const read = shape === 'cloudbackup-jobs' ? readTicks(text) : readIso(text);
    if (read === undefined) bad.push({ field, message: `${field} is not a valid time.` });
    return read === 'none' ? undefined : read;
  };

  const startTime = time('StartTime');
  const finishTime = time('FinishTime');
  if (startTime !== undefined && finishTime !== undefined && startTime > finishTime) {
    bad.push({ field: 'StartTime', message: 'StartTime must not be later than FinishTime.' });
  }
  const type = whole('JobType', 0, 5, 0);
  const service = whole('ObjectType', 0, 12, 0);
  if (service === 0 && switches.unfiltered === 'refuse') {
    bad.push({ field: 'ObjectType', message: 'ObjectType must name a service.' });
  }
  const state = whole('JobState', 0, 5, 0);
  const asked = whole('PageSize', 1, maxInt, defaultPageSize);
  const pageSize = switches.maxPageSize === 0 ? asked : Math.min(asked, switches.maxPageSize);
  const wirePageIndex = whole('PageIndex', 0, maxInt, switches.firstPageIndex);
  const location = shape === 'cloudbackupjobs' ? readLocation(values.get('location'), bad) : undefined;
  if (bad.length > 0) return bad;

  const day = (moment: number) => Math.floor(moment / dayMs) * dayMs;
  const dates = switches.ignoreTimeOfDay === true || switches.ignoreTimeOfDay === shape;
  return {
    selection: {
      type,
      service,
      state,
      location,
      from: startTime === undefined ? undefined : dates ? day(startTime) : toSecond(startTime),
      to: finishTime === undefined ? undefined : dates ? day(finishTime) + dayMs : toSecond(finishTime),
      by: switches.windowBy,
      omits: service === 0 && switches.unfilteredOmits.length > 0 ? switches.unfilteredOmits : undefined,
    },
    pageIndex: Math.max(0, wirePageIndex - switches.firstPageIndex),
    pageSize,
    wirePageIndex: Math.max(wirePageIndex, switches.firstPageIndex),
  };
}

/** Ticks; the published sample writes "no bound" as 0. */
function readTicks(text: string): number | 'none' | undefined {
  const ticks = parseTicks(text);
  if (ticks === undefined) return undefined;
  return ticks === 0n ? 'none' : epochMsOfTicks(ticks);
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** A date, or a date and a time; UTC if it has no zone. Undefined for an invalid time, such as 31 June. */
function readIso(text: string): number | undefined {
  const parts = iso.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = parts;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // Date.parse rolls 31 June over to 1 July; a valid time reads the same if it is written again.
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 19) !== wall) return undefined;
  const moment = Date.parse(`${wall}${zone}`);
  return Number.isNaN(moment) ? undefined : moment;
}

/** Reads a request that may have a Location and no other parameter. */
export function readLocationRequest(
  params: URLSearchParams,
  switches: Switches,
): { readonly location: string | undefined } | readonly BadParameter[] {
  const bad: BadParameter[] = [];
  const text = [...params].find(([name]) => name.toLowerCase() === 'location')?.[1];
  const location = readLocation(switches.ignoredFilters.includes('Location') ? undefined : text, bad);
  return bad.length > 0 ? bad : { location };
}

/** The location's jobs are listed under its own name; the central one has two. */
function readLocation(text: string | undefined, bad: BadParameter[]): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!knownLocations.has(text)) {
    bad.push({ field: 'Location', message: 'Location is not one of the known locations.' });
    return undefined;
  }
  return text === 'PrimaryGeoLocation' ? centralLocation : text;
}

function toSecond(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}
