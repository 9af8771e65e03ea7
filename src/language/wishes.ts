import { eachWith } from './phrase-list.ts';
import { phraseTable } from './phrases.ts';
import { wordAt } from './spans/phrase.ts';
import type { Token } from './tokens.ts';

/**
 * How sure it is that a phrase is about what is to come: `sure` is "alert me", `likely` "let me know", which may ask
 * about now, and `open` "tell me", which asks about the past as well.
 */
type Lead = 'sure' | 'likely' | 'open';

/** What is to happen before a message comes. */
export type Awaited = 'fails' | 'ends' | 'starts' | 'recovers';

/** A phrase that asks for a message later. */
export interface ReadLead {
  readonly end: number;
  readonly lead: Lead;
}

export interface ReadAwaited {
  readonly end: number;
  readonly awaited: Awaited;
  /** True if it happens later, if at all: "fails"; "failed" and "failing" may be over or go on. */
  readonly isAhead: boolean;
}

const split = (list: string) => list.split(' ');

const people = [
  ...['me', 'us', 'the team', 'our team', 'my team', 'the channel', 'this channel', 'the chat', 'this chat'],
  ...['the group', 'everyone', 'everybody', 'all of us', 'here', 'in here'],
];
const messages = [
  ...['an alert', 'alerts', 'a notification', 'notifications', 'a message', 'a msg', 'a ping', 'a warning'],
  ...['alert', 'notification', 'message', 'new alert', 'a new alert', 'another alert', 'alarms', 'an alarm'],
  ...['a heads up', 'an early warning', 'a shout', 'a note', 'notice', 'a notice', 'a signal'],
];
const verbs = ['alert', 'notify', 'ping', 'warn', 'page'];

const leads = phraseTable<Lead>([
  [
    eachWith([...verbs, 'message', 'msg', 'dm', 'shout at', 'write', 'write to', 'subscribe'], people),
    'sure',
  ],
  [
    eachWith(
      [
        'send',
        'send me',
        'send us',
        'give me',
        'give us',
        'post',
        'drop',
        'drop me',
        'drop us',
        'write',
        'write me',
        'write us',
        'leave',
        'leave me',
      ],
      messages,
    ),
    'sure',
  ],
  [
    eachWith(
      [
        'set',
        'set up',
        'create',
        'add',
        'make',
        'want',
        'need',
        'like',
        'get',
        'get me',
        'get us',
        'receive',
        'have',
        'configure',
        'activate',
        'enable',
      ],
      messages,
    ),
    'sure',
  ],
  [
    `
      give me a quick heads up, give us a quick heads up, give heads up, post here, post in here,
      post it here, raise an alert, raise an alarm, raise the alarm, sound the alarm, get notified,
      get alerted, get pinged, be notified, be alerted, be informed, get informed, get a notification,
      be told, write here, write in here, be warned, be pinged, sign me up, sign us up, subscribe,
      subscribe me, subscribe us, monitor, start monitoring, start watching, begin monitoring,
      start alerting, keep monitoring, keep an eye, keep your eye, keep your eyes, keep eyes,
      keep watch, keep a watch, keep tabs, keep track, track, start tracking, stay on top, wake me,
      wake me up, wake us up, have an eye, look out, lookout, watch out, be on the lookout,
      keep me posted, keep us posted, keep me updated, keep us updated, keep me informed,
      keep us informed, keep me in the loop, keep us in the loop
    `,
    'sure',
  ],
  [
    `
      let me know, let us know, lemme know, let the team know, let everyone know,
      let this channel know, inform me, inform us, inform the team, drop me a line, drop us a line,
      say something, shout, give a shout, speak up, remind me, remind us
    `,
    'likely',
  ],
  [
    'tell me, tell us, tell the team, tell everyone, want to know, need to know, like to know, love to know',
    'open',
  ],
]);

/** These ask only if a condition follows. */
const bareLeads = new Set(split('alert alerts notify ping warn notification notifications alarm alarms'));
const bareLeadPhrases = phraseTable([['heads up, a heads up, an alert, a notification', true]]);

const conditions = phraseTable<'once' | 'each' | 'of'>([
  [
    `
      if, when, once, as soon as, soon as, in case, in case of, should, the moment, the minute,
      the second, in the event of, in the event that, after, when ever, next time, the next time,
      upon
    `,
    'once',
  ],
  ['whenever, every time, each time, any time, anytime, everytime, on every, on each, on any', 'each'],
  ['on, about, of, for, to, over, after', 'of'],
]);

