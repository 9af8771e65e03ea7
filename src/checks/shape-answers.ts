import type { AvePointSettings } from '../avepoint/settings.ts';
import { type Job, type Service, services } from '../domain/job.ts';
import type { EpochMs, Span } from '../domain/time.ts';
import type { Finding } from './finding.ts';
import { checkFirstPage, type FirstPage } from './first-page.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import { askEach, type ShapeFacts } from './lists.ts';
import { orderFinding } from './order.ts';
import type { PageReply } from './page-reply.ts';
import { checkPageSize, largestPage } from './page-size.ts';
import type { Probe } from './probe.ts';
import type { AnsweringShape } from './shape.ts';
import { checkTimeFilters, type TimeFilters } from './time-filter.ts';
import { totalCountFinding } from './total-count.ts';
import { answered, seeWindow } from './window.ts';
import { checkBounds } from './window-bounds.ts';
import type { Filter, TimeWindow } from './window-filter.ts';
import { isElsewise, tried, windowFinding } from './window-finding.ts';

const dayMs = 86_400_000;
/** As far back as the bot itself looks. */
const farthestDays = 60;
/** What started before that stands in every list. */
const settledMs = 60_000;
/** Small, so that few jobs make two pages; the window is widened until they do. */
const pieceSize = 5;

/** How one shape answers. */
export interface ShapeAnswers {
  readonly findings: readonly Finding[];
  /** Whether its windows are certain to be others than the bot takes them for, and how bad that is. */
  readonly harm: Finding['mark'];
  readonly facts: ShapeFacts;
  /** The ways in which windows may filter; none if that is not known. */
  readonly windows: readonly Filter[];
}

/** The last so many days, up to a minute ago; their jobs stay the same while they are asked for. */
export function lastDays(days: number, now: EpochMs): TimeWindow {
  const to = Math.floor((now - settledMs) / 1000) * 1000;
  return { from: to - days * dayMs, to };
}

/** Tries what the documentation leaves open: the first page, TotalCount, the size and the order of pages, the window. */
export async function tryShape(
  { shape, needsService }: AnsweringShape,
  settings: AvePointSettings,
  { probe, token, now }: { readonly probe: Probe; readonly token: string; readonly now: EpochMs },
): Promise<ShapeAnswers> {
  const location = shape === 'cloudbackupjobs' ? settings.location : undefined;
  const widest = lastDays(farthestDays, now);
  let service: Service | undefined;
  const ask = (span: Span, index: number, size: number): Promise<PageReply> =>
    probe.page({ shape, span, index, size, location, service }, token);
  if (needsService)
    service = await busiestService(one =>
      probe.page({ shape, span: widest, index: 1, size: 1, location, service: one }, token),
    );

  const { window, firstPage } = await findFirstPage(settings, now, ask);
  const first = firstPage.index ?? settings.firstPageIndex;
  const ofOne = await ask(window, first, 1);
  const ofTen = await ask(window, first, 10);
  const page = await ask(widest, first, largestPage);
  const count = totalCountFinding(ofOne, ofTen);
  const pageSize = await checkPageSize(page, () => ask(widest, first + 1, largestPage));
  const hasJobs = page.kind === 'page' && page.page.jobs.length > 0;
  const bounds = await checkTimeFilters(span => ask(span, first, largestPage), { now, hasJobs });
  const seen = await seeWindows(page, widest, bounds, asked => ask(asked, first, largestPage));
  return {
    ...seen,
    findings: [
      firstPage.finding,
      count,
      pageSize.finding,
      ...orderFinding(firstPage.rows, rowsOf(ofTen), rowsOf(page)),
      ...seen.findings,
      ...bounds.findings,
    ],
    facts: {
      shape,
      firstIndex: first,
      rowsAtOnce: pageSize.rowsAtOnce,
      isCountTrusted: count.mark === 'ok',
      onlyService: service,
    },
  };
}

function rowsOf(reply: PageReply): readonly Job[] {
  return reply.kind === 'page' ? reply.page.jobs : [];
}

/** What a window filters, by the page of the widest one. */
async function seeWindows(
  page: PageReply,
  widest: TimeWindow,
  { ignored, isHonoured }: TimeFilters,
  ask: (window: TimeWindow) => Promise<PageReply>,
): Promise<Pick<ShapeAnswers, 'findings' | 'harm' | 'windows'>> {
  const unknown = (finding: Finding, harm: Finding['mark'] = 'ok') => ({
    findings: [finding],
    harm,
    windows: [],
  });
  if (page.kind !== 'page') return unknown(unanswered(tried, page));
  if (ignored.length === 1)
    return unknown(inconclusive(tried, `${ignored[0]} is ignored`, `see “${ignored[0]}” below.`), 'failure');
  const seen = await seeWindow(answered(widest, page, page.page.jobs.length), ask);
  if ('unanswered' in seen) return unknown(unanswered(tried, seen.unanswered));
  if (seen.run === undefined)
    return unknown(
      inconclusive(
        tried,
        'no job has a start and an end',
        'run it again once a backup has run for a minute or longer.',
      ),
    );
  const left = seen.left.filter(({ by }) => !(isHonoured && by === 'nothing'));
  const finding = windowFinding(left);
  const bounds = finding.mark === 'ok' ? [await checkBounds(seen.run, ask)] : [];
  return {
    findings: [finding, ...bounds],
    harm: isElsewise(left) ? finding.mark : 'ok',
    windows: left,
  };
}

/** The service that counts the most jobs; the first one, if none has any. */
async function busiestService(ask: (service: Service) => Promise<PageReply>): Promise<Service> {
  const replies = await askEach(services, ask);
  const counts = replies.map(reply => (reply.kind === 'page' ? reply.page.totalCount : -1));
  return services[counts.indexOf(Math.max(...counts))] ?? services[0];
}

/** In the shortest window that has two pages; in the longest, if none has. */
async function findFirstPage(
  settings: AvePointSettings,
  now: EpochMs,
  ask: (window: TimeWindow, index: number, size: number) => Promise<PageReply>,
): Promise<{ readonly window: TimeWindow; readonly firstPage: FirstPage }> {
  for (const days of [1, 7, farthestDays]) {
    const window = lastDays(days, now);
    const firstPage = await checkFirstPage(settings.firstPageIndex, index => ask(window, index, pieceSize));
    if (firstPage.isPlain || days === farthestDays) return { window, firstPage };
  }
  throw new Error('the longest window was left out');
}
