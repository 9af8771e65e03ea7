import type { AvePointSettings, JobsApiName } from '../avepoint/settings.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Finding } from './finding.ts';
import { checkFirstPage, type FirstPage } from './first-page.ts';
import { orderFinding } from './order.ts';
import { largestPage, pageSizeFinding } from './page-size.ts';
import type { Probe, Reply } from './probe.ts';
import { totalCountFinding } from './total-count.ts';
import { unanswered, untold } from './untold.ts';
import { answered, seeWindow } from './window.ts';
import { checkBounds } from './window-bounds.ts';
import type { Window } from './window-filter.ts';
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
}

/** The last so many days, up to a minute ago; their jobs stay the same while they are asked for. */
export function lastDays(days: number, now: EpochMs): Window {
  const to = Math.floor((now - settledMs) / 1000) * 1000;
  return { from: to - days * dayMs, to };
}

/** Tries what the documentation leaves open: the first page, TotalCount, the size and the order of pages, the window. */
export async function tryShape(
  shape: JobsApiName,
  settings: AvePointSettings,
  { probe, token, now }: { readonly probe: Probe; readonly token: string; readonly now: EpochMs },
): Promise<ShapeAnswers> {
  const location = shape === 'cloudbackupjobs' ? settings.location : undefined;
  const ask = (span: Window, index: number, size: number): Promise<Reply> =>
    probe.page({ shape, span, index, size, location }, token);

  const { window, firstPage } = await findFirstPage(settings, now, ask);
  const first = firstPage.index ?? settings.firstPageIndex;
  const ofOne = await ask(window, first, 1);
  const ofTen = await ask(window, first, 10);
  const widest = lastDays(farthestDays, now);
  const page = await ask(widest, first, largestPage);
  const findings: Finding[] = [
    firstPage.finding,
    totalCountFinding(ofOne, ofTen),
    await pageSizeFinding(page, () => ask(widest, first + 1, largestPage)),
    ...orderFinding(firstPage.rows, ofTen.kind === 'page' ? ofTen.page.jobs : []),
  ];
  if (page.kind !== 'page') return { findings: [...findings, unanswered(tried, page)], harm: 'ok' };

  const askWindow = (asked: Window) => ask(asked, first, largestPage);
  const seen = await seeWindow(answered(widest, page, page.page.jobs.length), askWindow);
  if ('unanswered' in seen)
    return { findings: [...findings, unanswered(tried, seen.unanswered)], harm: 'ok' };
  if (seen.run === undefined) {
    const again = 'run it again once a backup has run for a minute or longer.';
    return {
      findings: [...findings, untold(tried, 'no job has a start and an end', again)],
      harm: 'ok',
    };
  }
  const finding = windowFinding(seen.left);
  findings.push(finding);
  if (finding.mark === 'ok') findings.push(await checkBounds(seen.run, askWindow));
  return { findings, harm: isElsewise(seen.left) ? finding.mark : 'ok' };
}

/** In the shortest window that has two pages; in the longest, where none has. */
async function findFirstPage(
  settings: AvePointSettings,
  now: EpochMs,
  ask: (window: Window, index: number, size: number) => Promise<Reply>,
): Promise<{ readonly window: Window; readonly firstPage: FirstPage }> {
  for (const days of [1, 7, farthestDays]) {
    const window = lastDays(days, now);
    const firstPage = await checkFirstPage(settings.firstPageIndex, index => ask(window, index, pieceSize));
    if (firstPage.isPlain || days === farthestDays) return { window, firstPage };
  }
  throw new Error('the longest window was left out');
}
