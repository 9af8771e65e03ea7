import type { Service } from '../../../domain/job.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { restOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Read, ReadingContext } from '../../../language/reading.ts';
import { takeReasons } from '../../../language/reasons.ts';
import { pauseOf } from './read-pause.ts';

/** What is set in the conversation. */
export interface SetHereCommand {
  readonly kind: 'settings';
}

/** What is set in the conversation, to be paused or ended. */
export interface QuieterCommand {
  readonly kind: 'quieter';
  /** Those that were named; empty if none was. */
  readonly services: readonly Service[];
  /** Until when it should be quiet; undefined if that wasn't said. */
  readonly until: EpochMs | undefined;
}

const split = (list: string) => list.split(' ');
const idle = new Set(['harmless', 'greeting', 'join', 'jobs', 'now', 'help']);

const nouns = new Set(
  split('settings setting config configuration configure preferences preference prefs options'),
);
const kinds = new Set(
  split(
    'alerts alert digests digest watches watch reports report notifications notification reminders notices messages',
  ),
);
const besideSettings: ReadonlySet<string> = new Set([
  ...nouns,
  ...kinds,
  ...split(
    'set setup up in on for this the my our your channel chat group conversation room team what whats which who are is am be been here show me us list open change edit update manage view see go to run runs running active enabled exist exist exists do does we i you have has configured get getting come comes coming post posts sent send can could would please want current all any how of from menu page and or with bot there currently everything anything something already where find when time times at adjust daily weekly morning subscribed am by each into it their present setups still got did monitored monitoring watched watching being subscription subscriptions',
  ),
]);

/** Whole sentences of a user who wants to set something up, and doesn't say what exactly. */
const settingUp =
  /^(?:(?:please|can you|could you|can we|how (?:do|can) (?:i|we)|help (?:me|us)|to|i want to|i need to|let us|lets) )*(?:get (?:(?:me|us) )?started|set (?:me|us) up|set up (?:this|the|our|my) (?:channel|chat|group|team|bot)|set (?:this|the|our|my) (?:channel|chat|group|team|bot) up|where do (?:i|we) start|(?:add |create |make )?(?:a )?new (?:alert|watch))(?: (?:with|for) (?:alerts|digests|alerts and digests|notifications|backups?|this channel|this chat))?(?: (?:here|now|please|with you))*$/;

/** Reads "settings", "what is set here", "which alerts and digests run in this channel?". */
export function setHere(parsed: Parsed): Read<SetHereCommand> | undefined {
  const { tokens, outside, periods } = parsed;
  const words = tokens.filter(({ kind }) => kind !== 'sign').map(({ text }) => text);
  if (settingUp.test(words.join(' '))) return { command: { kind: 'settings' }, offers: [] };
  if (periods.length > 0 || !asksWhatIsSet(words, outside)) return undefined;
  // A service is no setting: "the status of Exchange, and settings".
  const isOwn = words.every(word => besideSettings.has(word));
  return isOwn ? { command: { kind: 'settings' }, offers: [] } : undefined;
}

/** Questions where or how something is changed, when it comes, and whether any is set. */
const changing = [
  /^(?:where|how) (?:can|do|could|would|to|is|are)\b.*\b(?:change|edit|configure|see|find|adjust|manage|set)\b/,
  /^(?:at )?(?:what|which) time\b/,
  /^(?:do|have) (?:we|i|you)\b.*\b(?:alerts?|notifications?|(?:daily|weekly|morning) reports?)\b/,
  /^(?:is|are) there\b.*\b(?:alerts?|notifications?|(?:daily|weekly|morning) reports?)\b/,
  /^(?:which|what)\b.*\b(?:active|enabled|configured|set up)\b/,
];

/** What was set up, what is watched, and what comes by itself. */
const settingHere = [
  /^what (?:have|did|do) (?:i|we) (?:got |get |have )?(?:set up|configured?)\b/,
  /^what(?: all)? (?:do you|is|are you|are being|is being) (?:being )?(?:send|post|monitored|monitoring)\b/,
  /\b(?:my|our) subscriptions?$/,
];

function asksWhatIsSet(words: readonly string[], outside: string): boolean {
  const named = [...new Set(words.filter(word => kinds.has(word)).map(word => word.replace(/s$/, '')))];
  return (
    words.some(word => nouns.has(word)) ||
    named.length > 1 ||
    /^(?:set ?up|alerts|notifications)$/.test(outside) ||
    settingHere.some(one => one.test(outside)) ||
    (named.length > 0 && changing.some(one => one.test(outside))) ||
    /^(?:what|which|am|are|is|to what)\b.*\bsubscribed\b/.test(outside) ||
    /\b(?:set(?: up)?|configured|enabled)(?: (?:in|for|on))? (?:here|this)\b/.test(outside) ||
    (/^(?:what|which|show|list|any|are|manage|edit|change|update|view|see)\b/.test(outside) &&
      /\b(?:alerts?|notifications?)\b/.test(outside))
  );
}

/** Words that alone ask for silence, so that none of them is an unknown word. */
export const knownWords: readonly string[] = split('unmute unsubscribe hush shush dnd');

