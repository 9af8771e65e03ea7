import type { UnsupportedReason } from '../domain/reading.ts';
import { quoted } from './orders.ts';
import type { LeftToken, Parsed } from './parse.ts';
import { monthWords } from './spans/dates.ts';
import { weekdayWords } from './spans/days.ts';
import { isUnitWord } from './spans/units.ts';
import type { Token } from './tokens.ts';

/** Unknown words of a sentence that change its question: what they are about, and why nothing is answered. */
export interface Decisive {
  readonly about: UnsupportedReason;
  readonly reason: string;
}

const words = (list: string) => new Set(list.split(' '));
/** An unknown word after one of these is a time. */
const beforePeriods = words('since until till til before after last past at on through previous next during');
/** An unknown word after one of these is a name. */
const beforeNames = words('for of from in by about');
const devices = words(
  'server servers host hosts machine machines computer pc laptop node tenant tenants agent',
);
const articles = words('the a an our my your this that their his her some');
const calendar = new Set([
  ...weekdayWords,
  ...monthWords,
  ...words(
    'today yesterday tomorrow tonight night nights morning afternoon evening noon midnight weekend quarter quarters fortnight semester half ytd mtd qtd eod eob cob business workday workdays weekday weekdays early earlier onwards daytime nowadays forever eow eom wtd fortnights ago spring summer autumn fall winter christmas easter holiday holidays dawn dusk lunch lunchtime',
  ),
]);
/** Matches Q3, CW46, KW46, H1: a letter or two and a number. */
const calendarNames = /^(?:q|cw|kw|w|wk|h|fy)\d{1,4}$/;

/** Returns the tokens that nothing took, without signs that mean nothing. */
export function meantWords({ left, tokens }: Parsed): readonly LeftToken[] {
  return left.filter(({ at, token }) => token.kind !== 'sign' || isDecisiveSign(tokens, at));
}

/**
 * Returns what the words that nothing took are about; undefined if there are none but signs. Signs that compare or
 * negate count as words.
 */
export function decisiveWords(parsed: Parsed): Decisive | undefined {
  const { tokens } = parsed;
  const meant = meantWords(parsed);
  if (meant.length === 0) return undefined;
  const said = quoted(parsed.unknown.length > 0 ? parsed.unknown : meant.map(({ token }) => token.raw));
  const unsearchable = `I can’t search by person or site, so I haven’t looked for ${said}.`;
  const isOfPerson = meant.some(({ token }) => token.text.includes('@') || isOwner(token));
  if (!isOfPerson && meant.some(one => isErrorText(one, parsed)))
    return {
      about: 'errorText',
      reason: `I can’t tell what to look for in the errors, so I haven’t looked for ${said}. Try: errors containing “quota”.`,
    };
  const address = meant.find(one => isAddress(one.token));
  if (address) {
    const about = address.token.text.includes('@') ? 'person' : 'site';
    return { about, reason: unsearchable };
  }
  if (meant.some(one => isOwner(one.token) || isQuotedName(one, tokens)))
    return { about: 'person', reason: unsearchable };
  if (meant.some(one => isPeriod(one, parsed)))
    return { about: 'period', reason: `I can’t read ${said} as a time, so I haven’t searched.` };
  if (meant.some(one => beforeNames.has(wordBefore(one, tokens)) || isOnDevice(one, tokens)))
    return { about: 'person', reason: unsearchable };
  return { about: 'words', reason: `I don’t know ${said}, so I haven’t searched.` };
}

function isDecisiveSign(tokens: readonly Token[], at: number): boolean {
  const { text } = tokens[at] ?? { text: '' };
  if ('<>=≠≥≤~%$€£'.includes(text)) return true;
  // "!failed", "-failed"
  const next = tokens[at + 1];
  return (text === '!' || text === '-') && !tokens[at]?.glued && next?.glued === true && next.kind !== 'sign';
}

/** Returns true for "kim@contoso.com", "contoso.com", "exchange01". */
function isAddress({ kind, text }: Token): boolean {
  return kind === 'name' && !calendarNames.test(text);
}

/** Returns true for "Bob's", but not for "yesterday's", which is known. */
function isOwner({ kind, raw }: Token): boolean {
  return kind === 'word' && /\p{L}(?:'s|s')$/iu.test(raw);
}

function isQuotedName({ at }: LeftToken, tokens: readonly Token[]): boolean {
  const before = tokens.slice(0, at).filter(({ text }) => '"“”'.includes(text)).length;
  return before % 2 === 1;
}

/**
 * Returns true for "429 errors", "error 0x80070005", "because of throttling", "failed with access denied", "errors
 * containing quota".
 */
function isErrorText({ at }: LeftToken, { tokens, parts }: Parsed): boolean {
  const isBad = parts.states.some(state => state === 'failed' || state === 'finishedWithException');
  const next = tokens.slice(at + 1).find(({ text }) => !'"“”'.includes(text))?.text ?? '';
  if (['error', 'errors', 'exception', 'exceptions'].includes(next)) return true;
  const before = tokens.slice(Math.max(0, at - 4), at).map(({ text }) => text);
  if (before.includes('error') || before.includes('because')) return true;
  const isTold = ['with', 'containing', 'contains', 'saying', 'code', 'message'];
  return isBad && before.some(word => isTold.includes(word));
}

function isPeriod(one: LeftToken, { tokens, periods }: Parsed): boolean {
  const { text, chunk, kind } = one.token;
  // "2-4", "10:30"
  if (kind === 'number' && '-:/'.includes(tokens[one.at + 1]?.text ?? 'none')) return true;
  const before = wordBefore(one, tokens);
  // "for HR" is no hour.
  const isUnit = isUnitWord(text) && (text !== 'hr' || tokens[one.at - 1]?.kind === 'number');
  if (beforePeriods.has(text) || calendar.has(text) || isUnit || calendarNames.test(text)) return true;
  const taken = periods.some(({ start, end }) =>
    tokens.slice(start, end).some(token => token.chunk === chunk),
  );
  const isPlace = isOnDevice(one, tokens) || (before === 'on' && text === 'time');
  return taken || (beforePeriods.has(before) && !isPlace);
}

/** Returns true for "on server 3", at "server". */
function isOnDevice(one: LeftToken, tokens: readonly Token[]): boolean {
  return devices.has(one.token.text) && wordBefore(one, tokens) === 'on';
}

/** Returns the nearest word before it that is no article and part of nothing unknown. */
function wordBefore({ at }: LeftToken, tokens: readonly Token[]): string {
  let before = at - 1;
  while (before >= 0 && (articles.has(tokens[before]?.text ?? '') || tokens[before]?.kind === 'sign'))
    before -= 1;
  return tokens[before]?.text ?? '';
}
