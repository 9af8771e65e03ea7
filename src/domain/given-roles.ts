import type { Role } from './role.ts';
import type { EpochMs } from './time.ts';

/** The roles that admins can give in Teams; admins are named in the settings alone. */
export const givableRoles = ['viewer', 'operator'] as const satisfies readonly Role[];
export type GivableRole = (typeof givableRoles)[number];

/** A role that an admin gave somebody in Teams. */
export interface GivenRole {
  /** Entra object id, in lower case. */
  readonly objectId: string;
  /** As Teams sent it: data, to be shown as plain text. */
  readonly name: string;
  readonly role: GivableRole;
  readonly by: RoleGiver;
  readonly at: EpochMs;
}

/** The admin who gave a role. */
export interface RoleGiver {
  readonly name: string;
  /** Entra object id, in lower case; undefined if Teams didn't send it. */
  readonly objectId: string | undefined;
}

/** More roles aren't given in Teams: each check of a role reads all of them. */
export const mostGivenRoles = 500;

/** Raised by `give` if there are `mostGivenRoles`. */
export class TooManyRolesError extends Error {
  override readonly name = 'TooManyRolesError';
}

/** The roles that were given in Teams. They count beside those of the settings. Rejects with `StoreError`. */
export interface GivenRoles {
  /** Returns them in no order. */
  all(): Promise<readonly GivenRole[]>;
  /**
   * Gives a role, in place of the one that was given before, which it returns. Writes nothing if that's the same role.
   * Rejects with `TooManyRolesError`.
   */
  give(given: GivenRole): Promise<GivenRole | undefined>;
  /** Returns the role that was removed; undefined if there was none. */
  remove(objectId: string): Promise<GivenRole | undefined>;
  /**
   * Replaces what was given to a person, or not, by what is to be. Returns false, and changes nothing, if it isn't
   * `before` any more.
   */
  replace(objectId: string, given: GivenRole | undefined, before: GivenRole | undefined): Promise<boolean>;
}
