export { offersFor } from './compose.ts';
export { helpTopics } from './help.ts';
export { defaultSpan, readSentence } from './read-sentence.ts';
export { type ReadSpan, readSpan } from './read-span.ts';
export type { Command, Reading, ReadingContext } from './reading.ts';