/** Reads "let me know", "alert us", "keep an eye". */
export function leadAt(tokens: readonly Token[], at: number): ReadLead | undefined {
  const found = leads.at(tokens, at);
  if (found) return { end: found.end, lead: found.meaning };
  const isBare = bareLeads.has(wordAt(tokens, at));
  const bare = isBare ? at + 1 : bareLeadPhrases.at(tokens, at)?.end;
  const condition = bare === undefined ? undefined : conditions.at(tokens, bare)?.meaning;
  // "5 per page on Friday"
  const asks = condition !== undefined && (condition !== 'of' || isFirst(tokens, at));
  return bare !== undefined && asks ? { end: bare, lead: 'sure' } : undefined;
}

const beforeNouns = new Set(
  split('a an the new another please pls failure failures failed error backup backups'),
);

/** Returns true at the beginning: "failure alerts for exchange", "new alert for …". */
function isFirst(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).every(({ kind, text }) => kind === 'sign' || beforeNouns.has(text));
}

/** Reads "if", "whenever", "about". `when` is `each` if it's about every time, `of` if no clause follows. */
export function conditionAt(
  tokens: readonly Token[],
  at: number,
): { readonly end: number; readonly when: 'once' | 'each' | 'of' } | undefined {
  const found = conditions.at(tokens, at);
  return found && { end: found.end, when: found.meaning };
}

const failing = [
  'red',
  'bad',
  'wrong',
  'down',
  'south',
  'sideways',
  'pear shaped',
  'belly up',
  'off the rails',
];
const awaitedPhrases = phraseTable<Omit<ReadAwaited, 'end'>>([
  [
    `fail, fails, break, breaks, crash, crashes, error out, errors out, fall over, falls over, stop working, stops working, start failing, starts failing, start to fail, starts to fail, begin to fail, begins to fail, has failed, have failed, ${eachWith(
      ['go', 'goes', 'turn', 'turns', 'gets', 'get', 'becomes'],
      failing,
    )}`,
    { awaited: 'fails', isAhead: true },
  ],
  [
    `failed, failing, failure, failures, broke, broken, red, down, error, errors, problem, problems, issue, issues, trouble, troubles, wrong, bad, unsuccessful, ${eachWith(
      ['going', 'turning', 'went'],
      failing,
    )}`,
    { awaited: 'fails', isAhead: false },
  ],
  [
    `
      end, ends, finish, finishes, complete, completes, is done, are done, is over, are over,
      is through, is ready, are ready, gets done, is complete, are complete, is finished,
      are finished, has finished, have finished, has completed, has ended, is completed, succeed,
      succeeds, goes through, wraps up, comes to an end, is successful, completion
    `,
    { awaited: 'ends', isAhead: true },
  ],
  [
    'ended, finished, completed, done, over, ready, succeeded, successful',
    { awaited: 'ends', isAhead: false },
  ],
  ['start, starts, begin, begins, kicks off, starts running', { awaited: 'starts', isAhead: true }],
  [
    `
      recover, recovers, is back, are back, comes back, come back, works again, work again,
      working again, runs again, is green again, green again, ok again, is ok again, back to normal,
      back to green, is fixed, are fixed, gets fixed, goes green, turns green, go green
    `,
    { awaited: 'recovers', isAhead: true },
  ],
]);

const negations = new Set(split('dont doesnt isnt arent not never cant cannot wont'));
const fillers = new Set(split('do does is are be get gets all been successfully'));
const welcome = new Set(
  split(
    'run start work finish complete completed finished succeed ok okay good well successful done end clean green fine happen running working successfully through',
  ),
);

/** Reads "fails", "goes red", "doesn't complete", "is done". */
export function awaitedAt(tokens: readonly Token[], at: number): ReadAwaited | undefined {
  if (negations.has(wordAt(tokens, at))) {
    let next = at + 1;
    while (fillers.has(wordAt(tokens, next))) next += 1;
    return welcome.has(wordAt(tokens, next)) ? { end: next + 1, awaited: 'fails', isAhead: true } : undefined;
  }
  const found = awaitedPhrases.at(tokens, at);
  return found && { end: found.end, ...found.meaning };
}

/** Words that say nothing in such a sentence. */
export const besideWish: ReadonlySet<string> = new Set(
  split(
    'in here this channel chat group team conversation room straight away immediately directly first next soon also then just out with eyes eye posted new up job jobs run runs ever occurs happen happens comes come see sees detect detected notice receive gets get goes go please there will would gets going again service services us me it possible way option possibility would could to be able',
  ),
);

/** Every word of these phrases: known to the grammar, so that no typing error is seen in them. */
export const wishWords: readonly string[] = [
  ...new Set([
    ...leads.words,
    ...conditions.words,
    ...awaitedPhrases.words,
    ...bareLeads,
    ...bareLeadPhrases.words,
    ...besideWish,
  ]),
];
