/** A stretch of a text: one of the marks, or what stands between two of them, which may be nothing. */
export interface Piece {
  readonly text: string;
  readonly isMark: boolean;
}

/** All of `text`, split wherever one of `marks` stands; of two marks that begin at the same letter the longer one. */
export function splitAt(text: string, marks: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  const distinct = [...new Set(marks)].filter(mark => mark !== '').sort((a, b) => b.length - a.length);
  // A mark is looked for again only once what was found of it lies behind: a long text is gone through once for each.
  let ahead = distinct.map(mark => ({ mark, at: text.indexOf(mark) }));
  let from = 0;
  for (;;) {
    ahead = ahead
      .map(({ mark, at }) => ({ mark, at: at >= from || at < 0 ? at : text.indexOf(mark, from) }))
      .filter(({ at }) => at >= 0);
    const next = ahead.reduce<(typeof ahead)[number] | undefined>(
      (first, other) => (first && first.at <= other.at ? first : other),
      undefined,
    );
    pieces.push({ text: text.slice(from, next?.at), isMark: false });
    if (!next) return pieces;
    pieces.push({ text: next.mark, isMark: true });
    from = next.at + next.mark.length;
  }
}
