import { readConfig } from '../../src/config.ts';

/** The names of all settings that the bot asks for where `env` is what is set; what it thinks of them is no matter here. */
export function settingsRead(env: Readonly<Record<string, string | undefined>>): ReadonlySet<string> {
  const read = new Set<string>();
  const watched = new Proxy(env, {
    get(target, name) {
      read.add(String(name));
      return target[String(name)];
    },
  });
  try {
    readConfig(watched);
  } catch {
    // It complains at the end, when all has been read.
  }
  return read;
}
