import { strict as assert } from 'node:assert';
import { mayReadMetrics } from '../../src/telemetry/metrics-access.ts';

const token = 'planted-token-of-32-characters-x';

describe('the metrics', () => {
  it('may be read from this machine, whatever the family of its address', () => {
    for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1'])
      assert.ok(mayReadMetrics({ address, headers: {} }, undefined), address);
  });

  it('may not be read from any other, nor where the address is not known any more', () => {
    for (const address of [
      '10.0.0.4',
      '::ffff:10.0.0.4',
      '2001:db8::1',
      '127.0.0.1.evil.example',
      '',
      undefined,
    ])
      assert.ok(!mayReadMetrics({ address, headers: {} }, token), address);
  });

  it('may not be read through a proxy on this machine', () => {
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'])
      for (const value of ['203.0.113.7', '127.0.0.1', ''])
        assert.ok(!mayReadMetrics({ address: '127.0.0.1', headers: { [name]: value } }, token), name);
  });

  it('may be read from anywhere with the token, where there is one', () => {
    const caller = (authorization: string) => ({ address: '203.0.113.7', headers: { authorization } });
    assert.ok(mayReadMetrics(caller(`Bearer ${token}`), token));
    assert.ok(mayReadMetrics({ ...caller(`Bearer ${token}`), address: undefined }, token));
    assert.ok(!mayReadMetrics(caller(`Bearer ${token}`), undefined));
    for (const wrong of [
      '',
      'Bearer',
      'Bearer  ',
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      'Bearer \u00e4',
    ])
      assert.ok(!mayReadMetrics(caller(wrong), token), wrong);
  });
});
