import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { noProxy } from '../../src/domain/proxy.ts';
import { monotonicMs } from '../../src/domain/time.ts';
import { createConnector, createConnectorAgent } from '../../src/teams/connector.ts';
import { sendReply } from '../../src/teams/reply.ts';
import { noToken, SendError } from '../../src/teams/send-error.ts';
import { makeCertificate } from '../support/certificates.ts';
import { fakeClock, monday } from '../support/fakes.ts';

interface Refusal {
  readonly statusCode?: number;
  readonly code?: string;
  readonly retryAfter?: string;
}

/** Sends with one refusal after the other, and then with success; what it waited in between. */
async function sending(refusals: readonly Refusal[], budgetMs = 14_000) {
  const clock = fakeClock();
  const waits: number[] = [];
  let tries = 0;
  const send = async () => {
    const refusal = refusals[tries++];
    if (!refusal) return;
    throw new SendError(refusal);
  };
  const sleep = async (ms: number) => {
    waits.push(ms);
    clock.advance(ms);
  };
  const error = await sendReply(send, monotonicMs(monday + budgetMs), {
    clock,
    sleep,
    random: () => 0.5,
  }).catch(e => e);
  return { tries, waits, error };
}

describe('replies', () => {
  for (const refusal of [404, 412, 429, 500, 502, 503, 504].map(statusCode => ({ statusCode }))) {
    it(`a reply is tried again after ${refusal.statusCode}, with growing waits`, async () => {
      assert.deepEqual(await sending([refusal, refusal]), { tries: 3, waits: [250, 500], error: undefined });
    });
  }

  for (const code of [
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', noToken],
    ...['UND_ERR_CONNECT_TIMEOUT', 'PROXY_REFUSED'],
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED'],
  ])
    it(`a reply is tried again after ${code}`, async () => {
      assert.equal((await sending([{ code }])).tries, 2);
    });

  it('a reply is not tried again if the message that it is about is gone', async () => {
    const gone = { statusCode: 404, code: 'ActivityNotFoundInConversation' };
    assert.equal((await sending([gone])).tries, 1);
  });

  it('a reply waits as long as a Retry-After asks', async () => {
    const { waits } = await sending([{ statusCode: 429, retryAfter: '3' }]);
    assert.deepEqual(waits, [3_000]);
  });

  it('a reply is given up at once on a Retry-After beyond its time', async () => {
    const { tries, error } = await sending([{ statusCode: 429, retryAfter: '20' }]);
    assert.equal(tries, 1);
    assert.equal(error.statusCode, 429);
  });

  it('a reply is given up after four attempts', async () => {
    assert.equal((await sending(Array(9).fill({ statusCode: 503 }))).tries, 4);
  });

  for (const statusCode of [400, 401, 403, 413]) {
    it(`a reply is not tried again after ${statusCode}`, async () => {
      assert.equal((await sending([{ statusCode }])).tries, 1);
    });
  }

  it('a reply is tried again while the certificate of Teams is not trusted, and none of it is sent until it is', async () => {
    const tls = makeCertificate();
    const came: string[] = [];
    const server = createServer({ cert: tls.certificatePem, key: tls.privateKeyPem }, (req, res) => {
      came.push(req.url ?? '');
      // Restify, if it is loaded, replaces writeHead with one that returns nothing.
      res.writeHead(201);
      res.end('{"id":"m1"}');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const wary = createConnectorAgent(noProxy);
    const trusting = new Agent({ connect: { ca: tls.certificatePem } });
    const through = (dispatcher: Dispatcher) => createConnector(url, { dispatcher, token: async () => 't' });
    try {
      let attempts = 0;
      const sent = await sendReply(
        () => through(attempts++ < 2 ? wary : trusting).sendToConversation('a:1', { text: 'x' }),
        monotonicMs(monday + 14_000),
        { clock: fakeClock(), sleep: async () => {}, random: () => 0.5 },
      );
      assert.deepEqual([sent.id, attempts, came.length], ['m1', 3, 1]);
    } finally {
      await Promise.all([wary.close(), trusting.close()]);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      tls.remove();
    }
  });

  it('a reply ends if the channel stalls', async () => {
    const parts = { clock: fakeClock(), sleep: async () => {}, random: () => 0 };
    await assert.rejects(
      sendReply(() => new Promise(() => {}), monotonicMs(monday + 20), parts),
      { name: 'SendError', statusCode: undefined },
    );
  });
});
