import type { Service } from '../../domain/job.ts';
import type { Suggestion } from '../../domain/reading.ts';
import { capital, namesInWords } from '../../language/compose.ts';
import { noOrder, quoted, restOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import { findParts } from '../../language/parts.ts';
import type { Read, RefusedSentence } from '../../language/reading.ts';
import type { Token } from '../../language/tokens.ts';
import type { RetiredChange } from './change.ts';

/** A service in a sentence; `readAs` has replaced the name with "@". */
const subject = '(?:the |our |my )?@(?: (?:backups?|backup jobs|jobs|service))?';
const more = ' (?:any ?more|any longer)';
const isNot = '(?:is not|are not|isnt|arent)';
const isNoLonger = '(?:is|are) no longer';
const has = '(?:is|are|has been|have been)';

const retiring = sentences(
  `${subject} ${has} (?:now )?retired`,
  `retire ${subject}`,
  `(?:we|i) (?:dont|do not) back ?up ${subject}${more}`,
  `(?:we|i) no longer back ?up ${subject}`,
  `${subject} ${isNot} (?:being )?backed up${more}`,
  `${subject} ${isNoLonger} (?:being )?backed up`,
  `${subject} (?:${isNot}|${isNoLonger}) expected(?:${more})?`,
);
const expecting = sentences(
  `${subject} (?:is|are) (?:now )?expected(?: again)?`,
  `expect ${subject}(?: again)?`,
  `unretire ${subject}`,
  `${subject} (?:is|are) (?:now )?(?:being )?backed up again`,
  `we (?:now )?back ?up ${subject} again`,
  `${subject} (?:${isNot}|${isNoLonger}) retired(?:${more})?`,
);
/** Matches orders to retire or expect, even if the rest of the sentence isn't understood. */
const ordered = new RegExp(`^(?:retire|unretire|expect)\\b|@.* ${has} (?:now )?(?:retired|expected)\\b`);

const asked = sentences(
  `(?:is|are|was|were) ${subject} (?:still |already |now )?(?:retired|expected)`,
  `(?:has|have) ${subject} been retired`,
  `(?:who|when|why|how long|since when) (?:is|are|was|were|has|have|did) ${subject} (?:been )?retired?`,
  `who (?:has )?retired ${subject}`,
);
const askedOfAll = sentences(
  '(?:(?:show|list|give|see|get) )?(?:me )?(?:all )?(?:the |our )?retired(?: (?:services?|ones))?',
  '(?:which|what)(?: (?:services?|ones))? (?:is|are|was|were|has been|have been) retired',
  '(?:is|are|was|were) (?:any|anything|any services?|something|there any)(?: services?)? retired(?: services?)?',
);

const expectedOfAll = sentences(
  '(?:which|what)(?: (?:services?|backups?|ones))? (?:do|should) (?:you|we) expect(?: to (?:be backed up|run|have backups?))?',
  '(?:which|what)(?: (?:services?|ones))? (?:is|are) (?:still )?expected(?: to (?:be backed up|run))?',
  '(?:(?:show|list|give|see|get) )?(?:me )?(?:all )?(?:the |our )?expected services?',
  '(?:which|what)(?: services?)? (?:should|are supposed to) be backed up',
);

/** Each of these sentences has one of these words, most others have none. */
const about = /retire|expect|back ?up|backed/;

const polite = 'hi hello hey ok okay please pls plz thanks thank you kindly now'.split(' ');
/** Words of these sentences that `restOf` doesn't know. */
const grammar = new Set(
  'retire retired unretire expect expected is are has have been being now again we i the our my service services'.split(
    ' ',
  ),
);
const idle = new Set(['harmless', 'join', 'jobs', 'greeting']);

export interface RetireCommand extends RetiredChange {
  readonly kind: 'retire';
}

/** Asks whether a service is retired, by whom and since when; undefined for all of them. */
export interface RetiredCommand {
  readonly kind: 'retired';
  readonly service: Service | undefined;
  /** True if it asks for the expected ones instead. */
  readonly isOfExpected?: boolean;
}

/**
 * Reads "exchange is retired", "we don't back up project any more", "exchange is expected", "is exchange retired?":
 * that a service is intentionally no longer backed up. As it changes something, it's refused if any word isn't
 * understood. A sentence with a question mark only asks.
 */
export function retire(parsed: Parsed): Read<RetireCommand | RetiredCommand | RefusedSentence> | undefined {
  if (!about.test(parsed.outside)) return undefined;
  const { tokens } = parsed;
  const { services, text } = readAs(tokens);
  const [service, otherService] = services;
  const isQuestion = tokens.some(token => token.text === '?');
  if (!otherService && service) {
    const isRetired = retiring.test(text);
    const isChange = isRetired || expecting.test(text);
    if (isChange && !isQuestion) return { command: { kind: 'retire', service, isRetired }, offers: [] };
    if (isChange || asked.test(text)) return { command: { kind: 'retired', service }, offers: [] };
  }
  if (!service && askedOfAll.test(text))
    return { command: { kind: 'retired', service: undefined }, offers: [] };
  if (!service && expectedOfAll.test(text))
    return { command: { kind: 'retired', service: undefined, isOfExpected: true }, offers: [] };
  return isQuestion || !ordered.test(text) ? undefined : refused(parsed, services, text);
}

function refused(
  parsed: Parsed,
  services: readonly Service[],
  text: string,
): Read<RefusedSentence> | undefined {
  const { foreign } = restOf(parsed, new Array(parsed.tokens.length).fill(false), idle, grammar);
  const isRetired = !/\bunretire|\bexpect/.test(text);
  const [service, otherService] = services;
  // "expect failures tonight" isn't about a service.
  if (!service && !isRetired) return undefined;
  const offers = (service ? services : (['exchange'] as const)).map(one => offerOf(one, isRetired));
  const all: Suggestion = { label: 'Retired services', sentence: 'retired services' };
  if (foreign.length > 0) return noOrder(`I don’t know ${quoted(foreign)} here.`, [...offers, all]);
  if (!service) return noOrder('Say which service to retire.', [...offers, all]);
  return noOrder(otherService ? 'One service at a time.' : unclear, offers);
}

const unclear = 'I’m not sure what you mean.';

/** Returns the sentence without punctuation and polite words, with "@" for each service. */
function readAs(tokens: readonly Token[]): { readonly services: readonly Service[]; readonly text: string } {
  const found = findParts(tokens, new Array(tokens.length).fill(false)).found.filter(
    ({ meaning }) => meaning.part === 'service',
  );
  const words = tokens.flatMap(({ kind, text }, at) => {
    const one = found.find(({ start, end }) => at >= start && at < end);
    if (one) return one.start === at ? ['@'] : [];
    return kind === 'sign' && isIdleSign(tokens, at) ? [] : [text];
  });
  while (polite.includes(words[0] ?? '')) words.shift();
  while (polite.includes(words.at(-1) ?? '')) words.pop();
  const services = found.flatMap(({ meaning }) => (meaning.part === 'service' ? [meaning.value] : []));
  return { services: [...new Set(services)], text: words.join(' ') };
}

/** Returns true for punctuation. The "!" of "!retired" isn't: it negates the word. */
function isIdleSign(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  const isBefore = next?.glued === true && next.kind !== 'sign';
  return tokens[at]?.text === '!' ? !isBefore : '.,;:?…"“”()'.includes(tokens[at]?.text ?? '-');
}

/** Suggests the sentence that retires a service, or expects it again. */
function offerOf(service: Service, isRetired: boolean): Suggestion {
  const sentence = `${capital(namesInWords([service]))} is ${isRetired ? 'retired' : 'expected'}`;
  return { label: sentence, sentence };
}

function sentences(...patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.join('|')})$`);
}
