import assert from 'node:assert/strict';
import { takeEnvironment } from '../../src/config/environment.ts';
import { readProxies } from '../../src/config/read-proxies.ts';
import { createSettings, type Env } from '../../src/config/settings.ts';
import { proxyFor } from '../../src/domain/proxy.ts';

function read(env: Env) {
  const settings = createSettings(env);
  const proxies = readProxies(settings);
  const through = (url: string) => proxyFor(url, proxies)?.name;
  return { ...proxies, problems: settings.problems, through };
}

const graph = 'https://graph.avepointonlineservices.com';

describe('proxy settings', () => {
  for (const [name, env, expected] of [
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://proxy.example:8080' }, 'proxy.example:8080'],
    ['https_proxy in small letters', { https_proxy: 'http://proxy.example:8080' }, 'proxy.example:8080'],
    ['HTTP_PROXY if it is the only one', { HTTP_PROXY: 'http://proxy.example:8080' }, 'proxy.example:8080'],
    [
      'HTTPS_PROXY before HTTP_PROXY',
      { HTTPS_PROXY: 'http://a.example', HTTP_PROXY: 'http://b.example' },
      'a.example:80',
    ],
    ['an address without http://', { HTTPS_PROXY: 'proxy.example:3128' }, 'proxy.example:3128'],
    ['a proxy that is reached over TLS', { HTTPS_PROXY: 'https://proxy.example' }, 'proxy.example:443'],
    ['nothing if it is empty', { HTTPS_PROXY: '  ' }, undefined],
    ['nothing of ALL_PROXY', { ALL_PROXY: 'socks5://proxy.example' }, undefined],
  ] as const)
    it(`the proxy settings accept ${name}`, () => assert.equal(read(env).through(graph), expected));

  it('the proxy settings name the proxy without its user name and password', () => {
    const { proxy } = read({ HTTPS_PROXY: 'http://kim:hidden@proxy.example:8080' });
    assert.deepEqual([proxy?.name, proxy?.setting], ['proxy.example:8080', 'HTTPS_PROXY']);
  });

  for (const HTTPS_PROXY of ['socks5://hidden.example', 'http://', 'http://x:hidden%@y', 'http://y:hidden'])
    it(`the proxy settings refuse ${HTTPS_PROXY.split('hidden')[0]}…, without its value`, () => {
      const { problems } = read({ HTTPS_PROXY });
      assert.deepEqual(problems, [
        'HTTPS_PROXY is wrong: the address of a proxy, http://host:port or https://host:port',
      ]);
    });

  const noProxy = 'direct.example, .below.example *.star.example,port.example:8443,[2001:db8::1],';
  for (const [url, isDirect] of [
    ['https://direct.example', true],
    ['https://DIRECT.example:8443/x', true],
    ['https://sub.direct.example', true],
    ['https://notdirect.example', false],
    ['https://below.example', true],
    ['https://a.b.below.example', true],
    ['https://a.star.example', true],
    ['https://port.example:8443', true],
    ['https://port.example', false],
    ['https://[2001:db8::1]', true],
    ['https://[2001:db8::2]', false],
    ['https://other.example', false],
    ['https://127.0.0.1:10002', true],
    ['https://localhost', true],
    ['https://[::1]', true],
    ['https://169.254.169.254', true],
    ['http://169.254.131.2:8081/msi/token', true],
    ['http://elsewhere.example', true],
  ] as const)
    it(`the proxy settings reach ${url} ${isDirect ? 'directly' : 'through the proxy'}`, () => {
      const { through } = read({ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: noProxy });
      assert.equal(through(url) === undefined, isDirect);
    });

  it('the proxy settings reach everything directly if NO_PROXY is *', () => {
    assert.equal(read({ HTTPS_PROXY: 'http://proxy.example', no_proxy: '*' }).through(graph), undefined);
  });
});

describe('environment of Azure’s libraries', () => {
  const of = (env: Record<string, string>) => {
    const left: Record<string, string | undefined> = { PATH: '/bin', ...env };
    const taken = takeEnvironment(left);
    assert.deepEqual(taken, { PATH: '/bin', ...env }, 'the settings are read as they were set');
    return left;
  };

  it('the environment of Azure’s libraries has the proxy of the bot, and keeps this machine and the sources of managed identities out of it', () => {
    const IDENTITY_ENDPOINT = 'http://169.254.131.2:8081/msi/token';
    const { HTTPS_PROXY, NO_PROXY, ...rest } = of({
      http_proxy: 'kim:hidden@proxy.example:8080',
      ALL_PROXY: 'socks5://other.example',
      NO_PROXY: 'direct.example,*.vault.azure.net:443,port.example:8443',
      IDENTITY_ENDPOINT,
    });
    assert.deepEqual(rest, { PATH: '/bin', IDENTITY_ENDPOINT });
    assert.equal(HTTPS_PROXY, 'http://kim:hidden@proxy.example:8080/');
    assert.deepEqual(NO_PROXY?.split(','), [
      ...['localhost', '127.0.0.1', '[::1]', '169.254.169.254', '169.254.131.2'],
      ...['direct.example', '.direct.example', 'vault.azure.net', '.vault.azure.net'],
    ]);
  });

  it('the environment of Azure’s libraries has no proxy if the bot has none, or if its address cannot be read', () => {
    for (const env of [
      { ALL_PROXY: 'http://other.example' },
      { HTTPS_PROXY: 'http://proxy.example', NO_PROXY: '*' },
      { HTTPS_PROXY: 'socks5://proxy.example', HTTP_PROXY: 'http://x.example' },
    ] as Record<string, string>[])
      assert.deepEqual(of(env), { PATH: '/bin' });
  });
});
