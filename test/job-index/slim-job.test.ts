import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSlimJob } from '../../src/job-index/slim-job.ts';
import { aJob } from '../support/fakes.ts';

describe('stored job', () => {
  it('a job in the index has its first three errors, and of each message and address at most 500 characters', () => {
    const slim = createSlimJob();
    const text = fc.nat({ max: 600 }).map(length => 'x'.repeat(length));
    const error = fc.record({ message: text, helpUrl: text, count: fc.nat() });
    fc.assert(
      fc.property(fc.array(error, { maxLength: 6 }), errors => {
        assert.deepEqual(
          slim(aJob({ errors })).errors,
          errors.slice(0, 3).map(({ message, helpUrl, count }) => ({
            message: message.slice(0, 500),
            helpUrl: helpUrl.slice(0, 500),
            count,
          })),
        );
      }),
    );
  });
});
