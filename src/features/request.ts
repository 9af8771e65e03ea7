import type { Asides } from '../cards/notes.ts';
import type { Asker } from '../domain/asker.ts';
import type { Person } from '../domain/person.ts';
import type { ConversationRef } from '../domain/place.ts';
import type { Role } from '../domain/role.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Localization } from './turn.ts';

/** Who asks, where, and by when the answer must be there. */
export interface Request {
  readonly reader: Localization;
  readonly asides: Asides;
  readonly until: MonotonicMs;
  /** Whose share of the requests to AvePoint the answer takes. */
  readonly asker: Asker;
  readonly role: Role;
  /** The speaker's Entra object id; undefined if it isn't known. */
  readonly objectId: string | undefined;
  /** Undefined if nothing could be sent there later. */
  readonly place: ConversationRef | undefined;
  readonly speaker: Person | undefined;
  /** The id of the message that its thread stands under; undefined if there are no threads. */
  readonly thread: string | undefined;
}
