import { personName } from '../../cards/mention.ts';
import { plural } from '../../cards/plural.ts';
import type { NoRoleReason, Role } from '../../domain/role.ts';

/** Why a user may not do what they asked for. */
export interface AccessRefusal {
  readonly needed: Role;
  readonly role: Role | undefined;
  /** Why there is no role; undefined if there is one. */
  readonly stranger: NoRoleReason | undefined;
  /** The user's own, to be passed on; undefined if it isn't known. */
  readonly objectId: string | undefined;
  readonly admins: KnownAdmins;
}

/** The people who can give a role. */
export interface KnownAdmins {
  /** Names of those who have written to the bot. */
  readonly names: readonly string[];
  /** True if the settings name any. */
  readonly isAny: boolean;
}

/** A limit that a user has reached. */
export interface Limit {
  /** How many requests to AvePoint a user may make in a minute; undefined if it's another limit. */
  readonly requestsPerMinute: number | undefined;
  readonly waitMs: number;
}

/** For the one who pressed alone; nothing else changes. */
export function refusedText(refusal: AccessRefusal): string {
  return refusedTexts(refusal).join(' ');
}

/** Why, whom to ask, and what to tell them. */
export function refusedTexts({ needed, role, stranger, objectId, admins }: AccessRefusal): readonly string[] {
  const why = stranger ? strangerTexts[stranger] : needed === 'admin' ? forAdmins : forOperators;
  const isNobodyAdmin = needed === 'admin' && !admins.isAny;
  return [why, isNobodyAdmin && role ? noAdmins : `${whomText(stranger, admins)}.`, ...idTexts(objectId)];
}

const forOperators = 'You may ask here and change nothing: that takes an operator.';
const forAdmins = 'That is for admins.';
const noAdmins = 'There are none yet: whoever runs Backup Watch names them in its setting ADMIN_USER_IDS.';

const strangerTexts: Readonly<Record<NoRoleReason, string>> = {
  notNamed: 'You have no role here, so I cannot answer you.',
  guest: 'Guests need a role here before I can answer them.',
  otherTenant: 'People of other organisations need a role here before I can answer them.',
  notMember: 'Teams says that you aren’t a member of this conversation, so I can’t answer you.',
  unreadable: 'Teams did not tell me who you are here, so I cannot answer you.',
};

function whomText(stranger: NoRoleReason | undefined, admins: KnownAdmins): string {
  const whom = adminsText(admins);
  return stranger === 'unreadable' ? `Try again in a minute. If it stays so, ask ${whom}` : `Ask ${whom}`;
}

/** A user needs only a few to reach one. */
const mostNames = 3;

/** Returns "Kim, Lee or Sam": names are data, fit for any text. */
export function adminsText({ names }: KnownAdmins): string {
  const told = names.map(name => personName({ name })).filter(name => name !== 'somebody');
  const shown = [...new Set(told)].slice(0, mostNames);
  const last = shown.pop();
  if (last === undefined) return 'whoever runs Backup Watch here';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

/** Says which id to pass on to the people who give roles. */
export function idTexts(objectId: string | undefined): readonly string[] {
  return objectId === undefined ? [] : [`Your id: ${objectId}`];
}

/** Answers the user who pressed, and no one else. */
export function limitedText(limit: Limit): string {
  return limitedTexts(limit).join(' ');
}

/** Says how much a user may ask, when again, and what always works. */
export function limitedTexts({ requestsPerMinute, waitMs }: Limit): readonly string[] {
  const again = `Try again in ${secondsText(waitMs)}.`;
  if (requestsPerMinute === undefined) return [`You’ve sent too many requests at once. ${again}`];
  const requests = `${requestsPerMinute} ${plural(requestsPerMinute, 'request', 'requests')}`;
  return [
    `You’ve reached the limit of ${requests} to AvePoint a minute. ${again}`,
    'Status and last good backups still work, and you can acknowledge, take, snooze and close incidents.',
  ];
}

function secondsText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${seconds} ${plural(seconds, 'second', 'seconds')}`;
}
