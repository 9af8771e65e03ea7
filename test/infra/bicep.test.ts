import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { root } from '../../scripts/root.ts';
import { readConfig } from '../../src/config.ts';
import { keysOf, readBicep } from '../support/bicep.ts';
import { settingsRead } from '../support/settings-read.ts';

const main = readBicep('infra/azure.bicep');
const moduleFiles = readdirSync(new URL('infra/modules/', root));
const moduleOf = (file: string) => readBicep(`infra/modules/${file}.bicep`);

const tenant = 'a0b9c3d4-1111-4222-8333-444455557777';
const identity = 'a0b9c3d4-1111-4222-8333-444455556666';
/** What the template gives the site, with values as Azure has them. */
const values: Readonly<Record<string, string>> = {
  BOT_TYPE: 'UserAssignedMsi',
  BOT_ID: identity,
  BOT_TENANT_ID: tenant,
  ALLOWED_TENANT_IDS: tenant,
  AZURE_CLIENT_ID: identity,
  STORE_URL: 'https://backupwatch1.table.core.windows.net/',
  KEY_VAULT_URL: 'https://backupwatch1.vault.azure.net/',
  AVEPOINT_GRAPH_URL: 'https://graph-we.avepointonlineservices.com',
  AVEPOINT_TOKEN_URL: 'https://identity.avepointonlineservices.com/connect/token',
  AVEPOINT_CLIENT_ID: 'client',
  AVEPOINT_JOBS_API: 'cloudbackup-jobs',
  AVEPOINT_PORTAL_URL: '',
  DEFAULT_TIME_ZONE: 'UTC',
  ADMIN_USER_IDS: identity,
  OPERATOR_USER_IDS: '*',
  VIEWER_USER_IDS: '*',
};
const settings = keysOf(
  /settings: union\(\{\n([\s\S]*?)\n {4}\}, proxySettings, moreSettings\)/.exec(main.text)?.[1] ?? '',
  6,
);
const ofProxy = keysOf(/^var proxySettings = .*\{\n([\s\S]*?)\n\}/m.exec(main.text)?.[1] ?? '', 2);
const platform = keysOf(/var platform = \{\n([\s\S]*?)\n\}/.exec(moduleOf('site').text)?.[1] ?? '', 2);

describe('template for Azure', () => {
  it('the template for Azure uses every module there is, and no other', () => {
    assert.deepEqual(
      main.modules.map(({ path }) => path).sort(),
      moduleFiles.map(file => `modules/${file}`).sort(),
    );
  });

  it('the template for Azure passes each module its required parameters, and no unknown ones', () => {
    for (const { path, given } of main.modules) {
      const { params } = readBicep(`infra/${path}`);
      assert.deepEqual(
        given.filter(name => !params.has(name)),
        [],
        path,
      );
      const missing = [...params].filter(([name, { isRequired }]) => isRequired && !given.includes(name));
      assert.deepEqual(missing, [], path);
    }
  });

  it('the template for Azure reads only what its modules put out', () => {
    const used = [...main.text.matchAll(/\b(\w+)\.outputs\.(\w+)/g)];
    assert.ok(used.length > 10);
    for (const [whole, name, output = ''] of used) {
      const found = main.modules.find(module => module.name === name);
      assert.ok(found && readBicep(`infra/${found.path}`).outputs.includes(output), whole);
    }
  });

  it('the template for Azure has parameters that are used, each with a description', () => {
    for (const name of main.params.keys()) {
      assert.ok(main.text.split(new RegExp(`\\b${name}\\b`)).length > 2, name);
      if (name !== 'location')
        assert.match(
          main.text,
          new RegExp(`@description\\('.+'\\)\\n(@.*\\n|\\s+.*\\n|\\]\\)\\n)*param ${name} `),
        );
    }
    for (const file of moduleFiles) {
      const { text, params } = readBicep(`infra/modules/${file}`);
      for (const name of params.keys()) assert.ok(text.split(new RegExp(`\\b${name}\\b`)).length > 2, name);
    }
  });
});

