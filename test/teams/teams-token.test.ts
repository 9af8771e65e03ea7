import assert from 'node:assert/strict';
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
      [new Error('network_error: planted'), 'network_error'],
      [new Error('planted_secret: planted'), 'no reason'],
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
