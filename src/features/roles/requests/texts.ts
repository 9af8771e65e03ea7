import { personName } from '../../../cards/mention.ts';
import type { Times } from '../../../cards/times.ts';
import type { Role } from '../../../domain/role.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { adminsText, type KnownAdmins } from '../refusal-texts.ts';
import { aRole } from '../role-names.ts';
import { type AccessRequest, type Decision, openDays } from './request.ts';

/** What the user who asks for access reads. */
export interface Asked {
  readonly title: string;
  readonly lines: readonly string[];
  /** False if nothing was asked. */
  readonly isNew: boolean;
}

const notAsked = (title: string, line: string): Asked => ({ title, lines: [line], isNew: false });

/** Why a request isn't made, and what to do instead. */
export const notAskedTexts = {
  hasRole: (role: Role | undefined, admins: KnownAdmins) =>
    role === 'admin'
      ? notAsked('You’re an admin', 'You can do everything already.')
      : notAsked(
          'You’re an operator',
          `Admins can give no higher role in Teams: only the settings name admins. Ask ${adminsText(admins)}.`,
        ),
  unknown: (_: Role | undefined, admins: KnownAdmins) =>
    notAsked('I can’t ask for you', `Teams doesn’t tell me who you are. Ask ${adminsText(admins)}.`),
  unread: () =>
    notAsked('I can’t ask for you now', 'I couldn’t look you up in Teams. Try again in a minute.'),
  otherTenant: (_: Role | undefined, admins: KnownAdmins) =>
    notAsked(
      'I can’t ask for you',
      `You’re from another organisation, so only the settings can give you a role. Ask ${adminsText(admins)}.`,
    ),
  noAdmin: (_: Role | undefined, admins: KnownAdmins) =>
    notAsked('I can’t ask for you', `I can’t reach any admin in Teams. Ask ${adminsText(admins)}.`),
} as const satisfies Readonly<Record<string, (role: Role | undefined, admins: KnownAdmins) => Asked>>;

/** The request was made just now. */
export function askedTexts(request: AccessRequest): Asked {
  const one = request.admins.length === 1;
  return {
    title: 'Access requested',
    lines: [
      `I’m asking ${namesOf(request.admins)}, and will tell you here what ${one ? 'they decide' : 'the first of them decides'}.`,
      `The request is open for ${openDays} days.`,
    ],
    isNew: true,
  };
}

/** It was made earlier on the same day. */
export function againTexts(request: AccessRequest, times: Times, now: EpochMs): Asked {
  const { admins, askedAt, decision } = request;
  const asked = `You asked at ${times.near(askedAt, now)}${times.zoneNote}`;
  if (decision) {
    const next = decision.outcome === 'denied' ? ' You can ask again tomorrow.' : '';
    return notAsked('You asked already today', `${asked}. ${decidedText(decision)}.${next}`);
  }
  const told = admins.filter(({ sentAt }) => sentAt !== undefined);
  const knows = told.length === 1 ? 'knows' : 'know';
  return notAsked(
    'You asked already today',
    told.length > 0
      ? `${asked}. ${namesOf(told)} ${knows}.`
      : `${asked}. My message to ${namesOf(admins)} hasn’t gone out yet.`,
  );
}

/** "Kim allowed it: operator", "Kim denied it" */
export function decidedText({ by, outcome }: Pick<Decision, 'by' | 'outcome'>): string {
  return `${personName(by)} ${outcome === 'denied' ? 'denied it' : `allowed it, as ${outcome}`}`;
}

/** Tells the person what was decided; `who` is their mention, empty if they are alone with the bot. */
export function answerText({ by, outcome }: Decision, who: string): string {
  const name = personName(by);
  const you = who === '' ? '' : `${who}: `;
  return outcome === 'denied'
    ? `${you}${name} didn’t give you access this time. You can ask again tomorrow, or talk to ${name}.`
    : `${you}${name} gave you access. You’re ${aRole[outcome]} now: say “help” to see what you can ask.`;
}

/** "Kim", "Kim and Lee", "Kim, Lee and Sam"; at most three. */
function namesOf(admins: readonly { readonly name: string }[]): string {
  const names = [...new Set(admins.map(personName))];
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} others`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
