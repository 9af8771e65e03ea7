import type { Press } from '../cards/press.ts';
import type { Role } from '../domain/role.ts';
import type { Command } from '../language/index.ts';
import type { Right } from './rights.ts';

/** Something that is about to be changed. */
export interface Change {
  /** Of the speaker. */
  readonly role: Role;
  /** The sentence that shows what is set afterwards. */
  readonly shownBy: string;
}

/**
 * Puts a change on record.
 *
 * @throws NotRecordedError if that fails or takes too long: then the change must not be made.
 */
export type BeforeChange = (change: Change) => Promise<void>;

/** A change could not be put on record, so it was not made. */
export class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';

  constructor(cause?: unknown) {
    super('the change could not be put on the audit record', { cause });
  }
}

/** Does `work`, if it is a change only once it is on record. Rejects as `BeforeChange` and with what `work` throws. */
export async function recordedFirst<T>(
  { isChange }: Right,
  kind: Command['kind'] | Press['verb'],
  { role }: { readonly role: Role },
  { beforeChange }: { readonly beforeChange?: BeforeChange | undefined },
  work: () => Promise<T> | T,
): Promise<T> {
  if (isChange) await beforeChange?.({ role, shownBy: shownBy(kind) });
  return work();
}

function shownBy(kind: string): string {
  const [subject = ''] = kind.split('.');
  return sentences[subject] ?? 'help';
}

/** The sentence that shows what was changed, by the first word of a command's kind or a button's verb. */
const sentences: Readonly<Record<string, string>> = {
  digest: 'digest',
  watch: 'watch',
  duty: 'on duty',
  target: 'targets',
  fault: 'faults',
};
