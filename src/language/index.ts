export { defaultSpan } from './bounds.ts';
export { offersFor } from './compose.ts';
export { composeDigest } from './digest/compose.ts';
export { composeEscalation, composeReminder } from './duty/times.ts';
export { helpTopics, helpTopicsOf } from './help.ts';
export { healthParts } from './overviews.ts';
export { type ReadSpan, readSpan } from './read-span.ts';
export type { Command, Reading, ReadingContext } from './reading.ts';
export { composeUnwatch, composeWatch } from './watch/compose.ts';
