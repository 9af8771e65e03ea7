import type { Audit } from '../../domain/audit.ts';
import type { Clock } from '../../domain/time.ts';

export interface AuditRetentionParts {
  readonly audit: Pick<Audit, 'forget'>;
  /** How many days an entry is kept at the least; it is removed with the last of its day (UTC). */
  readonly days: number;
  readonly clock: Clock;
}

const dayMs = 24 * 3_600_000;
/** Removed in one pass, so that none takes long. */
const mostAtOnce = 200;

/** Removes what is too old from the audit record: pass after pass until nothing is left, and then not before another day. */
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
