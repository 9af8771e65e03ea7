/**
 * Makes what an administrator uploads: `npm run release -- app` the app for the Teams admin center,
 * `npm run release -- program` the program for App Service, and `npm run release` both. Prints the version, the
 * checksum and what to do next of each. `--environment` names the env file that fills the app's manifest (dev), `--to`
 * the folder of the zips (release).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { releaseApp } from './app-release.ts';
import { buildProgram } from './program.ts';
import { root } from './root.ts';

const folder = fileURLToPath(root);
const next = {
  app:
    'in the Teams admin center open Teams apps, Manage apps, Actions, Upload new app, and choose it; for a newer version open ' +
    'the app there and choose Upload file (docs/operations.md, "Bring the app into Teams").',
  program:
    'az webapp deploy --resource-group "$RG" --name "$NAME" --type zip --src-path <this zip> (docs/operations.md, "Upload the bot").',
} as const;
type Part = keyof typeof next;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      environment: { type: 'string', default: 'dev' },
      to: { type: 'string', default: join(folder, 'release') },
    },
  });
  const parts = positionals.length === 0 ? (['app', 'program'] as const) : positionals.map(partOf);
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const { environment } = values;
  const to = resolve(values.to);
  for (const part of parts) {
    const zip =
      part === 'app'
        ? await releaseApp({ folder, environment, shell: process.env, version })
        : await program();
    const file = join(to, `backup-watch-${part === 'app' ? 'teams-app' : 'program'}-${version}.zip`);
    await mkdir(to, { recursive: true });
    await writeFile(file, zip);
    console.log(`${relative(process.cwd(), file)}
  version ${version}
  sha256  ${createHash('sha256').update(zip).digest('hex')}
  next:   ${next[part]}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function partOf(text: string): Part {
  if (text === 'app' || text === 'program') return text;
  throw new Error('Say "npm run release", "npm run release -- app" or "npm run release -- program".');
}

/** Of the sources as they are now. */
function program(): Promise<Uint8Array> {
  const { status } = spawnSync(process.execPath, [join(folder, 'scripts/build.js')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('Nothing was released: the program does not build.');
  return buildProgram(folder);
}
