import assert from 'node:assert/strict';
import { asking, monday } from './ask.ts';
import { currentPath, seedPath, ticks } from './list.ts';

interface ErrorBody {
  statusCode: number;
  message: string;
  errors: { code: string; field: string; message: string }[];
  requestId: string;
  traceId: string;
}

describe('a request to the simulator', () => {
  const bad: readonly (readonly [string, string, string])[] = [
    ...['JobType', 'ObjectType', 'JobState'].flatMap(name =>
      ['-1', 'x', '1.5', '13', '', '1e0'].map(value => [seedPath, name, value] as const),
    ),
    ...['-1', 'x', '1.5', '99999999999', ''].map(value => [seedPath, 'PageIndex', value] as const),
    ...['0', '-1', 'ten', '2147483648'].map(value => [seedPath, 'PageSize', value] as const),
    ...['-1', '2026-11-23', '1.5', '3155378976000000000', ''].map(
      value => [seedPath, 'StartTime', value] as const,
    ),
    ...['0', '2026-02-30', '2026-11-23T24:01:00Z', '23.11.2026', '638645575921780695', ''].map(
      value => [currentPath, 'FinishTime', value] as const,
    ),
  ];
  it('a request to the simulator is refused with 400 and the name of the parameter if that is invalid', async () => {
    await asking({}, async ({ get }) => {
      for (const [path, name, value] of bad) {
        const answer = await get(path, { [name]: value });
        assert.equal(answer.status, 400, `${name}=${value}`);
        const body = (await answer.json()) as ErrorBody;
        assert.equal(body.statusCode, 400);
        assert.equal(body.errors[0]?.field, name);
        assert.ok(body.requestId !== '' && body.traceId !== '');
      }
    });
  });

  it('a request to the simulator is refused if the start lies after the end, or a parameter comes twice', async () => {
    await asking({}, async ({ get }) => {
      const swapped = { StartTime: ticks(monday), FinishTime: ticks(monday - 1000) };
      assert.equal((await get(seedPath, swapped)).status, 400);
      assert.equal((await get(seedPath, { PageSize: 1, pagesize: 2 })).status, 400);
    });
  });

  it('a request to the simulator may write names in any case, and is not harmed by names it does not know', async () => {
    await asking({}, async ({ get }) => {
      const answer = await get(currentPath, { PAGESIZE: 3, jobtype: 1, whatever: 'x' });
      assert.equal(((await answer.json()) as { data: unknown[] }).data.length, 3);
    });
  });

  it('a request to the simulator needs a token: 401 without, with another, with an expired and with a revoked one', async () => {
    await asking({ switches: { tokenLifetimeSeconds: 60 } }, async ({ url, get, clock, simulator }) => {
      for (const authorization of [undefined, 'Bearer made-up', 'Basic abc', 'Bearer']) {
        const headers = authorization === undefined ? {} : { authorization };
        assert.equal((await fetch(`${url}${seedPath}`, { headers })).status, 401);
      }
      assert.equal((await get(seedPath)).status, 200);
      clock.now += 59_999;
      assert.equal((await get(seedPath)).status, 200);
      clock.now += 1;
      assert.equal((await get(seedPath)).status, 401);
      clock.now -= 60_000;
      simulator.revokeTokens();
      assert.equal((await get(seedPath)).status, 401);
    });
  });

  it('a request to the simulator needs the scope: 403 with a token that lacks it', async () => {
    await asking({}, async ({ url, token, simulator }) => {
      const ask = async (form: Record<string, string>) => {
        const { access_token } = (await (await token(form)).json()) as { access_token: string };
        return (await fetch(`${url}${currentPath}`, { headers: { authorization: `Bearer ${access_token}` } }))
          .status;
      };
      assert.equal(await ask({}), 200);
      assert.equal(await ask({ scope: 'microsoft365backup.settings.read.all' }), 403);
      simulator.setSwitches({ withholdScope: true });
      assert.equal(await ask({}), 403);
    });
  });

  it('a request to the simulator gets a token for the right secret only', async () => {
    await asking({}, async ({ url, token }) => {
      const refusal = async (form: Record<string, string>) => {
        const answer = await token(form);
        return `${answer.status} ${((await answer.json()) as { error: string }).error}`;
      };
      assert.equal(await refusal({ client_secret: 'wrong' }), '400 invalid_client');
      assert.equal(await refusal({ client_id: 'wrong' }), '400 invalid_client');
      assert.equal(await refusal({ grant_type: 'password' }), '400 unsupported_grant_type');
      assert.equal(await refusal({ scope: 'everything' }), '400 invalid_scope');
      const asJson = await fetch(`${url}/connect/token`, { method: 'POST', body: '{}' });
      assert.equal(asJson.status, 400);
      assert.equal((await fetch(`${url}/connect/token`)).status, 405);
    });
  });

  it('a request to the simulator finds nothing at an address that is not published, or switched off', async () => {
    await asking({ switches: { shapes: 'cloudbackupjobs' } }, async ({ get }) => {
      assert.equal((await get('/elsewhere')).status, 404);
      assert.equal((await get(seedPath)).status, 404);
      assert.equal((await get(currentPath)).status, 200);
    });
  });

  it('a request to the simulator is recorded: what was asked, when, whether authorised and how it was answered', async () => {
    await asking({}, async ({ get, url, simulator }) => {
      await get(seedPath, { PageIndex: 2 });
      await fetch(`${url}${currentPath}/x`);
      const [token, page, job] = simulator.requests();
      assert.equal(token?.path, '/connect/token');
      assert.deepEqual(page, {
        at: monday,
        method: 'GET',
        path: seedPath,
        query: { PageIndex: '2' },
        authorised: true,
        status: 200,
      });
      assert.deepEqual([job?.authorised, job?.status], [false, 401]);
      simulator.clearRequests();
      assert.deepEqual(simulator.requests(), []);
    });
  });
});
