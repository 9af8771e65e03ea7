import type { AuditEntry } from '../domain/audit.ts';
import { cut } from '../domain/cut.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Left, PressTurn, Removal, Turn } from '../features/turn.ts';
import type { TurnContext } from '../telemetry/turns.ts';
import { decodePress } from './decode-press.ts';

/** Limits of an entry for what comes from outside, in UTF-16 units; see `mostUnits` of the stores. */
const longest = { sentence: 1_000, verb: 60, carried: 7_000, name: 200, id: 300, question: 400 } as const;
/** Limit for all questions together, as JSON. */
const questionsUnits = 10_000;

/** A removal, and what it has deleted; `isAgain` if the same removal was reported a moment before. */
type RemovalOnRecord = Removal & Pick<Left, 'settings'> & { readonly isAgain?: boolean };

/** Returns the audit entry of a turn, cut to the limits above. */
export function auditEntryOf(
  turn: Turn | PressTurn | RemovalOnRecord,
  { id, asked, sent }: TurnContext,
  { at, ms, role, ending }: Pick<AuditEntry, 'at' | 'ms' | 'role' | 'ending'>,
): AuditEntry {
  const { place, speaker, objectId } = turn;
  return {
    at,
    turn: id,
    who: {
      id: shortened(speaker?.id ?? '', longest.id),
      name: shortened(speaker?.name ?? '', longest.name),
      objectId,
    },
    role,
    where: {
      kind: place?.kind,
      id: place && shortened('home' in turn ? (turn.channel?.id ?? turn.home) : place.id, longest.id),
      tenantId: place?.tenantId && shortened(place.tenantId, longest.id),
    },
    what: whatOf(turn, at),
    asked: bounded(asked),
    ...(sent !== undefined && { sent: shortened(sent, longest.sentence) }),
    ending,
    ms,
  };
}

function whatOf(turn: Turn | PressTurn | RemovalOnRecord, at: EpochMs): AuditEntry['what'] {
  if ('home' in turn) {
    const { channel, place, settings, isAgain, why = 'removed' } = turn;
    const whole = place?.kind === 'channel' ? 'team' : 'chat';
    const isChat = place?.kind === 'personal' || place?.kind === 'group';
    return {
      removedFrom: channel && !isChat ? 'channel' : whole,
      settings,
      ...(isAgain && { isAgain }),
      why,
    };
  }
  if ('text' in turn) {
    const said = shortened(turn.text, longest.sentence);
    return turn.isEdited ? { said, isEdited: true } : { said };
  }
  return pressIn(turn, at);
}

/** Returns what could be decoded alone, since a client can send anything of any size. */
function pressIn({ verb, data }: PressTurn, at: EpochMs): AuditEntry['what'] {
  const packed = decodePress(verb, data, at)?.packed;
  if (!packed)
    return { pressed: shortened(typeof verb === 'string' ? verb : '', longest.verb), unreadable: true };
  return { pressed: packed.verb, carried: shortened(JSON.stringify(packed.data), longest.carried) };
}

/** Returns the first questions, and how many more there were. */
function bounded(asked: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let left = questionsUnits;
  for (const question of asked) {
    const short = shortened(question, longest.question);
    left -= JSON.stringify(short).length;
    if (left < 0) return [...kept, `and ${asked.length - kept.length} more`];
    kept.push(short);
  }
  return kept;
}

function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : `${cut(text, limit - 1)}…`;
}
