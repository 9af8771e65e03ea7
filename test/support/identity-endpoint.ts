import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Azure App Service's own source of tokens for its managed identities, as far as the process's environment leads there.
 */
export interface IdentityEndpoint {
  /** What the environment names it by, for a process that is started. */
  readonly env: Readonly<Record<string, string>>;
  /** The query of each request for a token. */
  readonly asked: readonly URLSearchParams[];
  close(): Promise<void>;
}

const header = 'planted-identity-header';

/**
 * `tokenFor` makes the token for a resource; undefined: there is no such identity. Azure's library asks each time for
 * those that live for less than 5 minutes.
 */
export async function openIdentityEndpoint(
  tokenFor: (resource: string) => string | Promise<string> | undefined,
  lifeSecondsOf: (resource: string) => number = () => 24 * 3_600,
): Promise<IdentityEndpoint> {
  const asked: URLSearchParams[] = [];
  const server = createServer(async (req, res) => {
    const query = new URL(req.url ?? '', 'http://localhost').searchParams;
    asked.push(query);
    const resource = query.get('resource') ?? '';
    const token = req.headers['x-identity-header'] === header ? await tokenFor(resource) : undefined;
    res.statusCode = token === undefined ? 400 : 200;
    res.setHeader('content-type', 'application/json');
    const expires_on = `${Math.floor(Date.now() / 1_000) + lifeSecondsOf(resource)}`;
    res.end(
      JSON.stringify(
        token === undefined
          ? { statusCode: 400, message: 'No managed identity was found.' }
          : { access_token: token, expires_on, resource, token_type: 'Bearer' },
      ),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: header },
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const managedToken = 'token-of-the-managed-identity';
export const vaultToken = 'planted-vault-token';
const [botFramework, keyVault] = ['https://api.botframework.com', 'https://vault.azure.net'];
/** The tokens of this process's endpoint, by resource; a test may change them while it runs. */
export const tokensOfThisProcess = new Map<string, string | Promise<string>>([
  [botFramework, managedToken],
  [keyVault, vaultToken],
]);
let ofThisProcess: Promise<IdentityEndpoint> | undefined;

/**
 * The one that bots in this very process get their tokens from, for as long as it lives: the SDK stays with the first
 * that the environment ever led it to.
 */
export function identityOfThisProcess(): Promise<IdentityEndpoint> {
  ofThisProcess ??= openIdentityEndpoint(
    resource => tokensOfThisProcess.get(resource),
    resource => (resource === keyVault ? 60 : 24 * 3_600),
  );
  return ofThisProcess;
}

/** This very process reads the environment while `use` runs, and not after. */
export async function withEnv<T>(env: Readonly<Record<string, string>>, use: () => Promise<T>): Promise<T> {
  const before = Object.keys(env).map(name => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    return await use();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
