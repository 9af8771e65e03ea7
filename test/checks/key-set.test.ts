import assert from 'node:assert/strict';
import { checkKeySet } from '../../src/checks/key-set.ts';
import { createFetchKeys } from '../../src/teams/fetch-keys.ts';
import { openTokenIssuer, type TokenIssuer } from '../support/token-issuer.ts';

describe('check of Teams’ signing keys', () => {
  let issuer: TokenIssuer;
  before(async () => {
    issuer = await openTokenIssuer();
  });
  after(() => issuer.close());

  const check = (isNeeded = true) => {
    const { openIdUrl } = issuer;
    return checkKeySet({
      openIdUrl,
      isNeeded,
      fetchKeys: createFetchKeys({ openIdUrl, fetch, limitMs: 200 }),
    });
  };

  it('the check accepts Teams’ signing keys if some are endorsed for Teams, and says how many', async () => {
    const { mark, seen } = await check();
    assert.equal(mark, 'ok');
    assert.match(seen, /^2 fetched from 127\.0\.0\.1:\d+, 1 endorsed for Teams$/);
  });

  it('the check of Teams’ signing keys fails if none is endorsed for Teams', async () => {
    const body = JSON.stringify({
      keys: [{ ...issuer.key.publicKey.export({ format: 'jwk' }), kid: 'x', endorsements: ['webchat'] }],
    });
    issuer.misbehave({ kind: 'body', body });
    const finding = await check();
    assert.ok(finding.mark === 'failure');
    assert.match(finding.seen, /none endorsed for Teams/);
    issuer.behave();
  });

  it('the check of Teams’ signing keys fails if they cannot be fetched, with the reason and the host to be allowed', async () => {
    for (const [fault, why] of [
      [{ kind: 'status', status: 403 }, /HTTP 403/],
      [{ kind: 'hang' }, /no answer in time/],
      [{ kind: 'body', body: '<html>' }, /no JSON/],
    ] as const) {
      issuer.misbehave(fault);
      const finding = await check();
      assert.ok(finding.mark === 'failure');
      assert.match(finding.seen, why);
      assert.match(finding.fix, /let this machine out to 127\.0\.0\.1/);
      issuer.behave();
    }
  });

  it('the check of Teams’ signing keys is not needed in local mode', async () => {
    const asked = issuer.asked();
    assert.equal((await check(false)).mark, 'ok');
    assert.equal(issuer.asked(), asked);
  });
});
