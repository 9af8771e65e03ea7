import assert from 'node:assert/strict';
import type { PlantedInput } from '../../simulator/planted.ts';
import { services } from '../../src/domain/job.ts';
import { jobOf } from '../../src/job-index/queries/runs.ts';
import { hasDisappeared, isGone } from '../../src/job-index/run.ts';
import { codes, goodBackups, hour, minute, monday, newsOf, on, shapes, shown } from './staged.ts';

interface LateJob {
  readonly id: string;
  readonly service: number;
  readonly lateMinutes: number;
  readonly state: number | string;
  /** When its end can first be seen. */
  readonly visibleAt: number;
  readonly planted: PlantedInput;
}

/** Three jobs for each delay and end, in different phases of the reader's rounds. */
function lateJobs(): readonly LateJob[] {
  const jobs: LateJob[] = [];
  for (const lateMinutes of [1, 5, 30, 300]) {
    for (const state of [codes.failed, codes.finished, 'Canceled']) {
      for (const phase of [0, 97_000, 201_000]) {
        const service = (jobs.length % 12) + 1;
        const id = `LATE-${lateMinutes}-${state}-${phase}`;
        const startedAt = monday + 7 * minute + phase + jobs.length * 1_300;
        const endedAt = startedAt + 3 * minute;
        const listedAt = startedAt + lateMinutes * minute;
        const planted = { id, service, startedAt, endedAt, listedAt, state };
        jobs.push({ id, service, lateMinutes, state, visibleAt: Math.max(listedAt, endedAt), planted });
      }
    }
  }
  return jobs;
}

/** Within which time the end must be found once it can be seen. */
function limitOf({ lateMinutes, state }: LateJob): number {
  if (lateMinutes <= 5) return 2 * minute;
  return state === 'Canceled' ? 31 * minute : 6 * minute;
}

