import assert from 'node:assert/strict';
import type { HttpRequest, Outcome } from '../../src/avepoint/http.ts';
import { createTokenSource, readToken } from '../../src/avepoint/token-source.ts';
import { monotonicMs, msBetween } from '../../src/domain/time.ts';
import { fakeTime, fixture, recordingLog } from './support/parts.ts';

function response(status: number, body?: unknown, retryAfter?: string) {
  return { kind: 'response', status, retryAfter, date: undefined, body } as const;
}
const living = (token: string, expiresIn: unknown) =>
  response(200, { access_token: token, expires_in: expiresIn, token_type: 'Bearer' });
const granted = (token: string) => living(token, 3600);

type Later = (ms: number) => Promise<void>;

/**
 * Requests are answered as listed, the last answer again and again; from `heldFrom` on only when `release` is called.
 */
function build(
  outcomes: Outcome[],
  { heldFrom = Number.POSITIVE_INFINITY, later }: { heldFrom?: number; later?: Later } = {},
) {
  const time = fakeTime();
  const { log, lines } = recordingLog();
  const asked: HttpRequest[] = [];
  const signIns: unknown[] = [];
  let release = () => {};
  const held = new Promise<void>(resolve => {
    release = resolve;
  });
  const tokens = createTokenSource(
    {
      tokenUrl: 'https://identity.example.com/connect/token',
      clientId: 'app id',
      credential: { secret: 's3cr&t' },
      timeoutMs: 5_000,
    },
    {
      clock: time.clock,
      sleep: time.sleep,
      random: () => 0.5,
      log,
      later,
      onSignIn: refusal => void signIns.push(refusal?.details.isClientRefused ?? refusal?.code ?? 'granted'),
      send: async request => {
        asked.push(request);
        if (asked.length >= heldFrom) await held;
        return outcomes[Math.min(asked.length, outcomes.length) - 1] ?? { kind: 'timed-out' };
      },
    },
  );
  const get = (budgetMs = 10_000, rejected?: Awaited<ReturnType<typeof tokens.get>>) =>
    tokens.get(monotonicMs(time.clock.now() + budgetMs), rejected);
  return { get, time, asked, signIns, lines, release: () => release() };
}

