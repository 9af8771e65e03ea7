import assert from 'node:assert/strict';
import { mayReadMetrics } from '../../src/telemetry/metrics-access.ts';

const token = 'planted-token-of-32-characters-x';

const localMode = { token: undefined, trustsThisMachine: true };
const withToken = { token, trustsThisMachine: true };
const withIdentity = { token, trustsThisMachine: false };
const onThisMachine = ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1'];

describe('access to the metrics', () => {
  it('the metrics may be read in local mode from this machine, whatever the family of its address', () => {
    for (const address of onThisMachine)
      assert.ok(mayReadMetrics({ address, headers: {} }, localMode), address);
  });

  it('the metrics may not be read with an identity without the token, not even from this machine', () => {
    for (const address of onThisMachine) {
      assert.ok(!mayReadMetrics({ address, headers: {} }, withIdentity), address);
      const headers = { authorization: `Bearer ${token}` };
      assert.ok(mayReadMetrics({ address, headers }, withIdentity), address);
      const noToken = { token: undefined, trustsThisMachine: false };
      for (const authorization of [`Bearer ${token}`, 'Bearer undefined', 'Bearer '])
        assert.ok(!mayReadMetrics({ address, headers: { authorization } }, noToken), authorization);
    }
  });

  it('the metrics may not be read from another machine, nor if the address is not known any more', () => {
    for (const address of [
      '10.0.0.4',
      '::ffff:10.0.0.4',
      '2001:db8::1',
      '127.0.0.1.evil.example',
      '',
      undefined,
    ])
      assert.ok(!mayReadMetrics({ address, headers: {} }, withToken), address);
  });

  it('the metrics may not be read through a proxy on this machine', () => {
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'])
      for (const value of ['203.0.113.7', '127.0.0.1', ''])
        assert.ok(!mayReadMetrics({ address: '127.0.0.1', headers: { [name]: value } }, withToken), name);
  });

  it('the metrics may be read from anywhere with the token, if one is set', () => {
    const caller = (authorization: string) => ({ address: '203.0.113.7', headers: { authorization } });
    assert.ok(mayReadMetrics(caller(`Bearer ${token}`), withToken));
    assert.ok(mayReadMetrics({ ...caller(`Bearer ${token}`), address: undefined }, withToken));
    assert.ok(!mayReadMetrics(caller(`Bearer ${token}`), localMode));
    for (const wrong of [
      '',
      'Bearer',
      'Bearer  ',
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      'Bearer \u00e4',
    ])
      assert.ok(!mayReadMetrics(caller(wrong), withToken), wrong);
  });
});
