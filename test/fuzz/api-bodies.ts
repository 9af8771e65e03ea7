import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { createAvePointJobSource, type JobsApiName } from '../../src/avepoint/index.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { pageCard } from '../../src/features/job-list/card.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { fixture } from '../avepoint/support/parts.ts';
import { aQuestion, fakeClock, monday, recordingLog, unreadIndex } from '../support/fakes.ts';
import { assertCleanJson } from './clean.ts';
import { mutated, mutations } from './mutations.ts';

const token = { access_token: 'planted-token', expires_in: 3600, token_type: 'Bearer' };
const schedule = {
  statusCode: 200,
  data: [{ serviceType: 0, frequency: 2, backupStartTime: ['2026-11-23T02:00:00Z'] }],
};
const bodies: readonly (readonly [JobsApiName, 'list' | 'job' | 'schedule' | 'token', unknown])[] = [
  ['cloudbackup-jobs', 'list', fixture('cloudbackup-jobs.json')],
  ['cloudbackup-jobs', 'list', fixture('cloudbackup-jobs.failed.json')],
  ['cloudbackupjobs', 'list', fixture('cloudbackupjobs.json')],
  ['cloudbackupjobs', 'list', fixture('cloudbackupjobs.error.json')],
  ['cloudbackupjobs', 'job', fixture('cloudbackupjobs.job.json')],
  ['cloudbackupjobs', 'schedule', schedule],
  ['cloudbackup-jobs', 'token', token],
];

/**
 * Sends bodies of the API and its token service, each changed in a few places, through the real client over HTTP. Each
 * is accepted, or refused with a `JobSourceError`, and the card of an accepted one may be shown.
 */
export async function fuzzApiBodies(numRuns: number, seed: number): Promise<void> {
  let kind: string;
  let body: string;
  const server = createServer((req, res) => {
    req.resume();
    const path = req.url ?? '';
    const asked = path.startsWith('/connect')
      ? 'token'
      : path.includes('frequency')
        ? 'schedule'
        : path.includes('/FB')
          ? 'job'
          : 'list';
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      asked === kind ? body : JSON.stringify(asked === 'token' ? token : fixture('cloudbackup-jobs.json')),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = fakeClock();
  const until = monday + 10_000;
  const pointer = { question: aQuestion(), pageIndex: 0, firstTotal: undefined };

  async function ask(jobsApi: JobsApiName, what: string): Promise<void> {
    const log = recordingLog();
    const settings = {
      graphUrl: url,
      tokenUrl: `${url}/connect/token`,
      clientId: 'planted-client',
      credential: { secret: 'planted-secret' },
      jobsApi,
      firstPageIndex: 0 as const,
      location: undefined,
      locations: [],
      timeoutMs: 5_000,
      backgroundTimeoutMs: 30_000,
    };
    const avePoint = createAvePointJobSource({
      settings,
      clock,
      sleep: async () => {},
      random: () => 0.5,
      log,
    });
    try {
      const { source } = avePoint;
      if (what === 'job') await source.job('FB20241015105312327583', monotonicMs(until));
      else if (what === 'schedule') await avePoint.schedule.today(monotonicMs(until));
      else {
        const answer = await createJobs({
          source,
          index: unreadIndex,
          clock,
          log,
        }).page(pointer, monotonicMs(until));
        assertCleanJson(pageCard(answer, { notes: [], offers: [] }, { locale: 'en-GB' }), ['planted']);
      }
    } catch (error) {
      if (!(error instanceof JobSourceError)) throw error;
    } finally {
      await avePoint.close();
    }
    assert.doesNotMatch(JSON.stringify(log.lines), /planted-(?:secret|token)/);
  }

  try {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...bodies), mutations, async ([jobsApi, what, document], all) => {
        kind = what;
        body = mutated(document, all);
        await ask(jobsApi, what);
      }),
      { numRuns, seed, endOnFailure: true },
    );
  } finally {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}