describe('the token source', () => {
  it('the token source asks by client credentials, form-encoded, for the scope that jobs need', async () => {
    const { get, asked } = build([granted('t1')]);
    assert.equal((await get()).value, 't1');
    const [request] = asked;
    assert.equal(request?.method, 'POST');
    assert.equal(`${request?.origin}${request?.path}`, 'https://identity.example.com/connect/token');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
      grant_type: 'client_credentials',
      client_id: 'app id',
      client_secret: 's3cr&t',
      scope: 'microsoft365backup.jobInfo.read.all',
    });
  });

  it('the token source reuses a token until shortly before it expires', async () => {
    const { get, asked, time } = build([granted('t1'), granted('t2')]);
    await get();
    time.advance(3600_000 - 300_001);
    assert.equal((await get()).value, 't1');
    time.advance(1);
    assert.equal((await get()).value, 't2');
    assert.equal(asked.length, 2);
  });

  it('the token source fetches once however many ask at the same moment', async () => {
    const { get, asked, release } = build([granted('t1')], { heldFrom: 1 });
    const all = Promise.all(Array.from({ length: 32 }, () => get()));
    release();
    assert.deepEqual([...new Set((await all).map(token => token.value))], ['t1']);
    assert.equal(asked.length, 1);
  });

  it('the token source renews a rejected token once, however many report it and whenever they do', async () => {
    const { get, asked } = build([granted('same'), granted('same')]);
    const old = await get();
    const renewed = await Promise.all(Array.from({ length: 8 }, () => get(10_000, old)));
    const late = await get(10_000, old);
    assert.equal(asked.length, 2);
    assert.ok(renewed.every(token => token === late) && late !== old);
  });

  it('the token source returns no rejected token while it is being renewed', async () => {
    const { get } = build([granted('t1'), granted('t2')]);
    const old = await get();
    const [renewed, other] = await Promise.all([get(10_000, old), get()]);
    assert.deepEqual([renewed.value, other.value], ['t2', 't2']);
  });

  it('the token source lets one caller run out of time without taking the token from the others', async () => {
    const { get, asked, release } = build([granted('t1')], { heldFrom: 1 });
    const [hasty, patient] = [get(1), get()];
    await assert.rejects(hasty, { code: 'timed-out' });
    release();
    assert.equal((await patient).value, 't1');
    assert.equal(asked.length, 1);
  });

  it('the token source rejects at once for callers that cannot wait for a Retry-After, and waits for the others', async () => {
    const { get, asked, time } = build([response(429, undefined, '5'), granted('t1')]);
    const startedAt = time.clock.now();
    const [hasty, patient] = await Promise.allSettled([get(3_500), get(10_000)]);
    assert.equal(hasty.status === 'rejected' && hasty.reason.code, 'rate-limited');
    assert.equal(hasty.status === 'rejected' && hasty.reason.details.retryAt, startedAt + 5_000);
    assert.equal(patient.status === 'fulfilled' && patient.value.value, 't1');
    assert.equal(asked.length, 2);
  });

  it('the token source reports the earlier failure to a caller whose time ends', async () => {
    const { get, asked, release } = build([response(503, undefined, '1'), granted('t1')], { heldFrom: 2 });
    const patient = get();
    while (asked.length < 2) await new Promise(resolve => setImmediate(resolve));
    await assert.rejects(get(1), (error: { code: string; details: { retryAt?: number } }) => {
      assert.equal(error.code, 'unavailable');
      assert.equal(error.details.retryAt, undefined);
      return true;
    });
    release();
    assert.equal((await patient).value, 't1');
  });

  it('the token source tries again after a failure', async () => {
    for (const trouble of [response(503), response(429), { kind: 'no-answer', cause: 1 } as const]) {
      const { get, asked } = build([trouble, trouble, granted('t1')]);
      assert.equal((await get()).value, 't1');
      assert.equal(asked.length, 3);
    }
  });

  it('the token source reports at once that the client is refused, and asks afresh the next time', async () => {
    const { get, asked } = build([response(400, { error: 'invalid_client' }), granted('t1')]);
    await assert.rejects(get(), { code: 'unauthorised' });
    assert.equal(asked.length, 1);
    assert.equal((await get()).value, 't1');
  });

  it('the token source reports how each request ended, and separately that the client itself is refused', async () => {
    const { get, signIns } = build([
      response(400, { error: 'invalid_client' }),
      response(400, { error: 'invalid_scope' }),
      response(400, { error: 'invalid_request' }),
      { kind: 'too-large' },
      granted('t1'),
    ]);
    for (const _ of [1, 2, 3, 4]) await assert.rejects(get());
    for (const _ of [1, 2]) await get();
    assert.deepEqual(signIns, [true, 'forbidden', false, 'malformed', 'granted']);
  });

  it('the token source reports to all waiting callers that there is no token', async () => {
    const { get, asked } = build([response(401)]);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => get()));
    assert.ok(results.every(({ status }) => status === 'rejected'));
    assert.equal(asked.length, 1);
  });

  it('the token source logs neither the secret nor the token', async () => {
    const { get, lines } = build([response(503), granted('tok3n')]);
    await get();
    assert.ok(lines.length > 0);
    assert.doesNotMatch(JSON.stringify(lines), /s3cr|tok3n/);
  });
});

