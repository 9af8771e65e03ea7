import { type Audit, type AuditEntry, type AuditQuestion, auditLimits } from '../../domain/audit.ts';
import type { Clock, EpochMs, MonotonicMs } from '../../domain/time.ts';

const { pageSize, mostRead } = auditLimits;

/** Which page; zero-based. */
export interface AuditPointer {
  readonly question: AuditQuestion;
  readonly pageIndex: number;
}

/** A page of the audit record, the newest first. */
export interface AuditPage extends AuditPointer {
  readonly entries: readonly AuditEntry[];
  readonly hasNext: boolean;
  /** True if older entries weren't read: there are too many of them, or the time was up. */
  readonly isCutShort: boolean;
  readonly answeredAt: EpochMs;
}

/**
 * Creates a reader of pages for a card. Each page is read from the newest entry on, so the number of entries is
 * limited. Rejects with `StoreError`.
 */
export function createAuditPages(audit: Pick<Audit, 'newestFirst'>, clock: Clock) {
  return async ({ question, pageIndex }: AuditPointer, until: MonotonicMs): Promise<AuditPage> => {
    const isWanted = namedBy(question.who);
    const first = pageIndex * pageSize;
    const entries: AuditEntry[] = [];
    let read = 0;
    let found = 0;
    let hasNext = false;
    let isCutShort = false;
    for await (const entry of audit.newestFirst(question.span)) {
      if (read === mostRead || clock.monotonic() >= until) {
        isCutShort = true;
        break;
      }
      read += 1;
      if (!isWanted(entry)) continue;
      if (found === first + pageSize) {
        hasNext = true;
        break;
      }
      if (found >= first) entries.push(entry);
      found += 1;
    }
    return { question, pageIndex, entries, hasNext, isCutShort, answeredAt: clock.now() };
  };
}

export type AuditPages = ReturnType<typeof createAuditPages>;

function namedBy(who: string | undefined): (entry: AuditEntry) => boolean {
  const words = folded(who ?? '')
    .split(/\s+/)
    .filter(word => word !== '');
  return ({ who: { name } }) => words.every(word => folded(name).includes(word));
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
