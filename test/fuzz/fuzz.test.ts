import { fuzzActivities } from './activities.ts';
import { fuzzApiBodies } from './api-bodies.ts';
import { fuzzSentences } from './sentences.ts';

/** Small here, and the same each time; at full size, and otherwise each time, in `npm run soak fuzz`. */
const seed = 20_261_126;

describe('whatever comes from outside', () => {
  it('as a sentence, is answered with something that may be shown', () => fuzzSentences(500, seed));
  it('as an activity, is answered and breaks nothing', () => fuzzActivities(300, seed));
  it('as a body of the API, is believed or refused', () => fuzzApiBodies(150, seed));
});
