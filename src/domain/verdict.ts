/**
 * The result at a glance, the worst first. Unknown outranks everything, since it mustn't be mistaken for good news.
 * Neutral (nothing ran) ranks lowest, since it says nothing.
 */
export const verdicts = ['unknown', 'attention', 'warning', 'good', 'neutral'] as const;
export type Verdict = (typeof verdicts)[number];

/** Returns the worst of several verdicts; neutral if there are none. */
export function worstOf(all: readonly Verdict[]): Verdict {
  return verdicts.find(verdict => all.includes(verdict)) ?? 'neutral';
}
