import assert from 'node:assert/strict';
import type { TroubleInput } from '../../simulator/trouble.ts';
import { asking, monday } from './ask.ts';
import { currentPath, listPaths, seedPath } from './list.ts';

/** Posts JSON to the simulator's own switches. */
async function tell(url: string, path: string, body: unknown, type = 'application/json') {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
}

describe('trouble', () => {
  for (const status of [403, 404, 408, 429, 500, 502, 503, 504]) {
    it(`trouble answers the next requests with ${status}, as many as were asked for, and is over`, async () => {
      await asking({}, async ({ simulator, get }) => {
        simulator.addTrouble({ kind: 'status', status, times: 2, at: 'jobs' });
        const statuses = [];
        for (let index = 0; index < 3; index++) statuses.push((await get(seedPath)).status);
        assert.deepEqual(statuses, [status, status, 200]);
        assert.deepEqual(simulator.troubles(), []);
      });
    });
  }

  it('trouble sends Retry-After if it is set, and none else', async () => {
    await asking({}, async ({ simulator, get }) => {
      simulator.addTrouble({ kind: 'status', status: 429, retryAfter: 7, times: 1, at: 'jobs' });
      simulator.addTrouble({ kind: 'status', status: 429, times: 1, at: 'jobs' });
      assert.equal((await get(seedPath)).headers.get('retry-after'), '7');
      assert.equal((await get(seedPath)).headers.get('retry-after'), null);
    });
  });

  it('trouble affects the endpoint it is set for, and no other', async () => {
    await asking({}, async ({ simulator, get, token }) => {
      await get(seedPath);
      simulator.addTrouble({ kind: 'status', status: 500, at: 'token' });
      simulator.addTrouble({ kind: 'status', status: 503, at: 'job' });
      assert.equal((await get(seedPath)).status, 200);
      assert.equal((await get(currentPath)).status, 200);
      assert.equal((await get(`${currentPath}/x`)).status, 503);
      assert.equal((await token()).status, 500);
    });
  });

  it('trouble lasts until it is cleared if it has no number, for the share of requests that is set', async () => {
    const throws = [0.4, 0.6, 0.4];
    await asking({ random: () => throws.shift() ?? 0 }, async ({ simulator, get }) => {
      simulator.addTrouble({ kind: 'status', status: 503, share: 0.5, at: 'jobs' });
      const statuses = [];
      for (let index = 0; index < 3; index++) statuses.push((await get(seedPath)).status);
      assert.deepEqual(statuses, [503, 200, 503]);
      simulator.clearTroubles();
      assert.equal((await get(seedPath)).status, 200);
    });
  });

  it('trouble comes as latency, beside any other', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number) => void slept.push(ms);
    await asking({ sleep }, async ({ simulator, get }) => {
      simulator.addTrouble({ kind: 'latency', ms: 300, at: 'jobs' });
      simulator.addTrouble({ kind: 'status', status: 502, times: 1, at: 'jobs' });
      assert.equal((await get(seedPath)).status, 502);
      assert.equal((await get(seedPath)).status, 200);
      assert.deepEqual(slept, [300, 300]);
    });
  });

  const cut: readonly TroubleInput[] = [
    { kind: 'drop', when: 'before', times: 1, at: 'jobs' },
    { kind: 'drop', when: 'midway', times: 1, at: 'jobs' },
  ];
  for (const trouble of cut) {
    it(`trouble cuts the connection: ${JSON.stringify(trouble)}`, async () => {
      await asking({}, async ({ simulator, get }) => {
        simulator.addTrouble(trouble);
        await assert.rejects(async () => (await get(seedPath)).text());
        assert.equal((await get(seedPath)).status, 200);
      });
    });
  }

  it('trouble is silence: at once, after the headers, or midway through the body', async () => {
    await asking({}, async ({ simulator, url, token }) => {
      const { access_token } = (await (await token()).json()) as { access_token: string };
      const ask = (signal: AbortSignal) =>
        fetch(`${url}${seedPath}`, { headers: { authorization: `Bearer ${access_token}` }, signal });
      for (const after of ['headers', 'half'] as const) {
        simulator.addTrouble({ kind: 'stall', after, times: 1, at: 'jobs' });
        const stop = new AbortController();
        const answer = await ask(stop.signal);
        assert.equal(answer.status, 200);
        const body = answer.text();
        stop.abort();
        await assert.rejects(body);
      }
      simulator.addTrouble({ kind: 'stall', times: 1, at: 'jobs' });
      const stop = new AbortController();
      const answer = ask(stop.signal);
      // It is silent once it has the request: the next one is answered meanwhile.
      assert.equal((await tell(url, '/_switches', {})).status, 200);
      stop.abort();
      await assert.rejects(answer);
    });
  });

  it('trouble answers 200 with a body that is HTML, cut, of another shape, or empty', async () => {
    await asking({}, async ({ simulator, get }) => {
      simulator.addTrouble({ kind: 'malformed', body: 'html', times: 1, at: 'jobs' });
      const html = await get(seedPath);
      assert.equal(html.status, 200);
      assert.match(html.headers.get('content-type') ?? '', /^text\/html/);
      assert.match(await html.text(), /^<!doctype html>/);
      simulator.addTrouble({ kind: 'malformed', body: 'cut', times: 1, at: 'jobs' });
      await assert.rejects(async () => (await get(seedPath)).json());
      simulator.addTrouble({ kind: 'malformed', body: 'empty', times: 1, at: 'jobs' });
      assert.equal(await (await get(seedPath)).text(), '');
      simulator.addTrouble({ kind: 'malformed', body: 'otherShape', times: 1, at: 'jobs' });
      assert.equal(((await (await get(seedPath)).json()) as { jobs?: unknown }).jobs, undefined);
    });
  });

  it('trouble makes the first rows odd and leaves the others as they are', async () => {
    await asking({}, async ({ page, simulator }) => {
      const sound = await page({ PageSize: 10 });
      simulator.addTrouble({ kind: 'malformed', body: 'oddRows', times: 1, at: 'jobs' });
      const odd = await page({ PageSize: 10 });
      assert.equal(odd.jobs[0]?.state, 'HeldForReview');
      assert.equal(odd.jobs[1]?.startTime, undefined);
      assert.equal(odd.jobs[2]?.backupDetails, null);
      assert.equal(odd.jobs[3]?.duration, 'long');
      assert.equal(odd.jobs[5]?.id, undefined);
      assert.equal(odd.jobs[7], null);
      assert.deepEqual(odd.jobs.slice(8), sound.jobs.slice(8));
    });
  });
});

