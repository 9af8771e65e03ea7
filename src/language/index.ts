export { composeDigest } from '../features/digest/compose.ts';
export { helpTopics, helpTopicsOf } from '../features/help/topics.ts';
export { composeWatch } from '../features/incidents/watch/compose.ts';
export { defaultSpan } from './bounds.ts';
export { offersFor } from './compose.ts';
export { healthParts } from './overviews.ts';
export { readSpan } from './read-span.ts';
export type { Command, Reading, ReadingContext } from './reading.ts';
