import lists from './languages.json' with { type: 'json' };

/** `other` stands for all that are recognized by their script alone. */
export type Language = keyof typeof lists;

interface Words {
  readonly language: Language;
  /** True for a word that no English sentence has but as a name. */
  isSure(word: string): boolean;
  /** True for a word that no English sentence has, but that may be a part of a name: "der", "los". */
  isLikely(word: string): boolean;
  /** True for a word that English has as well: it counts only beside others. */
  isMaybe(word: string): boolean;
}

/** Each language that is recognized by its words, with and without accents. */
export const languages: readonly Words[] = Object.entries(lists).flatMap(([language, texts]) =>
  'sure' in texts
    ? [
        {
          language: language as Language,
          isSure: listed(texts.sure),
          isLikely: listed(texts.likely),
          isMaybe: listed(texts.maybe),
        },
      ]
    : [],
);

/** Reads a list in which "fehler*" stands for all words that begin so. */
function listed(list: string): (word: string) => boolean {
  const all = list.split(' ').flatMap(spellings);
  const whole = new Set(all.filter(word => !word.endsWith('*')));
  const stems = all.filter(word => word.endsWith('*')).map(word => word.slice(0, -1));
  return word => whole.has(word) || stems.some(stem => word.startsWith(stem));
}

/** "läuft", "lauft", "laeuft". */
function spellings(word: string): readonly string[] {
  const plain = word.replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');
  const german = word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');
  return [word, plain, german];
}

/** True for a word with letters of another script than English's. */
export function isOfOtherScript(word: string): boolean {
  return /(?=\p{L})\P{Script=Latin}/u.test(word);
}

/** True for kana, and for words that only Japanese writes so. */
export function isJapanese(text: string): boolean {
  return /[\p{Script=Hiragana}\p{Script=Katakana}]|昨日|今日|状況|障害|一覧|確認|復元/u.test(text);
}

/** Returns what a reply says in a language: which one the bot reads, and how to go on. */
export function textsOf(language: Language): { readonly title: string; readonly line: string } {
  return lists[language];
}
