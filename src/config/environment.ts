import { readProxies } from './read-proxies.ts';
import { createSettings, type Env } from './settings.ts';

const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** This machine itself, and the address at which Azure's machines give tokens to managed identities. */
const neverProxied = ['localhost', '127.0.0.1', '[::1]', '169.254.169.254'];

/**
 * Returns a copy of the environment, for the settings to be read from, and then rewrites the variables of the proxy in `env`
 * itself. Azure's libraries (tables, Key Vault, identities) read those there, with other rules: they send requests to this machine
 * through the proxy as well, those for the token of a managed identity among them, and to them a name in NO_PROXY does not
 * include what is below it. Afterwards they do as the bot does. Called before any of them is loaded.
 */
export function takeEnvironment(env: Record<string, string | undefined>): Env {
  const taken = { ...env };
  const { proxy, direct } = readProxies(createSettings(taken));
  for (const name of proxyNames) {
    delete env[name];
    delete env[name.toLowerCase()];
  }
  if (proxy === undefined || direct.some(({ host }) => host === '*')) return taken;
  const { IDENTITY_ENDPOINT = '' } = taken;
  const identityHost = URL.canParse(IDENTITY_ENDPOINT) ? [new URL(IDENTITY_ENDPOINT).hostname] : [];
  const hosts = direct.filter(({ port = 443 }) => port === 443).map(({ host }) => host);
  env.HTTPS_PROXY = proxy.url;
  env.NO_PROXY = [...neverProxied, ...identityHost, ...hosts.flatMap(host => [host, `.${host}`])].join();
  return taken;
}
