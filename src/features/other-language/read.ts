import { idsIn } from '../../language/job-ids.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read } from '../../language/reading.ts';
import type { Token } from '../../language/tokens.ts';
import { isJapanese, isOfOtherScript, type Language, languages } from './languages.ts';

export interface OtherLanguageCommand {
  readonly kind: 'otherLanguage';
  readonly language: Language;
}

/**
 * Reads a sentence in another language, so that it's never half read. English names and typing errors have to be ruled
 * out: a word counts only if the grammar doesn't know it, and alone it counts only if it can be nothing else.
 */
export function read(parsed: Parsed): Read<OtherLanguageCommand> | undefined {
  // A pasted alert in any language names its job.
  if (idsIn(parsed).length > 0) return undefined;
  const language = languageOf(parsed);
  if (language === undefined) return undefined;
  const hides = ['corrected', 'pageSizeBounded'] as const;
  return { command: { kind: 'otherLanguage', language }, hides, offers: [] };
}

/** Returns the language of a sentence; undefined for English, and for one that isn't known. */
function languageOf(parsed: Parsed): Language | undefined {
  const { tokens } = parsed;
  const left = new Set(parsed.left.map(({ at }) => at));
  const isMeant = (at: number) => !isQuoted(tokens, at) && !isName(tokens, at);
  const foreign = tokens.flatMap((token, at) =>
    token.kind === 'word' && (left.has(at) || isCorrected(token)) ? [{ at, words: formsOf(token.raw) }] : [],
  );
  const isScript = (token: Token) => token.kind !== 'sign' && isOfOtherScript(token.raw);
  if (tokens.some((token, at) => isScript(token) && isMeant(at)))
    return isJapanese(tokens.map(({ raw }) => raw).join('')) ? 'ja' : 'other';
  if (foreign.length === 0) return undefined;
  const scores = languages.map(({ language, isSure, isLikely, isMaybe }) => {
    const sure = foreign.filter(({ words }) => words.some(isSure));
    const likely = foreign.filter(({ words }) => words.some(isLikely));
    const all = foreign.filter(one => sure.includes(one) || likely.includes(one) || one.words.some(isMaybe));
    const isAlone = sure.length === 1 && all.length === 1;
    const isWhole = foreign.every(one => all.includes(one) || !left.has(one.at));
    const isSeveral = new Set(all.map(({ at }) => tokens[at]?.text)).size > 1;
    const isMet = isAlone
      ? sure.some(({ at }) => isMeant(at))
      : sure.length > 0 || (isWhole && (likely.length > 0 || isSeveral));
    return { language, score: isMet ? 3 * sure.length + all.length : 0 };
  });
  const [best] = scores.toSorted((a, b) => b.score - a.score);
  return best && best.score > 0 ? best.language : undefined;
}

/** Returns the forms under which a word may be listed: as a whole, and after an elision ("d'hier"). */
function formsOf(raw: string): readonly string[] {
  const word = raw.toLowerCase();
  return [word, ...word.split("'")];
}

function isCorrected({ raw, text }: Token): boolean {
  return raw.toLowerCase().replaceAll("'", '') !== text;
}

const beforeNames = new Set(['for', 'of', 'by']);
const articles = new Set(['the', 'our', 'my']);

/** "for Hoy", "Freitag's". */
function isName(tokens: readonly Token[], at: number): boolean {
  const before = articles.has(tokens[at - 1]?.text ?? '') ? at - 2 : at - 1;
  return beforeNames.has(tokens[before]?.text ?? '') || /'s$/i.test(tokens[at]?.raw ?? '');
}

function isQuoted(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at).filter(({ text }) => '"“”'.includes(text)).length % 2 === 1;
}