describe('trouble with a match', () => {
  for (const path of listPaths) {
    it(`trouble can refuse one service of ${path} for ever, and nothing else`, async () => {
      await asking({}, async ({ get, post, token }) => {
        await post('/_trouble', { kind: 'status', status: 403, match: { ObjectType: 7 } });
        for (let time = 0; time < 3; time++) {
          assert.equal((await get(path, { ObjectType: 7 })).status, 403);
          assert.equal((await get(path, { objecttype: '7', PageIndex: 1 })).status, 403);
        }
        assert.equal((await get(path, { ObjectType: 1 })).status, 200);
        assert.equal((await get(path, { JobType: 7 })).status, 400);
        assert.equal((await get(path)).status, 200);
        assert.equal((await token()).status, 200);
      });
    });

    it(`trouble can fail one page of one service of ${path} once`, async () => {
      await asking({}, async ({ get, post, simulator }) => {
        const match = { objectType: '7', PageIndex: 1 };
        await post('/_trouble', { kind: 'status', status: 500, times: 1, match });
        const query = { ObjectType: 7, PageSize: 5 };
        const statuses = [];
        for (const PageIndex of [0, 1, 1]) statuses.push((await get(path, { ...query, PageIndex })).status);
        assert.deepEqual(statuses, [200, 500, 200]);
        assert.deepEqual(simulator.troubles(), []);
      });
    });

    it(`trouble can cut one page of ${path} midway`, async () => {
      await asking({}, async ({ get, post }) => {
        await post('/_trouble', { kind: 'drop', when: 'midway', match: { PageIndex: 2 } });
        const page = async (PageIndex: number) => (await get(path, { PageIndex })).text();
        assert.match(await page(1), /nextLink/);
        await assert.rejects(page(2));
        assert.match(await page(3), /nextLink/);
      });
    });
  }

  it('trouble can answer 429 with a Retry-After of 300 s for one service', async () => {
    await asking({}, async ({ get, post }) => {
      await post('/_trouble', { kind: 'status', status: 429, retryAfter: 300, match: { ObjectType: 2 } });
      const refused = await get(currentPath, { ObjectType: 2 });
      assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '300']);
      assert.equal((await get(currentPath, { ObjectType: 3 })).status, 200);
    });
  });
});

