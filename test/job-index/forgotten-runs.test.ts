import assert from 'node:assert/strict';
import type { Job } from '../../src/domain/job.ts';
import { createMirror, dayOf } from '../../src/job-index/mirror.ts';
import { createBackOff } from '../../src/job-index/reader/back-off.ts';
import { createBudget } from '../../src/job-index/reader/budget.ts';
import type { ReaderContext } from '../../src/job-index/reader/context.ts';
import { createFollowing } from '../../src/job-index/reader/following.ts';
import { unknownRules } from '../../src/job-index/reader/window.ts';
import { createIndexWriter } from '../../src/job-index/writer.ts';
import { aJob, fakeClock, hour, monday, recordingLog } from '../support/fakes.ts';
import { createMemoryIndexJournal } from '../support/memory-index-journal.ts';

const minute = 60_000;

/** A writer, and the number of the request that its rows answer. */
function openWriter(clock = fakeClock(monday)) {
  const mirror = createMirror();
  const writer = createIndexWriter({
    journal: createMemoryIndexJournal().open(),
    mirror,
    clock,
    log: recordingLog(),
    generation: 0,
    highest: 0,
    state: { source: 'fake', news: 0, numberedSince: monday, locations: {} },
    onState() {},
    onStored() {},
  });
  /** Takes a row in, and returns its run. */
  function take(job: Partial<Job>) {
    const row = aJob({ id: 'A', state: 'inProgress', startedAt: monday, finishedAt: undefined, ...job });
    const asked = { type: 'backup', service: undefined, location: undefined, order: writer.ask() } as const;
    const [run] = writer.take([row], asked).runs;
    assert.ok(run);
    return run;
  }
  return { clock, writer, take };
}

describe('what the writer knows of running jobs', () => {
  it('the writer knows which request listed a running job last, until its end is listed', () => {
    const { writer, take } = openWriter();
    const { key } = take({});
    assert.equal(writer.sighted(key), 1);
    take({});
    assert.equal(writer.sighted(key), 2);
    take({ state: 'failed', finishedAt: monday + minute });
    assert.equal(writer.sighted(key), 0);
  });

  it('the writer forgets which request listed a run last once the run has disappeared', () => {
    const { writer, take } = openWriter();
    const run = take({});
    writer.endAsDisappeared(run);
    assert.equal(writer.sighted(run.key), 0);
  });

  it('the writer forgets which request listed a run last with the day of the run, and only then', async () => {
    const { writer, take } = openWriter();
    const old = take({ startedAt: monday - 48 * hour });
    const young = take({ id: 'B' });
    await writer.forgetBefore(dayOf(monday));
    assert.deepEqual(
      [old, young].map(({ key }) => writer.sighted(key)),
      [0, 2],
    );
    assert.deepEqual(
      [...writer.mirror.open()].map(({ job }) => job.id),
      ['B'],
    );
  });
});

describe('the pauses between looks for a run', () => {
  it('the pauses between looks for a run begin anew if the index forgot the run in the meantime', async () => {
    const { clock, writer, take } = openWriter();
    const found: string[] = [];
    const budget = createBudget(clock, { perMinute: 1_000, atOnce: 1_000 });
    const context: Partial<ReaderContext> = {
      clock,
      writer,
      requests: {
        async find(id: string) {
          found.push(id);
          return true;
        },
      } as unknown as ReaderContext['requests'],
      steady: budget,
      caps: { steadyPerMinute: 1_000, fillPerMinute: 0, fillAtOnce: 0 },
      location: undefined,
      listed: new Map([['backup', 1_000]]),
      rules: () => unknownRules,
      intervalMs: minute,
      backOff: createBackOff({ clock, random: () => 0.5, firstMs: minute, longestMs: hour }),
    };
    const following = createFollowing(context as ReaderContext);
    const queued = { state: undefined, stateText: 'Queued' };
    const { key } = take(queued);
    for (let passes = 0; passes < 10; passes += 1) {
      await following.run();
      clock.advance(minute);
    }
    assert.equal(found.length, 4, 'looked for at once, and after 1, 2 and 4 minutes');
    await writer.forgetBefore(dayOf(monday) + 1);
    await following.run();
    assert.equal(take(queued).key, key);
    await following.run();
    assert.equal(found.length, 5);
  });
});
