import type { JobSourceErrorCode } from '../domain/job-source.ts';
import type { PartName } from '../domain/meter.ts';
import type { Store } from '../domain/store.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msSince } from '../domain/time.ts';
import { lateMs, type Passes } from '../schedule/passes.ts';
import { probeMs, type ReadinessProbe } from './readiness.ts';

/** How current the job index is. */
interface IndexReading {
  /** When the latest jobs were last read completely; undefined if they weren't yet. */
  readonly readAt: EpochMs | undefined;
  /** The time, by the same clock. */
  readonly now: EpochMs;
  /** Why they can't be read now, if that's known. */
  readonly trouble: JobSourceErrorCode | undefined;
}

export interface ProbesParts {
  readonly store: Pick<Store, 'get' | 'put'>;
  /** Throws `StoreError` if the file of the job index was deleted or replaced. */
  readonly checkIndexFile: () => void;
  /** Resolves while there is a token for AvePoint; rejects with `JobSourceError`. */
  readonly signedIn: (until: MonotonicMs) => Promise<void>;
  readonly teamsToken: ReadinessProbe;
  readonly index: () => IndexReading;
  /** How often the newest jobs are read. */
  readonly intervalMs: number;
  readonly passes: Pick<Passes, 'state'>;
  readonly clock: Clock;
}

const hourMs = 3_600_000;
/** Writes are rare, since each wears a disk and costs a request. */
const writeEveryMs = 60_000;
/** A loop makes a pass every second, and a pass of another instance is recorded every half minute. */
const passMs = 90_000;
/** Reading the latest jobs takes time, and another instance follows some seconds later. */
const readingMs = 45_000;

/** Returns a probe for each part. */
export function createProbes(parts: ProbesParts): Readonly<Record<PartName, ReadinessProbe>> {
  const { store, checkIndexFile, signedIn, teamsToken, index, intervalMs, passes, clock } = parts;
  const takesWrites = createWriteProbe(store, clock);
  const freshMs = Math.max(intervalMs + readingMs, 1.5 * intervalMs);

  const passing =
    (name: string): ReadinessProbe =>
    async () => {
      const { agoMs, at } = await passes.state(name);
      if (agoMs <= passMs) return undefined;
      return at === undefined ? 'no pass since the start' : `no pass since ${momentText(at, clock.now())}`;
    };

  return {
    async store() {
      await Promise.all([store.get({ collection: 'upkeep', partition: 'all', key: 'probe' }), takesWrites()]);
      return undefined;
    },
    teams: teamsToken,
    async avepoint() {
      await signedIn(inMs(probeMs, clock));
      return undefined;
    },
    async index() {
      checkIndexFile();
      const { readAt, now, trouble } = index();
      // It may be in the future: another instance reads by another clock.
      if (readAt !== undefined && Math.abs(now - readAt) <= freshMs) return undefined;
      const code = trouble === undefined ? '' : ` (${trouble})`;
      if (readAt === undefined) return `jobs of AvePoint not read yet${code}`;
      const since = `since ${momentText(readAt, now)}${code}`;
      return trouble === undefined ? `jobs of AvePoint not read ${since}` : `AvePoint silent ${since}`;
    },
    async messages() {
      const states = await Promise.all(['sender', 'watcher'].map(name => passes.state(name)));
      const waiting = states.flatMap(({ overdueSince }) => overdueSince ?? []);
      const oldest = Math.min(...waiting);
      const now = clock.now();
      return now - oldest < lateMs ? undefined : `a message is due since ${momentText(oldest, now)}`;
    },
    reader: passing('reader'),
    sender: passing('sender'),
    watcher: passing('watcher'),
    audit: passing('audit'),
    warnings: passing('warnings'),
    bin: passing('bin'),
    notices: passing('notices'),
  };
}

/**
 * Returns a function that resolves if the store accepted the last write. If that was a minute ago, it writes to a
 * record of its own. Rejects with `StoreError`.
 */
function createWriteProbe(store: Pick<Store, 'put'>, clock: Clock): () => Promise<void> {
  const key = { collection: 'upkeep', partition: 'all', key: 'written' };
  let last: { readonly at: MonotonicMs; readonly written: Promise<void> } | undefined;
  return () => {
    if (!last || msSince(last.at, clock) >= writeEveryMs) {
      const written = store.put(key, { at: clock.now() }).then(() => undefined);
      last = { at: clock.monotonic(), written };
    }
    return last.written;
  };
}

/** Formats a moment for operators, such as "02:10 UTC"; with its date if it's more than half a day away. */
function momentText(at: EpochMs, now: EpochMs): string {
  const text = new Date(at).toISOString();
  const time = `${text.slice(11, 16)} UTC`;
  return Math.abs(now - at) < 12 * hourMs ? time : `${text.slice(0, 10)} ${time}`;
}
