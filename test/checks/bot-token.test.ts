import assert from 'node:assert/strict';
import { checkBotToken } from '../../src/checks/bot-token.ts';
import type { BotIdentity } from '../../src/teams/credentials.ts';

const secret = 'planted-secret-0123456789';
const single: BotIdentity = {
  type: 'SingleTenant',
  appId: 'a0b9c3d4-1111-4222-8333-444455556666',
  tenantId: 'tenant',
  credential: { secret },
};
const managed: BotIdentity = { ...single, type: 'UserAssignedMsi', credential: undefined };

/** Returns the finding if no token comes for this reason. */
async function refusal(error: unknown, identity = single) {
  const finding = await checkBotToken(identity, () => Promise.reject(error), 1_000);
  assert.ok(finding.mark === 'failure');
  assert.ok(!JSON.stringify(finding).includes(secret));
  return finding;
}

describe('check of the bot’s token', () => {
  it('the check of the bot’s token is ok if a token comes, and in local mode, which it says', async () => {
    const token = { value: 'token', expiresAt: Date.UTC(2026, 10, 23, 14, 5) };
    const given = await checkBotToken(single, async () => token, 1_000);
    assert.equal(given.mark, 'ok');
    assert.match(given.seen, /valid until 2026-11-23 14:05 UTC/);
    const local = await checkBotToken(undefined, async () => undefined, 1_000);
    assert.equal(local.mark, 'ok');
    assert.match(local.seen, /local mode: without BOT_ID/);
  });

  const cases: readonly (readonly [string, RegExp, string | undefined])[] = [
    ['7000215', /make a new client secret.*value, not its id/, 'BOT_PASSWORD'],
    ['7000222', /make a new client secret/, 'BOT_PASSWORD'],
    ['700016', /set BOT_ID and BOT_TENANT_ID/, 'BOT_ID'],
    ['90002', /set BOT_TENANT_ID/, 'BOT_TENANT_ID'],
    ['7000229', /az ad sp create --id a0b9c3d4/, undefined],
    ['700027', /upload the certificate/, undefined],
    ['50034', /error\?code=50034/, undefined],
  ];
  for (const [number, fix, setting] of cases) {
    it(`the check names the fix for AADSTS${number}, and none of Entra's words`, async () => {
      const words = `invalid_client: AADSTS${number}: '${secret}' was sent. Trace ID: 1`;
      const finding = await refusal(Object.assign(new Error(words), { name: 'ServerError' }));
      assert.match(finding.seen, new RegExp(`AADSTS${number}`));
      assert.match(finding.fix, fix);
      assert.equal(finding.settings?.[0]?.name, setting);
    });
  }

  it('the check distinguishes an unreachable Entra from a missing managed identity', async () => {
    const noName = Object.assign(new Error('network_error: getaddrinfo ENOTFOUND login'), {
      code: 'ENOTFOUND',
    });
    assert.match((await refusal(noName)).seen, /login\.microsoftonline\.com does not answer \(ENOTFOUND\)/);
    const noNetwork = Object.assign(new Error('failed'), { errorCode: 'network_error' });
    assert.match(
      (await refusal(noNetwork)).seen,
      /login\.microsoftonline\.com does not answer \(network_error\)/,
    );
    const inMessage = Object.assign(new Error('network_error: See https://example.com'), {
      name: 'AuthenticationRequiredError',
    });
    assert.match((await refusal(inMessage)).seen, /does not answer \(network_error\)/);
    const none = Object.assign(new Error('no endpoint'), { name: 'CredentialUnavailableError' });
    const finding = await refusal(none, managed);
    assert.match(finding.seen, /no managed identity.*CredentialUnavailableError/);
    assert.match(finding.fix, /assign the identity with the client id a0b9c3d4/);
  });

  it('the check of the bot’s token ends in time if no server answers', async () => {
    const finding = await checkBotToken(single, () => new Promise(() => {}), 5);
    assert.ok(finding.mark === 'failure');
    assert.match(finding.seen, /no answer in time/);
  });
});
