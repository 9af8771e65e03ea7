/**
 * The roles, each with more permissions than the one before: viewers ask, operators also manage incidents, watches,
 * digests, targets and retired services, admins also run the bot.
 */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];
