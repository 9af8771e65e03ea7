const ofRuns = new Set(
  'good well fine alright right clean cleanly green smooth smoothly flawless flawlessly perfectly properly correctly ok okay hitch incident order'.split(
    ' ',
  ),
);

/** Returns true for the last word of a praise of runs: "back to normal" and "fixed" tell of a service. */
export function isOfGoodRuns(word: string): boolean {
  return ofRuns.has(word);
}
