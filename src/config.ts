import { z } from 'zod';
import type { RoleLists } from './access/role-lists.ts';
import type { AvePointSettings } from './avepoint/settings.ts';
import type { KnownExpiry } from './domain/expiry.ts';
import { isLoopback } from './domain/loopback.ts';
import { isTimeZone } from './domain/zone.ts';
import { isConnectionString } from './store/connection-string.ts';
import type { StoreSettings } from './store/open-store.ts';
import type { BotIdentity } from './teams/credentials.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Undefined in local mode: loopback only, both ways. */
  readonly identity: BotIdentity | undefined;
  /** Tenants that may talk to the bot; empty only in local mode. */
  readonly allowedTenantIds: readonly string[];
  readonly avePoint: AvePointSettings;
  readonly defaultTimeZone: string;
  readonly store: StoreSettings;
  /** How often is looked at what is watched. */
  readonly watchIntervalMs: number;
  /** Of the secrets and certificates above, as far as it is known. */
  readonly expiries: readonly KnownExpiry[];
  readonly roles: RoleLists;
  /** Questions and presses that one person may make in a minute; 0 for no limit. */
  readonly asksPerUserPerMinute: number;
  /** How long the audit record is kept. */
  readonly auditDays: number;
  /** Fetched while all is well; undefined where nothing listens. */
  readonly heartbeatUrl: string | undefined;
  /** With which the metrics may be read from elsewhere; undefined: from this machine only. */
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
}

/** Every setting that is missing or wrong, in one message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `These settings are missing or wrong:\n${problems.map(problem => `  - ${problem}`).join('\n')}\n` +
        'README.md, section "Settings", explains each of them. To look at the product without any, run "npm run demo".',
    );
    this.problems = problems;
  }
}

const commercialTokenUrl = 'https://identity.avepointonlineservices.com/connect/token';

/** An absolute address that a secret may be sent to: https, or this very machine. */
const safeUrl = z.string().refine(text => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
});

/** Long enough not to be guessed, and of what a header can carry. */
const metricsToken = z.string().regex(/^[!-~]{16,}$/);

