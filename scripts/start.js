// Starts the built bot, and builds it first where there is no build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = new URL('../dist/src/index.js', import.meta.url);
if (!existsSync(entry)) {
  const build = fileURLToPath(new URL('build.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
process.setSourceMapsEnabled(true);
await import(entry.href);
