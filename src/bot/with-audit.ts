import type { Audit, AuditEntry, Begun } from '../domain/audit.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { Role } from '../domain/role.ts';
import { type Clock, msSince } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { BeforeChange, Left, PressTurn, Refused, Removal, Reply, Turn } from '../features/turn.ts';
import { createKeyedMutex } from '../schedule/keyed-mutex.ts';
import type { TurnContext, Turns } from '../telemetry/turns.ts';
import { auditEntryOf } from './audit-entry.ts';
import type { Bot } from './bot.ts';
import { createCountedRefusals } from './counted-refusals.ts';
import { NotRecordedError } from './recorded-first.ts';
import { retried } from './removal.ts';
import { createRemovalRepeats } from './removal-repeats.ts';

export interface WithAuditParts {
  readonly conversation: Bot;
  readonly audit: Pick<Audit, 'keep' | 'complete' | 'recount'>;
  readonly turns: Turns;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves a moment later; entries that were gathered until then are stored together. */
  readonly moment: () => Promise<void>;
  /** A change is refused if the store hasn't recorded its beginning in this time. */
  readonly beginWithinMs: number;
  /** Waits before a failed step of a removal is tried again. */
  readonly sleep: (ms: number) => Promise<void>;
}

const begun: Begun = { kind: 'begun', outcome: 'unknown' };

/** A bot that records its every turn. */
export interface AuditedBot extends Bot {
  /** Resolves once every entry is stored, or has failed. */
  settled(): Promise<void>;
}

/** An entry that waits to be stored; if it isn't new, it only raises the count of a stored one. */
interface Gathered {
  readonly entry: AuditEntry;
  readonly isNew: boolean;
}

/**
 * Records an entry for each sentence, each press and each removal of the bot. A change is recorded as begun before it's
 * made, and isn't made if that fails; its entry is completed afterwards. A question is recorded once its answer is
 * there. No answer waits for an entry that is written after it: a failure to write one is logged and counted.
 */
export function withAudit(parts: WithAuditParts): AuditedBot {
  const { conversation, audit, turns, meter, clock, log, moment, beginWithinMs, sleep } = parts;
  const removals = createKeyedMutex();
  const repeats = createRemovalRepeats(clock);
  const underWay = new Set<Promise<void>>();
  const countRefusal = createCountedRefusals();
  /** By the name that entries of equal refusals share, or by the entry itself. */
  let gathered = new Map<unknown, Gathered>();

  const context = (): TurnContext => turns.current() ?? { id: 'unknown', asked: [] };

  async function written(entry: AuditEntry, write: Audit['keep'], isNew = true): Promise<void> {
    try {
      await write(entry);
      if (isNew) meter.count('auditEntries', 1, { outcome: 'kept' });
    } catch (err) {
      meter.count('auditEntries', 1, { outcome: 'lost' });
      log.error({ err, turn: entry.turn }, 'audit entry not recorded');
    }
  }

  /** Gathers entries, since the store waits for its disk once for all that are written together. */
  function gather(entry: AuditEntry, name: unknown = entry, isNew = true): void {
    if (gathered.size === 0) void moment().then(keepGathered);
    gathered.set(name, { entry, isNew: isNew || (gathered.get(name)?.isNew ?? false) });
  }

  function gatherRefusal(entry: AuditEntry, refused: Refused): void {
    const { name, entry: joined } = countRefusal(entry, refused);
    gather(joined, name, !refused.isRepeated);
  }

  function keepGathered(): void {
    const entries = [...gathered.values()];
    gathered = new Map();
    track(
      Promise.all(
        entries.map(({ entry, isNew }) => written(entry, entry.times ? audit.recount : audit.keep, isNew)),
      ),
    );
  }

  function track(writing: Promise<unknown>): void {
    const tracked = writing.then(() => void underWay.delete(tracked));
    underWay.add(tracked);
  }

  async function begin(entry: AuditEntry): Promise<void> {
    try {
      await withTimeout(
        beginWithinMs,
        () => audit.keep(entry),
        () => new NotRecordedError(),
      );
    } catch (cause) {
      throw cause instanceof NotRecordedError ? cause : new NotRecordedError(cause);
    }
  }

  async function recorded<T extends Turn | PressTurn>(
    turn: T,
    answer: (turn: T) => Promise<Reply>,
  ): Promise<Reply> {
    const at = clock.now();
    const begunAt = clock.monotonic();
    const turnContext = context();
    let begunBy: Role | undefined;
    const beforeChange: BeforeChange = async ({ role, shownBy }) => {
      begunBy = role;
      await begin(auditEntryOf(turn, turnContext, { at, ms: 0, role, ending: begun }));
      turnContext.shownBy = shownBy;
    };
    let end: Pick<AuditEntry, 'role' | 'ending'> = {
      role: undefined,
      ending: { kind: 'failed', problem: 'unexpected' },
    };
    let refused: Reply['refused'];
    try {
      const reply = await answer({ ...turn, beforeChange });
      refused = reply.refused;
      end = { role: reply.role ?? begunBy, ending: reply.ending ?? { kind: 'answered' } };
      return reply;
    } finally {
      const entry = auditEntryOf(turn, turnContext, { at, ms: Math.round(msSince(begunAt, clock)), ...end });
      // Even if the entry of its beginning failed: that entry may have arrived all the same.
      if (begunBy) track(written(entry, audit.complete));
      else if (refused) gatherRefusal(entry, refused);
      else gather(entry);
    }
  }

  /**
   * Records a removal. No user waits for it, so its entry may take its time. If it can't be recorded, nothing is
   * deleted.
   */
  async function leave(removal: Removal): Promise<Left> {
    const at = clock.now();
    const begunAt = clock.monotonic();
    const turnContext = context();
    const complete = (ending: AuditEntry['ending'], settings?: Left['settings'], isAgain = false) => {
      const end = { at, ms: Math.round(msSince(begunAt, clock)), role: undefined, ending };
      const entry = auditEntryOf({ ...removal, settings, isAgain }, turnContext, end);
      track(written(entry, one => retried(() => audit.complete(one), sleep)));
    };
    const beginning = auditEntryOf({ ...removal, settings: undefined }, turnContext, {
      ...{ at, ms: 0, role: undefined, ending: begun },
    });
    try {
      await retried(() => audit.keep(beginning), sleep);
    } catch (err) {
      log.error({ err, home: removal.home }, 'removal not recorded, settings are kept');
      const ending = { kind: 'failed', problem: 'store' } as const;
      // The entry may have arrived all the same.
      complete(ending);
      return { ending, settings: undefined };
    }
    const left = await conversation.left(removal);
    complete(left.ending, left.settings, repeats.isRepeated(removal, left));
    return left;
  }

  return {
    ...conversation,
    hear: turn => recorded(turn, conversation.hear),
    press: turn => recorded(turn, conversation.press),
    // Teams reports one removal twice: the second waits for the first, and finds nothing.
    left: removal => removals.run({ home: removal.home, id: removal.home }, () => leave(removal)),
    async settled() {
      keepGathered();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
