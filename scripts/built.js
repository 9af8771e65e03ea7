// Runs an entry of the build, and builds first if there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

/** `name` is the path of a file under src, without its ending. */
export async function runBuilt(name) {
  const entry = new URL(`../dist/src/${name}.js`, import.meta.url);
  if (!existsSync(entry)) {
    const build = fileURLToPath(new URL('build.js', import.meta.url));
    const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  // Of our own files alone: those of all dependencies would double the time to start. Older Nodes cannot tell them
  // apart.
  module.setSourceMapsSupport?.(true, { nodeModules: false, generatedCode: false });
  await import(entry.href);
}
