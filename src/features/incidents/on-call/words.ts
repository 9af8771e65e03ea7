import { endPhrases } from '../../../language/orders.ts';
import { phraseEnd, phraseTable } from '../../../language/phrases.ts';
import type { Token } from '../../../language/tokens.ts';
import type { Entry } from '../../../language/vocabulary.ts';

export const words: readonly Entry[] = [
  {
    meaning: { part: 'of on call', isApart: true },
    phrases: 'on duty, off duty, duty, on call, oncall',
    isMeantByTypos: true,
  },
  {
    meaning: { part: 'of escalation', isApart: true },
    phrases: 'escalate, escalates, escalating, escalation, escalations',
    isMeantByTypos: true,
  },
  {
    meaning: { part: 'of reminder' },
    phrases: 'remind, reminds, reminding, reminder, reminders',
    isMeantByTypos: true,
  },
];

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
  | 'M';

/** Words that change nothing there. */
const idle =
  'is, are, am, be, will, shall, a, an, the, please, pls, plz, kindly, now, right now, from now on, currently, hey, hi, hello, ok, okay, thanks, ' +
  'put, set, make, as, for, on, of, to, from, it, here, this, that, there, channel, chat, person, and, or, plus, tell, give, let, lets, ' +
  'can, could, would, you, bot, time, new, change, changed, s, our, their, in, at, with, if, any, anybody, anyone, somebody, someone, first, next, after, within, do, does, did, was, were, has, have, take, taken, go, goes, roster, rota, engineer, list, turn, shift';

/** What the words of such a sentence do. */
export const onCallPhrases = phraseTable<readonly Role[]>(
  [
    ['on duty, duty, on call, oncall', ['D']],
    ['off duty, off call', ['O', 'D']],
    ['and then, then, after that, afterwards, followed by, otherwise, or else', ['T']],
    ['fallback, fall back, backup, back up, deputy, substitute, stand in', ['F']],
    [`nobody, no body, no one, noone, none, clear, empty, unset, ${endPhrases}`, ['O']],
    [
      'how often, who, whos, whose, whom, what, whats, which, when, why, how, show, list, see, display',
      ['Q'],
    ],
    ['escalate, escalates, escalating, escalation, escalations', ['E']],
    [
      'remind, reminds, reminding, reminder, reminders, remind again, remind me again, remind us again, send reminder, send reminders, send a reminder, ' +
        'send me a reminder, send me reminders, send us a reminder, send us reminders',
      ['R'],
    ],
    ['i, im, ive, id, me, myself, mine, my, we, us', ['M']],
    [idle, []],
  ],
  phraseEnd,
);

const askingFirst = new Set('is are am was were does did has have'.split(' '));
const openers = new Set('hey hi hello please pls so and ok okay bot'.split(' '));

/** "is @Kim on duty", "do you escalate": the first words that say something are such as questions begin with. */
export function asksFirst(tokens: readonly Token[]): boolean {
  const said = tokens.filter(({ kind, text }) => kind !== 'sign' && !openers.has(text));
  const [first, second] = said.map(({ text }) => text);
  if (first === 'do') return ['you', 'we', 'they'].includes(second ?? '');
  return askingFirst.has(first ?? '');
}
