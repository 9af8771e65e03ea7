/** A piece of a sentence: a word, a run of digits, a name as a whole ("contoso.com"), or a sign. */
export interface Token {
  readonly kind: 'word' | 'number' | 'name' | 'sign';
  /** Lower case, without possessive 's and apostrophes. */
  readonly text: string;
  /** As it was written, after Unicode normalisation. */
  readonly raw: string;
  /** True if no space stands before it. */
  readonly glued: boolean;
  /** The index of its stretch between spaces. */
  readonly chunk: number;
}

/** Words that may stand directly before digits ("m365", "last24h"); other such mixtures are names ("exchange01"). */
const beforeDigits = new Set(
  'm o office microsoft last past previous since t h at on jan feb mar apr may jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);

/** Matches 'access denied', but no apostrophe inside of a word or at its end; or double quotes with all inside. */
const quotation =
  /["\u201c\u201e][^"\u201c\u201d\u201e\n]{1,200}["\u201c\u201d]|(^|[\s(:=,])'((?:[^'\n]|(?<=\p{L})'(?=\p{L})){1,120})'(?![\p{L}\p{N}])/gu;

/** Gives what looks alike one form: compatibility forms, quotes, dashes, and no invisible characters. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201b\u02bc\u00b4`]/g, "'")
    .replace(quotation, (all, before, said) => (said === undefined ? all : `${before}"${said}"`))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

/** Returns lower case without a locale; the dotted capital and the dotless small i of Turkish keyboards are an i. */
function fold(word: string): string {
  return word
    .toLowerCase()
    .replace(/\u0307/g, '')
    .replace(/\u0131/g, 'i');
}

// Each alternative is one run of one class, so the scan is linear for any text.
const pieces = /(\d+)|(\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*)|\S/gu;

/**
 * Splits normalised text. `isKnown` distinguishes words from names: "today.any" is two words with a space forgotten,
 * "contoso.com" is one name.
 */
export function tokenise(text: string, isKnown: (word: string) => boolean): Token[] {
  const tokens: Token[] = [];
  let chunk = 0;
  for (const stretch of text.split(/\s+/u)) {
    if (stretch === '') continue;
    const parts = splitStretch(stretch, chunk);
    const core = withoutOuterSigns(parts);
    if (core.length > 1 && isName(core, isKnown)) {
      const raw = core.map(part => part.raw).join('');
      tokens.push({ kind: 'name', text: fold(raw), raw, glued: false, chunk });
    } else {
      tokens.push(...parts);
    }
    chunk += 1;
  }
  return tokens;
}

function splitStretch(stretch: string, chunk: number): Token[] {
  const parts: Token[] = [];
  for (const match of stretch.matchAll(pieces)) {
    const [raw, number, word] = match;
    const glued = parts.length > 0;
    if (number !== undefined) parts.push({ kind: 'number', text: raw, raw, glued, chunk });
    else if (word !== undefined) parts.push({ kind: 'word', text: bareWord(raw), raw, glued, chunk });
    else parts.push({ kind: 'sign', text: raw, raw, glued, chunk });
  }
  return parts;
}

function bareWord(raw: string): string {
  const folded = fold(raw);
  const owner = folded.endsWith("'s") ? folded.slice(0, -2) : folded;
  return owner.replaceAll("'", '');
}

function withoutOuterSigns(parts: readonly Token[]): readonly Token[] {
  let first = 0;
  let end = parts.length;
  while (first < end && parts[first]?.kind === 'sign') first += 1;
  while (end > first && parts[end - 1]?.kind === 'sign') end -= 1;
  return parts.slice(first, end);
}

/** Returns true for "2026-11-22T18:00Z/2026-11-23T06:00Z". */
function isIsoPair(core: readonly Token[]): boolean {
  const slash = core.findIndex(({ text }) => text === '/');
  const isMoment = (at: number) =>
    core[at]?.text.length === 4 && core[at + 1]?.text === '-' && core[at + 5]?.text === 't';
  return slash > 0 && core.length < 40 && isMoment(0) && isMoment(slash + 1);
}

function isName(core: readonly Token[], isKnown: (word: string) => boolean): boolean {
  if (isIsoPair(core)) return false;
  let changes = 0;
  for (const [index, part] of core.entries()) {
    const previous = core[index - 1];
    const next = core[index + 1];
    if (part.kind === 'sign' && '@_\\='.includes(part.text) && part.text !== '') return true;
    if (part.text === ':' && next?.text === '/') return true;
    if (previous?.kind === 'word' && part.kind === 'number' && !beforeDigits.has(previous.text)) return true;
    if (part.text === '.' && previous?.kind === 'word' && next?.kind === 'word') {
      const abbreviation = previous.text.length === 1;
      if (!abbreviation && !(isKnown(previous.text) && isKnown(next.text))) return true;
    }
    if (previous && part.kind !== 'sign' && previous.kind !== 'sign') changes += 1;
  }
  return changes >= 4;
}

/** Joins the words of some tokens, with the spaces of the text. */
export function joinTokens(tokens: readonly Token[]): string {
  return tokens.map((token, index) => (index > 0 && !token.glued ? ` ${token.text}` : token.text)).join('');
}
