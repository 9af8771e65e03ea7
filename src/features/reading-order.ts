const beforeJobs = [
  /** Before all others, since they would read half of it. */
  'otherLanguage',
  'smallTalk',
  'help',
  /** What needs attention: each word is part of it, be it "fix" or "should I". */
  'attention',
  /** What is set here, and who may do what: sentences with words of their own. */
  'setting',
  'quieter',
  /** An action in AvePoint's portal. */
  'portal',
  /** What is to come by itself: "let me know if …", "every morning …". */
  'wish',
  'otherOrder',
  'action',
  'oneJob',
  /** An alert or a mail that was pasted. */
  'pasted',
  'pageTurn',
  'followUp',
  'beside',
  'product',
  'declined',
  /** Numbers of jobs in groups, in per cent or in two periods. Words like “most” are theirs alone, so they check all words. */
  'counted',
  'lastGood',
  'wellOfAll',
  'unrelated',
  /** A question that has no answer yet. */
  'notBuilt',
  'whether',
  'negated',
  'noState',
] as const;

/** The sentence asks for jobs, and every word that decides which has been understood. */
const ofJobs = [
  'compare',
  'illJoined',
  'tooMany',
  'refusedPeriod',
  'status',
  'why',
  'lists',
  'list',
] as const;

/**
 * The order in which the readings of all features are tried, by what a sentence asks for. Those of one rank are tried
 * in the order of the table of features.
 */
export const readingOrder = [...beforeJobs, ...ofJobs] as const;

export type ReadingRank = (typeof readingOrder)[number];

/** True for readings of which the sentence must have no word that is not understood. */
export function isOfJobs(rank: ReadingRank): boolean {
  return (ofJobs as readonly ReadingRank[]).includes(rank);
}
