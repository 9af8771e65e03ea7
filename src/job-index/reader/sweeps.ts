import { type Service, services } from '../../domain/job.ts';
import type { EpochMs } from '../../domain/time.ts';
import { isGone, isIn, type Run, startOf } from '../run.ts';
import { askUnit } from './ask-unit.ts';
import { type Chunks, createChunks } from './chunks.ts';
import { isOlder, type ReaderContext, type ReaderTask } from './context.ts';
import { isListed } from './is-listed.ts';
import { newestMs, setRead } from './polls.ts';
import { walks } from './timetable.ts';
import { readByServiceFromNowOn } from './unfiltered.ts';
import { secondOf } from './window.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** If no backup has started for longer, there is nothing to prove with. */
const longestSilenceMs = 7 * dayMs;

type Kind = (typeof walks)[number];

/** Runs that a sweep doesn't list and that are looked for by service, to see whether such lists leave rows out. */
const mostLookedFor = 3;

/** One list of a sweep: everything before `cursor` is still to be read. */
interface Part {
  /** Undefined: all services. */
  readonly service: Service | undefined;
  cursor: EpochMs;
  isRefused: boolean;
}

/** One under way. */
interface Sweep {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly beganAt: EpochMs;
  readonly parts: readonly Part[];
  readonly listed: Set<string>;
}

/**
 * Reads all backups of the last hours and days again, whatever their state: what is listed late, ends in a state that isn't
 * documented, or isn't listed any more, is found here. A sweep reads chunk by chunk, as far as the budget goes.
 */
export function createSweeps(context: ReaderContext): readonly ReaderTask[] {
  return walks.map(kind => createSweep(context, kind));
}

function createSweep(context: ReaderContext, { poll, rangeMs, everyMs }: Kind): ReaderTask {
  const { clock, steady, state, update } = context;
  const chunksOf = new Map<Service | undefined, Chunks>();
  let sweep: Sweep | undefined;

  function begin(now: EpochMs): Sweep {
    const to = now - newestMs;
    const usual = to - rangeMs - context.clockDifferenceMs();
    const from = Math.min(usual, (poll === 'sweep' ? state().sweepFrom : undefined) ?? usual);
    const those: readonly (Service | undefined)[] = state().isByService ? services : [undefined];
    const parts = those.map(service => ({ service, cursor: to, isRefused: false }));
    return { from, to, beganAt: now, parts, listed: new Set() };
  }

  async function readChunk({ from, listed }: Sweep, part: Part): Promise<void> {
    const { service, cursor } = part;
    const chunks = chunksOf.get(service) ?? createChunks(context, 6 * hourMs);
    chunksOf.set(service, chunks);
    const work = () => chunks.read({ type: 'backup', service }, { from, cursor }, steady);
    const read =
      service === undefined ? await work() : await askUnit(context, { type: 'backup', service }, work);
    part.isRefused = read === undefined;
    part.cursor = read?.from ?? from;
    for (const { key } of read?.runs ?? []) listed.add(key);
  }

  /** True if FinishTime was seen to be ignored since, and this walk is one of those that show that it's honoured again. */
  function isProofWanted(now: EpochMs): boolean {
    const { ignored, readAt } = state();
    const at = ignored.FinishTime;
    return rangeMs > dayMs && at !== undefined && at <= now && (readAt[poll] ?? 0) <= at;
  }

  return {
    name: poll,
    isDue: now => sweep !== undefined || isProofWanted(now) || isOlder(state().readAt[poll], everyMs, now),
    async run() {
      // Lists without a service may have turned out to be of no use meanwhile.
      if (sweep && sweep.parts.length > 1 !== state().isByService) sweep = undefined;
      if (!sweep && isProofWanted(clock.now())) await proveFinishTime(context);
      sweep ??= begin(clock.now());
      const { from, parts, beganAt } = sweep;
      for (let part = nextOf(sweep); part; part = nextOf(sweep)) {
        if (!steady.hasLeft() || !context.mayGoOn()) return;
        await readChunk(sweep, part);
      }
      if (poll === 'sweep') await noteUnlisted(context, sweep);
      const { sweepFrom } = state();
      if (poll === 'sweep' && sweepFrom !== undefined && sweepFrom >= from) update({ sweepFrom: undefined });
      sweep = undefined;
      if (!parts.every(({ isRefused }) => isRefused)) setRead(context, poll, beganAt);
    },
  };
}

/**
 * Asks for one second more than a day before the latest known start. Throws `IgnoredFilterError` if that start is listed, too: the walk
 * itself may read all of the past at once, in a list whose end shows nothing.
 */
async function proveFinishTime({
  writer,
  clock,
  location,
  state,
  requests,
  steady,
}: ReaderContext): Promise<void> {
  const now = clock.now();
  const { isByService } = state();
  const starts = writer.mirror
    .between(now - longestSilenceMs, now, { type: 'backup', service: undefined })
    .filter(run => isIn(run, location) && !isGone(run) && (!isByService || run.services.length > 0))
    .sort((a, b) => startOf(b) - startOf(a));
  const [latest] = starts;
  if (!latest) return;
  const service = isByService ? latest.services[0] : undefined;
  const span = secondOf(startOf(latest) - dayMs - hourMs);
  await requests.readWhole({ type: 'backup', service, state: undefined, span }, steady);
}

function nextOf({ parts, from }: Sweep): Part | undefined {
  return parts.find(({ cursor }) => cursor > from);
}

/**
 * Counts for each run that lies in the window of a whole sweep and wasn't listed. If its service lists it, it's the sweep's
 * lists that leave rows out: then nothing is counted.
 */
async function noteUnlisted(context: ReaderContext, sweep: Sweep): Promise<void> {
  const missing = missingIn(context, sweep);
  const unknown = new Set<string>();
  for (const run of missing.slice(0, mostLookedFor)) {
    const isThere = await isListed(context, run);
    if (isThere === undefined) unknown.add(run.key);
    if (!isThere) continue;
    if (!context.state().isByService) readByServiceFromNowOn(context);
    return;
  }
  // If some can't be looked for, that the others are missing proves nothing.
  const proven = unknown.size === 0 ? missing : missing.slice(0, mostLookedFor);
  for (const { key } of proven) {
    const run = context.writer.mirror.get(key);
    if (run && !unknown.has(key)) context.writer.put({ ...run, unlisted: run.unlisted + 1 });
  }
}

function missingIn(
  { writer, location }: ReaderContext,
  { from, to, beganAt, listed, parts }: Sweep,
): readonly Run[] {
  const isRefused = (service: Service | undefined) =>
    parts.some(part => part.isRefused && (service === undefined || part.service === service));
  const isInside = ({ job }: Run) => (job.finishedAt ?? to) < to && (job.startedAt ?? from) > from;
  return writer.mirror
    .between(from, to)
    .filter(
      run =>
        run.type === 'backup' &&
        isIn(run, location) &&
        run.endSeenAt !== undefined &&
        run.endSeenAt < beganAt &&
        !listed.has(run.key) &&
        !isGone(run) &&
        !isRefused(run.services[0]) &&
        isInside(run),
    );
}
