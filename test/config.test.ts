import assert from 'node:assert/strict';
import { ConfigError, readConfig } from '../src/config.ts';

const avePoint = {
  AVEPOINT_GRAPH_URL: 'https://graph-we.avepointonlineservices.com/',
  AVEPOINT_CLIENT_ID: 'id',
  AVEPOINT_CLIENT_SECRET: 'planted-secret',
};
const tenant = '11111111-2222-3333-4444-555555555555';
const singleTenant = {
  BOT_ID: 'app',
  BOT_PASSWORD: 'planted-password',
  BOT_TYPE: 'SingleTenant',
  BOT_TENANT_ID: tenant,
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
}

/** The names of the settings that are complained of. */
const blamed = (env: Record<string, string>) => problemsOf(env).map(problem => problem.split(' ')[0]);

describe('settings', () => {
  it('the settings need no more than the AvePoint app registration, and mean local mode then', () => {
    const config = readConfig(avePoint);
    assert.equal(config.identity, undefined);
    assert.deepEqual([config.host, config.port], ['127.0.0.1', 3978]);
    assert.equal(config.avePoint.graphUrl, 'https://graph-we.avepointonlineservices.com');
    assert.equal(config.avePoint.jobsApi, 'auto');
    assert.equal(config.avePoint.timeoutMs, 5000);
    assert.equal(config.avePoint.backgroundTimeoutMs, 30_000);
    assert.deepEqual([config.avePoint.location, config.avePoint.locations], [undefined, []]);
    assert.equal(config.defaultTimeZone, 'UTC');
  });

  it('the settings’ problems are all reported at once', () => {
    assert.deepEqual(
      blamed({ PORT: 'x', DEFAULT_TIME_ZONE: 'Mars', AVEPOINT_JOBS_API: 'v2', LOG_LEVEL: 'loud' }),
      [
        'PORT',
        'AVEPOINT_GRAPH_URL',
        'AVEPOINT_CLIENT_ID',
        'AVEPOINT_CLIENT_SECRET',
        'AVEPOINT_JOBS_API',
        'DEFAULT_TIME_ZONE',
        'LOG_LEVEL',
      ],
    );
  });

  it('the settings’ problems never show a value, since it may be a secret', () => {
    const wrong = { ...avePoint, AVEPOINT_GRAPH_URL: 'planted-secret', PORT: 'planted-secret' };
    assert.ok(!problemsOf(wrong).join().includes('planted'));
  });

  it('the settings refuse to listen beyond loopback without a bot identity', () => {
    assert.deepEqual(blamed({ ...avePoint, HOST: '0.0.0.0' }), ['HOST']);
    assert.equal(readConfig({ ...avePoint, HOST: '::1' }).host, '::1');
    assert.equal(readConfig({ ...avePoint, ...singleTenant }).host, '0.0.0.0');
  });

  it('the settings have no address of AvePoint’s portal unless one is set, and take only a page that shows where it leads', () => {
    const portalOf = (text: string) => readConfig({ ...avePoint, AVEPOINT_PORTAL_URL: text }).portalUrl;
    assert.equal(readConfig(avePoint).portalUrl, undefined);
    assert.equal(portalOf(' '), undefined);
    assert.equal(portalOf('https://portal.example/#/jobs'), 'https://portal.example/#/jobs');
    assert.equal(portalOf('https://portal.example/{x}'), 'https://portal.example/%7Bx%7D');
    for (const wrong of [
      'http://portal.example',
      'http://127.0.0.1:3979',
      'https://user@portal.example',
      'https://:pw@portal.example',
      'javascript:alert(1)',
      'portal.example',
      `https://portal.example/${'x'.repeat(500)}`,
    ])
      assert.deepEqual(blamed({ ...avePoint, AVEPOINT_PORTAL_URL: wrong }), ['AVEPOINT_PORTAL_URL'], wrong);
  });

  it('the settings send secrets over https or loopback only', () => {
    assert.deepEqual(blamed({ ...avePoint, AVEPOINT_TOKEN_URL: 'http://identity.example/token' }), [
      'AVEPOINT_TOKEN_URL',
    ]);
    assert.deepEqual(blamed({ ...avePoint, AVEPOINT_GRAPH_URL: 'https://user:pw@graph.example' }), [
      'AVEPOINT_GRAPH_URL',
    ]);
    assert.deepEqual(blamed({ ...avePoint, AVEPOINT_GRAPH_URL: 'http://127.0.0.1:3979' }), []);
  });

  it('the settings refuse a location if the chosen API has none', () => {
    const EUR = { ...avePoint, AVEPOINT_LOCATION: 'EUR' };
    const older = { AVEPOINT_JOBS_API: 'cloudbackup-jobs' };
    assert.deepEqual(blamed({ ...EUR, ...older }), ['AVEPOINT_LOCATION']);
    assert.deepEqual(blamed({ ...avePoint, AVEPOINT_LOCATIONS: 'EUR', ...older }), ['AVEPOINT_LOCATIONS']);
    assert.equal(readConfig(EUR).avePoint.location, 'EUR');
    assert.equal(readConfig({ ...EUR, AVEPOINT_JOBS_API: 'cloudbackupjobs' }).avePoint.location, 'EUR');
  });

  it('the settings list the locations of the tenant, each documented and each once, in place of one location', () => {
    const locationsOf = (text: string) =>
      readConfig({ ...avePoint, AVEPOINT_LOCATIONS: text }).avePoint.locations;
    assert.deepEqual(locationsOf(' NAM, EUR,,PrimaryGeoLocation,NAM '), ['NAM', 'EUR', 'PrimaryGeoLocation']);
    for (const wrong of ['EUROPE', 'NAM;EUR', 'nam', 'NAM,XXX'])
      assert.deepEqual(blamed({ ...avePoint, AVEPOINT_LOCATIONS: wrong }), ['AVEPOINT_LOCATIONS'], wrong);
    const both = { ...avePoint, AVEPOINT_LOCATION: 'EUR', AVEPOINT_LOCATIONS: 'EUR,NAM' };
    assert.deepEqual(blamed(both), ['AVEPOINT_LOCATIONS']);
  });

  it('the settings name one language model, Azure’s or another, and its key is optional', () => {
    const azure = { AZURE_OPENAI_ENDPOINT: 'https://x.openai.azure.com', AZURE_OPENAI_DEPLOYMENT: 'mini' };
    const other = { OPENAI_BASE_URL: 'https://models.example/v1', OPENAI_MODEL: 'small' };
    const modelOf = (env: object) => readConfig({ ...avePoint, ...env }).languageModel;
    assert.equal(modelOf({}), undefined);
    const { kind, key } = modelOf(azure) ?? assert.fail();
    assert.deepEqual([kind, key], ['azure', undefined]);
    assert.equal(modelOf({ ...other, OPENAI_API_KEY: 'k' })?.key, 'k');
    const both = { ...avePoint, ...azure, ...other };
    assert.deepEqual(blamed(both), ['AZURE_OPENAI_ENDPOINT']);
    assert.deepEqual(blamed({ ...avePoint, OPENAI_BASE_URL: 'http://models.example' }), [
      'OPENAI_BASE_URL',
      'OPENAI_MODEL',
    ]);
  });

  it('the settings limit a request in the background to 30 s, or to 100 to 300000 ms', () => {
    const name = 'AVEPOINT_BACKGROUND_TIMEOUT_MS';
    for (const ms of [100, 300_000])
      assert.equal(readConfig({ ...avePoint, [name]: String(ms) }).avePoint.backgroundTimeoutMs, ms);
    for (const wrong of ['99', '300001', '1.5', '30s', '-1'])
      assert.deepEqual(blamed({ ...avePoint, [name]: wrong }), [name], wrong);
  });

  it('the settings take the toolkit’s older and newer names for the bot’s identity', () => {
    const { BOT_ID, BOT_PASSWORD, BOT_TENANT_ID, BOT_TYPE } = singleTenant;
    const newer = { CLIENT_ID: BOT_ID, CLIENT_SECRET: BOT_PASSWORD, TENANT_ID: BOT_TENANT_ID, BOT_TYPE };
    assert.deepEqual(readConfig({ ...avePoint, ...newer }), readConfig({ ...avePoint, ...singleTenant }));
  });

  it('the settings refuse a bot type that the SDK would quietly take for multi-tenant', () => {
    assert.deepEqual(blamed({ ...avePoint, ...singleTenant, BOT_TYPE: 'MSI' }), ['BOT_TYPE']);
    assert.deepEqual(blamed({ ...avePoint, BOT_ID: 'app', HOST: '0.0.0.0' }), ['BOT_TYPE']);
    assert.equal(
      readConfig({ ...avePoint, ...singleTenant, BOT_TYPE: 'singletenant' }).identity?.type,
      'SingleTenant',
    );
  });

  it('the settings require of each bot type what it needs, and no more', () => {
    assert.deepEqual(
      blamed({ ...avePoint, BOT_ID: 'app', BOT_TYPE: 'SingleTenant', ALLOWED_TENANT_IDS: tenant }),
      ['BOT_TENANT_ID', 'BOT_PASSWORD'],
    );
    assert.deepEqual(blamed({ ...avePoint, ...singleTenant, BOT_TYPE: 'UserAssignedMsi' }), ['BOT_PASSWORD']);
  });

  it('the settings need to know which tenants may talk to a bot with an identity', () => {
    const anyTenant = { BOT_ID: 'app', BOT_PASSWORD: 'x', BOT_TYPE: 'MultiTenant' };
    assert.deepEqual(blamed({ ...avePoint, ...anyTenant }), ['ALLOWED_TENANT_IDS']);
    assert.deepEqual(readConfig({ ...avePoint, ...singleTenant }).allowedTenantIds, [tenant]);
    const other = 'ABCDEF01-2222-3333-4444-555555555555';
    const two = { ...avePoint, ...anyTenant, ALLOWED_TENANT_IDS: ` ${other} , ${tenant},` };
    assert.deepEqual(readConfig(two).allowedTenantIds, [other.toLowerCase(), tenant]);
  });

  it('the settings refuse a tenant that is no GUID, and say which setting it is, without its value', () => {
    const wrong = { ...avePoint, ...singleTenant, BOT_TENANT_ID: 'planted.onmicrosoft.com' };
    assert.deepEqual(problemsOf(wrong), [
      "BOT_TENANT_ID is wrong: the tenant's id (a GUID), not the name of a domain",
    ]);
    const { BOT_TENANT_ID: _, ...rest } = singleTenant;
    assert.deepEqual(blamed({ ...avePoint, ...rest, TENANT_ID: 'planted' }), ['TENANT_ID']);
    for (const ids of ['planted', `${tenant} ${tenant}`, `${tenant},planted`, `{${tenant}}`, '*'])
      assert.deepEqual(problemsOf({ ...avePoint, ...singleTenant, ALLOWED_TENANT_IDS: ids }), [
        'ALLOWED_TENANT_IDS is wrong: ids of tenants (GUIDs), separated by commas, not names of domains',
      ]);
    const inLocalMode = { ...avePoint, TENANT_ID: 'none', ALLOWED_TENANT_IDS: 'none' };
    assert.deepEqual(blamed(inLocalMode), [], 'nobody has a tenant there');
  });

  it('the settings store records in a folder, or in an Azure Storage account, which App Service needs', () => {
    assert.deepEqual(readConfig(avePoint).store, {
      dataDir: './data',
      storeUrl: undefined,
      managedIdentity: undefined,
      tokenCredentials: undefined,
    });
    const storeUrl = 'https://contoso.table.core.windows.net';
    assert.equal(readConfig({ ...avePoint, STORE_URL: storeUrl }).store.storeUrl, storeUrl);
    const connectionString = 'DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=cGxhbnRlZA==';
    assert.equal(readConfig({ ...avePoint, STORE_URL: connectionString }).store.storeUrl, connectionString);
    for (const wrong of ['http://contoso.table.core.windows.net', 'contoso', 'ftp://contoso'])
      assert.deepEqual(blamed({ ...avePoint, STORE_URL: wrong }), ['STORE_URL'], wrong);
    const onAppService = { ...avePoint, WEBSITE_INSTANCE_ID: 'abc' };
    assert.deepEqual(blamed(onAppService), ['STORE_URL']);
    assert.deepEqual(blamed({ ...onAppService, STORE_URL: storeUrl }), []);
  });

  it('the settings have watches evaluated every minute, or every 1 to 3600 whole seconds', () => {
    assert.equal(readConfig(avePoint).watchIntervalMs, 60_000);
    for (const [seconds, ms] of [
      ['1', 1_000],
      ['3600', 3_600_000],
    ] as const)
      assert.equal(readConfig({ ...avePoint, WATCH_INTERVAL_SECONDS: seconds }).watchIntervalMs, ms);
    for (const wrong of ['0', '-1', '0.5', '3601', 'often', 'Infinity'])
      assert.deepEqual(blamed({ ...avePoint, WATCH_INTERVAL_SECONDS: wrong }), ['WATCH_INTERVAL_SECONDS']);
  });

  it('the settings restrict the metrics to this machine, unless a token is set that cannot be guessed', () => {
    assert.equal(readConfig(avePoint).metricsToken, undefined);
    assert.equal(readConfig({ ...avePoint, METRICS_TOKEN: ' ' }).metricsToken, undefined);
    const token = 'planted+token/=1';
    assert.equal(readConfig({ ...avePoint, METRICS_TOKEN: token }).metricsToken, token);
    for (const wrong of ['planted', 'planted-15-long', 'planted with spaces', 'planted-tökens-xx'])
      assert.deepEqual(blamed({ ...avePoint, METRICS_TOKEN: wrong }), ['METRICS_TOKEN'], wrong);
    assert.ok(
      !problemsOf({ ...avePoint, METRICS_TOKEN: 'planted' })
        .join()
        .includes('planted'),
    );
  });

  it('the settings name who has which role by Entra object id, in any case; all users at once, but never as admin', () => {
    assert.deepEqual(readConfig(avePoint).roles, { admin: [], operator: [], viewer: [] });
    const kim = '00000000-0000-0000-0000-00000000000A';
    const { roles } = readConfig({ ...avePoint, ADMIN_USER_IDS: ` ${kim} ,`, VIEWER_USER_IDS: `*,${kim}` });
    assert.deepEqual(roles, { admin: [kim.toLowerCase()], operator: [], viewer: ['*', kim.toLowerCase()] });
    for (const role of ['ADMIN', 'OPERATOR', 'VIEWER'])
      for (const wrong of ['kim@contoso.com', '29:1abc', `${kim};${kim}`, 'all'])
        assert.deepEqual(blamed({ ...avePoint, [`${role}_USER_IDS`]: wrong }), [`${role}_USER_IDS`], wrong);
    assert.deepEqual(blamed({ ...avePoint, ADMIN_USER_IDS: '*' }), ['ADMIN_USER_IDS']);
  });

  it('the settings limit a user to 30 requests a minute, or as many as are set; 0 is without limit', () => {
    assert.equal(readConfig(avePoint).asksPerUserPerMinute, 30);
    assert.equal(readConfig({ ...avePoint, ASKS_PER_USER_PER_MINUTE: '0' }).asksPerUserPerMinute, 0);
    for (const wrong of ['-1', '1.5', 'many', '10001'])
      assert.deepEqual(blamed({ ...avePoint, ASKS_PER_USER_PER_MINUTE: wrong }), [
        'ASKS_PER_USER_PER_MINUTE',
      ]);
  });
});
