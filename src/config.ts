import { z } from 'zod';
import type { RoleLists } from './access/role-lists.ts';
import type { AvePointSettings } from './avepoint/settings.ts';
import { ConfigError } from './config/config-error.ts';
import { readAvePoint } from './config/read-avepoint.ts';
import { multiTenantWarning, readIdentity } from './config/read-identity.ts';
import { readLanguageModel } from './config/read-language-model.ts';
import { readProxies } from './config/read-proxies.ts';
import { readStore } from './config/read-store.ts';
import { readAllowedTenants } from './config/read-tenants.ts';
import { createSettings, type Env, pageUrl, type Settings, safeUrl } from './config/settings.ts';
import { withVaultSecrets } from './config/vault-secrets.ts';
import type { Credential } from './domain/credential.ts';
import type { CredentialKind, KnownExpiry } from './domain/expiry.ts';
import { isLoopback } from './domain/loopback.ts';
import type { ProxySettings } from './domain/proxy.ts';
import type { EpochMs } from './domain/time.ts';
import { knownZone } from './domain/zone.ts';
import type { ModelSettings } from './language-model/settings.ts';
import type { StoreSettings } from './store/open-store.ts';
import type { BotIdentity } from './teams/credentials.ts';

export { ConfigError };

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Undefined in local mode: loopback only, both ways. */
  readonly identity: BotIdentity | undefined;
  /** Tenants that may talk to the bot; empty only in local mode. */
  readonly allowedTenantIds: readonly string[];
  readonly avePoint: AvePointSettings;
  /** Where users sign in to AvePoint, for links on cards; undefined: cards have none. */
  readonly portalUrl: string | undefined;
  /** How the services outside are reached. */
  readonly proxies: ProxySettings;
  readonly defaultTimeZone: string;
  readonly store: StoreSettings;
  /** How often AvePoint's newest jobs are read. */
  readonly watchIntervalMs: number;
  /** Of the secrets and certificates above, as far as it is known. */
  readonly expiries: readonly KnownExpiry[];
  readonly roles: RoleLists;
  /** Requests to AvePoint that one person's questions and presses may take in a minute; 0 for no limit. */
  readonly asksPerUserPerMinute: number;
  /** How long the audit record is kept. */
  readonly auditDays: number;
  /** How long runs are stored in the job index. */
  readonly indexDays: number;
  /** Asked about sentences that the grammar can't read; undefined if there is none. */
  readonly languageModel: ModelSettings | undefined;
  /** Fetched while all is well; undefined if nothing listens. */
  readonly heartbeatUrl: string | undefined;
  /** With which the metrics may be read from elsewhere; undefined: from this machine only. */
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
  /** What works and should be known all the same; for the log at the start. */
  readonly warnings: readonly string[];
}

/** Long enough not to be guessed, and of what a header can carry. */
const metricsToken = z.string().regex(/^[!-~]{16,}$/);

const portalHint =
  'the https address at which you sign in to AvePoint Online Services, without a user name or password';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What is known beside the settings. */
export interface Circumstances {
  readonly now?: EpochMs;
  /** Of what was read from elsewhere. */
  readonly expiries?: readonly KnownExpiry[];
}

/**
 * Reads the settings from `env` (see docs/operations.md for their names); an empty value counts as not set.
 *
 * @throws ConfigError that lists everything wrong at once. It never holds a value, since that may be a secret.
 */
export function readConfig(env: Env, { now = Date.now(), expiries = [] }: Circumstances = {}): Config {
  const settings = createSettings(env);
  const { get, read, problems } = settings;

  const identity = readIdentity(settings, now);
  const allowedTenantIds = readAllowedTenants(settings, identity !== undefined);

  const host = readHost(settings);
  const port = read('PORT', z.coerce.number().int().min(0).max(65_535), 'a port number', 3978);
  const avePoint = readAvePoint(settings, now);
  const config: Config = {
    port,
    host,
    identity,
    allowedTenantIds,
    avePoint,
    portalUrl: get('AVEPOINT_PORTAL_URL') && read('AVEPOINT_PORTAL_URL', pageUrl, portalHint),
    proxies: readProxies(settings),
    defaultTimeZone: read(
      'DEFAULT_TIME_ZONE',
      z
        .string()
        .transform(name => knownZone(name) ?? '')
        .refine(name => name !== ''),
      'a time zone such as Europe/Berlin',
      'UTC',
    ),
    store: readStore(settings),
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
    expiries: [
      ...expiriesOf('avePointCertificate', avePoint.credential),
      ...expiriesOf('botCertificate', identity?.credential),
      ...expiries,
    ],
    warnings: identity?.type === 'MultiTenant' ? [multiTenantWarning] : [],
    roles: {
      admin: readPeople(settings, 'ADMIN'),
      operator: readPeople(settings, 'OPERATOR'),
      viewer: readPeople(settings, 'VIEWER'),
    },
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
    indexDays: read('INDEX_DAYS', z.coerce.number().int().min(60).max(400), 'whole days, from 60 to 400', 60),
    languageModel: readLanguageModel(settings),
    heartbeatUrl: get('HEARTBEAT_URL') && read('HEARTBEAT_URL', safeUrl, 'an https address'),
    metricsToken:
      get('METRICS_TOKEN') &&
      read('METRICS_TOKEN', metricsToken, 'at least 16 letters, digits or signs, without spaces'),
    logLevel: read('LOG_LEVEL', z.enum(logLevels), `one of ${logLevels.join(', ')}`, 'info'),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readHost({ get, complain }: Settings): string {
  const isLocalMode = get('BOT_ID', 'CLIENT_ID') === undefined;
  const host = get('HOST') ?? (isLocalMode ? '127.0.0.1' : '0.0.0.0');
  if (isLocalMode && !isLoopback(host)) {
    complain(
      'HOST is wrong: without BOT_ID nobody can be told from anybody, so only a loopback address will do',
    );
  }
  return host;
}

/** Reads Entra object ids, separated by commas; "*" for every member of an allowed tenant, except as admin. */
function readPeople({ get, complain }: Settings, role: 'ADMIN' | 'OPERATOR' | 'VIEWER'): readonly string[] {
  const name = `${role}_USER_IDS`;
  const ids = (get(name) ?? '')
    .split(',')
    .map(id => id.trim().toLowerCase())
    .filter(id => id !== '');
  const isSound = ids.every(id => z.guid().safeParse(id).success || (id === '*' && role !== 'ADMIN'));
  if (!isSound) complain(`${name} is wrong: Entra object ids (GUIDs), separated by commas`);
  return ids;
}

/**
 * The settings, with the secrets from the Key Vault that KEY_VAULT_URL names.
 *
 * @throws ConfigError as `readConfig`, and if the vault cannot be read.
 */
export async function loadConfig(env: Env): Promise<Config> {
  const { env: all, expiries } = await withVaultSecrets(env);
  return readConfig(all, { expiries });
}

/**
 * The settings of the store alone, for what is done beside the bot.
 *
 * @throws ConfigError as `loadConfig`
 */
export async function loadStoreSettings(env: Env): Promise<StoreSettings> {
  const settings = createSettings((await withVaultSecrets(env)).env);
  const store = readStore(settings);
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);
  return store;
}

function expiriesOf(kind: CredentialKind, found: Credential | undefined): readonly KnownExpiry[] {
  return found && 'certificate' in found ? [{ credential: kind, at: found.certificate.expiresAt }] : [];
}
