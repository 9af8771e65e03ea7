import { LRUCache } from 'lru-cache';
import type { AuditEntry } from '../domain/audit.ts';
import type { Refused } from '../features/turn.ts';

const mostKept = 10_000;

/** Returns the entry to record, and a name that it shares with the equal ones before it. */
export type CountRefusal = (
  entry: AuditEntry,
  refused: Refused,
) => { readonly name: string; readonly entry: AuditEntry };

/**
 * Merges equal refusals: the entry of the first stands for all, with their count. Presses of different buttons aren't
 * equal.
 */
export function createCountedRefusals(): CountRefusal {
  const firsts = new LRUCache<string, AuditEntry>({ max: mostKept });
  return (entry, { refusal, isRepeated }) => {
    const key = JSON.stringify([refusal, 'pressed' in entry.what ? entry.what.pressed : '']);
    const before = isRepeated ? firsts.get(key) : undefined;
    const joined = before ? { ...before, times: (before.times ?? 1) + 1 } : entry;
    firsts.set(key, joined);
    return { name: JSON.stringify([key, joined.at, joined.turn]), entry: joined };
  };
}
