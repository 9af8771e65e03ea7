import { z } from 'zod';
import { type ButtonLink, buttonLink } from '../../cards/button-link.ts';
import { clipped } from '../../cards/plain.ts';
import type { GivenRole } from '../../domain/given-roles.ts';

/** Roles from Teams on one page of all of them. */
export const rolesPageSize = 6;

const mostPages = 1_000;
const pageField = { p: z.int().min(0).max(mostPages) };
const longestName = 64;

export const objectIdField = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const nameField = z.string().max(longestName);

/** A name as buttons carry it, for the audit record. */
export function carriedName(name: string): string {
  return clipped(name, longestName);
}

/** Shows a page of the roles that were given in Teams. */
export const showLink: ButtonLink<number> = buttonLink({
  verb: 'roles.show',
  fields: pageField,
  toFields: pageIndex => ({ p: pageIndex }),
  fromFields: ({ p }) => p,
});

/** A role that was given in Teams, and the page that shows it. */
export interface RoleOnPage extends Pick<GivenRole, 'objectId' | 'name'> {
  readonly pageIndex: number;
}

/** Removes one: `d` is the object id, `k` the name that the card showed. */
export const removeLink: ButtonLink<RoleOnPage> = buttonLink({
  verb: 'roles.remove',
  fields: { ...pageField, d: objectIdField, k: nameField },
  toFields: ({ pageIndex, objectId, name }) => ({ p: pageIndex, d: objectId, k: carriedName(name) }),
  fromFields: ({ p: pageIndex, d: objectId, k: name }) => ({ pageIndex, objectId, name }),
});
