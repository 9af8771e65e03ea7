import type { Audit, AuditEntry } from '../domain/audit.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { Refused } from '../features/turn.ts';
import { createCountedRefusals } from './counted-refusals.ts';
import { NotRecordedError } from './recorded-first.ts';
import { retried } from './removal.ts';

export interface AuditWriterParts {
  readonly audit: Pick<Audit, 'keep' | 'complete' | 'recount'>;
  readonly meter: Meter;
  readonly log: Log;
  /** Resolves a moment later; the entries that are gathered until then are written together. */
  readonly moment: () => Promise<void>;
  /** A change is refused if the store hasn't recorded it as begun by then. */
  readonly beginWithinMs: number;
  /** Waits before what a removal needs is tried again. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Writes entries of the audit record. If one can't be written after the fact, logs and counts that. */
export interface AuditWriter {
  /** Writes an entry of a change as begun. Rejects with `NotRecordedError`. */
  begin(entry: AuditEntry): Promise<void>;
  /** Completes an entry, without a caller that waits. */
  complete(entry: AuditEntry): void;
  /** Writes an entry of a removal as begun; tries again after failures. Rejects with `StoreError`. */
  beginRemoval(entry: AuditEntry): Promise<void>;
  /** Completes an entry of a removal; tries again after failures. */
  completeRemoval(entry: AuditEntry): void;
  /** Writes an entry a moment later, together with others. */
  gather(entry: AuditEntry): void;
  /** Writes an entry a moment later, or raises the count of an equal refusal. */
  gatherRefusal(entry: AuditEntry, refused: Refused): void;
  /** Resolves when every entry is written that can be. */
  settled(): Promise<void>;
}

/** An entry that waits to be written; one that isn't new only raises the count of a written one. */
interface Gathered {
  readonly entry: AuditEntry;
  readonly isNew: boolean;
}

export function createAuditWriter(parts: AuditWriterParts): AuditWriter {
  const { audit, beginWithinMs, sleep } = parts;
  const write = createLoggedWrite(parts);
  const countRefusal = createCountedRefusals();
  const inFlight = new Set<Promise<void>>();

  function track(writing: Promise<unknown>): void {
    const tracked = writing.then(() => void inFlight.delete(tracked));
    inFlight.add(tracked);
  }

  const gathering = createGathering(parts.moment, entries => {
    const writing = entries.map(({ entry, isNew }) =>
      write(entry, entry.times ? audit.recount : audit.keep, isNew),
    );
    track(Promise.all(writing));
  });

  return {
    async begin(entry) {
      try {
        await withTimeout(
          beginWithinMs,
          () => audit.keep(entry),
          () => new NotRecordedError(),
        );
      } catch (cause) {
        throw cause instanceof NotRecordedError ? cause : new NotRecordedError(cause);
      }
    },
    complete: entry => track(write(entry, audit.complete)),
    beginRemoval: entry => retried(() => audit.keep(entry), sleep),
    completeRemoval: entry => track(write(entry, one => retried(() => audit.complete(one), sleep))),
    gather: entry => gathering.add(entry, { entry, isNew: true }),
    gatherRefusal(entry, refused) {
      const { name, entry: joined } = countRefusal(entry, refused);
      gathering.add(name, { entry: joined, isNew: !refused.isRepeated });
    },
    async settled() {
      gathering.flush();
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

/** Returns a function that writes an entry. It never rejects. */
function createLoggedWrite({ meter, log }: AuditWriterParts) {
  return async (entry: AuditEntry, write: Audit['keep'], isNew = true): Promise<void> => {
    try {
      await write(entry);
      if (isNew) meter.count('auditEntries', 1, { outcome: 'kept' });
    } catch (err) {
      meter.count('auditEntries', 1, { outcome: 'lost' });
      log.error({ err, turn: entry.turn }, 'audit entry not recorded');
    }
  };
}

/** Gathers entries for a moment: the store waits for its disk only once for entries that are written together. */
function createGathering(moment: () => Promise<void>, write: (entries: readonly Gathered[]) => void) {
  /** By the name that the entries of equal refusals share; all others by themselves. */
  let gathered = new Map<unknown, Gathered>();

  function flush(): void {
    const entries = [...gathered.values()];
    gathered = new Map();
    write(entries);
  }

  return {
    add(name: unknown, { entry, isNew }: Gathered): void {
      if (gathered.size === 0) void moment().then(flush);
      gathered.set(name, { entry, isNew: isNew || (gathered.get(name)?.isNew ?? false) });
    },
    flush,
  };
}
