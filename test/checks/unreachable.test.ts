import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { connectionProblem } from '../../src/checks/connection.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { freePorts } from '../support/free-ports.ts';
import { checking } from './support/checking.ts';

describe('npm run check without a network', () => {
  it('npm run check fails without a network, names both addresses, and is satisfied with nothing of AvePoint', async () => {
    await checking({}, async ({ check }) => {
      const [port] = await freePorts(1);
      const graphUrl = `http://127.0.0.1:${port}`;
      const told = await check({ settings: { graphUrl, tokenUrl: `${graphUrl}/connect/token` } });
      for (const [tried, setting] of [
        ['token service', 'AVEPOINT_TOKEN_URL'],
        ['data centre', 'AVEPOINT_GRAPH_URL'],
      ] as const) {
        const finding = told.about(tried);
        assert.equal(finding.mark, 'failure');
        assert.match(finding.seen, /ECONNREFUSED/);
        assert.ok(finding.fix?.includes(setting));
      }
      assert.equal(told.about('the rest').mark, 'warning');
      assert.equal(told.about('clock').mark, 'warning');
    });
  });

  it('npm run check ends in time if no server answers', async () => {
    const silent = createServer(() => {});
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const graphUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      await checking({}, async ({ check }) => {
        const settings = { graphUrl, tokenUrl: `${graphUrl}/connect/token`, timeoutMs: 100 };
        const { findings, text } = await check({ settings });
        const silences = findings.filter(
          ({ mark, seen }) => mark === 'failure' && /does not answer/.test(seen),
        );
        assert.equal(silences.length, 2, text);
      });
    } finally {
      silent.close();
    }
  });

  it('npm run check asks nothing any more when its time is over', async () => {
    await checking({}, async ({ check, simulator }) => {
      const told = await check({ others: { until: monotonicMs(0) } });
      assert.equal(told.about('token service').mark, 'failure');
      assert.deepEqual(simulator.requests(), []);
    });
  });

  it('npm run check distinguishes one kind of failed connection from another', () => {
    const told = (code: string) =>
      connectionProblem({ code }, { host: 'graph.example', setting: 'AVEPOINT_GRAPH_URL' });
    assert.match(told('ENOTFOUND').seen, /name graph\.example is not known/);
    assert.match(told('ECONNREFUSED').seen, /refuses/);
    assert.match(told('UND_ERR_CONNECT_TIMEOUT').fix, /let this machine out to graph\.example/);
    assert.match(told('ECONNRESET').seen, /cut/);
    for (const code of [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'CERT_HAS_EXPIRED',
    ])
      assert.match(told(code).fix, /NODE_EXTRA_CA_CERTS/);
    assert.match(told('ERR_SSL_WRONG_VERSION_NUMBER').seen, /TLS 1\.2/);
    assert.match(
      connectionProblem(new AggregateError([{ code: 'ECONNREFUSED' }]), { host: 'h', setting: 'S' }).seen,
      /refuses/,
    );
  });
});