describe('site in Azure', () => {
  const { text } = moduleOf('site');

  for (const [what, line] of [
    ['stays awake', 'alwaysOn: true'],
    ['is restarted for its own silence alone, never for AvePoint’s', "healthCheckPath: '/healthz'"],
    ['speaks TLS 1.2 at the least', "minTlsVersion: '1.2'"],
    ['speaks TLS 1.2 where it is deployed to, too', "scmMinTlsVersion: '1.2'"],
    ['takes no plain requests', 'httpsOnly: true'],
    ['has no FTP', "ftpsState: 'Disabled'"],
    ['runs on Node 22', "linuxFxVersion: 'NODE|22-lts'"],
    ['is node itself, so that the signal to stop reaches it', "appCommandLine: 'exec node scripts/start.js'"],
    ['runs from its package', "WEBSITE_RUN_FROM_PACKAGE: '1'"],
    ['builds nothing over there', "SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'"],
    ['has the time to finish its turns', "WEBSITES_CONTAINER_STOP_TIME_LIMIT: '30'"],
  ] as const) {
    it(`the site in Azure ${what}`, () =>
      assert.match(text, new RegExp(`^ +${line.replace(/[|.']/g, '\\$&')}$`, 'm')));
  }

  it('the site in Azure has no password to upload with', () => {
    const policies = text.match(/basicPublishingCredentialsPolicies@[\s\S]*?^\}/gm) ?? [];
    assert.deepEqual(policies.map(policy => /name: '(\w+)'/.exec(policy)?.[1]).sort(), ['ftp', 'scm']);
    for (const policy of policies) assert.match(policy, /allow: false/);
  });

  it('the site in Azure gets settings that the bot accepts as they are', () => {
    assert.deepEqual([...settings].sort(), Object.keys(values).sort());
    const secret = { AVEPOINT_CLIENT_SECRET: 'from the vault' };
    const config = readConfig({ ...values, ...secret, RUNNING_ON_AZURE: '1' });
    assert.equal(config.identity?.type, 'UserAssignedMsi');
    assert.deepEqual(config.roles, { admin: [identity], operator: ['*'], viewer: ['*'] });
    assert.deepEqual(config.allowedTenantIds, [tenant]);
  });

  it('the site in Azure gets no setting that the bot doesn’t read', async () => {
    // Without a store: only then the host of the bot matters.
    const read = await settingsRead({ ...values, STORE_URL: undefined });
    const ofAzure = /^(WEBSITES?_|SCM_)/;
    assert.deepEqual(
      [...settings, ...platform].filter(name => !read.has(name) && !ofAzure.test(name)),
      [],
    );
  });

  it('the site in Azure gets a proxy only if there is one', () => {
    assert.match(main.text, /^var proxySettings = empty\(httpsProxy\) \? \{\} : \{$/m);
    assert.deepEqual(ofProxy, ['HTTPS_PROXY', 'NO_PROXY']);
  });

  it('the site in Azure reads references to the vault as the bot’s identity, so that any setting may be a secret there', () => {
    assert.match(text, /^ {4}keyVaultReferenceIdentity: identityId$/m);
  });

  it('the site in Azure gets no secret', () => {
    for (const name of [...settings, ...ofProxy])
      assert.doesNotMatch(name, /SECRET|PASSWORD|TOKEN$|CERTIFICATE/);
    assert.doesNotMatch(main.text, /@secure/);
  });
});

describe('storage in Azure', () => {
  it('the storage in Azure is one table, the one that the store opens, in an account whose keys open nothing', () => {
    const { text } = moduleOf('storage');
    assert.match(text, /^ {4}allowSharedKeyAccess: false$/m);
    assert.match(text, /^ {4}allowBlobPublicAccess: false$/m);
    assert.match(text, /^ {4}minimumTlsVersion: 'TLS1_2'$/m);
    assert.match(text, /^ {4}supportsHttpsTrafficOnly: true$/m);
    assert.match(text, /tables@[\d-]+' = \{\n {2}parent: tables\n {2}name: 'BackupWatch'$/m);
  });

  it('the storage in Azure is locked against being deleted, with its resource group or alone', () => {
    const lock = /^resource lock 'Microsoft\.Authorization\/locks@[\s\S]*?^\}/m.exec(
      moduleOf('storage').text,
    )?.[0];
    assert.match(lock ?? '', /^ {2}scope: account$/m);
    assert.match(lock ?? '', /^ {4}level: 'CanNotDelete'$/m);
    const operations = readFileSync(new URL('docs/operations.md', root), 'utf8');
    assert.ok(operations.includes('az lock delete --name backup-watch-data'));
  });

  it('the vault in Azure is by roles, and its secrets cannot be wiped out', () => {
    const { text } = moduleOf('key-vault');
    assert.match(text, /^ {4}enableRbacAuthorization: true$/m);
    assert.match(text, /^ {4}enableSoftDelete: true$/m);
    assert.match(text, /^ {4}enablePurgeProtection: true$/m);
  });

  for (const [file, role, id] of [
    ['table-access', 'Storage Table Data Contributor', '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'],
    ['secret-access', 'Key Vault Secrets User', '4633458b-17de-408a-b874-0445c86b69e6'],
  ] as const) {
    it(`the storage in Azure is opened to the bot's identity as ${role}, there and nowhere above`, () => {
      const { text } = moduleOf(file);
      assert.match(text, new RegExp(`^// ${role}\\nvar roleId = '${id}'$`, 'm'));
      assert.match(text, /^ {2}scope: (account|vault)$/m);
      assert.match(text, /^ {4}principalType: 'ServicePrincipal'$/m);
    });
  }
});

