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
 * Does `work`: a change only once it is on record. `changed` is the kind of the command, or the verb of the button, that
 * changes something; undefined for what only reads. Rejects as `BeforeChange` and with what `work` throws.
 */
export async function recordedFirst<T>(
  changed: string | undefined,
  { role }: { readonly role: Role },
  { beforeChange }: { readonly beforeChange?: BeforeChange | undefined },
  work: () => Promise<T> | T,
): Promise<T> {
  if (changed !== undefined) await beforeChange?.({ role, shownBy: shownBy(changed) });
  return work();
}

function shownBy(changed: string): string {
  const [subject = ''] = changed.split('.');
  return sentences[subject] ?? 'help';
}

/** The sentence that shows what was changed, by the first word of a command's kind or a button's verb. */
const sentences: Readonly<Record<string, string>> = {
  settings: 'digest',
  subscriptions: 'subscriptions',
  digest: 'digest',
  watch: 'watch',
  duty: 'on duty',
  target: 'targets',
  retire: 'retired services',
  fault: 'faults',
};
