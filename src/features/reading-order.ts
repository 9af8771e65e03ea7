/**
 * The order in which the readings of all features are tried, by what a sentence asks for. Readings of one rank are tried
 * in the order of the table of features. `interpret` takes the first reading that leaves nothing out.
 */
export const readingOrder = [
  'smallTalk',
  'help',
  /** What is set here, and who may do what: in words of its own. */
  'setting',
  'quieter',
  /** Something to be done in AvePoint's portal. */
  'portal',
  'otherOrder',
  'action',
  'oneJob',
  'pageTurn',
  'followUp',
  'beside',
  'product',
  'declined',
  'lastGood',
  'wellOfAll',
  'unrelated',
  /** A question that has no answer yet. */
  'notBuilt',
  'whether',
  'negated',
  'noState',
  /** From here on the sentence asks for jobs, and every word that decides which has been understood. */
  'compare',
  'illJoined',
  'tooMany',
  'refusedPeriod',
  'status',
  'why',
  'lists',
  'list',
] as const;

export type ReadingRank = (typeof readingOrder)[number];
