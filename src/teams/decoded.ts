const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/** What a client encoded for HTML, as it was typed. */
export function decoded(text: string): string {
  return text.replaceAll(
    /&(nbsp|amp|lt|gt|quot|apos|#39);/g,
    (whole, name: string) => entities[name] ?? whole,
  );
}
