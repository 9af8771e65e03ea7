import type { AuditEntry, Begun } from '../domain/audit.ts';
import type { Role } from '../domain/role.ts';
import { type Clock, type EpochMs, msSince } from '../domain/time.ts';
import type { BeforeChange, Left, PressTurn, Removal, Reply, Turn } from '../features/turn.ts';
import { createKeyedMutex } from '../schedule/keyed-mutex.ts';
import type { TurnContext, Turns } from '../telemetry/turns.ts';
import { auditEntryOf } from './audit-entry.ts';
import { type AuditWriter, type AuditWriterParts, createAuditWriter } from './audit-writer.ts';
import type { Bot } from './bot.ts';
import { createRemovalRepeats } from './removal-repeats.ts';

export interface WithAuditParts extends AuditWriterParts {
  readonly conversation: Bot;
  readonly turns: Turns;
  readonly clock: Clock;
}

/** A bot with an audit entry for each turn. */
export interface AuditedBot extends Bot {
  /** Resolves when every entry is written that can be. */
  settled(): Promise<void>;
}

/**
 * Records each sentence, each button press and each removal of the bot. The entry of a change is written as begun
 * before the change is made, which is refused if that fails, and completed afterwards. The entry of a turn that only
 * reads is written once its answer is there. An answer waits for none of the entries that are written after it: one
 * that couldn't be written is logged and counted.
 */
export function withAudit(parts: WithAuditParts): AuditedBot {
  const { conversation } = parts;
  const writer = createAuditWriter(parts);
  const recorded = createRecorded(parts, writer);
  const leave = createLeave(parts, writer);
  const removals = createKeyedMutex();
  return {
    ...conversation,
    hear: turn => recorded(turn, conversation.hear),
    press: turn => recorded(turn, conversation.press),
    // Teams reports one removal twice: the second waits for the first, and finds nothing.
    left: removal => removals.run({ home: removal.home, id: removal.home }, () => leave(removal)),
    settled: writer.settled,
  };
}

/** Returns a function that answers a turn and records it. */
function createRecorded({ turns, clock }: WithAuditParts, writer: AuditWriter) {
  return async <T extends Turn | PressTurn>(turn: T, answer: (turn: T) => Promise<Reply>): Promise<Reply> => {
    const time = startTimer(clock);
    const context = contextOf(turns);
    let begunBy: { readonly role: Role | undefined } | undefined;
    const beforeChange: BeforeChange = async ({ role, shownBy }) => {
      begunBy = { role };
      await writer.begin(auditEntryOf(turn, context, { at: time.at, ms: 0, role, ending: begun }));
      context.shownBy = shownBy;
    };
    let end: Pick<AuditEntry, 'role' | 'ending'> = {
      role: undefined,
      ending: { kind: 'failed', problem: 'unexpected' },
    };
    let refused: Reply['refused'];
    try {
      const reply = await answer({ ...turn, beforeChange });
      refused = reply.refused;
      end = { role: reply.role ?? begunBy?.role, ending: reply.ending ?? { kind: 'answered' } };
      return reply;
    } finally {
      const entry = auditEntryOf(turn, context, { at: time.at, ms: time.ms(), ...end });
      // Even if its beginning failed: it may have arrived all the same.
      if (begunBy) writer.complete(entry);
      else if (refused) writer.gatherRefusal(entry, refused);
      else writer.gather(entry);
    }
  };
}

/**
 * Returns a function that puts away a conversation's settings and records that. No user waits for it, so its entry may
 * take its time. If the entry can't be written, nothing is deleted.
 */
function createLeave({ conversation, turns, clock, log }: WithAuditParts, writer: AuditWriter) {
  const repeats = createRemovalRepeats(clock);
  return async (removal: Removal): Promise<Left> => {
    const time = startTimer(clock);
    const context = contextOf(turns);
    const entryOf = (
      settings: Left['settings'],
      isAgain: boolean,
      ms: number,
      ending: AuditEntry['ending'],
    ) =>
      auditEntryOf({ ...removal, settings, isAgain }, context, { at: time.at, ms, role: undefined, ending });
    try {
      await writer.beginRemoval(entryOf(undefined, false, 0, begun));
    } catch (err) {
      log.error({ err, home: removal.home }, 'removal not recorded, settings are kept');
      const ending = { kind: 'failed', problem: 'store' } as const;
      // It may have arrived all the same.
      writer.completeRemoval(entryOf(undefined, false, time.ms(), ending));
      return { ending, settings: undefined };
    }
    const left = await conversation.left(removal);
    const isAgain = repeats.isRepeated(removal, left);
    writer.completeRemoval(entryOf(left.settings, isAgain, time.ms(), left.ending));
    return left;
  };
}

const begun: Begun = { kind: 'begun', outcome: 'unknown' };

const contextOf = (turns: Turns): TurnContext => turns.current() ?? { id: 'unknown', asked: [] };

function startTimer(clock: Clock): { readonly at: EpochMs; ms(): number } {
  const startedAt = clock.monotonic();
  return { at: clock.now(), ms: () => Math.round(msSince(startedAt, clock)) };
}
