/**
 * What is to be said at a glance, the worst first. Unknown beats all else, since nobody may take it for good news;
 * neutral (nothing ran) is the weakest, since it says nothing.
 */
export const verdicts = ['unknown', 'attention', 'warning', 'good', 'neutral'] as const;
export type Verdict = (typeof verdicts)[number];

/** The worst of several verdicts; neutral if there are none. */
export function worstOf(all: readonly Verdict[]): Verdict {
  return verdicts.find(verdict => all.includes(verdict)) ?? 'neutral';
}
