import { fuzzActivities } from './activities.ts';
import { fuzzApiBodies } from './api-bodies.ts';
import { fuzzSentences } from './sentences.ts';

/** Small here, and the same each time; at full size, and otherwise each time, in `npm run soak fuzz`. */
const seed = 20_261_126;

describe('input from outside', () => {
  it('a fuzzed sentence is answered with something that may be shown', () => fuzzSentences(500, seed));
  it('a fuzzed activity is answered and breaks nothing', () => fuzzActivities(300, seed));
  it('a fuzzed body of the API is accepted or refused', () => fuzzApiBodies(150, seed));
});
