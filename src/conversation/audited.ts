import type { Audit, AuditEntry } from '../domain/audit.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { Clock } from '../domain/time.ts';
import type { Turns } from '../telemetry/turns.ts';
import { auditEntryOf } from './audit-entry.ts';
import type { Conversation } from './conversation.ts';
import type { PressTurn, Reply, Turn } from './turn.ts';

export interface AuditedParts {
  readonly conversation: Conversation;
  readonly audit: Pick<Audit, 'keep'>;
  readonly turns: Turns;
  readonly meter: Meter;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves a moment later; what was gathered till then is kept together. */
  readonly moment: () => Promise<void>;
}

/** A conversation whose every turn is on record. */
export interface Audited extends Conversation {
  /** Resolves when everything is kept that can be. */
  settled(): Promise<void>;
}

/**
 * Keeps an entry for each sentence, each press and each removal of the bot, once its outcome is there, whatever that is. The answer does not wait
 * for the store, and is not lost with it: an entry that could not be kept is logged and counted.
 */
export function createAudited(parts: AuditedParts): Audited {
  const { conversation, audit, turns, meter, clock, log, moment } = parts;
  const underWay = new Set<Promise<void>>();
  let gathered: AuditEntry[] = [];

  const context = () => turns.current() ?? { id: 'unknown', asked: [] };

  async function keep(entry: AuditEntry): Promise<void> {
    try {
      await audit.keep(entry);
      meter.count('auditEntries', 1, { outcome: 'kept' });
    } catch (err) {
      meter.count('auditEntries', 1, { outcome: 'lost' });
      log.error({ err, turn: entry.turn }, 'an entry of the audit record could not be kept');
    }
  }

  /** The store waits for its disk once for all that it is given at once. */
  function gather(entry: AuditEntry): void {
    gathered.push(entry);
    if (gathered.length === 1) void moment().then(keepGathered);
  }

  function keepGathered(): void {
    const entries = gathered;
    gathered = [];
    const kept = Promise.all(entries.map(keep)).then(() => void underWay.delete(kept));
    underWay.add(kept);
  }

  async function recorded<T extends Turn | PressTurn>(
    turn: T,
    answer: (turn: T) => Promise<Reply>,
  ): Promise<Reply> {
    const at = clock.now();
    let end: Pick<AuditEntry, 'role' | 'ending'> = {
      role: undefined,
      ending: { kind: 'failed', problem: 'unexpected' },
    };
    try {
      const reply = await answer(turn);
      end = { role: reply.role, ending: reply.ending ?? { kind: 'answered' } };
      return reply;
    } finally {
      gather(auditEntryOf(turn, context(), { at, ms: clock.now() - at, ...end }));
    }
  }

  return {
    ...conversation,
    hear: turn => recorded(turn, conversation.hear),
    press: turn => recorded(turn, conversation.press),
    async left(removal) {
      const at = clock.now();
      const left = await conversation.left(removal);
      const { ending, settings } = left;
      gather(
        auditEntryOf({ ...removal, settings }, context(), {
          at,
          ms: clock.now() - at,
          role: undefined,
          ending,
        }),
      );
      return left;
    },
    async settled() {
      keepGathered();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
