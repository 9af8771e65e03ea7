import type { Audit } from '../../domain/audit.ts';
import type { Clock } from '../../domain/time.ts';

export interface AuditRetentionParts {
  readonly audit: Pick<Audit, 'forget'>;
  /** Days for which an entry is stored at least; it's removed with the last entry of its day (UTC). */
  readonly days: number;
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;
/** Entries to remove in one pass, so that none takes long. */
const mostAtOnce = 200;

/**
 * Creates the loop that removes old entries from the audit record: pass after pass until none is left, then not before
 * another day.
 */
export function createAuditRetention({ audit, days, clock }: AuditRetentionParts) {
  let doneOn: number | undefined;
  return {
    async go(): Promise<void> {
      const now = clock.now();
      const today = Math.floor(now / dayMs);
      if (today === doneOn) return;
      if (await audit.forget(now - days * dayMs, mostAtOnce)) doneOn = today;
    },
    settled: async () => {},
  };
}