describe('a token answer', () => {
  const now = Date.UTC(2026, 10, 24);
  const lifeOf = (expiresIn: unknown) =>
    msBetween(monotonicMs(now), readToken(living('t', expiresIn), monotonicMs(now)).staleAt) / 1000;

  it('a token answer is read as documented', () => {
    const token = readToken(response(200, JSON.parse(fixture('token.json'))), monotonicMs(now));
    assert.equal(token.value, JSON.parse(fixture('token.json')).access_token);
    assert.equal(token.staleAt, monotonicMs(now + 3300_000));
  });

  it('a token answer is used for nine tenths of its life, or all of it but 5 minutes', () => {
    assert.equal(lifeOf(3600), 3300);
    assert.equal(lifeOf(100), 90);
    assert.equal(lifeOf('7200'), 6900);
  });

  for (const expiresIn of [undefined, null, 0, -1, 'soon', 1e12, {}, true]) {
    it(`a token answer that expires in ${JSON.stringify(expiresIn)} is used for a short while`, () => {
      assert.equal(lifeOf(expiresIn), 54);
    });
  }

  for (const body of [
    undefined,
    null,
    [],
    'token',
    {},
    { access_token: '' },
    { access_token: 7 },
    { access_token: 'two words' },
    { access_token: 'a\r\nb: c' },
    { access_token: 'ü' },
    { access_token: 'x'.repeat(20_000) },
    { access_token: 'x', token_type: 'mac' },
    { access_token: 'x', token_type: 7 },
  ]) {
    it(`a token answer such as ${JSON.stringify(body)?.slice(0, 40)} is malformed`, () => {
      assert.throws(() => readToken(response(200, body), monotonicMs(now)), { code: 'malformed' });
    });
  }
});

/** Waits that are recorded and end when `wake` is called. */
function waits() {
  const told: number[] = [];
  let wake = () => {};
  let fail = (_error: Error) => {};
  const later: Later = ms => {
    told.push(ms);
    return new Promise((resolve, reject) => {
      wake = resolve;
      fail = reject;
    });
  };
  const settle = () => new Promise(resolve => setImmediate(resolve));
  return {
    later,
    told,
    wake: async () => {
      wake();
      await settle();
    },
    end: async () => {
      fail(new Error('over'));
      await settle();
    },
  };
}

describe('background renewal of a token', () => {
  const minute = 60_000;

  it('a token renewed in the background is replaced before it is stale, so that no caller waits for a token again', async () => {
    const { later, told, wake } = waits();
    const { get, time, asked } = build([granted('t1'), granted('t2'), granted('t3')], { later });
    await get();
    assert.deepEqual(told, [49.5 * minute], 'nine tenths of the 55 minutes that it can be used');
    time.advance(49.5 * minute);
    await wake();
    assert.equal(asked.length, 2);
    assert.equal((await get()).value, 't2');
    time.advance(49.5 * minute);
    await wake();
    assert.equal((await get()).value, 't3');
    assert.equal(asked.length, 3, 'none of them in a question');
  });

  it('a token renewed in the background is still used while its renewal is under way, or fails', async () => {
    const { later, told, wake } = waits();
    const refused = response(400, { error: 'invalid_client' });
    const { get, time, asked } = build([granted('t1'), refused, granted('t2')], { later });
    await get();
    time.advance(50 * minute);
    await wake();
    assert.deepEqual([(await get()).value, asked.length], ['t1', 2]);
    assert.equal(told.at(-1), 30_000, 'it is tried again soon');
    time.advance(minute);
    await wake();
    assert.deepEqual([(await get()).value, asked.length], ['t2', 3]);
  });

  it('a token is not renewed once it is stale: the next caller fetches one', async () => {
    const { later, told, wake } = waits();
    const { get, time, asked } = build([granted('t1'), response(400), granted('t2')], { later });
    await get();
    time.advance(50 * minute);
    await wake();
    time.advance(6 * minute);
    await wake();
    assert.deepEqual([asked.length, told.length], [2, 2]);
    assert.equal((await get()).value, 't2');
    assert.equal(told.length, 3, 'and that one is kept warm again');
  });

  it('a token is not renewed if another one has replaced it', async () => {
    const { later, wake } = waits();
    const { get, asked } = build([granted('t1'), granted('t2')], { later });
    const first = await get();
    const second = get(10_000, first);
    await wake();
    assert.equal((await second).value, 't2');
    assert.equal(asked.length, 2);
  });

  it('a token is not renewed any more when the bot stops', async () => {
    const { later, end } = waits();
    const { get, asked } = build([granted('t1')], { later });
    await get();
    await end();
    assert.equal(asked.length, 1);
  });
});
