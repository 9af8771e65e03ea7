export { defaultSpan } from './bounds.ts';
export { offersFor } from './compose.ts';
export { composeDigest } from './digest/compose.ts';
export { helpTopics, helpTopicsOf } from './help.ts';
export { healthParts } from './overviews.ts';
export { readSpan } from './read-span.ts';
export type { Command, Reading, ReadingContext } from './reading.ts';
export { composeWatch } from './watch/compose.ts';
