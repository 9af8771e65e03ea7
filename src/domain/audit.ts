import type { Place } from './place.ts';
import type { Role } from './role.ts';
import type { EpochMs } from './time.ts';

/** How a turn ended. `problem` is the code of what went wrong, never its text. */
export type Ending =
  | { readonly kind: 'answered' }
  /** Who asked may not do this; nothing was done. */
  | { readonly kind: 'refused' }
  /** Who asked has asked too often; nothing was done. */
  | { readonly kind: 'limited' }
  | { readonly kind: 'failed'; readonly problem: string };

/** One thing that somebody asked or pressed. */
export interface AuditEntry {
  readonly at: EpochMs;
  /** The turn's id, by which the log and the error card know it. */
  readonly turn: string;
  readonly who: {
    readonly id: string;
    readonly name: string;
    /** Entra object id, in lower case; undefined where the channel does not tell it. */
    readonly objectId: string | undefined;
  };
  /** Undefined where it was refused before it was known. */
  readonly role: Role | undefined;
  readonly where: {
    readonly kind: Place['kind'] | undefined;
    readonly id: string | undefined;
    readonly tenantId: string | undefined;
  };
  /** The sentence, or the verb of the button. */
  readonly what: { readonly said: string } | { readonly pressed: string };
  /** The questions that reached AvePoint, resolved, in their order. */
  readonly asked: readonly string[];
  readonly ending: Ending;
  /** How long it took. */
  readonly ms: number;
}
