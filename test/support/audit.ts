import type { AuditEntry } from '../../src/domain/audit.ts';
import { monday } from './fakes.ts';

/** Kim, an admin, who asked for failed backups in her personal chat and got them. */
export function anEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: monday,
    turn: 'a1b2c3d4',
    who: { id: '29:kim', name: 'Kim Larsen', objectId: '00000000-0000-0000-0000-000000000001' },
    role: 'admin',
    where: { kind: 'personal', id: 'a:personal', tenantId: 'tenant-1' },
    what: { said: 'failed backups today' },
    asked: [
      'cloudbackup-jobs type=backup service=all state=failed from=2026-11-22T23:00:00Z to=2026-11-23T13:05:00Z page=0 size=10',
    ],
    ending: { kind: 'answered' },
    ms: 412,
    ...overrides,
  };
}

/** `count` entries, one each `stepMs`, the last at `monday`. */
export function entriesUpTo(count: number, stepMs: number): AuditEntry[] {
  return Array.from({ length: count }, (_, index) =>
    anEntry({ at: monday - (count - 1 - index) * stepMs, turn: String(index).padStart(8, '0') }),
  );
}

export async function collected<T>(all: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}
