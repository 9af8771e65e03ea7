import type { Role } from '../domain/role.ts';
import type { BeforeChange } from '../features/turn.ts';

/** The change could not be recorded, so it wasn't made. */
export class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';

  constructor(cause?: unknown) {
    super('the change could not be put on the audit record', { cause });
  }
}

/**
 * Does `work`, a change only once it's on record. `shownBy` is the sentence that shows what it changes; undefined if it
 * only reads. Rejects as `BeforeChange` does, and with what `work` throws.
 */
export async function recordFirst<T>(
  shownBy: string | undefined,
  { role }: { readonly role: Role | undefined },
  { beforeChange }: { readonly beforeChange?: BeforeChange | undefined },
  work: () => Promise<T> | T,
): Promise<T> {
  if (shownBy !== undefined) await beforeChange?.({ role, shownBy });
  return work();
}
