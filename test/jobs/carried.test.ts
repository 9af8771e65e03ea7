import { strict as assert } from 'node:assert';
import { createCareful } from '../../src/jobs/careful.ts';
import { whereabouts } from '../../src/jobs/carried.ts';
import { createCountTrust } from '../../src/jobs/count-trust.ts';
import { createSettle } from '../../src/jobs/settle.ts';
import { aJob, fakeSource, hour, monday, recordingLog } from '../support/fakes.ts';

describe('a backup that was running', () => {
  const startedAt = monday - 12 * hour;
  const backup = { service: 'exchange', id: 'FB1', startedAt } as const;

  const found = async (listed: readonly string[]) => {
    const source = fakeSource(
      () => ({ jobs: listed.map(id => aJob({ id })), totalCount: listed.length, hasMore: false }),
      async () => undefined,
    );
    const parts = { careful: createCareful(source, createCountTrust()), finder: source };
    const [one] = await whereabouts(parts, [backup], monday, createSettle(recordingLog()));
    return { job: one?.job, queries: source.queries };
  };

  it('is looked for in the list around its start if it is not found by its id', async () => {
    const { job, queries } = await found(['FB1', 'FB2']);
    assert.equal(job?.id, 'FB1');
    assert.deepEqual(
      queries.map(({ service, span }) => [service, span]),
      [['exchange', { from: startedAt, to: startedAt + 1000 }]],
    );
  });

  it('is lost if that list lacks it too', async () => {
    assert.equal((await found(['FB2'])).job, undefined);
  });
});
