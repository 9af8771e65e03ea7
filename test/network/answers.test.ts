import assert from 'node:assert/strict';
import { errorCard, troubleText } from '../../src/cards/error-card.ts';
import { openProduct } from '../support/product.ts';
import { openProxy } from '../support/proxy.ts';

describe('a question that the proxy blocks', () => {
  it('a question that the proxy blocks is answered by a card that blames the proxy, not AvePoint, and names the setting', async () => {
    const proxy = await openProxy();
    const product = await openProduct({
      env: {
        HTTPS_PROXY: proxy.url.replace('//', '//kim:planted-password@'),
        AVEPOINT_GRAPH_URL: 'https://graph.example',
        AVEPOINT_TOKEN_URL: 'https://identity.example/connect/token',
      },
    });
    try {
      proxy.answer(407);
      await product.say('running backups');
      const card = JSON.stringify(product.connector.sent.at(-1)?.activity);
      assert.match(card, /I can’t reach AvePoint: my network’s proxy didn’t connect me\./);
      assert.match(card, /HTTPS_PROXY/);
      const log = JSON.stringify(product.logged());
      assert.match(
        log,
        /No connection to the token service: the proxy 127\.0\.0\.1:\d+ wants another user name/,
      );
      assert.ok(![card, log].some(text => text.includes('planted-password')));
    } finally {
      await product.close();
      await proxy.close();
    }
  });

  it('the answer says what to set if the certificate is not trusted', () => {
    const trouble = { problem: 'unavailable', blockedBy: 'certificate', reference: 'r' } as const;
    assert.match(troubleText(trouble), /my machine doesn’t trust its TLS certificate/);
    const reader = { zone: 'UTC', locale: 'en-GB' } as never;
    const card = errorCard({ ...trouble, retry: undefined, at: 0, zone: 'UTC' }, reader);
    assert.match(JSON.stringify(card), /NODE_EXTRA_CA_CERTS/);
  });
});
