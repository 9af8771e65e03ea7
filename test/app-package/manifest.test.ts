import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { unzipSync } from 'fflate';
import { buildAppPackage, readManifestTemplate } from '../../scripts/app-package.ts';
import { root } from '../../scripts/root.ts';
import { validateManifest as validate } from '../../scripts/validate-manifest.ts';
import { fillManifest, placeholdersIn } from '../../src/checks/fill-manifest.ts';

/** Plausible values for every placeholder; of the right shape, and not in use. */
const values = {
  TEAMS_APP_ID: '6c1d2f0e-8f4b-4a35-9d0c-0a4c5d1b7e21',
  BOT_ID: 'a0b9c3d4-1111-4222-8333-444455556666',
  APP_NAME_SUFFIX: '',
  APP_DEVELOPER_NAME: 'Contoso Backup Team',
  APP_WEBSITE_URL: 'https://example.com/backup-watch',
  APP_PRIVACY_URL: 'https://example.com/backup-watch/privacy',
  APP_TERMS_URL: 'https://example.com/backup-watch/terms',
};

interface Bot {
  readonly botId: string;
  readonly scopes: readonly string[];
  readonly commandLists: readonly {
    readonly scopes: readonly string[];
    readonly commands: { title: string; description: string }[];
  }[];
}
interface Manifest extends Record<string, unknown> {
  readonly manifestVersion: string;
  readonly $schema: string;
  readonly bots: readonly Bot[];
}

async function filled(): Promise<Manifest> {
  return fillManifest(await readManifestTemplate(), values) as Manifest;
}

describe('app package', () => {
  const { fetch } = globalThis;
  const { connect } = Socket.prototype;

  before('no network', () => {
    globalThis.fetch = () => Promise.reject(new Error('There is no network in this test.'));
    Socket.prototype.connect = () => {
      throw new Error('There is no network in this test.');
    };
  });
  after(() => {
    globalThis.fetch = fetch;
    Socket.prototype.connect = connect;
  });

  it("the app package holds a manifest that Microsoft's own schema accepts", async () => {
    assert.deepEqual(await validate(await filled()), []);
  });

  it('the app package names the same schema version twice', async () => {
    const { $schema, manifestVersion } = await filled();
    assert.ok($schema.includes(`/teams/v${manifestVersion}/`), $schema);
  });

  it('the app package may be added to private and shared channels, which a schema before 1.25 does not know', async () => {
    const manifest = await filled();
    assert.equal(manifest.supportsChannelFeatures, 'tier1');
    const [, minor] = manifest.manifestVersion.split('.').map(Number);
    assert.ok(Number(minor) >= 25, manifest.manifestVersion);
  });

  const spoilt: readonly [name: string, spoil: (manifest: Manifest) => Manifest, complaint: RegExp][] = [
    ['an id that is no GUID', manifest => ({ ...manifest, id: 'backup-watch' }), /^\/id must match pattern/],
    [
      'an unfilled placeholder',
      manifest => ({ ...manifest, id: '$' + '{{TEAMS_APP_ID}}' }),
      /^\/id must match/,
    ],
    ['an unknown key', manifest => ({ ...manifest, colour: 'blue' }), /additional properties.*colour/i],
    [
      'a tier of channels that there is not',
      manifest => ({ ...manifest, supportsChannelFeatures: 'tier2' }),
      /supportsChannelFeatures must be equal to one of the allowed values/,
    ],
    [
      'a title of 129 characters',
      manifest => withCommand(manifest, { title: 'x'.repeat(129), description: 'Too long' }),
      /commands\/0\/title must NOT have more than 128/,
    ],
    [
      'a command without a title',
      manifest => withCommand(manifest, { description: 'Failed backups' }),
      /commands\/0 must have required property 'title'/,
    ],
  ];
  for (const [name, spoil, complaint] of spoilt) {
    it(`the manifest would not pass with ${name}`, async () => {
      const errors = await validate(spoil(await filled()));
      assert.equal(errors.length, 1, errors.join('\n'));
      assert.match(errors[0] ?? '', complaint);
    });
  }

  it('the manifest has commands for the personal chat, teams and group chats', async () => {
    const [bot] = (await filled()).bots;
    assert.deepEqual([...(bot?.scopes ?? [])].sort(), ['groupChat', 'personal', 'team']);
    const served = bot?.commandLists.flatMap(({ scopes }) => scopes) ?? [];
    assert.deepEqual([...served].sort(), ['groupChat', 'personal', 'team']);
  });

  it('the manifest has at most ten commands a scope, short enough for a menu and none twice', async () => {
    const [bot] = (await filled()).bots;
    for (const { commands } of bot?.commandLists ?? []) {
      assert.ok(commands.length >= 1 && commands.length <= 10, `${commands.length} commands`);
      assert.equal(new Set(commands.map(({ title }) => title.toLowerCase())).size, commands.length);
      for (const { title, description } of commands) {
        assert.ok(title.length <= 40, title);
        assert.ok(description.length >= 10 && description.length <= 64, description);
      }
    }
  });

  it('the app package asks for no permission, no domain and no sign-in', async () => {
    const manifest = await filled();
    for (const key of [
      'permissions',
      'authorization',
      'validDomains',
      'webApplicationInfo',
      'devicePermissions',
    ]) {
      assert.equal(manifest[key], undefined, key);
    }
  });

  it('the app package is a zip of the manifest and both icons at its root, and nothing else', async () => {
    const manifest = await filled();
    const files = unzipSync(await buildAppPackage(manifest));
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'manifest.json', 'outline.png']);
    assert.deepEqual(JSON.parse(new TextDecoder().decode(files['manifest.json'])), manifest);
    for (const icon of ['color.png', 'outline.png']) {
      const drawn = await readFile(new URL(`appPackage/${icon}`, root));
      assert.deepEqual(Buffer.from(files[icon] ?? []), drawn);
    }
  });

  it('the app package is the same to the byte when it is built again', async () => {
    const manifest = await filled();
    assert.deepEqual(await buildAppPackage(manifest), await buildAppPackage(manifest));
  });

  it('the app package is not built with a placeholder unfilled, and the error names each of them', async () => {
    const template = await readManifestTemplate();
    assert.throws(() => fillManifest(template, { ...values, BOT_ID: undefined, APP_TERMS_URL: ' ' }), {
      message: 'The manifest needs a value for APP_TERMS_URL, BOT_ID.',
    });
    assert.throws(() => fillManifest(template, {}), /APP_NAME_SUFFIX/);
  });

  it('the app package leaves a value inside its own string, whatever it holds', async () => {
    const odd = 'A "quoted" $& \\ $' + '{{BOT_ID}}\n';
    const manifest = fillManifest(await readManifestTemplate(), { ...values, APP_DEVELOPER_NAME: odd });
    assert.equal((manifest.developer as { name: string }).name, odd);
  });

  it('the app package leaves no placeholder behind', async () => {
    assert.deepEqual(placeholdersIn(JSON.stringify(await filled())), []);
  });
});

function withCommand(manifest: Manifest, command: object): Manifest {
  const [bot] = manifest.bots;
  const commandLists = [{ scopes: ['personal'], commands: [command] }];
  return { ...manifest, bots: [{ ...bot, commandLists } as unknown as Bot] };
}
