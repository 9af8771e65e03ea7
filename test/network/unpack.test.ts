import assert from 'node:assert/strict';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { failureOf } from '../../src/avepoint/errors.ts';
import { createSend } from '../../src/avepoint/http.ts';
import { noProxy } from '../../src/domain/proxy.ts';
import { createAgent } from '../../src/network/agent.ts';
import { listen } from '../avepoint/support/server.ts';

const page = { jobs: Array.from({ length: 20 }, (_, at) => ({ id: at, name: 'Exchange Online' })) };
const text = JSON.stringify(page);
const mb = 1024 * 1024;

describe('compressed answers', () => {
  const agent = createAgent({ proxies: noProxy, connectTimeoutMs: 5_000 });
  let encoding: string | string[];
  let content: Buffer | string;
  let status = 200;
  let server: Awaited<ReturnType<typeof listen>>;

  before(async () => {
    server = await listen((_, response) => {
      response.statusCode = status;
      response.setHeader('content-encoding', encoding).end(content);
    });
  });
  after(async () => {
    await agent.destroy();
    await server.close();
  });
  beforeEach(() => {
    status = 200;
  });

  const ask = () => createSend(agent)({ method: 'GET', origin: server.url, path: '/', headers: {} }, 10_000);
  const bodyOf = (outcome: Awaited<ReturnType<typeof ask>>) =>
    outcome.kind === 'response' ? outcome.body : outcome.kind;

  for (const [name, header, packed] of [
    ['gzip', 'gzip', gzipSync(text)],
    ['gzip under its old name', 'X-GZIP', gzipSync(text)],
    ['deflate', 'deflate', deflateSync(text)],
    ['deflate without the frame of zlib', 'deflate', deflateRawSync(text)],
    ['brotli', 'br', brotliCompressSync(text)],
    ['identity', 'identity', text],
    ['gzip, twice', 'gzip, gzip', gzipSync(gzipSync(text))],
    ['gzip and then deflate, in two headers', ['gzip', 'deflate'], deflateSync(gzipSync(text))],
  ] as const)
    it(`a compressed answer is read if it is ${name}`, async () => {
      [encoding, content] = [header as string | string[], packed];
      assert.deepEqual(bodyOf(await ask()), page);
    });

  it('a compressed answer is never asked for', () => {
    assert.ok(server.asked.every(({ headers }) => headers['accept-encoding'] === undefined));
  });

  it('a compressed answer is too large as soon as it has 8 MB unpacked, whatever comes after', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * mb));
    for (const [name, packed] of [
      ['gzip', bomb],
      ['gzip, gzip', gzipSync(bomb)],
    ] as const) {
      [encoding, content] = [name, packed];
      const before = process.memoryUsage.rss();
      assert.equal((await ask()).kind, 'too-large');
      const grown = process.memoryUsage.rss() - before;
      assert.ok(grown < 50 * mb, `${name}: ${Math.round(grown / mb)} MB`);
    }
  });

  it('a compressed answer is too large if it has more than 8 MB as it comes', async () => {
    [encoding, content] = ['gzip', Buffer.alloc(9 * mb)];
    assert.equal((await ask()).kind, 'too-large');
  });

  for (const [header, packed, sentence] of [
    ['zstd', 'x', 'The jobs API answered, but the body is packed in a way that is not known (zstd).'],
    [
      '__proto__',
      'x',
      'The jobs API answered, but the body is packed in a way that is not known (one without a name).',
    ],
    [
      'gzip,gzip,gzip',
      gzipSync(gzipSync(gzipSync(text))),
      'The jobs API answered, but the body is packed in a way that is not known (gzip).',
    ],
    ['gzip', text, 'The jobs API answered, but the body is not packed as its Content-Encoding says.'],
    [
      'gzip',
      gzipSync(text).subarray(0, 30),
      'The jobs API answered, but the body is not packed as its Content-Encoding says.',
    ],
  ] as const)
    it(`a compressed answer fails with a sentence if it can't be unpacked (${header}, ${packed.length} bytes)`, async () => {
      [encoding, content] = [header, packed as Buffer | string];
      const error = failureOf('jobs API', await ask(), undefined);
      assert.deepEqual([error.code, error.message], ['malformed', sentence]);
    });

  it('a compressed answer counts by its status only if it is an error that cannot be unpacked', async () => {
    [encoding, content, status] = ['zstd', 'x', 503];
    const outcome = await ask();
    assert.deepEqual([outcome.kind, outcome.kind === 'response' && outcome.status], ['response', 503]);
  });
});
