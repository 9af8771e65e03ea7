import type { Role } from './role.ts';

/**
 * Why somebody may do nothing: no list names them, and they are a guest, of another tenant, no member of the conversation, or not to be
 * made out.
 */
export type Stranger = 'notNamed' | 'guest' | 'otherTenant' | 'notMember' | 'unreadable';

/** What somebody is here, and their Entra object id if it is known. */
export type Standing = { readonly objectId: string | undefined } & (
  | { readonly role: Role }
  | { readonly role: undefined; readonly stranger: Stranger }
);
