import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AvePointSettings } from '../../src/avepoint/index.ts';
import { aClient } from './support/client.ts';
import { aQuery, fixture } from './support/parts.ts';
import { listen } from './support/server.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const page = fixture('cloudbackup-jobs.json');
const sound: Answer = response => response.end(page);
const status =
  (code: number, headers = {}, body = ''): Answer =>
  response => {
    // Not chained: restify, if it is loaded, replaces writeHead by one that returns nothing.
    response.writeHead(code, headers);
    response.end(body);
  };
const hang: Answer = () => {};
const reset: Answer = response => response.socket?.resetAndDestroy();
const stall: Answer = response => {
  response.writeHead(200, { 'content-length': page.length });
  response.write(page.slice(0, 100));
};
const cut: Answer = response => {
  response.writeHead(200, { 'content-length': page.length });
  response.write(page.slice(0, 100), () => response.socket?.destroy());
};

describe('the client over HTTP', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** Jobs requests are answered as listed, the last answer again and again; tokens as they come. */
  async function build(answers: Answer[], changes: Partial<AvePointSettings> = {}, graphPath = '') {
    let tokens = 0;
    let asks = 0;
    const server = await listen((request, response) => {
      if (request.url === '/connect/token') {
        tokens++;
        response.end(
          JSON.stringify({ access_token: `tok3n-${tokens}`, expires_in: 3600, token_type: 'Bearer' }),
        );
        return;
      }
      asks++;
      answers[Math.min(asks, answers.length) - 1]?.(response, request);
    });
    ends.push(server.close);
    const client = aClient(server.url, { graphUrl: server.url + graphPath, ...changes });
    const jobsAsked = () => server.asked.filter(({ url }) => url !== '/connect/token');
    return { ...client, server, jobsAsked, tokens: () => tokens };
  }

  it('the client asks with the token and returns the answer', async () => {
    const { source, soon, jobsAsked } = await build([sound], {}, '/base/');
    assert.equal((await source.page(aQuery(), soon())).totalCount, 2);
    assert.equal(jobsAsked()[0]?.headers.authorization, 'Bearer tok3n-1');
    assert.equal(
      jobsAsked()[0]?.url,
      '/base/cloudbackup/jobs?JobType=0&ObjectType=0&JobState=0&PageIndex=0&PageSize=10',
    );
  });

  it('the client reuses its connection and its token for the next request', async () => {
    const { source, soon, server, tokens } = await build([sound]);
    for (let n = 0; n < 5; n++) await source.page(aQuery(), soon());
    // The second request may begin a moment before the first has handed its connection back.
    assert.ok(server.connections() <= 2);
    assert.equal(tokens(), 1);
  });

  it('the client leaves no timer behind an answer', async () => {
    const { source, soon } = await build([sound], { timeoutMs: 60_000 });
    const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
    await source.page(aQuery(), soon());
    const before = timers();
    for (let n = 0; n < 10; n++) await source.page(aQuery(), soon());
    assert.ok(timers() <= before);
  });

  it('the client closes idle connections', async () => {
    const { source, soon, server, close } = await build([sound]);
    await source.page(aQuery(), soon());
    await close();
    await server.untilClosed(server.connections());
  });

  for (const [what, trouble] of [
    ['503', status(503)],
    ['429 without a header', status(429)],
    ['500', status(500)],
    ['a reset', reset],
    ['a body cut midway', cut],
  ] as const) {
    it(`the client recovers unnoticed from ${what}, once`, async () => {
      const { source, soon, jobsAsked } = await build([trouble, sound]);
      assert.equal((await source.page(aQuery(), soon())).jobs.length, 2);
      assert.equal(jobsAsked().length, 2);
    });
  }

  for (const [what, trouble] of [
    ['no answer', hang],
    ['a stalled body', stall],
  ] as const) {
    it(`the client really ends an attempt with ${what}, and asks again`, async () => {
      const { source, soon, server } = await build([trouble, sound], { timeoutMs: 80 });
      assert.equal((await source.page(aQuery(), soon())).jobs.length, 2);
      await server.untilClosed(1);
    });

    it(`the client reports timed-out by the deadline for ${what} that lasts`, async () => {
      const { source, soon } = await build([sound, trouble], { timeoutMs: 5_000 });
      await source.page(aQuery(), soon());
      const startedAt = Date.now();
      await assert.rejects(source.page(aQuery(), soon(150)), { code: 'timed-out' });
      assert.ok(Date.now() - startedAt < 2_000);
    });
  }

  for (const [what, trouble, code] of [
    ['503', status(503), 'unavailable'],
    ['429', status(429), 'rate-limited'],
    ['resets', reset, 'unavailable'],
    ['bodies cut midway', cut, 'unavailable'],
  ] as const) {
    it(`the client gives up after five attempts at ${what}: ${code}`, async () => {
      const { source, soon, jobsAsked } = await build([trouble]);
      await assert.rejects(source.page(aQuery(), soon()), { name: 'JobSourceError', code });
      assert.equal(jobsAsked().length, 5);
    });
  }

  it('the client reports unavailable if no server listens', async () => {
    const { source, soon, server } = await build([sound]);
    await source.page(aQuery(), soon());
    await server.close();
    ends.length = 0;
    await assert.rejects(source.page(aQuery(), soon()), { code: 'unavailable' });
  });

  it('the client gives up at once on a Retry-After that does not fit, with the time to ask again', async () => {
    const { source, soon, slept } = await build([status(429, { 'retry-after': '30' })]);
    const error = await source.page(aQuery(), soon()).catch(caught => caught);
    assert.equal(error.code, 'rate-limited');
    assert.ok(Math.abs(error.details.retryAt - Date.now() - 30_000) < 1_000);
    assert.deepEqual(slept, []);
  });

  for (const [code, expected] of [
    [400, 'rejected'],
    [403, 'forbidden'],
    [404, 'not-found'],
  ] as const) {
    it(`the client does not ask again after ${code}: ${expected}`, async () => {
      const { source, soon, jobsAsked } = await build([status(code)]);
      await assert.rejects(source.page(aQuery(), soon()), { code: expected });
      assert.equal(jobsAsked().length, 1);
    });
  }

  it('the client renews a refused token once, then accepts the refusal', async () => {
    const once = await build([status(401), sound]);
    assert.equal((await once.source.page(aQuery(), once.soon())).jobs.length, 2);
    assert.deepEqual(
      once.jobsAsked().map(({ headers }) => headers.authorization),
      ['Bearer tok3n-1', 'Bearer tok3n-2'],
    );
    const ever = await build([status(401)]);
    await assert.rejects(ever.source.page(aQuery(), ever.soon()), { code: 'unauthorised' });
    assert.equal(ever.jobsAsked().length, 2);
  });

  it('the client renews once for eight requests that are refused together', async () => {
    const refuseOld: Answer = (response, request) =>
      (request.headers.authorization === 'Bearer tok3n-1' ? status(401) : sound)(response, request);
    const { source, soon, tokens } = await build([refuseOld]);
    await Promise.all(Array.from({ length: 8 }, () => source.page(aQuery(), soon())));
    assert.equal(tokens(), 2);
  });

  it('the client follows no redirect, so that the token stays at its origin', async () => {
    const elsewhere = await listen((_, response) => response.end(page));
    ends.push(elsewhere.close);
    const { source, soon } = await build([status(302, { location: `${elsewhere.url}/cloudbackup/jobs` })]);
    await assert.rejects(source.page(aQuery(), soon()), { code: 'malformed' });
    assert.equal(elsewhere.asked.length, 0);

    const { source: lost } = await build([sound], { tokenUrl: `${elsewhere.url}/moved` });
    await assert.rejects(lost.page(aQuery(), soon()), { code: 'malformed' });
    assert.ok(elsewhere.asked.every(({ url }) => url === '/moved'));
  });

  for (const [what, body] of [
    ['an empty body', ''],
    ['HTML', '<html>Sign in</html>'],
    ['cut JSON', page.slice(0, -5)],
  ] as const) {
    it(`the client asks again for ${what}, and calls it malformed if it stays so`, async () => {
      const once = await build([status(200, {}, body), sound]);
      assert.ok((await once.source.page(aQuery(), once.soon())).jobs.length > 0);
      const forEver = await build([status(200, {}, body)]);
      await assert.rejects(forEver.source.page(aQuery(), forEver.soon()), { code: 'malformed' });
      assert.equal(forEver.jobsAsked().length, 5);
    });
  }

  for (const [what, body] of [
    ['another shape', fixture('cloudbackupjobs.json')],
    ['{}', '{}'],
  ] as const) {
    it(`the client calls ${what} malformed and does not ask again`, async () => {
      const { source, soon, jobsAsked } = await build([status(200, {}, body)]);
      await assert.rejects(source.page(aQuery(), soon()), { code: 'malformed' });
      assert.equal(jobsAsked().length, 1);
    });
  }

  it('the client drops a body beyond every size', async () => {
    const endless: Answer = response => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    };
    const { source, soon, jobsAsked } = await build([endless]);
    await assert.rejects(source.page(aQuery(), soon()), { code: 'malformed' });
    assert.equal(jobsAsked().length, 1);
  });

  it('the client reports the status of an error whose body is endless or stalls', async () => {
    const { source, soon } = await build([status(400, {}, 'x'.repeat(200_000))]);
    await assert.rejects(source.page(aQuery(), soon()), { code: 'rejected' });
    const half: Answer = response => {
      response.writeHead(403, { 'content-length': 100 });
      response.write('x');
    };
    const stalled = await build([half], { timeoutMs: 80 });
    await assert.rejects(stalled.source.page(aQuery(), soon()), { code: 'forbidden' });
  });

  it('the client reads a body with a byte order mark and characters split between packets', async () => {
    const bytes = Buffer.from(`\ufeff{"totalCount":1,"jobs":[{"id":"é😀"}]}`);
    const split: Answer = response => {
      response.write(bytes.subarray(0, bytes.indexOf('é') + 1), () =>
        setImmediate(() => response.end(bytes.subarray(bytes.indexOf('é') + 1))),
      );
    };
    const { source, soon } = await build([split]);
    assert.equal((await source.page(aQuery(), soon())).jobs[0]?.id, 'é😀');
  });

  it('the client obeys the status inside an envelope', async () => {
    const envelope = (statusCode: number) => status(200, {}, JSON.stringify({ statusCode, data: null }));
    const current = { jobsApi: 'cloudbackupjobs' } as const;
    const soundEnvelope = status(200, {}, fixture('cloudbackupjobs.json'));
    const busy = await build([envelope(503), envelope(401), soundEnvelope], current);
    assert.equal((await busy.source.page(aQuery(), busy.soon())).jobs.length, 2);
    assert.equal(busy.tokens(), 2);
    const refused = await build([envelope(403)], current);
    await assert.rejects(refused.source.page(aQuery(), refused.soon()), { code: 'forbidden' });
  });

  it('the client returns one job, and undefined for an id that is unknown or invalid', async () => {
    const one = await build([status(200, {}, fixture('cloudbackupjobs.job.json')), status(404)], {
      jobsApi: 'cloudbackupjobs',
    });
    assert.equal(await one.source.canFindJob(one.soon()), true);
    const id = 'FB20241015105312327583';
    assert.equal((await one.source.job(id, one.soon()))?.objects?.successful, 14);
    assert.equal(await one.source.job('unknown', one.soon()), undefined);
    assert.equal(await one.source.job('../x', one.soon()), undefined);
    assert.equal(one.jobsAsked().length, 2);
    const older = await build([sound]);
    assert.equal(await older.source.canFindJob(older.soon()), false);
    await assert.rejects(older.source.job(id, older.soon()), { code: 'not-found' });
    assert.equal(older.jobsAsked().length, 0);
  });

  it('the client warns once of a NextLink that leads elsewhere, and never follows it', async () => {
    const { source, soon, warnings, jobsAsked } = await build([
      status(200, {}, fixture('cloudbackup-jobs.failed.json')),
    ]);
    for (let n = 0; n < 3; n++) assert.equal((await source.page(aQuery(), soon())).hasMore, true);
    assert.equal(warnings().length, 1);
    assert.equal(jobsAsked().length, 3);
  });

  it('the client logs neither token nor secret nor body, in lines and in errors', async () => {
    const { source, soon, lines } = await build([status(401), status(403, {}, 'a body')]);
    const error = await source.page(aQuery(), soon()).catch(caught => caught);
    const told = JSON.stringify([lines, error, error.message, error.stack, error.details]);
    assert.doesNotMatch(told, /tok3n|demo-secret|a body/);
  });
});
