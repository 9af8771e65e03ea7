import type { Job, Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import { foldMessage } from '../jobs/causes/fold-message.ts';
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
/** Messages of one reason have so many first characters in common, except after an id at the very beginning. */
const beginning = 8;

/**
 * Returns the rows of these jobs, under a heading for each day. Rows with the reason, state and services of the row
 * before are folded: "4 more with this error". If only the reason is the same, it isn't repeated.
 */
export function jobRows(jobs: readonly ListedJob[], context: RowContext): readonly RowBlock[] {
  const { times, knownDay } = context;
  const blocks: RowBlock[] = [];
  const add = (rows: readonly JobRow[], block: Partial<RowBlock> = {}) =>
    blocks.push({ id: `rows-${blocks.length}`, isVisible: true, day: [], more: [], rows, ...block });
  const isEachOfKnownDay = jobs.every(({ job }) => dayText(job, times) === knownDay);
  let last: ListedJob | undefined;
  for (const alike of groupsOf(jobs, times)) {
    const [head] = alike;
    if (head === undefined) continue;
    const text = dayText(head.job, times);
    const isOfLastDay = last !== undefined && dayText(last.job, times) === text;
    const isRepeated = isOfLastDay && isSameReason(last?.job, head.job);
    const day = isEachOfKnownDay || isOfLastDay ? [] : [{ text }];
    last = head;
    const [first, ...others] = [
      jobRow(head, context, isRepeated),
      ...alike.slice(1).map(one => jobRow(one, context, true)),
    ] as const;
    if (others.length < fewestFolded) add([first, ...others], { day });
    else {
      const more = [{ text: moreText(alike.slice(1), times), target: `rows-${blocks.length + 1}` }];
      add([first], { day, more });
      add(others, { isVisible: false });
    }
  }
  return joined(blocks);
}

/** Returns the jobs whose rows are shown before anything is unfolded. */
export function unfoldedJobs(jobs: readonly ListedJob[], times: Times): readonly Job[] {
  return groupsOf(jobs, times)
    .flatMap(alike => (alike.length > fewestFolded ? alike.slice(0, 1) : alike))
    .map(({ job }) => job);
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
  const lookOfRow = ({ job, services }: ListedJob) =>
    JSON.stringify([job.state, job.stateText, services, dayText(job, times)]);
  for (const listed of jobs) {
    const group = groups.at(-1);
    const head = group?.[0];
    const isAlike =
      head !== undefined && isSameReason(head.job, listed.job) && lookOfRow(head) === lookOfRow(listed);
    if (isAlike) group?.push(listed);
    else groups.push([listed]);
  }
  return groups;
}

/** Returns true if the first errors of two jobs differ in ids and numbers at the most. */
function isSameReason(one: Job | undefined, other: Job): boolean {
  const [a, b] = [one?.errors[0]?.message, other.errors[0]?.message];
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  // Folding costs as much as a row, so messages that begin differently aren't folded.
  return a.slice(0, beginning) === b.slice(0, beginning) && foldMessage(a) === foldMessage(b);
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

/** `isRepeated`: the row before has the same reason. */
function jobRow({ job, services }: ListedJob, { now, times, open }: RowContext, isRepeated: boolean): JobRow {
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
    error: error === undefined ? [] : [{ text: shortErrorText(job, errorLength, times, isRepeated) }],
    last: `${isUncounted ? '' : `${failedCountText(job.objects, times)} · `}${id}${jobId === undefined ? '' : '\u00a0›'}`,
    open: jobId === undefined ? [] : [{ title: `Open ${jobId}`, ...open(job, jobId) }],
  };
}

/** Returns "47 min", or "for 3 h" of a job that runs: the state beside it says that it does. */
function lengthOf(job: Job, now: EpochMs): string {
  const text = durationOf(job, now, minutesText).replace(/^running,? /, '');
  return text.replaceAll(' ', '\u00a0');
}