describe('jobs that are listed late or change', () => {
  for (const shape of shapes) {
    it(`the index finds jobs listed 1, 5, 30 and 300 minutes late in time, each with its service and one news number (${shape})`, async () => {
      const jobs = lateJobs();
      await on({ shape, before: goodBackups() }, async stage => {
        stage.simulator.plant(...jobs.map(({ planted }) => planted));
        await stage.run(345 * minute);
        for (const job of jobs) {
          const run = stage.run1(job.id);
          assert.deepEqual(run.services, [services[job.service - 1]], job.id);
          const delay = (run.endSeenAt ?? Number.POSITIVE_INFINITY) - job.visibleAt;
          assert.ok(delay >= 0 && delay <= limitOf(job), `${job.id} found after ${delay / minute} minutes`);
        }
        const numbers = Array.from({ length: jobs.length }, (_, index) => index + 1);
        assert.deepEqual(newsOf(stage), numbers);
        assert.equal(shown(stage).length, jobs.length + 12);
        const withProblems = new Set(
          jobs.filter(({ state }) => state !== codes.finished).map(job => job.service),
        );
        const expected = services.filter((_, index) => !withProblems.has(index + 1));
        assert.deepEqual(await stage.okServices(), expected);
      });
    });

    it(`the index records a job that is listed as Queued and ends as Canceled as one run with one unknown end (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        const startedAt = monday + 2 * minute;
        const canceledAt = monday + 50 * minute;
        stage.simulator.plant({
          id: 'Q',
          service: 4,
          startedAt,
          phases: [
            { from: startedAt, state: 'Queued' },
            { from: canceledAt, state: 'Canceled', endedAt: canceledAt },
          ],
        });
        await stage.run(10 * minute);
        assert.equal(stage.run1('Q').endSeenAt, undefined);
        assert.deepEqual(newsOf(stage), []);
        assert.deepEqual(stage.run1('Q').services, ['groups']);
        await stage.run(75 * minute);
        const run = stage.run1('Q');
        assert.ok((run.endSeenAt ?? Infinity) - canceledAt <= 31 * minute);
        assert.equal(run.job.state, undefined);
        assert.deepEqual(newsOf(stage), [1]);
        assert.ok(!(await stage.okServices()).includes('groups'));
      });
    });

    it(`the index has a job whose start moves while it is queued as one run, and its end is one piece of news (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        const [queuedAt, startedAt, endedAt] = [monday + minute, monday + 21 * minute, monday + 40 * minute];
        stage.simulator.plant({
          id: 'M',
          service: 2,
          startedAt: queuedAt,
          state: codes.failed,
          phases: [
            { from: queuedAt, state: 'Queued' },
            { from: startedAt, state: codes.inProgress, startedAt, endedAt },
          ],
        });
        await stage.run(30 * minute);
        assert.equal(stage.run1('M').job.startedAt, startedAt);
        assert.equal(stage.run1('M').job.state, 'inProgress');
        await stage.run(30 * minute);
        const run = stage.run1('M');
        assert.equal(run.job.state, 'failed');
        assert.deepEqual(run.services, ['sharepoint']);
        assert.ok((run.endSeenAt ?? Infinity) - endedAt <= 2 * minute);
        assert.deepEqual(newsOf(stage), [1]);
      });
    });

    it(`the index records a second run under the same id as another run, and both ends are news (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        const [first, second] = [monday + 2 * minute, monday + 40 * minute];
        stage.simulator.plant({
          id: 'R',
          service: 3,
          startedAt: first,
          endedAt: first + 5 * minute,
          state: codes.failed,
          phases: [
            { from: second, state: codes.inProgress, startedAt: second, endedAt: second + 9 * minute },
          ],
        });
        await stage.run(20 * minute);
        assert.deepEqual(newsOf(stage), [1]);
        await stage.run(50 * minute);
        const runs = stage.runs('R');
        assert.deepEqual(runs.map(({ job }) => job.startedAt).sort(), [first, second]);
        assert.ok(runs.every(({ services: those }) => those[0] === 'onedrive'));
        assert.deepEqual(newsOf(stage), [1, 2]);
      });
    });

    it(`the index opens a run again if its job runs again under the same start, and the next end is news (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        const startedAt = monday + 2 * minute;
        const [again, endedAt] = [monday + 20 * minute, monday + 30 * minute];
        stage.simulator.plant({
          id: 'A',
          service: 3,
          startedAt,
          endedAt: startedAt + 5 * minute,
          state: codes.failed,
          phases: [{ from: again, state: codes.inProgress, endedAt }],
        });
        await stage.run(12 * minute);
        assert.deepEqual(newsOf(stage), [1]);
        await stage.run(14 * minute);
        assert.equal(stage.run1('A').endSeenAt, undefined);
        await stage.run(10 * minute);
        assert.equal(stage.run1('A').news, 2);
      });
    });

    it(`the index follows a run that never ends and lists it as running for a day (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        stage.simulator.plant({ id: 'N', service: 5, startedAt: monday + minute });
        await stage.run(26 * hour, 15 * minute);
        await stage.run(5 * minute);
        const run = stage.run1('N');
        assert.equal(run.endSeenAt, undefined);
        assert.equal(run.missingSince, undefined);
        assert.deepEqual(run.services, ['project']);
        assert.deepEqual(newsOf(stage), []);
      });
    });

    it(`the index ends a running job that is neither listed nor found for an hour as disappeared, which is no good end (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        const unlistedAt = monday + 30 * minute;
        stage.simulator.plant({ id: 'D', service: 6, startedAt: monday + minute, unlistedAt });
        await stage.run(80 * minute);
        assert.equal(stage.run1('D').endSeenAt, undefined);
        await stage.run(25 * minute);
        const run = stage.run1('D');
        assert.ok(hasDisappeared(run));
        const wait = (run.endSeenAt ?? 0) - unlistedAt;
        assert.ok(wait >= hour && wait <= 75 * minute, `after ${wait / minute} minutes`);
        assert.equal(jobOf(run).state, undefined);
        assert.deepEqual(newsOf(stage), [1]);
        assert.ok(!(await stage.okServices()).includes('publicFolder'));
      });
    });

    it(`the index takes a run out of the overviews when two whole sweeps no longer list it, but still stores it (${shape})`, async () => {
      await on({ shape, before: goodBackups() }, async stage => {
        const startedAt = monday + minute;
        stage.simulator.plant({
          id: 'U',
          service: 7,
          startedAt,
          endedAt: startedAt + 5 * minute,
          state: codes.failed,
          unlistedAt: monday + 30 * minute,
        });
        await stage.run(hour);
        assert.ok(!(await stage.okServices()).includes('teams'));
        await stage.run(6 * hour, 5 * minute);
        assert.equal(stage.run1('U').unlisted, 1);
        assert.ok(!isGone(stage.run1('U')));
        await stage.run(7 * hour, 5 * minute);
        assert.ok(isGone(stage.run1('U')));
        await stage.run(5 * minute);
        assert.ok((await stage.okServices()).includes('teams'));
        assert.deepEqual(newsOf(stage), [1]);
      });
    });
  }

  it('the index finds a disappeared job again when it is listed again, and its real end is news', async () => {
    await on({ before: goodBackups() }, async stage => {
      const startedAt = monday + minute;
      stage.simulator.plant({ id: 'B', service: 6, startedAt, unlistedAt: monday + 10 * minute });
      await stage.run(90 * minute);
      assert.ok(hasDisappeared(stage.run1('B')));
      stage.simulator.plant({
        id: 'B',
        service: 6,
        startedAt,
        endedAt: startedAt + hour,
        listedAt: stage.clock.now(),
      });
      await stage.run(8 * minute);
      const run = stage.run1('B');
      assert.ok(!hasDisappeared(run));
      assert.equal(run.job.state, 'finished');
      assert.equal(run.news, 2);
    });
  });

  it('the index finds a job of another location by its list although a question by id knows the central location only', async () => {
    await on({ shape: 'cloudbackupjobs', before: goodBackups() }, async stage => {
      const startedAt = monday + minute;
      const endedAt = startedAt + 2 * hour;
      stage.simulator.plant({
        id: 'E',
        service: 1,
        location: 'EUR',
        startedAt,
        endedAt,
        state: codes.failed,
      });
      await stage.run(2 * hour + 4 * minute);
      const run = stage.run1('E');
      assert.equal(run.job.state, 'failed');
      assert.equal(run.missingSince, undefined);
      assert.ok((run.endSeenAt ?? Infinity) - endedAt <= 2 * minute);
    });
  });
});
