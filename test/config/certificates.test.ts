import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../src/config.ts';
import { type MadeCertificate, makeCertificate, openssl } from '../support/certificates.ts';

const dayMs = 86_400_000;
const avePoint = { AVEPOINT_GRAPH_URL: 'https://graph.example.com', AVEPOINT_CLIENT_ID: 'id' };
const bot = {
  BOT_ID: 'app',
  BOT_TYPE: 'SingleTenant',
  BOT_TENANT_ID: '11111111-2222-3333-4444-555555555555',
};

describe('certificate in the settings', () => {
  let own: MadeCertificate;
  let other: MadeCertificate;
  let folder: string;

  before(() => {
    own = makeCertificate(30);
    other = makeCertificate();
    folder = join(own.files.key, '..');
  });
  after(() => {
    own.remove();
    other.remove();
  });

  function file(name: string, ...contents: readonly (string | Buffer)[]): string {
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat(contents.map(content => Buffer.from(content))));
    return path;
  }
  function pkcs12(name: string, password: string, ...more: readonly string[]): string {
    const path = join(folder, name);
    const { certificate, key } = own.files;
    openssl(
      'pkcs12',
      '-export',
      '-in',
      certificate,
      '-inkey',
      key,
      '-out',
      path,
      '-passout',
      `pass:${password}`,
      ...more,
    );
    return path;
  }
  const read = (env: Record<string, string>, now = Date.now()) => {
    const { credential } = readConfig({ ...avePoint, ...env }, { now }).avePoint;
    return 'certificate' in credential ? credential.certificate : undefined;
  };
  const problemsOf = (env: Record<string, string>, now = Date.now()) => {
    try {
      readConfig({ ...avePoint, ...env }, { now });
      return [];
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.problems;
    }
  };
  /** Both name one and the same certificate and key, whatever their text. */
  function isOwn(found: ReturnType<typeof read>): void {
    assert.ok(found);
    assert.equal(found.thumbprint, own.thumbprint);
    assert.equal(found.expiresAt, own.expiresAt);
    assert.ok(
      new X509Certificate(found.certificatePem).checkPrivateKey(createPrivateKey(found.privateKeyPem)),
    );
  }

  it('a certificate is read from PEM, key and certificate in either order, beside others', () => {
    const [mine, key, theirs] = [own.certificatePem, own.privateKeyPem, other.certificatePem];
    isOwn(read({ AVEPOINT_CERTIFICATE_PATH: file('a.pem', key, mine) }));
    isOwn(read({ AVEPOINT_CERTIFICATE_PATH: file('b.pem', theirs, 'Bag Attributes\r\n', mine, key) }));
  });

  it('a certificate is read from PEM whose key has a password', () => {
    const path = join(folder, 'encrypted.pem');
    openssl('pkcs8', '-topk8', '-in', own.files.key, '-out', path, '-passout', 'pass:planted-1');
    const both = file('c.pem', readFileSync(path), own.certificatePem);
    isOwn(read({ AVEPOINT_CERTIFICATE_PATH: both, AVEPOINT_CERTIFICATE_PASSWORD: 'planted-1' }));
  });

  for (const [kind, more] of Object.entries({ modern: [], legacy: ['-legacy'] }))
    it(`a certificate is read from PKCS#12, ${kind} ciphers, with and without a password`, () => {
      const AVEPOINT_CERTIFICATE_PATH = pkcs12(`${kind}.pfx`, 'planted 1+/=~', ...more);
      isOwn(read({ AVEPOINT_CERTIFICATE_PATH, AVEPOINT_CERTIFICATE_PASSWORD: 'planted 1+/=~' }));
      isOwn(read({ AVEPOINT_CERTIFICATE_PATH: pkcs12(`${kind}-open.pfx`, '', ...more) }));
    });

  it('a certificate is read from its own text, as Key Vault gives it: PEM, or PKCS#12 in base64', () => {
    isOwn(read({ AVEPOINT_CERTIFICATE: own.privateKeyPem + own.certificatePem }));
    isOwn(read({ AVEPOINT_CERTIFICATE: readFileSync(own.files.pfx).toString('base64') }));
  });

  it('a certificate’s expiry is known', () => {
    const AVEPOINT_CERTIFICATE_PATH = own.files.pfx;
    const BOT_CERTIFICATE_PATH = other.files.pfx;
    const config = readConfig({ ...avePoint, ...bot, AVEPOINT_CERTIFICATE_PATH, BOT_CERTIFICATE_PATH });
    assert.deepEqual(config.expiries, [
      { credential: 'avePointCertificate', at: own.expiresAt },
      { credential: 'botCertificate', at: other.expiresAt },
    ]);
  });

  it('a certificate replaces a secret of the bot', () => {
    const config = readConfig({
      ...avePoint,
      ...bot,
      AVEPOINT_CLIENT_SECRET: 'x',
      BOT_CERTIFICATE_PATH: own.files.pfx,
    });
    const credential = config.identity?.credential;
    isOwn(credential && 'certificate' in credential ? credential.certificate : undefined);
  });

  it('an unusable certificate is refused, with the reason and nothing of its content', () => {
    const path = 'AVEPOINT_CERTIFICATE_PATH';
    const ec = makeCertificate(2, ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']);
    const secured = pkcs12('secured.pfx', 'planted-2');
    const pemKey = join(folder, 'encrypted-2.pem');
    openssl('pkcs8', '-topk8', '-in', own.files.key, '-out', pemKey, '-passout', 'pass:planted-3');
    const wrong: [Record<string, string>, RegExp][] = [
      [
        { [path]: join(folder, 'nowhere.pem') },
        /^AVEPOINT_CERTIFICATE_PATH is wrong: the file cannot be read \(ENOENT\)$/,
      ],
      [{ [path]: folder }, /^AVEPOINT_CERTIFICATE_PATH is wrong: .*\(EISDIR\)$/],
      [
        { [path]: file('planted.txt', 'planted: no certificate') },
        /^AVEPOINT_CERTIFICATE_PATH is wrong: .*neither PEM nor PKCS#12/,
      ],
      [{ [path]: file('empty.pem') }, /^AVEPOINT_CERTIFICATE_PATH is wrong: .*neither PEM nor PKCS#12/],
      [
        { [path]: own.files.certificate },
        /^AVEPOINT_CERTIFICATE_PATH is wrong: .*the private key is not in it/,
      ],
      [{ [path]: own.files.key }, /^AVEPOINT_CERTIFICATE_PATH is wrong: .*no certificate is in it/],
      [
        {
          [path]: file(
            'd.pem',
            own.privateKeyPem,
            '-----BEGIN CERTIFICATE-----\nplanted\n-----END CERTIFICATE-----',
          ),
        },
        /no certificate is in it/,
      ],
      [
        {
          [path]: file(
            'e.pem',
            '-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----\n',
            own.certificatePem,
          ),
        },
        /key cannot be read/,
      ],
      [{ [path]: file('f.pem', own.privateKeyPem, other.certificatePem) }, /belongs to another certificate/],
      [{ [path]: file('g.pem', ec.privateKeyPem, ec.certificatePem) }, /no RSA key/],
      [{ [path]: ec.files.pfx }, /no RSA key/],
      [{ [path]: secured }, /^AVEPOINT_CERTIFICATE_PASSWORD is missing: /],
      [
        { [path]: secured, AVEPOINT_CERTIFICATE_PASSWORD: 'planted-4' },
        /^AVEPOINT_CERTIFICATE_PASSWORD is wrong: /,
      ],
      [
        { [path]: file('h.pem', readFileSync(pemKey), own.certificatePem) },
        /^AVEPOINT_CERTIFICATE_PASSWORD is missing: /,
      ],
      [
        {
          [path]: file('h.pem', readFileSync(pemKey), own.certificatePem),
          AVEPOINT_CERTIFICATE_PASSWORD: 'planted-4',
        },
        /^AVEPOINT_CERTIFICATE_PASSWORD is wrong: /,
      ],
      [
        { [path]: secured, AVEPOINT_CERTIFICATE_PASSWORD: 'planted-ä' },
        /^AVEPOINT_CERTIFICATE_PASSWORD is wrong: .*plain letters/,
      ],
      [{ AVEPOINT_CERTIFICATE: 'planted' }, /^AVEPOINT_CERTIFICATE is wrong: /],
    ];
    for (const [env, expected] of wrong) {
      const problems = problemsOf(env);
      assert.equal(problems.length, 1, problems.join());
      assert.match(problems[0] ?? '', expected);
      assert.doesNotMatch(problems.join(), /planted/);
    }
    ec.remove();
  });

  it('a certificate is reported as having a password if none is set, and another one if a wrong one is', () => {
    const key = join(folder, 'encrypted-3.pem');
    openssl('pkcs8', '-topk8', '-in', own.files.key, '-out', key, '-passout', 'pass:planted-5');
    const needed = 'a certificate with its key is needed, as PEM or PFX';
    for (const AVEPOINT_CERTIFICATE_PATH of [
      pkcs12('secured-2.pfx', 'planted-5'),
      file('i.pem', readFileSync(key), own.certificatePem),
    ]) {
      assert.deepEqual(problemsOf({ AVEPOINT_CERTIFICATE_PATH }), [
        `AVEPOINT_CERTIFICATE_PASSWORD is missing: ${needed}; it has a password`,
      ]);
      assert.deepEqual(
        problemsOf({ AVEPOINT_CERTIFICATE_PATH, AVEPOINT_CERTIFICATE_PASSWORD: 'planted-6' }),
        [`AVEPOINT_CERTIFICATE_PASSWORD is wrong: ${needed}; its password is another`],
      );
    }
  });

  it('a certificate is refused if it has expired, or is not valid yet', () => {
    const env = { AVEPOINT_CERTIFICATE_PATH: own.files.pfx };
    assert.match(
      problemsOf(env, own.expiresAt).join(),
      /^AVEPOINT_CERTIFICATE_PATH is wrong: .*it has expired$/,
    );
    assert.deepEqual(problemsOf(env, own.expiresAt - 1), []);
    assert.match(problemsOf(env, Date.now() - dayMs).join(), /it is not valid yet$/);
  });

  it('a certificate replaces a secret: exactly one of the two must be set', () => {
    const pfx = own.files.pfx;
    assert.match(
      problemsOf({}).join(),
      /^AVEPOINT_CLIENT_SECRET is missing: .*AVEPOINT_CERTIFICATE_PATH: exactly one/,
    );
    assert.match(
      problemsOf({ AVEPOINT_CLIENT_SECRET: 'planted', AVEPOINT_CERTIFICATE_PATH: pfx }).join(),
      /^AVEPOINT_CLIENT_SECRET is wrong: it is set beside AVEPOINT_CERTIFICATE_PATH; .*exactly one/,
    );
    const both = { AVEPOINT_CERTIFICATE: 'planted', AVEPOINT_CERTIFICATE_PATH: pfx };
    assert.match(
      problemsOf(both).join(),
      /^AVEPOINT_CERTIFICATE and AVEPOINT_CERTIFICATE_PATH are wrong: only one/,
    );
    const secret = { AVEPOINT_CLIENT_SECRET: 'x' };
    assert.match(
      problemsOf({ ...secret, ...bot }).join(),
      /^BOT_PASSWORD is missing: .*BOT_CERTIFICATE_PATH/,
    );
    for (const name of ['BOT_PASSWORD', 'CLIENT_SECRET'])
      assert.match(
        problemsOf({ ...secret, ...bot, [name]: 'planted', BOT_CERTIFICATE_PATH: pfx }).join(),
        /^BOT_PASSWORD is wrong: it is set beside BOT_CERTIFICATE_PATH/,
      );
  });

  it('a certificate is useless to a managed identity, and refused', () => {
    const msi = { AVEPOINT_CLIENT_SECRET: 'x', ...bot, BOT_TYPE: 'UserAssignedMsi' };
    for (const name of ['BOT_PASSWORD', 'CLIENT_SECRET', 'BOT_CERTIFICATE', 'BOT_CERTIFICATE_PATH'])
      assert.deepEqual(problemsOf({ ...msi, [name]: 'planted' }), [
        `${name} is wrong: a managed identity has none; take it out`,
      ]);
  });
});

describe('type of the bot', () => {
  const env = { ...avePoint, ...bot, AVEPOINT_CLIENT_SECRET: 'x', BOT_PASSWORD: 'x' };

  it('the settings warn of a type of bot that Azure would not register again', () => {
    assert.deepEqual(readConfig(env).warnings, []);
    const [warning, ...others] = readConfig({ ...env, BOT_TYPE: 'MultiTenant' }).warnings;
    assert.match(warning ?? '', /^BOT_TYPE=MultiTenant .*Azure refuses new ones/);
    assert.deepEqual(others, []);
  });
});