describe('registration in Azure', () => {
  const { text } = moduleOf('bot');

  it('the bot’s registration in Azure is of the managed identity, since Azure refuses new multi-tenant bots', () => {
    assert.match(text, /^ {4}msaAppType: 'UserAssignedMSI'$/m);
    for (const key of ['msaAppId', 'msaAppMSIResourceId', 'msaAppTenantId'])
      assert.ok(keysOf(text, 4).includes(key), key);
  });

  it('the bot’s registration in Azure accepts no keys of its own, only Entra’s tokens', () => {
    assert.match(text, /^ {4}disableLocalAuth: true$/m);
  });

  it('the bot’s registration in Azure has the channel of Teams, and the address at which the bot listens', () => {
    assert.match(text, /^ {2}name: 'MsTeamsChannel'$/m);
    assert.match(main.text, /endpoint: 'https:\/\/\$\{site\.outputs\.hostName\}\/api\/messages'$/m);
  });
});

describe('logs in Azure', () => {
  const { text } = moduleOf('diagnostics');

  it('the logs in Azure go to the workspace: those of the site, the vault and the registration', () => {
    const settings = text.match(/diagnosticSettings@[\s\S]*?^\}/gm) ?? [];
    assert.deepEqual(settings.map(one => /^ {2}scope: (\w+)$/m.exec(one)?.[1]).sort(), [
      'bot',
      'site',
      'vault',
    ]);
    for (const one of settings) assert.match(one, /^ {4}workspaceId: workspaceId$/m);
    const categories = [...text.matchAll(/^ {8}category: '(\w+)'\n {8}enabled: true$/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(categories, [
      'AppServiceConsoleLogs',
      'AppServiceHTTPLogs',
      'AppServicePlatformLogs',
      'AppServiceAuditLogs',
      'AuditEvent',
      'BotRequest',
    ]);
  });
});

describe('alert rules in Azure', () => {
  const { text } = moduleOf('alerts');
  const [ofLog = '', ofMetric = ''] = ['logRules', 'metricRules'].map(
    name => new RegExp(`^var ${name} = \\[\\n([\\s\\S]*?)^\\]`, 'm').exec(text)?.[1],
  );
  const namesIn = (rules: string) => [...rules.matchAll(/^ {4}name: '([\w-]+)'$/gm)].map(([, name]) => name);
  const sources = [
    'src/operations/heartbeat.ts',
    'src/index.ts',
    'src/config/config-error.ts',
    'src/domain/meter.ts',
  ]
    .map(path => readFileSync(new URL(path, root), 'utf8'))
    .join('\n');

  it('the alert rules in Azure are about readiness, late messages, restarts, 5xx and a bot that is not alive', () => {
    assert.deepEqual(namesIn(ofLog), ['not-ready', 'messages-late', 'restarts']);
    assert.deepEqual(namesIn(ofMetric), ['server-errors', 'not-alive']);
    assert.deepEqual(
      [...ofMetric.matchAll(/metric: '(\w+)'/g)].map(([, name]) => name),
      ['Http5xx', 'HealthCheckStatus'],
    );
  });

  it('the alert rules in Azure look for words that the bot really logs', () => {
    const words = [...ofLog.matchAll(/(?:contains|has) '([^']+)'/g)].map(([, quoted = '']) =>
      quoted.replace(/^"(?:msg":")?|":?$/g, ''),
    );
    assert.ok(words.length >= 5, words.join());
    for (const word of words) assert.ok(sources.includes(word), word);
  });

  it('the alert rules in Azure look back no less than the ten minutes after which the bot repeats that a part is in trouble', () => {
    const repeats = /remindEveryMs = (\d+) \* 60_000/.exec(sources)?.[1];
    for (const rule of ofLog.split(/^ {2}\{$/m).filter(rule => rule.includes('health check failed'))) {
      const window = /window: 'PT(\d+)M'/.exec(rule)?.[1];
      assert.ok(Number(window) > Number(repeats), rule);
    }
  });

  it('the alert rules in Azure reach people if an address is given, and resolve by themselves', () => {
    assert.match(text, /^var actionGroups = empty\(email\) \? \[\] : \[people\.id\]$/m);
    assert.equal(text.match(/^ {4}autoMitigate: true$/gm)?.length, 2);
    assert.equal(text.match(/actionGroups: actionGroups|for id in actionGroups/g)?.length, 2);
  });
});
