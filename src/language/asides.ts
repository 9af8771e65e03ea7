import { wordAt } from './spans/phrase.ts';
import type { Token } from './tokens.ts';

const words = (list: string) => new Set(list.split(' '));

const persons = words('i im ive we were just back was');
/** Words of "i was on leave", "just back from lunch". */
const ofAbsence = words(
  'i im ive we were was am have has had been just only back off out on at in from of the my a an this got came home office desk work vacation holiday holidays leave pto sick ill away meeting meetings training lunch flight plane travelling traveling offline asleep busy new with management boss manager team board auditor auditors audit customer client ceo cio director call phone now right soon shortly s min mins minutes hour hours',
);
const absences = words(
  'back off out home office desk vacation holiday holidays leave pto sick ill away meeting meetings training lunch flight plane travelling traveling offline asleep busy new call phone audit',
);
const beforePurposes = words('for before');
const determiners = words('the my our a an todays tomorrows this next');
const kinds = words(
  'weekly monthly daily quarterly yearly annual morning internal external management board team ops it service upcoming iso sox compliance status steering shift',
);
const purposes = words(
  'meeting meetings standup stand review call presentation board minutes ticket audit auditor auditors boss manager management compliance slides deck newsletter handover report reporting reports committee ciso cio documentation',
);
/** Behind a purpose these begin what is asked, so that the purpose is whole. */
const starters = words(
  'i we please pls how what which who when did do does is are was were has have any anything show list give tell can could need want count number total all failed failures',
);
/** In these, "for the daily report" is what is to be sent. */
const sending = words('every each send post schedule remind daily weekly monthly mornings subscribe set');

/** Those who ask, or for whom the user asks: "the team lead", "night shift". */
const askers = words(
  'boss manager management auditor auditors lead leads team cio ciso cto ceo cfo director head security compliance supervisor colleague admin administrator sysadmin engineer operator helpdesk desk shift call duty board ops operations',
);
/** Words beside them: "service desk", "the new engineer". Alone they don’t ask: "the service needs attention". */
const besideAskers = words('service night late early day on new external internal infrastructure infra it');
const ask = words('wants want needs need asks ask asked asking requires require requested requests');
/** What may follow them: "wants to know", "is asking me for". */
const afterAsk = words('to know see for about me us');

/**
 * Removes what only says why or for whom the user asks: "i was on leave, …", "… for my meeting", "for the monthly
 * report: …", "auditor here. …", "the team lead wants to know …". A sentence that has nothing else stays as it is.
 */
export function withoutAsides(tokens: readonly Token[]): readonly Token[] {
  const rest = withoutPurpose(withoutAbsence(withoutAsker(tokens)));
  return rest.some(({ kind }) => kind !== 'sign') ? rest : tokens;
}

function withoutAsker(tokens: readonly Token[]): readonly Token[] {
  let at = 0;
  while (determiners.has(wordAt(tokens, at))) at += 1;
  const first = at;
  while (askers.has(wordAt(tokens, at)) || besideAskers.has(wordAt(tokens, at))) at += 1;
  if (!tokens.slice(first, at).some(({ text }) => askers.has(text))) return tokens;
  const isHere =
    wordAt(tokens, at) === 'here' || (wordAt(tokens, at) === 'starts' && wordAt(tokens, at + 1) === 'now');
  if (isHere) {
    const end = wordAt(tokens, at) === 'here' ? at + 1 : at + 2;
    return isSign(tokens[end]) ? tokens.slice(end + 1) : tokens;
  }
  if (['is', 'are', 'has', 'have'].includes(wordAt(tokens, at))) at += 1;
  const verb = tokens[at];
  if (!verb || !ask.has(wordAt(tokens, at))) return tokens;
  at += 1;
  while (afterAsk.has(wordAt(tokens, at))) at += 1;
  if (['if', 'whether'].includes(wordAt(tokens, at))) return tokens.slice(at - 1);
  // "boss wants a restore" wants something done, as "I need a restore" does.
  return [{ ...verb, text: 'need' }, ...tokens.slice(at)];
}

function isSign(token: Token | undefined): boolean {
  return token !== undefined && [',', ';', '.', '-', ':', '!'].includes(token.text);
}

function withoutAbsence(tokens: readonly Token[]): readonly Token[] {
  if (!persons.has(wordAt(tokens, 0))) return tokens;
  let end = 0;
  while (ofAbsence.has(wordAt(tokens, end)) || isMinutes(tokens, end)) end += 1;
  const isEnded = isSign(tokens[end]);
  const isAbsence = tokens.slice(0, end).some(({ text }) => absences.has(text));
  return isEnded && isAbsence ? tokens.slice(end + 1) : tokens;
}

/** Returns true at the number of "in 5 minutes". */
function isMinutes(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.kind === 'number' && wordAt(tokens, at - 1) === 'in';
}

function withoutPurpose(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((_, index) => purposeEnd(tokens, index) !== undefined);
  const end = at < 0 ? undefined : purposeEnd(tokens, at);
  if (end === undefined) return tokens;
  const isSent = tokens.some(({ text }, index) => sending.has(text) && (index < at || index >= end));
  if (isSent) return tokens;
  const isOpening = at === 0 && [',', ':', '-'].includes(tokens[end]?.text ?? '');
  return [...tokens.slice(0, at), ...tokens.slice(isOpening ? end + 1 : end)];
}

/** Returns the index after "for the monthly report", "before my meeting"; undefined if more belongs to it. */
function purposeEnd(tokens: readonly Token[], start: number): number | undefined {
  if (!beforePurposes.has(wordAt(tokens, start))) return undefined;
  let at = start + 1;
  while (determiners.has(wordAt(tokens, at))) at += 1;
  while (kinds.has(wordAt(tokens, at)) && (kinds.has(wordAt(tokens, at + 1)) || isPurpose(tokens, at + 1)))
    at += 1;
  if (!isPurpose(tokens, at)) return undefined;
  const end = wordAt(tokens, at) === 'stand' ? at + 2 : at + 1;
  const next = tokens[end];
  // "failed backups before my meeting" has a period that isn't known.
  if (wordAt(tokens, start) === 'before' && start > 0 && next?.text !== ':') return undefined;
  const isWhole = !next || (next.kind === 'sign' && next.text !== '-') || starters.has(next.text);
  return isWhole ? end : undefined;
}

function isPurpose(tokens: readonly Token[], at: number): boolean {
  const word = wordAt(tokens, at);
  return purposes.has(word) && (word !== 'stand' || wordAt(tokens, at + 1) === 'up');
}
