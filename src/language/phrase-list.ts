/** Returns the phrases of a list with commas between them; it may have several lines. */
export function phrasesIn(list: string): string[] {
  return list.trim().split(/,\s+/u);
}

/** Returns the list of each first part with each second part: "complete failure, total failure". */
export function eachWith(firsts: readonly string[], seconds: readonly string[]): string {
  return firsts.flatMap(first => seconds.map(second => `${first} ${second}`)).join(', ');
}
