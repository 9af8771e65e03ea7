import assert from 'node:assert/strict';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import type { TroubleInput } from '../../simulator/trouble.ts';
import type { AvePointSettings, JobsApiName } from '../../src/avepoint/index.ts';
import type { Job } from '../../src/domain/job.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { aQuery } from './support/parts.ts';
import { openSimulatedClient } from './support/simulated-client.ts';

const shapes: readonly JobsApiName[] = ['cloudbackup-jobs', 'cloudbackupjobs'];
const day = 24 * 3_600_000;

/** Attempts without an answer end soon; all others have the time that a busy machine may need. */
function limitFor(trouble: TroubleInput) {
  return { settings: { timeoutMs: trouble.kind === 'stall' || trouble.kind === 'latency' ? 60 : 5_000 } };
}

describe('the client against the simulator', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function build(
    jobsApi: JobsApiName,
    {
      switches,
      settings,
    }: Pick<SimulatorOptions, 'switches'> & { settings?: Partial<AvePointSettings> } = {},
  ) {
    const client = await openSimulatedClient({
      ...(switches && { switches }),
      settings: { jobsApi, ...settings },
    });
    ends.push(client.close);
    return client;
  }

  /** Every page of the last 60 days up to an hour ago. */
  async function walk(
    { source, time, soon }: Awaited<ReturnType<typeof build>>,
    pageSize = 400,
  ): Promise<Job[]> {
    const to = Math.floor(time.now() / 1000) * 1000 - 3_600_000;
    const span = { from: to - 60 * day, to };
    const jobs: Job[] = [];
    for (let pageIndex = 0; ; pageIndex++) {
      const page = await source.page(aQuery({ span, pageIndex, pageSize }), soon());
      jobs.push(...page.jobs);
      assert.equal(page.hasMore, jobs.length < page.totalCount);
      if (!page.hasMore) {
        assert.equal(jobs.length, page.totalCount);
        return jobs;
      }
    }
  }

  for (const jobsApi of shapes) {
    describe(`${jobsApi}`, () => {
      it(`the client of ${jobsApi} reads every job of the history exactly once through its pages`, async () => {
        const parts = await build(jobsApi);
        const jobs = await walk(parts);
        assert.ok(jobs.length > 1_000);
        assert.equal(new Set(jobs.map(({ id }) => id)).size, jobs.length);
        for (const job of jobs) {
          assert.ok(job.id && job.state && job.startedAt !== undefined && job.objects);
          assert.equal(job.finishedAt === undefined, job.state === 'inProgress');
        }
        assert.deepEqual(
          parts.simulator
            .requests()
            .filter(({ query }) => query.PageIndex !== undefined)
            .map(({ query }) => Number(query.PageIndex)),
          Array.from({ length: Math.ceil(jobs.length / 400) }, (_, index) => index),
        );
      });

      it(`the client of ${jobsApi} reads the same jobs however the open questions of the documentation are answered`, async () => {
        const ids = async (switches: NonNullable<SimulatorOptions['switches']>) =>
          (await walk(await build(jobsApi, { switches }), 2_000)).map(({ id, state, objects }) => ({
            id,
            state,
            failed: objects?.failed,
          }));
        const plain = await ids({});
        const other = await ids({
          letterCase: 'pascal',
          stateText: 'prose',
          countNames: 'number',
          unfinished: 'minimum',
          nextLink: 'foreign',
        });
        assert.ok(plain.length > 1_000);
        // The two histories reach up to two different moments.
        const known = new Map(plain.map(job => [job.id, job]));
        const common = other.filter(({ id }) => known.has(id));
        assert.ok(common.length > plain.length - 20);
        for (const job of common) assert.deepEqual(job, known.get(job.id));
      });

      it(`the client of ${jobsApi} selects by type, service and state`, async () => {
        const { source, soon } = await build(jobsApi);
        const all = (await source.page(aQuery(), soon())).totalCount;
        const failed = await source.page(aQuery({ state: 'failed', pageSize: 50 }), soon());
        assert.ok(failed.totalCount > 0 && failed.totalCount < all);
        assert.ok(failed.jobs.every(({ state }) => state === 'failed'));
        assert.ok(failed.jobs.some(({ errors }) => errors.length > 0));
        const teams = await source.page(aQuery({ service: 'teams', type: 'backup' }), soon());
        assert.ok(teams.totalCount > 0 && teams.totalCount < all);
      });

      it(`the client of ${jobsApi} starts at page 1 if the API does`, async () => {
        const parts = await build(jobsApi, {
          switches: { firstPageIndex: 1 },
          settings: { firstPageIndex: 1 },
        });
        const jobs = await walk(parts, 1_000);
        assert.equal(new Set(jobs.map(({ id }) => id)).size, jobs.length);
      });

      const once: [string, TroubleInput][] = [
        ['503', { kind: 'status', status: 503 }],
        ['500', { kind: 'status', status: 500 }],
        ['429 without a header', { kind: 'status', status: 429 }],
        ['a dropped connection', { kind: 'drop' }],
        ['a body cut midway', { kind: 'drop', when: 'midway' }],
        ['a stall', { kind: 'stall' }],
        ['a stall after the headers', { kind: 'stall', after: 'headers' }],
        ['a stall midway', { kind: 'stall', after: 'half' }],
      ];
      for (const [what, trouble] of once) {
        for (const at of ['jobs', 'token'] as const) {
          it(`the client of ${jobsApi} recovers unnoticed from ${what}, once, at the ${at} address`, async () => {
            const { simulator, source, soon } = await build(jobsApi, limitFor(trouble));
            simulator.addTrouble({ ...trouble, at, times: 1 });
            assert.equal((await source.page(aQuery(), soon(3_500))).jobs.length, 10);
            assert.deepEqual(simulator.troubles(), []);
          });
        }
      }

      for (const at of ['jobs', 'token'] as const) {
        it(`the client of ${jobsApi} obeys a Retry-After at the ${at} address`, async () => {
          const { simulator, source, time, soon } = await build(jobsApi);
          simulator.addTrouble({ kind: 'status', status: 429, retryAfter: 3, at, times: 1 });
          await source.page(aQuery(), soon());
          const asked = simulator
            .requests()
            .filter(({ path }) => (path === '/connect/token') === (at === 'token'));
          assert.equal(asked.length, 2);
          assert.ok((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0) >= 3_000);
          assert.deepEqual(time.slept, [3_000]);
        });
      }

      it(`the client of ${jobsApi} gives up at once on a Retry-After beyond the budget, with the time to ask again`, async () => {
        const { simulator, source, time, soon } = await build(jobsApi);
        simulator.addTrouble({ kind: 'status', status: 429, retryAfter: 60, at: 'jobs' });
        await assert.rejects(
          source.page(aQuery(), soon()),
          (error: { code: string; details: { retryAt: number } }) => {
            assert.equal(error.code, 'rate-limited');
            assert.ok(Math.abs(error.details.retryAt - time.now() - 60_000) < 1_000);
            return true;
          },
        );
        assert.deepEqual(time.slept, []);
      });

      const forEver: [string, TroubleInput, string][] = [
        ['503', { kind: 'status', status: 503 }, 'unavailable'],
        ['503 with a Retry-After that fits', { kind: 'status', status: 503, retryAfter: 1 }, 'unavailable'],
        ['429', { kind: 'status', status: 429 }, 'rate-limited'],
        ['401', { kind: 'status', status: 401 }, 'unauthorised'],
        ['dropped connections', { kind: 'drop' }, 'unavailable'],
        ['bodies cut midway', { kind: 'drop', when: 'midway' }, 'unavailable'],
        ['stalls', { kind: 'stall' }, 'timed-out'],
        ['stalls midway', { kind: 'stall', after: 'half' }, 'timed-out'],
        ['slowness', { kind: 'latency', ms: 500 }, 'timed-out'],
        ['HTML', { kind: 'malformed', body: 'html' }, 'malformed'],
        ['cut JSON', { kind: 'malformed', body: 'cut' }, 'malformed'],
        ['another shape', { kind: 'malformed', body: 'otherShape' }, 'malformed'],
        ['empty bodies', { kind: 'malformed', body: 'empty' }, 'malformed'],
      ];
      for (const [what, trouble, code] of forEver) {
        for (const at of ['jobs', 'token'] as const) {
          it(`the client of ${jobsApi} ends within the budget at ${what} for ever at the ${at} address: ${code}`, async () => {
            const { simulator, source, time, soon } = await build(jobsApi, limitFor(trouble));
            simulator.addTrouble({ ...trouble, at });
            const until = soon(3_500);
            await assert.rejects(source.page(aQuery(), until), { name: 'JobSourceError', code });
            assert.ok(monotonicMs(time.now() - 50) <= until);
          });
        }
      }

      it(`the client of ${jobsApi} shows odd rows as far as they are sound, and loses none`, async () => {
        const { simulator, source, soon } = await build(jobsApi);
        simulator.addTrouble({ kind: 'malformed', body: 'oddRows', at: 'jobs' });
        const { jobs } = await source.page(aQuery(), soon());
        assert.equal(jobs.length, 10);
        assert.equal(jobs[0]?.stateText, 'HeldForReview');
        assert.equal(jobs[0]?.state, undefined);
        assert.equal(jobs[3]?.startedAt, undefined);
        assert.equal(jobs[7]?.id, undefined);
        assert.ok(jobs[9]?.id && jobs[9].state);
      });

      it(`the client of ${jobsApi} fetches a token once for many, anew when it is revoked, and again before it expires`, async () => {
        const { simulator, source, soon, time, tokensAsked } = await build(jobsApi);
        const askTogether = () =>
          Promise.all(Array.from({ length: 16 }, () => source.page(aQuery({ pageSize: 1 }), soon())));
        await askTogether();
        assert.equal(tokensAsked(), 1);
        simulator.revokeTokens();
        await askTogether();
        assert.equal(tokensAsked(), 2);
        await time.sleep(3600_000 - 299_000);
        await askTogether();
        assert.equal(tokensAsked(), 3);
        assert.equal(simulator.requests().filter(({ status }) => status === 401).length, 16);
      });

      it(`the client of ${jobsApi} names what is wrong with the registration`, async () => {
        const lacking = await build(jobsApi, { switches: { withholdScope: true } });
        await assert.rejects(lacking.source.page(aQuery(), lacking.soon()), { code: 'forbidden' });
        const wrong = await build(jobsApi, { settings: { credential: { secret: 'wrong' } } });
        await assert.rejects(wrong.source.page(aQuery(), wrong.soon()), { code: 'unauthorised' });
        const missing = await build(jobsApi, {
          switches: { shapes: shapes.find(shape => shape !== jobsApi) ?? 'both' },
        });
        await assert.rejects(missing.source.page(aQuery(), missing.soon()), { code: 'not-found' });
      });

      it(`the client of ${jobsApi} reports a bad parameter`, async () => {
        const { source, soon } = await build(jobsApi);
        await assert.rejects(source.page(aQuery({ pageSize: 0 }), soon()), { code: 'rejected' });
      });
    });
  }

  it('the client finds one job by its id in the current shape', async () => {
    const { source, soon } = await build('cloudbackupjobs');
    const [job] = (await source.page(aQuery({ state: 'failed', location: 'EUR' }), soon())).jobs;
    assert.ok(job?.id && (await source.canFindJob(soon())));
    assert.deepEqual(await source.job(job.id, soon(), 'EUR'), job);
    assert.equal(await source.job('FB00000000000000000000', soon()), undefined);
    assert.equal(await source.job('..', soon()), undefined);
  });

  it('the client reads the same history in both shapes', async () => {
    const sides = [];
    for (const shape of shapes) {
      const jobs = await walk(await build(shape), 2_000);
      sides.push(new Map(jobs.map(job => [job.id, job])));
    }
    const [seed, current] = sides;
    assert.ok(seed && current && seed.size > 1_000);
    let both = 0;
    for (const [id, job] of seed) {
      const other = current.get(id);
      if (other === undefined || job.state === 'inProgress' || other.state === 'inProgress') continue;
      both++;
      assert.equal(other.state, job.state);
      assert.deepEqual(other.objects, job.objects);
      assert.deepEqual(other.errors, job.errors);
      // One shape has times in whole seconds, and durations in thousandths of an hour.
      assert.ok(Math.abs((other.startedAt ?? 0) - (job.startedAt ?? 0)) <= 1_000);
      assert.ok(Math.abs((other.finishedAt ?? 0) - (job.finishedAt ?? 0)) <= 1_000);
      assert.ok(Math.abs((other.durationMs ?? 0) - (job.durationMs ?? 0)) <= 3_600);
    }
    assert.ok(both > 1_000);
  });
});
