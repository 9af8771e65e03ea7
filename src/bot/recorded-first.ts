import type { Role } from '../domain/role.ts';
import type { BeforeChange } from '../features/turn.ts';

/** A change could not be put on record, so it was not made. */
export class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';

  constructor(cause?: unknown) {
    super('the change could not be put on the audit record', { cause });
  }
}

/**
 * Does `work`: a change only once it is on record. `shownBy` is the sentence that shows what it
 * changes; undefined for what only reads. Rejects as `BeforeChange` and with what `work` throws.
 */
export async function recordFirst<T>(
  shownBy: string | undefined,
  { role }: { readonly role: Role },
  { beforeChange }: { readonly beforeChange?: BeforeChange | undefined },
  work: () => Promise<T> | T,
): Promise<T> {
  if (shownBy !== undefined) await beforeChange?.({ role, shownBy });
  return work();
}
