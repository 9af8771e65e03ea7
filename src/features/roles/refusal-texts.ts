import { personName } from '../../cards/mention.ts';
import { plural } from '../../domain/plural.ts';
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

/** Answers the user who pressed, and no one else. */
export function refusedText(refusal: AccessRefusal): string {
  const ask = mayAsk(refusal) ? ['Or say “request access”, and I’ll ask them.'] : [];
  return [...refusedTexts(refusal), ...ask, ...idTexts(refusal.objectId)].join(' ');
}

/** Returns true if the user can ask the admins for a role that would be enough. */
export function mayAsk({ admins, needed, objectId, stranger }: AccessRefusal): boolean {
  const isKnown = stranger === undefined || stranger === 'notNamed' || stranger === 'guest';
  return isKnown && needed !== 'admin' && objectId !== undefined && admins.isAny;
}

/** Says why, and whom to ask. */
export function refusedTexts({ needed, role, stranger, admins }: AccessRefusal): readonly string[] {
  const why = stranger ? strangerTexts[stranger] : needed === 'admin' ? forAdmins : forOperators;
  const hasNoAdmins = needed === 'admin' && !admins.isAny;
  return [`${why} ${hasNoAdmins && role ? noAdmins : whomText(stranger, admins)}`];
}

const forOperators = 'You can view, but only operators can change settings and handle incidents.';
const forAdmins = 'Only admins can do that.';
const noAdmins =
  'There are no admins yet: whoever runs Backup Watch can name them in the setting ADMIN_USER_IDS.';

const strangerTexts: Readonly<Record<NoRoleReason, string>> = {
  notNamed: 'I can’t answer you, because you have no role here.',
  guest: 'I can’t answer guests who have no role here.',
  otherTenant: 'I can’t answer people from other organisations who have no role here.',
  notMember: 'I can’t answer you, because Teams says you aren’t a member of this conversation.',
  unreadable: 'I can’t answer you, because Teams couldn’t tell me who you are.',
  rolesUnread: 'I can’t answer you, because I couldn’t read which role you have.',
};

function whomText(stranger: NoRoleReason | undefined, admins: KnownAdmins): string {
  const whom = adminsText(admins);
  return stranger === 'unreadable' || stranger === 'rolesUnread'
    ? `Try again in a minute. If that doesn’t help, ask ${whom}.`
    : `Ask ${whom}.`;
}

/** A user needs only a few to reach one. */
const mostNames = 3;

/** Returns "Kim, Lee or Sam": names are data, fit for any text. */
export function adminsText({ names }: KnownAdmins): string {
  const known = names.map(name => personName({ name })).filter(name => name !== 'somebody');
  const shown = [...new Set(known)].slice(0, mostNames);
  const last = shown.pop();
  if (last === undefined) return 'whoever runs Backup Watch';
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
  return [
    `${again} Your limit is ${requestsPerMinute} AvePoint ${plural(requestsPerMinute, 'request', 'requests')} a minute.`,
    'Status and last good backups still work, and you can acknowledge, take over, snooze and close incidents.',
  ];
}

function secondsText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${seconds}\u00a0${plural(seconds, 'second', 'seconds')}`;
}
