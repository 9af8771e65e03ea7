import type { Asides } from '../cards/notes.ts';
import type { Asker } from '../domain/asker.ts';
import type { Person } from '../domain/person.ts';
import type { ConversationRef } from '../domain/place.ts';
import type { Role } from '../domain/role.ts';
import type { MonotonicMs } from '../domain/time.ts';
import type { Localization } from './turn.ts';

/** Who asks, where, and the time limit of the answer. */
export interface Request {
  readonly reader: Localization;
  readonly asides: Asides;
  readonly until: MonotonicMs;
  /** The user whose share of the requests to AvePoint the answer takes. */
  readonly asker: Asker;
  /** Undefined only if what is asked for needs none. */
  readonly role: Role | undefined;
  /** The user's Entra object id; undefined if it isn't known. */
  readonly objectId: string | undefined;
  /** Undefined if nothing could be sent there later. */
  readonly place: ConversationRef | undefined;
  readonly speaker: Person | undefined;
  /** The id of the message at the top of the thread; undefined if there are no threads. */
  readonly thread: string | undefined;
}
