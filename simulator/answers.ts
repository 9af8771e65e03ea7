import type { Book } from './book.ts';
import { centralLocation } from './job.ts';
import { inOrder } from './order.ts';
import {
  type BadParameter,
  type PageRequest,
  readLocationRequest,
  readPageRequest,
  type Shape,
} from './query.ts';
import { createKey, createRowWriter, type RowWriter } from './rows.ts';
import { scheduleOn } from './schedule.ts';
import type { Switches } from './switches.ts';

/** An answer before any trouble is applied to it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers requests for jobs, after their authorization was checked. */
export interface Answers {
  page(shape: Shape, url: URL, now: number): Answer;
  job(id: string, url: URL, now: number): Answer;
  /** Today's runs in one location, in the units of the current shape. */
  schedule(url: URL, now: number): Answer;
  error(status: number, message: string, errors: readonly BadParameter[], now: number): Answer;
}

const json = { 'content-type': 'application/json; charset=utf-8' };
/** By how much a wrong TotalCount is too high. */
const countError = 7;
const foreignOrigin = 'https://elsewhere.example.net';

export function createAnswers(book: Book, switches: () => Switches): Answers {
  let writers = createWriters(switches());
  let count = 0;
  let shift = 0;

  const current = () => {
    // Rows are written once for each set of switches.
    if (writers.switches !== switches()) writers = createWriters(switches());
    return writers;
  };

  const ids = (now: number) => {
    count += 1;
    const number = count.toString(16).toUpperCase().padStart(8, '0');
    return {
      requestId: `0HNSIMULATOR:${number}`,
      timestamp: new Date(now).toISOString().replace('Z', '000Z'),
      traceId: `00-${number.toLowerCase().padStart(32, '5')}-${number.toLowerCase().padStart(16, '7')}-00`,
    };
  };

  const error: Answers['error'] = (status, message, errors, now) => {
    const key = createKey(switches());
    const { requestId, traceId } = ids(now);
    const rows = errors.map(
      ({ field, message: text }) =>
        `{${key('code')}:"InvalidParameter",${key('field')}:${JSON.stringify(field)},${key('message')}:${JSON.stringify(text)}}`,
    );
    const body =
      `{${key('statusCode')}:${status},${key('message')}:${JSON.stringify(message)},${key('errors')}:[${rows.join(',')}],` +
      `${key('requestId')}:"${requestId}",${key('traceId')}:"${traceId}"}`;
    return { status, headers: json, body };
  };

  const envelope = (data: string, metadata: string, now: number) => {
    const key = createKey(switches());
    const { requestId, timestamp, traceId } = ids(now);
    return (
      `{${key('statusCode')}:200,${key('message')}:"",${key('data')}:${data},${key('requestId')}:"${requestId}",` +
      `${key('timestamp')}:"${timestamp}",${metadata}${key('traceId')}:"${traceId}"}`
    );
  };

  return {
    error,
    page(shape, url, now) {
      const request = readPageRequest(url.searchParams, shape, switches());
      if (!('selection' in request)) return error(400, 'The request is not valid.', request, now);
      const key = createKey(switches());
      const { order } = switches();
      const matches = inOrder(book.select(request.selection, now), order, shift);
      if (order === 'shifting') shift += 1;
      const from = request.pageIndex * request.pageSize;
      const jobs = matches.slice(from, from + request.pageSize);
      const more = from + jobs.length < matches.length && jobs.length > 0;
      const total = totalOf(matches.length, jobs.length, switches());
      const write = current().lists[shape];
      const rows = `[${jobs.map(job => write(job, now)).join(',')}]`;
      const link = JSON.stringify(more ? nextLink(url, request, switches()) : '');
      const totalName =
        switches().countNames === 'number' && shape === 'cloudbackupjobs' ? 'totalNumber' : 'totalCount';
      const body =
        shape === 'cloudbackup-jobs'
          ? `{${key('totalCount')}:${total},${key('jobs')}:${rows},${key('nextLink')}:${link}}`
          : envelope(
              rows,
              `${key('metadata')}:{${key(totalName)}:${total},${key('nextLink')}:${link}},`,
              now,
            );
      return { status: 200, headers: json, body };
    },
    schedule(url, now) {
      const request = readLocationRequest(url.searchParams, switches());
      if (!('location' in request)) return error(400, 'The request is not valid.', request, now);
      const data = JSON.stringify(scheduleOn(now, request.location ?? centralLocation)).replace(
        /"(serviceType|frequency|backupStartTime)":/g,
        (_, name: string) => `${createKey(switches())(name)}:`,
      );
      return { status: 200, headers: json, body: envelope(data, '', now) };
    },
    job(id, url, now) {
      const request = readLocationRequest(url.searchParams, switches());
      if (!('location' in request)) return error(400, 'The request is not valid.', request, now);
      const location = request.location ?? (switches().centralOnly ? centralLocation : undefined);
      const job = book.find(id, now);
      if (job === undefined || (location !== undefined && job.location !== location)) {
        return error(404, 'The job does not exist.', [], now);
      }
      return { status: 200, headers: json, body: envelope(current().single(job, now), '', now) };
    },
  };
}

interface Writers {
  readonly switches: Switches;
  readonly lists: Readonly<Record<Shape, RowWriter>>;
  readonly single: RowWriter;
}

function createWriters(switches: Switches): Writers {
  return {
    switches,
    lists: {
      'cloudbackup-jobs': createRowWriter('cloudbackup-jobs', switches, false),
      cloudbackupjobs: createRowWriter('cloudbackupjobs', switches, false),
    },
    single: createRowWriter('cloudbackupjobs', switches, true),
  };
}

/** TotalCount as the switches have it, from the number of all matches and of the page's rows. */
function totalOf(matches: number, rows: number, { totalCount, totalCountCap }: Switches): number {
  switch (totalCount) {
    case 'all':
      return matches;
    case 'page':
      return rows;
    case 'capped':
      return Math.min(matches, totalCountCap);
    case 'wrong':
      return matches === 0 ? 0 : matches + countError;
  }
}

/** The same request for the next page, at this address or, if switched so, at another. */
function nextLink(url: URL, request: PageRequest, switches: Switches): string {
  if (switches.nextLink === 'none') return '';
  const next = new URL(url);
  for (const name of [...next.searchParams.keys()]) {
    if (name.toLowerCase() === 'pageindex') next.searchParams.delete(name);
  }
  next.searchParams.set('PageIndex', String(request.wirePageIndex + 1));
  return switches.nextLink === 'foreign' ? `${foreignOrigin}${next.pathname}${next.search}` : next.href;
}
