export { defaultSpan } from './bounds.ts';
export { windowBefore } from './compare.ts';
export { offersFor } from './compose.ts';
export { composeDigest } from './digest/compose.ts';
export { helpTopics } from './help.ts';
export { healthParts } from './overviews.ts';
export { readSentence } from './read-sentence.ts';
export { type ReadSpan, readSpan } from './read-span.ts';
export type { Command, Reading, ReadingContext } from './reading.ts';
