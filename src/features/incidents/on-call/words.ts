import { endPhrases } from '../../../language/orders.ts';
import type { Token } from '../../../language/tokens.ts';

/** What a word does in a sentence about who is on duty; `P` stands for a person. */
export type Role =
  /** On duty, on call. */
  | 'D'
  /** Comes after another, in time. */
  | 'T'
  /** Is called if the first one does not answer. */
  | 'F'
  /** Nobody, off. */
  | 'O'
  /** Asks. */
  | 'Q'
  /** Escalates. */
  | 'E'
  /** Reminds. */
  | 'R'
  /** The speaker, whom only a mention would name. */
  | 'M'
  | 'idle';

const lists: readonly (readonly [roles: readonly Role[], phrases: string])[] = [
  [['D'], 'on duty, duty, on call, oncall'],
  [['O', 'D'], 'off duty, off call'],
  [['T'], 'and then, then, after that, afterwards, followed by, otherwise, or else'],
  [['F'], 'fallback, fall back, backup, back up, deputy, substitute, stand in'],
  [['O'], `nobody, no body, no one, noone, none, clear, empty, unset, ${endPhrases}`],
  [['Q'], 'how often, who, whos, whose, whom, what, whats, which, when, why, how, show, list, see, display'],
  [['E'], 'escalate, escalates, escalating, escalation, escalations'],
  [
    ['R'],
    'remind, reminds, reminding, reminder, reminders, remind again, remind me again, remind us again, send reminder, send reminders, send a reminder, ' +
      'send me a reminder, send me reminders, send us a reminder, send us reminders',
  ],
  [['M'], 'i, im, ive, id, me, myself, mine, my, we, us'],
  [
    ['idle'],
    'is, are, am, be, will, shall, a, an, the, please, pls, plz, kindly, now, right now, from now on, currently, hey, hi, hello, ok, okay, thanks, ' +
      'put, set, make, as, for, on, of, to, from, it, here, this, that, there, channel, chat, person, and, or, plus, tell, give, let, lets, ' +
      'can, could, would, you, bot, time, new, change, changed, s, our, their, in, at, with, if, any, anybody, anyone, somebody, someone, first, next, after, within, do, does, did, was, were, has, have, take, taken, go, goes',
  ],
];

/** The phrases, the longest first. */
export const dutyPhrases: readonly { readonly words: readonly string[]; readonly roles: readonly Role[] }[] =
  lists
    .flatMap(([roles, phrases]) => phrases.split(', ').map(words => ({ words: words.split(' '), roles })))
    .sort((a, b) => b.words.length - a.words.length);

/** Every word of these phrases: known to the grammar, so that no typing error is seen in them. */
export const dutyWords: readonly string[] = [...new Set(dutyPhrases.flatMap(({ words }) => words))];

const askingFirst = new Set('is are am was were does did has have'.split(' '));
const openers = new Set('hey hi hello please pls so and ok okay bot'.split(' '));

/** "is @Kim on duty", "do you escalate": the first words that say something are such as questions begin with. */
export function asksFirst(tokens: readonly Token[]): boolean {
  const said = tokens.filter(({ kind, text }) => kind !== 'sign' && !openers.has(text));
  const [first, second] = said.map(({ text }) => text);
  if (first === 'do') return ['you', 'we', 'they'].includes(second ?? '');
  return askingFirst.has(first ?? '');
}
