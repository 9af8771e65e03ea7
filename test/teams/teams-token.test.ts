import { strict as assert } from 'node:assert';
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import { createBotToken } from '../../src/teams/bot-token.ts';
import { createTeamsToken } from '../../src/teams/teams-token.ts';
import { fakeClock } from '../support/fakes.ts';

function open() {
  const clock = fakeClock();
  const state = { asked: 0, error: undefined as unknown };
  const token = createTeamsToken({
    ask: async () => {
      state.asked += 1;
      if (state.error !== undefined) throw state.error;
    },
    clock,
  });
  return { clock, state, ...token };
}

describe('the token by which Teams knows the bot', () => {
  it('is asked for once a minute at most, so that a refusal is seen within one', async () => {
    const { clock, state, trouble } = open();
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

  it('is shown with a code alone: other words may repeat what was sent', async () => {
    for (const [error, code] of [
      [Object.assign(new Error('planted'), { errorCode: 'network_error' }), 'network_error'],
      [Object.assign(new Error('planted'), { errorCode: 'planted secret' }), 'no reason'],
      [new Error('planted'), 'no reason'],
    ] as const) {
      const { state, trouble } = open();
      state.error = error;
      assert.equal(await trouble(), `Entra gave the bot no token for Teams (${code})`);
    }
  });

  it('is in trouble once Teams refuses it, until Teams answers otherwise', async () => {
    const { clock, noteAnswer, trouble } = open();
    noteAnswer(401);
    assert.equal(await trouble(), 'Teams refused the token of the bot (HTTP 401)');
    noteAnswer(201);
    assert.equal(await trouble(), undefined);
    noteAnswer(401);
    clock.advance(15 * 60_000);
    assert.equal(await trouble(), undefined);
  });
});

describe('the token of the bot', () => {
  it('is asked for anew if a fresh one is wanted, and is the known one otherwise', async () => {
    const asked: boolean[] = [];
    const factory = {
      createCredentials: async () => ({
        getToken: async (isFresh: boolean) => {
          asked.push(isFresh);
          return 'planted';
        },
      }),
    } as unknown as ServiceClientCredentialsFactory;
    const identity = {
      type: 'SingleTenant',
      appId: 'app',
      credential: { secret: 'planted' },
      tenantId: 'tenant',
    } as const;
    const token = createBotToken(identity, factory);
    await token();
    await token(true);
    assert.deepEqual(asked, [false, true]);
  });
});
