import assert from 'node:assert/strict';
import { createBoundary } from '../../src/bot/error-boundary.ts';
import { InconsistentResponseError } from '../../src/jobs/verified-reader.ts';
import { textOf } from '../cards/elements.ts';
import { fakeClock, monday, recordingLog } from '../support/fakes.ts';
import { packPress } from '../support/press.ts';

const reader = { zone: 'UTC', locale: 'en-GB' };
const search = {
  jobId: 'FB1',
  span: { from: monday - 3_600_000, to: monday },
  spanWords: undefined,
  zone: 'UTC',
};

describe('an answer that contradicts itself', () => {
  for (const verb of ['job.find', 'job.text'] as const)
    it(`an answer that contradicts itself is AvePoint’s fault and not the bot’s, and the card names what was asked for: ${verb}`, async () => {
      const log = recordingLog();
      const { orError } = createBoundary({ clock: fakeClock(), log, newReference: () => 'r' });
      const reply = await orError(
        () => ({ retry: packPress({ verb, search }), isOneJob: true }),
        reader,
        async () => {
          throw new InconsistentResponseError('a job came twice');
        },
      );
      assert.ok(reply.kind === 'card');
      const text = textOf(reply.card);
      assert.match(text, /I couldn’t read this job/);
      assert.match(text, /AvePoint sent an answer that I can’t read/);
      assert.deepEqual(reply.ending, { kind: 'failed', problem: 'malformed' });
      assert.deepEqual(
        log.lines.map(({ level }) => level),
        ['warn'],
      );
    });
});
