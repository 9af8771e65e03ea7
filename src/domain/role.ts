/**
 * The roles, each with more permissions than the one before: viewers ask, operators also manage incidents, watches,
 * digests, targets and retired services, admins also run the bot.
 */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * Why a user has no role: no list names them, and they are a guest, of another tenant, no member of the conversation,
 * or not identified; `rolesUnread` if the settings give them none, and the roles that were given in Teams can't be read.
 */
export type NoRoleReason = 'notNamed' | 'guest' | 'otherTenant' | 'notMember' | 'unreadable' | 'rolesUnread';

/** A user's role in a conversation, with their Entra object id if it's known. */
export type Standing = { readonly objectId: string | undefined } & (
  | { readonly role: Role }
  | { readonly role: undefined; readonly stranger: NoRoleReason }
);
