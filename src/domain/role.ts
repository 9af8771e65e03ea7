/**
 * What somebody may do, each more than the one before: ask; also act on faults, watches, digests, targets and retired services; also look
 * after the bot.
 */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];
