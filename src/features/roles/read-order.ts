import { type GivableRole, givableRoles } from '../../domain/given-roles.ts';
import type { Person } from '../../domain/person.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { noOrder, quoted } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, RefusedSentence } from '../../language/reading.ts';
import { noQuestion } from '../../language/refusals.ts';
import type { Token } from '../../language/tokens.ts';

/** Gives a role to a person, or removes it. */
export type RoleOrder =
  | { readonly what: 'give'; readonly person: Person; readonly role: GivableRole }
  /** `role` is undefined if whichever role was given is meant. */
  | { readonly what: 'remove'; readonly person: Person; readonly role: GivableRole | undefined };

export interface RoleOrderCommand {
  readonly kind: 'role';
  readonly order: RoleOrder;
}

const role = '(?:an? |the |our )?(viewer|operator|admin|administrator)';
const rights = '(?:role|rights?|access|permissions?)';
const any = ' (?:any ?more|any longer)';

/** A person who is mentioned stands in the sentence as "@". */
const giving = sentences(
  `@ (?:is|will be|should be|can be|shall be) (?:now )?${role}`,
  `(?:make|let) @ (?:be )?${role}`,
  `(?:give|grant|assign) @ ${role}(?: ${rights})?`,
  `(?:give|grant|assign) @ (?:the )?${rights} (?:of )?${role}`,
  `(?:give|grant|assign) ${role}(?: ${rights})? to @`,
  `(?:add|set) @ (?:as|to) ${role}`,
);
const allowing = sentences('@ (?:can|may) (?:now )?(view|operate)', '(?:let|allow) @ (?:to )?(view|operate)');
const removing = sentences(
  `remove @(?: as ${role})?`,
  `(?:remove|revoke|take away) @ (?:${role} )?${rights}s?`,
  `(?:remove|revoke|take away) (?:the |all )?(?:${role} )?${rights}s? (?:of|from) @`,
  'revoke @',
  `@ is no longer ${role}`,
  `@ (?:is not|isnt) ${role}${any}`,
);
const forbidding = sentences(
  '@ (?:can|may) no longer (view|operate)',
  `@ (?:can not|cannot|cant|may not) (view|operate)${any}`,
);
const asking = sentences(
  `(?:is|are) @ ${role}`,
  '(?:what|which) (?:is|are|role has|role have|role does) @.*',
);

/** For the speaker, or for somebody who isn't mentioned: each names a role, or says that it's about one. */
const ofSpeaker = /^(?:make|give|grant|let|allow|assign) me\b.*\b(?:viewer|operator|admin|administrator)\b/;
const wished = /^i (?:want|need|would like) (?:to be|to become) (?:an? )?(?:viewer|operator|admin)/;
const unnamed = sentences(
  `(?:make|give|grant|add|set|let) (?!me )\\S+(?: \\S+){0,2} (?:as |to be |to |be )?${role}(?: ${rights})?`,
  `(?!(?:who|what|which|am|i|you|he|she|it|this|that|there|my) )\\S+(?: \\S+){0,2} is (?:now |no longer )?${role}`,
);

/** Words of these sentences that no other feature knows; no typing error is looked for in them. */
export const roleWords = 'viewer operator operators viewers admin administrator operate revoke'.split(' ');

const openers = /^(?:(?:please|pls|hey|hi|hello|ok|okay) )*(?:(?:can|could|would|will) you (?:please )?)?/;
const closers = /(?: (?:please|pls|thanks|thank you|now|from now on))+$/;

const rolesOffer: Suggestion = { label: 'Roles', sentence: 'roles' };
const pickName =
  'Pick the name from the list that Teams shows after @, in a channel or a group chat that they are in.';
const noAdmin =
  'I can’t make anyone an admin: only the setting ADMIN_USER_IDS names admins, so that no message can.';
const askThem = 'Only admins give roles. To ask them for one, say “request access”.';
const onePerson = 'One person at a time.';
const unclear = 'I’m not sure what you mean. Say “@Kim is an operator”, “@Kim is a viewer” or “remove @Kim”.';

