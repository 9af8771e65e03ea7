import { z } from 'zod';
import { type ButtonLink, buttonLink } from '../../../cards/button-link.ts';
import { type GivableRole, givableRoles } from '../../../domain/given-roles.ts';
import { carriedName, nameField, objectIdField } from '../buttons.ts';
import type { AccessRequest } from './request.ts';

/** What somebody wrote and may not have answered is cut to it (characters). */
export const mostTried = 200;

/** Asks the admins for access; `q` is what the person wrote and may not have answered. */
export const askLink: ButtonLink<{ readonly tried: string | undefined }> = buttonLink({
  verb: 'access.request',
  fields: { q: z.string().max(mostTried).optional() },
  toFields: ({ tried }) => (tried === undefined ? {} : { q: tried }),
  fromFields: ({ q }) => ({ tried: q }),
});

/** Identifies a request, with the name that its card showed. */
export type RequestKey = Pick<AccessRequest, 'objectId' | 'day' | 'name'>;

const keyFields = { d: objectIdField, a: z.iso.date(), k: nameField };
const toKeyFields = ({ objectId, day, name }: RequestKey) => ({ d: objectId, a: day, k: carriedName(name) });

/** Gives what a request asks for: `r` is the role. */
export const allowLink: ButtonLink<{ readonly key: RequestKey; readonly role: GivableRole }> = buttonLink({
  verb: 'access.allow',
  fields: { ...keyFields, r: z.enum(givableRoles) },
  toFields: ({ key, role }) => ({ ...toKeyFields(key), r: role }),
  fromFields: ({ d: objectId, a: day, k: name, r: role }) => ({ key: { objectId, day, name }, role }),
});

export const denyLink: ButtonLink<RequestKey> = buttonLink({
  verb: 'access.deny',
  fields: keyFields,
  toFields: toKeyFields,
  fromFields: ({ d: objectId, a: day, k: name }) => ({ objectId, day, name }),
});