/** Words that ask for fewer messages, or for none. */
const asking = [
  /\b(?:(?:un)?mute|muted|silence|silent|unsubscribe|shut (?:it |the bot )?up|hush|shush|do not disturb|dnd|opt (?:me |us )?out|less noise|calm down)\b/,
  /\b(?:be|keep|stay|go) (?:it )?(?:quiet|silent)\b/,
  /^(?:please )?quiet\b/,
  /\bleave (?:me|us) alone\b/,
  /\btoo (?:many|much) (?:\w+ )?(?:alerts?|notifications?|messages?|pings?|noise|spam|reports?|digests?)\b/,
  /\btoo (?:noisy|loud|spammy|chatty)\b/,
  /\b(?:stop|pause|suspend|end|cancel|disable|no more|turn off|switch off|turn it off|hold|snooze|kill|fewer|less|remove|delete|quit|drop|get rid of|deactivate|resume|unpause|restart|reenable|reactivate|turn on|switch on)\b.{0,50}\b(?:alert|notif|messag|ping|remind|digest|report|summar|overview|subscription|spam|post|bother|annoy|sending|tell|page me|page us|warn)\w*/,
  /\b(?:turn|switch|put) (?:\w+ ){0,4}(?:alerts?|notifications?|messages?|reports?|digests?|summary|pings?) (?:back )?(?:on|off)\b/,
  /\b(?:enable|activate) (?:\w+ ){0,4}(?:alerts?|notifications?|messages?|reports?|digests?) again\b/,
  /\b(?:dont|do not|no longer|no more|wont|will not|never) (?:\w+ )?(?:want|need|care about|require)\b.{0,40}\b(?:alert|notif|messag|ping|remind|digest|report|summar|overview|subscription)\w*/,
  /\b(?:a )?break from (?:\w+ ){0,3}(?:alerts?|notifications?|messages?|pings?|reports?)\b/,
  /^(?:please )?no (?:more )?(?:alerts?|notifications?|messages?|pings?|reports?)\b/,
  /\b(?:stop|quit|no longer) (?:monitor|track)/,
  /\b(?:dont|do not|never|no longer) (?:\w+ )?(?:alert|notify|ping|message|bother|disturb|warn|page|tell|remind|spam|post|send)\b/,
  /\b(?:alerts?|notifications?|messages?|reports?|pings?) (?:off|on again)\b/,
  /\b(?:you|the bot|this bot) (?:are|is|r) (?:annoying|spamming|spammy)\b/,
];
const past = /^(?:did|does|do you|has|have|is|are|was|were|why|when|who|how many|which)\b/;
const besideQuiet: ReadonlySet<string> = new Set([
  ...kinds,
  ...split(
    'mute muted unmute silence silent silently unsubscribe shut up hush shush dnd do not disturb opt out noise calm down be keep stay go it quiet quieter leave alone too many much noisy loud spammy chatty stop pause suspend end cancel disable no more turn off on switch hold snooze kill fewer less remove delete quit resume unpause restart again reenable dont never longer alerting alerted notify notifying ping pings pinging message messaging bother bothering disturb disturbing warn warning warnings page paging tell telling remind reminding spam spamming post posting posts send sending annoy annoying me us please this the a an all any every everything from of for in here channel chat group conversation room bot you r your our my with about those these that them just now while bit moment until till til tonight overnight today tomorrow night weekend and or daily weekly failures failure failed errors error backup backups thanks can could would want need i we is are to so am getting get one there watch watches over during through anymore monitor monitoring tracking deactivate enable activate reactivate reenable drop get rid back put break everything subscription subscriptions subscribed summary summaries overview overviews morning require care so maintenance window windows patching patch upgrade migration downtime work works planned scheduled midnight noon',
  ),
]);

/** Words that name what comes by itself, beside which "snooze", "subscription" and "digest" are no features' own. */
const naming =
  /\b(?:alerts?|notifications?|messages|pings|subscription|(?:daily|weekly|morning|evening|nightly) (?:digest|report))\b/;

/** The same as `quieter`, but before what is set: "snooze the alerts" is no incident, "turn off the daily digest" no order. */
export function quieterOf(parsed: Parsed, context: ReadingContext): Read<QuieterCommand> | undefined {
  const isWatch = parsed.parts.found.some(({ meaning }) => meaning.part === 'of watch');
  return naming.test(parsed.tokens.map(({ text }) => text).join(' ')) && !isWatch
    ? quieter(parsed, context)
    : undefined;
}

/** Reads "mute", "pause alerts for exchange for 2 hours", "be quiet till 8": it shows what can be paused and ended. */
export function quieter(parsed: Parsed, context: ReadingContext): Read<QuieterCommand> | undefined {
  const { outside, tokens } = parsed;
  const sentence = tokens
    .filter(({ kind }) => kind !== 'sign')
    .map(({ text }) => text)
    .join(' ');
  // "no alerts?"
  if (tokens[0]?.text === 'no' && tokens.at(-1)?.text === '?') return undefined;
  if (past.test(outside) || !asking.some(one => one.test(sentence))) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const until = pauseOf(parsed, taken, context);
  takeReasons(tokens, parsed.parts.found, taken);
  const rest = restOf(parsed, taken, new Set([...idle, ...stateParts]), besideQuiet);
  if (rest.unknown.length > 0 || rest.foreign.length > 0) return undefined;
  return { command: { kind: 'quieter', services: rest.services, until }, offers: [] };
}

/** "Stop alerts about failed backups" has no more to pause than "stop alerts". */
const stateParts = [
  'state',
  'problems',
  'negation',
  'of watch',
  'of digest',
  'of reminder',
  'of incident report',
  'of subscriptions',
  'of incident card',
  'noState',
  'well',
];