const botTypes = ['UserAssignedMsi', 'SingleTenant', 'MultiTenant'] as const;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * Reads the settings from `env` (see README.md for their names); an empty value counts as not set.
 *
 * @throws ConfigError that lists everything wrong at once. It never holds a value, since that may be a secret.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const get = (...names: string[]): string | undefined =>
    names.map(name => env[name]?.trim()).find(value => value !== undefined && value !== '');

  function read<T>(name: string, schema: z.ZodType<T>, hint: string, fallback?: T): T {
    const value = get(name);
    if (value === undefined && fallback !== undefined) return fallback;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push(`${name} ${value === undefined ? 'is missing' : 'is wrong'}: ${hint}`);
    return undefined as T; // never seen: problems end in an error below
  }

  const identity = readIdentity();
  const tenants = get('ALLOWED_TENANT_IDS') ?? get('BOT_TENANT_ID', 'TENANT_ID') ?? '';
  const allowedTenantIds = tenants
    .split(',')
    .map(id => id.trim().toLowerCase())
    .filter(id => id !== '');
  if (identity && allowedTenantIds.length === 0) {
    problems.push('ALLOWED_TENANT_IDS is missing: the tenants that may talk to the bot, separated by commas');
  }

  const isLocalMode = get('BOT_ID', 'CLIENT_ID') === undefined;
  const host = get('HOST') ?? (isLocalMode ? '127.0.0.1' : '0.0.0.0');
  if (isLocalMode && !isLoopback(host)) {
    problems.push(
      'HOST is wrong: without BOT_ID nobody can be told from anybody, so only a loopback address will do',
    );
  }

  const config: Config = {
    port: read('PORT', z.coerce.number().int().min(0).max(65_535), 'a port number', 3978),
    host,
    identity,
    allowedTenantIds,
    avePoint: {
      graphUrl: read('AVEPOINT_GRAPH_URL', safeUrl, 'the https address of your data centre')?.replace(
        /\/+$/,
        '',
      ),
      tokenUrl: read('AVEPOINT_TOKEN_URL', safeUrl, 'an https address', commercialTokenUrl),
      clientId: read('AVEPOINT_CLIENT_ID', z.string(), 'the id of the app registration at AvePoint'),
      clientSecret: read(
        'AVEPOINT_CLIENT_SECRET',
        z.string(),
        'the secret of the app registration at AvePoint',
      ),
      jobsApi: read(
        'AVEPOINT_JOBS_API',
        z.enum(['cloudbackup-jobs', 'cloudbackupjobs']),
        'cloudbackup-jobs or cloudbackupjobs',
        'cloudbackup-jobs',
      ),
      firstPageIndex: read(
        'AVEPOINT_FIRST_PAGE_INDEX',
        z.enum(['0', '1']).transform(text => (text === '1' ? 1 : 0)),
        '0 or 1',
        0,
      ),
      location: readLocation(),
      timeoutMs: read(
        'AVEPOINT_TIMEOUT_MS',
        z.coerce.number().int().min(100).max(60_000),
        'milliseconds, from 100 to 60000',
        5000,
      ),
    },
    defaultTimeZone: read(
      'DEFAULT_TIME_ZONE',
      z.string().refine(isTimeZone),
      'an IANA time zone such as Europe/Berlin',
      'UTC',
    ),
    store: readStore(),
    watchIntervalMs: read(
      'WATCH_INTERVAL_SECONDS',
      z.coerce
        .number()
        .int()
        .min(1)
        .max(3_600)
        .transform(seconds => seconds * 1_000),
      'whole seconds, from 1 to 3600',
      60_000,
    ),
    expiries: [],
    roles: { admin: readPeople('ADMIN'), operator: readPeople('OPERATOR'), viewer: readPeople('VIEWER') },
    asksPerUserPerMinute: read(
      'ASKS_PER_USER_PER_MINUTE',
      z.coerce.number().int().min(0).max(10_000),
      'a whole number, 0 for no limit',
      30,
    ),
    auditDays: read(
      'AUDIT_DAYS',
      z.coerce.number().int().min(1).max(3_660),
      'whole days, from 1 to 3660',
      400,
    ),
    heartbeatUrl: get('HEARTBEAT_URL') && read('HEARTBEAT_URL', safeUrl, 'an https address'),
    metricsToken:
      get('METRICS_TOKEN') &&
      read('METRICS_TOKEN', metricsToken, 'at least 16 letters, digits or signs, without spaces'),
    logLevel: read('LOG_LEVEL', z.enum(logLevels), `one of ${logLevels.join(', ')}`, 'info'),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;

  /** On Azure App Service the folder is read-only, and what is written elsewhere is gone with the next start. */
  function readStore(): StoreSettings {
    const url = get('STORE_URL');
    const isSound = url === undefined || isConnectionString(url) || safeUrl.safeParse(url).success;
    if (!isSound)
      problems.push(
        'STORE_URL is wrong: the https address of the tables of an Azure Storage account, or its connection string',
      );
    if (url === undefined && get('WEBSITE_INSTANCE_ID', 'RUNNING_ON_AZURE') !== undefined)
      problems.push(
        'STORE_URL is missing: Azure App Service keeps no files, so digests need a storage account',
      );
    return { dataDir: get('DATA_DIR') ?? './data', storeUrl: url };
  }

  /** Entra object ids, separated by commas; "*" for every member of an allowed tenant, except as admin. */
  function readPeople(role: string): readonly string[] {
    const name = `${role}_USER_IDS`;
    const ids = (get(name) ?? '')
      .split(',')
      .map(id => id.trim().toLowerCase())
      .filter(id => id !== '');
    const isSound = ids.every(id => z.guid().safeParse(id).success || (id === '*' && role !== 'ADMIN'));
    if (!isSound) problems.push(`${name} is wrong: Entra object ids (GUIDs), separated by commas`);
    return ids;
  }

  /** The older shape has no locations; leaving the setting out would quietly answer for all of them. */
  function readLocation(): string | undefined {
    const location = get('AVEPOINT_LOCATION');
    if (location !== undefined && get('AVEPOINT_JOBS_API') !== 'cloudbackupjobs') {
      problems.push('AVEPOINT_LOCATION is wrong: only AVEPOINT_JOBS_API=cloudbackupjobs knows locations');
    }
    return location;
  }

  /** An unknown type would silently mean multi-tenant to the SDK, so it is refused here. */
  function readIdentity(): BotIdentity | undefined {
    const appId = get('BOT_ID', 'CLIENT_ID');
    if (appId === undefined) return undefined;
    const password = get('BOT_PASSWORD', 'CLIENT_SECRET');
    const tenantId = get('BOT_TENANT_ID', 'TENANT_ID');
    const said = get('BOT_TYPE');
    const type = botTypes.find(known => known.toLowerCase() === said?.toLowerCase());
    if (type === undefined) {
      problems.push(`BOT_TYPE is ${said === undefined ? 'missing' : 'wrong'}: one of ${botTypes.join(', ')}`);
      return undefined;
    }
    if (type !== 'MultiTenant' && tenantId === undefined) {
      problems.push(`BOT_TENANT_ID is missing: ${type} needs the tenant of the bot`);
    }
    if (type === 'UserAssignedMsi' && password !== undefined) {
      problems.push('BOT_PASSWORD is wrong: a managed identity has none; take it out');
    }
    if (type !== 'UserAssignedMsi' && password === undefined) {
      problems.push(`BOT_PASSWORD is missing: ${type} needs the secret of the bot's registration`);
    }
    return { type, appId, password, tenantId };
  }
}