/**
 * Reads "@Kim is an operator", "make @Kim a viewer", "remove @Kim". As it decides who may do what, nothing is done if a
 * word of it isn't understood; people are known by their mentions alone.
 */
export function roleOrder(parsed: Parsed): Read<RoleOrderCommand | RefusedSentence> | undefined {
  const { mentions, tokens } = parsed;
  const text = textOf(parsed);
  const said = text.replace(openers, '').replace(closers, '');
  const isQuestion = tokens.some(token => token.text === '?') && said.length === text.length;
  const [first, second] = mentions;
  if (!first) return isQuestion ? undefined : unmentioned(said);
  if (second) return isOfRoles(said) ? noOrder(onePerson, []) : undefined;
  if (asking.test(said) && isOfRoles(said)) return askedOf();
  const order = orderIn(said, first.person);
  if (order && isQuestion) return askedOf();
  if (order === 'admin') return noOrder(noAdmin, []);
  if (order) return { command: { kind: 'role', order }, offers: [] };
  return isOfRoles(said) ? refused(parsed) : undefined;
}

function orderIn(said: string, person: Person): RoleOrder | 'admin' | undefined {
  const given = roleIn(giving.exec(said)) ?? rightIn(allowing.exec(said));
  if (given === 'admin') return 'admin';
  if (given) return { what: 'give', person, role: given };
  const removed = removing.exec(said) ?? forbidding.exec(said);
  if (!removed) return undefined;
  const named = roleIn(removed) ?? rightIn(removed);
  return named === 'admin' ? 'admin' : { what: 'remove', person, role: named };
}

type Named = GivableRole | 'admin' | undefined;

/** Returns the role that a sentence names; undefined if it names none. */
function roleIn(found: RegExpExecArray | null): Named {
  const word = found?.slice(1).find(part => part !== undefined && part !== 'view' && part !== 'operate');
  if (word === undefined) return undefined;
  return givableRoles.find(one => one === word) ?? 'admin';
}

function rightIn(found: RegExpExecArray | null): Named {
  if (found?.includes('operate')) return 'operator';
  return found?.includes('view') ? 'viewer' : undefined;
}

function isOfRoles(said: string): boolean {
  return /\b(?:viewers?|operators?|admins?|administrators?|roles?)\b/.test(said);
}

/** Refuses an order of which a word isn't understood. */
function refused({ tokens }: Parsed): Read<RefusedSentence> {
  const foreign = tokens.filter(({ kind, text }) => kind !== 'sign' && !grammar.has(text));
  const reason =
    foreign.length > 0
      ? `I don’t know ${quoted(foreign.map(({ raw }) => raw))} here, so I’ve changed nothing.`
      : unclear;
  return noOrder(reason, []);
}

const grammar = new Set([
  ...roleWords,
  ...'is are will be should can shall may now no not isnt longer any more anymore make let give grant assign'.split(
    ' ',
  ),
  ...'to add set as remove take away the a an our role roles rights right access permission permissions of from'.split(
    ' ',
  ),
  ...'please pls can could would you view allow thanks thank and all'.split(' '),
]);

/** An order that mentions nobody. */
function unmentioned(said: string): Read<RefusedSentence> | undefined {
  if (ofSpeaker.test(said) || wished.test(said)) return noOrder(askThem, []);
  return unnamed.test(said) ? noOrder(pickName, []) : undefined;
}

/** One person's role isn't a question that is answered. */
function askedOf(): Read<RefusedSentence> {
  return noQuestion('I can only show admins all roles, not those of one person.', [rolesOffer]);
}

/** Returns the words with "@" for each mention and without punctuation. */
function textOf({ tokens, mentions }: Parsed): string {
  const words: string[] = [];
  const mentionsAt = (at: number) => mentions.filter(mention => mention.at === at).map(() => '@');
  tokens.forEach((token, at) => {
    words.push(...mentionsAt(at), ...(isPunctuation(token) ? [] : [token.text]));
  });
  return [...words, ...mentionsAt(tokens.length)].join(' ');
}

function isPunctuation({ kind, text }: Token): boolean {
  return kind === 'sign' && '.,;:!?…“”"()'.includes(text);
}

function sentences(...patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.join('|')})$`);
}
