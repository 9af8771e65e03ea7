/** What the documentation lets a client ask, read once more and apart from the product. */
import { epochMsOfTicks, parseTicks } from '../../simulator/ticks.ts';

/** A request as it reached the API. */
export interface ApiRequest {
  readonly method: string;
  /** As it was sent: encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

const idPath = /^\/backup\/m365\/cloudbackupjobs\/([^/?#]+)$/;
const highest: Readonly<Record<string, number>> = { JobType: 5, ObjectType: 12, JobState: 5 };
const largestPage = 100;
const earliest = Date.UTC(2000, 0, 1);
/** Clocks differ. */
const toleranceMs = 5 * 60_000;

/** What is wrong with a request made at `now` (epoch milliseconds); undefined if the documentation allows it. */
export function strayIn({ method, path, query }: ApiRequest, now: number): string | undefined {
  switch (path) {
    case '/connect/token':
      return method === 'POST' ? undefined : `${method} ${path}`;
    case '/cloudbackup/jobs':
      return strayInList(query, now, epochMsOfTicksText);
    case '/backup/m365/cloudbackupjobs':
      return strayInList(query, now, epochMsOfIsoText);
    case '/backup/m365/settings/backup/frequency':
      return namesBeside(query, ['Location']);
    default:
      return idPath.test(path) && method === 'GET' ? strayInId(path) : `an address of nothing: ${path}`;
  }
}

function strayInList(
  query: ApiRequest['query'],
  now: number,
  timeOf: (text: string) => number | undefined,
): string | undefined {
  const { StartTime, FinishTime, PageIndex, PageSize } = query;
  const known = [...Object.keys(highest), 'StartTime', 'FinishTime', 'PageIndex', 'PageSize', 'Location'];
  const strange = namesBeside(query, known);
  if (strange) return strange;
  for (const [name, most] of Object.entries(highest))
    if (!isWhole(query[name], 0, most)) return `${name}=${query[name]}`;
  if (!isWhole(PageIndex, 0, 2 ** 31 - 1)) return `PageIndex=${PageIndex}`;
  if (!isWhole(PageSize, 1, largestPage)) return `PageSize=${PageSize}`;
  if (StartTime === undefined && FinishTime === undefined) return undefined;
  const [from, to] = [timeOf(StartTime ?? ''), timeOf(FinishTime ?? '')];
  // Both are optional: a window that reaches the present has no end.
  if (FinishTime === undefined)
    return from !== undefined && from >= earliest && from <= now + toleranceMs
      ? undefined
      : `StartTime=${StartTime}`;
  const isInOrder = from !== undefined && to !== undefined && from >= earliest && from <= to;
  return isInOrder && to <= now + toleranceMs ? undefined : `StartTime=${StartTime}&FinishTime=${FinishTime}`;
}

/** Returns what is wrong with the id unless it is one segment, encoded once, that no proxy takes for a step up. */
function strayInId(path: string): string | undefined {
  const [, id = ''] = idPath.exec(path) ?? [];
  const isPlain =
    /^(?:[\w.~!*'()-]|%[0-9A-F]{2})+$/.test(id) && !/^\.+$/.test(id) && !/%(?:2F|5C|25)/.test(id);
  return isPlain && id.length <= 3 * 200 ? undefined : `an id that is not encoded: ${id}`;
}

function namesBeside(query: ApiRequest['query'], known: readonly string[]): string | undefined {
  const strange = Object.keys(query).filter(name => !known.includes(name));
  return strange.length > 0 ? `parameters that are not documented: ${strange}` : undefined;
}

function isWhole(text: string | undefined, least: number, most: number): boolean {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function epochMsOfTicksText(text: string): number | undefined {
  const ticks = parseTicks(text);
  return ticks === undefined ? undefined : epochMsOfTicks(ticks);
}

function epochMsOfIsoText(text: string): number | undefined {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : undefined;
}
