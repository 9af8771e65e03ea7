import type { CredentialKind, KnownExpiry } from '../domain/expiry.ts';
import { ConfigError } from './config-error.ts';
import type { OpenVault, VaultSecret } from './key-vault.ts';
import { readAzureSignIn } from './read-azure-sign-in.ts';
import { readProxies } from './read-proxies.ts';
import { createSettings, type Env, type Settings, safeUrl } from './settings.ts';

/** The settings, and what became known of them where they were kept. */
export interface FoundSettings {
  readonly env: Env;
  readonly expiries: readonly KnownExpiry[];
}

interface KeptSecret {
  readonly name: string;
  /** Undefined for a certificate, which has its own date of expiry. */
  readonly credential?: CredentialKind;
  /** Settings beside which it is not looked for: whoever has chosen one way to prove who they are needs no other. */
  readonly unless?: readonly string[];
}

const ofAvePoint = ['AVEPOINT_CLIENT_SECRET', 'AVEPOINT_CERTIFICATE', 'AVEPOINT_CERTIFICATE_PATH'];
const ofBot = ['BOT_PASSWORD', 'CLIENT_SECRET', 'BOT_CERTIFICATE', 'BOT_CERTIFICATE_PATH'];

/** In a vault a name has dashes where a setting has underscores. */
const secrets: readonly KeptSecret[] = [
  { name: 'AVEPOINT_CLIENT_SECRET', credential: 'avePointSecret', unless: ofAvePoint },
  { name: 'AVEPOINT_CERTIFICATE', unless: ofAvePoint },
  { name: 'AVEPOINT_CERTIFICATE_PASSWORD' },
  { name: 'STORE_URL', credential: 'storeUrl' },
  { name: 'METRICS_TOKEN', credential: 'metricsToken' },
  // Dead man's switches are told apart by a secret in the path.
  { name: 'HEARTBEAT_URL', credential: 'heartbeatUrl' },
];
const secretsOfBot: readonly KeptSecret[] = [
  { name: 'BOT_PASSWORD', credential: 'botSecret', unless: ofBot },
  { name: 'BOT_CERTIFICATE', unless: ofBot },
  { name: 'BOT_CERTIFICATE_PASSWORD' },
];
/** The keys of the language model, and the settings beside which they are looked for. */
const modelKeys: readonly (KeptSecret & { readonly beside: string })[] = [
  { name: 'AZURE_OPENAI_API_KEY', beside: 'AZURE_OPENAI_ENDPOINT' },
  { name: 'OPENAI_API_KEY', beside: 'OPENAI_BASE_URL' },
];

/**
 * Adds to the settings the secrets that lie in the Key Vault at KEY_VAULT_URL. A setting that is there already wins, and a
 * secret that the vault does not have is no setting.
 *
 * @throws ConfigError if the vault cannot be read.
 */
export async function withVaultSecrets(env: Env, openVault?: OpenVault): Promise<FoundSettings> {
  const settings = createSettings(env);
  const { get } = settings;
  if (get('KEY_VAULT_URL') === undefined) return { env, expiries: [] };
  const url = settings.read('KEY_VAULT_URL', safeUrl, 'the https address of an Azure Key Vault');
  const signIn = readAzureSignIn(settings);
  // The vault is reached through the proxy as well.
  readProxies(settings);
  if (settings.problems.length > 0) throw new ConfigError(settings.problems);

  const open = openVault ?? (await import('./key-vault.ts')).openKeyVault;
  const read = open(url, signIn);
  const wanted: KeptSecret[] = [
    ...secrets,
    ...(hasOwnCredential(settings) ? secretsOfBot : []),
    ...modelKeys.filter(({ beside }) => get(beside) !== undefined),
  ].filter(({ name, unless = [] }) => get(name, ...unless) === undefined);
  const found = await Promise.all(
    wanted.map(async secret => ({ ...secret, found: await read(secret.name.replaceAll('_', '-')) })),
  );
  const known = found.filter((one): one is typeof one & { found: VaultSecret } => one.found !== undefined);
  return {
    env: { ...env, ...Object.fromEntries(known.map(({ name, found }) => [name, found.value])) },
    expiries: known.flatMap(({ credential, found: { expiresAt } }) =>
      credential === undefined || expiresAt === undefined ? [] : [{ credential, at: expiresAt }],
    ),
  };
}

/** A managed identity has no secret, nor has a bot in local mode; one that was left in the vault is none of theirs. */
function hasOwnCredential({ get }: Settings): boolean {
  return get('BOT_ID', 'CLIENT_ID') !== undefined && get('BOT_TYPE')?.toLowerCase() !== 'userassignedmsi';
}
