import { withVaultSecrets } from '../../src/config/vault-secrets.ts';
import { readConfig } from '../../src/config.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Returns the names of all settings that the bot reads from `env`, even if it refuses them. */
export async function settingsRead(env: Env): Promise<ReadonlySet<string>> {
  const read = new Set<string>();
  const watched = new Proxy(env, {
    get(target, name) {
      read.add(String(name));
      return target[String(name)];
    },
  });
  await withVaultSecrets(watched, () => async () => undefined);
  try {
    readConfig(watched);
  } catch {
    // It complains at the end, when all has been read.
  }
  return read;
}
