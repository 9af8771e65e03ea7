import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { isButtonJobId } from './button-fields.ts';
import type { CardAction } from './button-link.ts';
import { minutesText } from './durations.ts';
import { durationOf, failedCountText, shortErrorText } from './job-texts.ts';
import { clipped } from './plain.ts';
import type { Times } from './times.ts';
import { lookOf, namesOf, stateRuns, type TextColor } from './words.ts';

/** A job to show, with the services that its row names. */
export interface ListedJob {
  readonly job: Job;
  readonly services: readonly Service[];
}

/** Rows of the page template that are shown or unfolded together. */
export interface RowBlock {
  /** Unique on a card. */
  readonly id: string;
  /** False for rows that a tap on the line above unfolds. */
  readonly isVisible: boolean;
  /** The day on which the rows below started, unless the block above has it. */
  readonly day: readonly { readonly text: string }[];
  readonly rows: readonly JobRow[];
  /** The line that unfolds the next block. */
  readonly more: readonly { readonly text: string; readonly target: string }[];
}

interface JobRow {
  readonly state: readonly { readonly text: string; readonly color: TextColor }[];
  readonly when: string;
  readonly error: readonly { readonly text: string }[];
  /** The count of its objects, and its id. */
  readonly last: string;
  /** What a tap on the row opens. */
  readonly open: readonly (CardAction & { readonly title: string })[];
}

interface RowContext {
  readonly now: EpochMs;
  readonly times: Times;
  /** The day that the card's window names already, if it's of one day. */
  readonly knownDay?: string | undefined;
  /** Returns what a tap on the row of a job opens. */
  readonly open: (job: Job, jobId: string) => CardAction;
}

/** About two lines on a phone. */
const errorLength = 92;
/** Fewer rows with one error are shown. */
const fewestFolded = 2;
const mostFoldedTimes = 4;

/**
 * Returns the rows of these jobs, under a heading for each day. Rows whose error, state, services and day are those of
 * the row before are folded: "4 more with this error".
 */
export function jobRows(jobs: readonly ListedJob[], context: RowContext): readonly RowBlock[] {
  const { times, knownDay } = context;
  const blocks: RowBlock[] = [];
  const add = (rows: readonly JobRow[], block: Partial<RowBlock> = {}) =>
    blocks.push({ id: `rows-${blocks.length}`, isVisible: true, day: [], more: [], rows, ...block });
  const isEachOfKnownDay = jobs.every(({ job }) => dayText(job, times) === knownDay);
  let lastDay: string | undefined;
  for (const alike of groupsOf(jobs, times)) {
    const [first, ...others] = alike.map(one => jobRow(one, context));
    if (alike[0] === undefined || first === undefined) continue;
    const text = dayText(alike[0].job, times);
    const day = isEachOfKnownDay || text === lastDay ? [] : [{ text }];
    lastDay = text;
    if (others.length < fewestFolded) add([first, ...others], { day });
    else {
      const more = [{ text: moreText(alike.slice(1), times), target: `rows-${blocks.length + 1}` }];
      add([first], { day, more });
      add(others, { isVisible: false });
    }
  }
  return joined(blocks);
}

/** Joins blocks that are shown beside each other, so that lines stand between their rows. */
function joined(blocks: readonly RowBlock[]): readonly RowBlock[] {
  const all: RowBlock[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    const isBeside = last?.isVisible && last.more.length === 0 && block.isVisible && block.day.length === 0;
    if (isBeside) all.splice(-1, 1, { ...last, rows: [...last.rows, ...block.rows], more: block.more });
    else all.push(block);
  }
  return all;
}

/** Groups jobs that follow each other and look alike but for their times and counts. */
function groupsOf(jobs: readonly ListedJob[], times: Times): readonly (readonly ListedJob[])[] {
  const groups: ListedJob[][] = [];
  let lastKey: string | undefined;
  for (const listed of jobs) {
    const { job, services } = listed;
    const error = job.errors[0]?.message;
    const key =
      error === undefined
        ? undefined
        : JSON.stringify([error, job.state, job.stateText, services, dayText(job, times)]);
    const group = groups.at(-1);
    if (key !== undefined && key === lastKey && group !== undefined) group.push(listed);
    else groups.push([listed]);
    lastKey = key;
  }
  return groups;
}

function moreText(others: readonly ListedJob[], times: Times): string {
  const starts = others.flatMap(({ job }) =>
    job.startedAt === undefined ? [] : [times.time(job.startedAt)],
  );
  const shown = starts.slice(0, mostFoldedTimes).join(', ');
  return `${times.number(others.length)} more with this error: ${shown}${starts.length > mostFoldedTimes ? ', …' : ''} ›`;
}

function dayText({ startedAt }: Job, times: Times): string {
  return startedAt === undefined ? 'Start unknown' : times.day(startedAt);
}

function jobRow({ job, services }: ListedJob, { now, times, open }: RowContext): JobRow {
  const look = lookOf(job);
  const jobId = job.id !== undefined && isButtonJobId(job.id) ? job.id : undefined;
  const id = clipped(job.id ?? '', 200) || 'no id';
  const [error] = job.errors;
  // A running job has often not counted anything yet: nothing is missing then.
  const isUncounted = job.state === 'inProgress' && job.objects === undefined;
  return {
    state: [
      ...stateRuns({ ...look, word: look.short }),
      ...(services.length > 0 ? [{ text: ` · ${namesOf(services)}`, color: 'Default' as const }] : []),
    ],
    when: ['', ...(job.startedAt === undefined ? [] : [times.time(job.startedAt)]), lengthOf(job, now)].join(
      ' · ',
    ),
    error: error === undefined ? [] : [{ text: shortErrorText(job, errorLength, times) }],
    last: `${isUncounted ? '' : `${failedCountText(job.objects, times)} · `}${id}${jobId === undefined ? '' : '\u00a0›'}`,
    open: jobId === undefined ? [] : [{ title: `Open ${jobId}`, ...open(job, jobId) }],
  };
}

/** Returns "47 min", or "for 3 h" of a job that runs: the state beside it says that it does. */
function lengthOf(job: Job, now: EpochMs): string {
  const text = durationOf(job, now, minutesText).replace(/^running,? /, '');
  return text.replaceAll(' ', '\u00a0');
}