describe('trouble with an end', () => {
  const hourMs = 3_600_000;

  it('trouble is over at its end, by the simulator’s clock', async () => {
    await asking({ switches: { serverClockSeconds: 60 } }, async ({ get, post, clock, simulator }) => {
      await post('/_trouble', { kind: 'status', status: 503, until: monday + hourMs, at: 'jobs' });
      clock.now = monday + hourMs - 60_001;
      assert.equal((await get(seedPath)).status, 503);
      assert.equal(simulator.troubles().length, 1);
      clock.now += 1;
      assert.deepEqual(simulator.troubles(), []);
      assert.equal((await get(seedPath)).status, 200);
    });
  });

  it('trouble can keep the API silent for an hour', async () => {
    await asking({}, async ({ get, post, url, token, clock }) => {
      const { access_token } = (await (await token()).json()) as { access_token: string };
      const headers = { authorization: `Bearer ${access_token}` };
      await post('/_trouble', { kind: 'stall', until: monday + hourMs });
      for (const path of [...listPaths, `${currentPath}/x`]) {
        clock.now = monday + hourMs - 1;
        const signal = AbortSignal.timeout(50);
        await assert.rejects(fetch(`${url}${path}`, { headers, signal }), { name: 'TimeoutError' });
      }
      clock.now = monday + hourMs;
      for (const path of listPaths) assert.equal((await get(path)).status, 200);
    });
  });

  it('trouble with an invalid end or match is refused', async () => {
    await asking({}, async ({ post, simulator }) => {
      const trouble = { kind: 'stall' };
      assert.equal((await post('/_trouble', { ...trouble, until: 'noon' })).status, 400);
      assert.equal((await post('/_trouble', { ...trouble, match: { ObjectType: null } })).status, 400);
      assert.deepEqual(simulator.troubles(), []);
    });
  });
});

describe('simulator’s switches over HTTP', () => {
  it('the simulator’s switches over HTTP show and change what code can: switches, trouble, incidents, jobs, tokens, the record', async () => {
    await asking({ history: false }, async ({ url, get, simulator }) => {
      await get(seedPath);
      assert.equal((await tell(url, '/_switches', { windowBy: 'end' })).status, 200);
      assert.equal(simulator.switches().windowBy, 'end');
      assert.equal(simulator.switches().letterCase, 'camel');
      await tell(url, '/_trouble', [
        { kind: 'status', status: 503, times: 1 },
        { kind: 'latency', ms: 1, at: 'token' },
      ]);
      assert.equal(simulator.troubles().length, 2);
      assert.equal((await get(seedPath)).status, 503);
      await fetch(`${url}/_trouble`, { method: 'DELETE' });
      assert.deepEqual(await (await fetch(`${url}/_trouble`)).json(), []);
      await tell(url, '/_jobs', { startedAt: 0, endedAt: 1000 });
      assert.equal(((await (await get(seedPath)).json()) as { totalCount: number }).totalCount, 1);
      await tell(url, '/_incidents', { kind: 'stops', service: 3, from: '2026-11-23T12:00:00+01:00' });
      assert.equal(simulator.incidents()[0]?.from, Date.UTC(2026, 10, 23, 11));
      const recorded = (await (await fetch(`${url}/_requests`)).json()) as { path: string }[];
      assert.deepEqual(
        recorded.map(({ path }) => path),
        ['/connect/token', seedPath, seedPath, seedPath],
      );
      await fetch(`${url}/_tokens`, { method: 'DELETE' });
      assert.equal((await get(seedPath)).status, 401);
    });
  });

  it('the simulator’s switches over HTTP refuse what they do not know, and change nothing then', async () => {
    await asking({}, async ({ url, simulator }) => {
      const before = simulator.switches();
      for (const [path, body] of [
        ['/_switches', { windowBy: 'middle' }],
        ['/_switches', { unknown: 1 }],
        ['/_trouble', { kind: 'fire' }],
        ['/_trouble', { kind: 'status', status: 200 }],
        ['/_trouble', { kind: 'status', status: 503, times: 0 }],
        ['/_incidents', { kind: 'fails', service: 0 }],
        ['/_jobs', { startedAt: 'now' }],
      ] as const) {
        assert.equal((await tell(url, path, body)).status, 400, JSON.stringify(body));
      }
      assert.equal((await tell(url, '/_switches', {}, 'text/plain')).status, 415);
      assert.equal((await fetch(`${url}/_nothing`)).status, 404);
      assert.deepEqual(simulator.switches(), before);
      assert.deepEqual(simulator.troubles(), []);
    });
  });
});
