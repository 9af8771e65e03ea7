import assert from 'node:assert/strict';
import { type AccessToken, createBotToken, createTokenHealth } from '../../src/teams/bot-token.ts';
import { fakeClock, hour } from '../support/fakes.ts';

/** A token whose fetches the test answers, and a background whose waits it ends. */
function open({ limitMs }: { limitMs?: number } = {}) {
  const clock = fakeClock();
  const fetches: { give(lifeMs?: number): void; refuse(): void }[] = [];
  const waits: { readonly ms: number; end(): void }[] = [];
  let given = 0;
  const token = createBotToken({
    clock,
    ...(limitMs !== undefined && { limitMs }),
    later: ms => new Promise<void>(resolve => waits.push({ ms, end: resolve })),
    fetchToken: () =>
      new Promise<AccessToken>((resolve, reject) => {
        fetches.push({
          give: (lifeMs = hour) => resolve({ value: `t${++given}`, expiresAt: clock.now() + lifeMs }),
          refuse: () => reject(new Error('planted')),
        });
      }),
  });
  return { clock, fetches, waits, token };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

describe('the bot’s token', () => {
  it('the bot’s token is fetched once however many ask, and is known from then on', async () => {
    const { fetches, token } = open();
    const asking = [token.get(), token.get(), token.get()];
    fetches[0]?.give();
    assert.deepEqual(await Promise.all(asking), ['t1', 't1', 't1']);
    assert.equal(await token.get(), 't1');
    assert.equal(fetches.length, 1);
  });

  it('the bot’s token is fetched again when its first fetch failed', async () => {
    const { fetches, token } = open();
    const asking = token.get();
    fetches[0]?.refuse();
    await assert.rejects(asking, /planted/);
    const again = token.get();
    fetches[1]?.give();
    assert.equal(await again, 't1');
  });

  it('the bot’s token is fetched at the start and replaced in the background before it ends, and used until the new one has come', async () => {
    const { clock, fetches, waits, token } = open();
    token.start();
    fetches[0]?.give(hour);
    await settled();
    assert.deepEqual(
      waits.map(({ ms }) => ms),
      [0.75 * hour],
    );
    clock.advance(0.75 * hour);
    waits[0]?.end();
    await settled();
    assert.equal(await token.get(), 't1');
    fetches[1]?.give();
    await settled();
    assert.equal(await token.get(), 't2');
    assert.equal(fetches.length, 2);
  });

  it('the bot’s token is requested every half minute if it cannot be fetched or renewed, and the old one is still used', async () => {
    const { clock, fetches, waits, token } = open();
    token.start();
    fetches[0]?.refuse();
    await settled();
    waits[0]?.end();
    await settled();
    fetches[1]?.give(hour);
    await settled();
    clock.advance(0.75 * hour);
    waits[1]?.end();
    await settled();
    fetches[2]?.refuse();
    await settled();
    assert.deepEqual(
      waits.map(({ ms }) => ms),
      [30_000, 0.75 * hour, 30_000],
    );
    assert.equal(await token.get(), 't1');
    waits[2]?.end();
    await settled();
    fetches[3]?.give();
    await settled();
    assert.equal(await token.get(), 't2');
  });

  it('the bot’s token is renewed later if it was replaced meanwhile', async () => {
    const { clock, fetches, waits, token } = open();
    token.start();
    fetches[0]?.give(hour);
    await settled();
    clock.advance(0.5 * hour);
    const renewing = token.renew();
    fetches[1]?.give(hour);
    await renewing;
    clock.advance(0.25 * hour);
    waits[0]?.end();
    await settled();
    assert.equal(fetches.length, 2);
    assert.equal(waits[1]?.ms, 0.5 * hour);
  });

  it('the bot’s token is not used in the last minutes of its life', async () => {
    const { clock, fetches, token } = open();
    const asking = token.get();
    fetches[0]?.give(hour);
    await asking;
    clock.advance(55 * 60_000);
    const next = token.get();
    fetches[1]?.give();
    assert.equal(await next, 't2');
  });

  it('the bot’s token is fetched once if many messages were refused with it at the same time, and by those that come late not again', async () => {
    const { fetches, token } = open();
    const asking = token.get();
    fetches[0]?.give();
    await asking;
    const refused = [token.get('t1'), token.get('t1'), token.get('t1')];
    fetches[1]?.give();
    assert.deepEqual(await Promise.all(refused), ['t2', 't2', 't2']);
    assert.equal(await token.get('t1'), 't2');
    assert.equal(fetches.length, 2);
  });

  it('the bot’s token is not fetched with each message while Teams refuses every token', async () => {
    const { clock, fetches, token } = open();
    const asking = token.get();
    fetches[0]?.give();
    await asking;
    const refused = token.get('t1');
    fetches[1]?.give();
    assert.equal(await refused, 't2');
    assert.equal(await token.get('t2'), 't2');
    clock.advance(10_000);
    const later = token.get('t2');
    fetches[2]?.give();
    assert.equal(await later, 't3');
  });

  it('the bot’s token is used for a minute even if it has expired already by this machine’s clock', async () => {
    const { clock, fetches, token } = open();
    const asking = token.get();
    fetches[0]?.give(-hour);
    assert.equal(await asking, 't1');
    clock.advance(50_000);
    assert.equal(await token.get(), 't1');
  });

  it('the bot does not wait for ever for an identity service that never answers', async () => {
    const { fetches, token } = open({ limitMs: 5 });
    // A timer of ours alone keeps no process alive.
    const alive = setInterval(() => {}, 1_000);
    await assert.rejects(token.get(), /no token in time/);
    clearInterval(alive);
    const again = token.get();
    fetches[1]?.give();
    assert.equal(await again, 't1');
  });
});

function openHealth() {
  const clock = fakeClock();
  const state = { asked: 0, error: undefined as unknown };
  const token = createTokenHealth({
    ask: async () => {
      state.asked += 1;
      if (state.error !== undefined) throw state.error;
    },
    clock,
  });
  return { clock, state, ...token };
}

describe('the bot’s token at Teams', () => {
  it('the bot asks for its token once a minute at most, so that a refusal is noticed within one', async () => {
    const { clock, state, trouble } = openHealth();
    assert.equal(await trouble(), undefined);
    state.error = new Error('AADSTS7000222: the secret planted has expired');
    clock.advance(59_999);
    assert.equal(await trouble(), undefined);
    clock.advance(1);
    assert.equal(await trouble(), 'Entra gave the bot no token for Teams (AADSTS7000222)');
    state.error = undefined;
    clock.advance(60_000);
    assert.equal(await trouble(), undefined);
    assert.equal(state.asked, 3);
  });

  it('a refused token is reported with a code only: other words may repeat what was sent', async () => {
    for (const [error, code] of [
      [new Error('network_error: planted'), 'network_error'],
      [new Error('planted_secret: planted'), 'no reason'],
      [new Error('planted'), 'no reason'],
    ] as const) {
      const { state, trouble } = openHealth();
      state.error = error;
      assert.equal(await trouble(), `Entra gave the bot no token for Teams (${code})`);
    }
  });

  it('the bot’s token is in trouble once Teams refuses it, until Teams answers otherwise', async () => {
    const { clock, noteAnswer, trouble } = openHealth();
    noteAnswer(401);
    assert.equal(await trouble(), 'Teams refused the token of the bot (HTTP 401)');
    noteAnswer(201);
    assert.equal(await trouble(), undefined);
    noteAnswer(401);
    clock.advance(15 * 60_000);
    assert.equal(await trouble(), undefined);
  });
});
