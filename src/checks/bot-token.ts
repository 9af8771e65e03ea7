import type { WebProxy } from '../domain/proxy.ts';
import { trustCertificate } from '../domain/untrusted-certificate.ts';
import { withFallback } from '../domain/with-timeout.ts';
import type { AccessToken } from '../teams/bot-token.ts';
import type { BotIdentity } from '../teams/credentials.ts';
import { codeOf } from './connection.ts';
import type { Finding, SuggestedSetting } from './finding.ts';

const tried = 'bot token';
const entra = 'Entra admin center, App registrations';

interface SignInRemedy {
  readonly seen: string;
  readonly fix: string;
  readonly settings?: readonly SuggestedSetting[];
}

/** Checks whether the bot gets a token by which Teams knows it. Waits for `fetchToken` no longer than `limitMs`. */
export async function checkBotToken(
  identity: BotIdentity | undefined,
  fetchToken: () => Promise<AccessToken | undefined>,
  limitMs: number,
  proxy?: WebProxy | undefined,
): Promise<Finding> {
  if (identity === undefined)
    return {
      mark: 'ok',
      tried,
      seen: 'local mode: without BOT_ID none is needed, and no Teams reaches this bot',
    };
  try {
    const token = await withFallback(limitMs, fetchToken, 'late');
    if (token === 'late') return { mark: 'failure', tried, ...silence(identity, proxy) };
    return { mark: 'ok', tried, seen: `given to ${identity.appId} (${identity.type})${untilWords(token)}` };
  } catch (error) {
    return { mark: 'failure', tried, ...remedyOf(error, identity, proxy) };
  }
}

/** Words of msal for no answer of Entra's. */
const unreachable = new Set(['network_error', 'endpoints_resolution_error']);

function untilWords(token: AccessToken | undefined): string {
  if (token === undefined) return '';
  return `, valid until ${new Date(token.expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function remedyOf(error: unknown, identity: BotIdentity, proxy: WebProxy | undefined): SignInRemedy {
  // Of the words of Entra only the number is told: they repeat what was sent.
  const { name, message, errorCode } = error as Partial<Error> & { readonly errorCode?: unknown };
  const number = /AADSTS(\d{4,8})/.exec(message ?? '')?.[1];
  if (number !== undefined) return entraRemedy(number, identity);
  if (identity.type === 'UserAssignedMsi')
    return {
      seen: `no managed identity gives one here (${codeOf(error) ?? name ?? 'no code'})`,
      fix: `assign the identity with the client id ${identity.appId} to this machine or App Service, or use BOT_TYPE=SingleTenant.`,
    };
  const code = codeOf(error) ?? /\b(E[A-Z_]{5,20})\b/.exec(message ?? '')?.[1];
  if (code !== undefined) return silence(identity, proxy, code);
  // Azure's library has msal's code in its message alone, and no cause of a connection that failed.
  const word = errorCode ?? /^(network_error|endpoints_resolution_error)\b/.exec(message ?? '')?.[1];
  if (typeof word === 'string' && unreachable.has(word)) return silence(identity, proxy, word);
  return {
    seen: `Entra gives none (${name ?? 'no reason'})`,
    fix: 'check BOT_ID, BOT_TENANT_ID and BOT_PASSWORD, and that this machine reaches login.microsoftonline.com.',
  };
}

function entraRemedy(number: string, { appId, type, credential }: BotIdentity): SignInRemedy {
  const seen = (what: string) => `refused: ${what} (AADSTS${number})`;
  const isByCertificate = credential !== undefined && 'certificate' in credential;
  const newSecret = isByCertificate
    ? {}
    : { settings: [{ name: 'BOT_PASSWORD', value: '<the new secret>' }] };
  switch (number) {
    case '7000215':
      return {
        seen: seen('BOT_PASSWORD is no secret of this app'),
        fix: `${entra}: make a new client secret for the app and set its value, not its id.`,
        ...newSecret,
      };
    case '7000222':
      return {
        seen: seen('the secret has expired'),
        fix: `${entra}: make a new client secret for the app.`,
        ...newSecret,
      };
    case '700027':
      return {
        seen: seen('the certificate is not registered with this app, or has expired'),
        fix: `${entra}: upload the certificate of BOT_CERTIFICATE_PATH to the app.`,
      };
    case '700016':
      return {
        seen: seen(`the app ${appId} is not in this tenant`),
        fix: 'set BOT_ID and BOT_TENANT_ID to those of the bot’s registration; where it is an old multi-tenant one, set BOT_TYPE=MultiTenant.',
        settings: [
          { name: 'BOT_ID', value: '<the client id of the bot>' },
          { name: 'BOT_TENANT_ID', value: '<the tenant of the bot>' },
        ],
      };
    case '90002':
    case '900023':
      return {
        seen: seen('there is no such tenant'),
        fix: 'set BOT_TENANT_ID to the id of the tenant in which the bot is registered.',
        settings: [{ name: 'BOT_TENANT_ID', value: '<the tenant of the bot>' }],
      };
    case '7000229':
      return {
        seen: seen('the app has no service principal in this tenant'),
        fix: `Entra admin center, Enterprise applications: add it there, for example with: az ad sp create --id ${appId}`,
      };
    default:
      return {
        seen: seen(`Entra gives none to this ${type}`),
        fix: `look the number up at https://login.microsoftonline.com/error?code=${number}`,
      };
  }
}

function silence({ type }: BotIdentity, proxy?: WebProxy, code = 'no answer in time'): SignInRemedy {
  if (type === 'UserAssignedMsi')
    return {
      seen: `the managed identity does not answer (${code})`,
      fix: 'run it on the machine that has the identity, or use BOT_TYPE=SingleTenant.',
    };
  return {
    seen: `login.microsoftonline.com does not answer (${code})`,
    fix: `${
      proxy
        ? `check ${proxy.setting}, and that the proxy ${proxy.name} runs and connects to login.microsoftonline.com:443.`
        : 'let this machine out to login.microsoftonline.com (https), or name a proxy in HTTPS_PROXY; and check whether it can resolve names.'
    } ${trustCertificate}`,
  };
}
