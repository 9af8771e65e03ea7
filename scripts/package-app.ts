/**
 * Builds the app package to upload into Teams, without the toolkit: `npx tsx scripts/package-app.ts [dev|local]`.
 * Values come from env/.env.<name>, env/.env.<name>.user and the shell, the later before the earlier.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { envValuesIn, fillManifest } from '../src/checks/fill-manifest.ts';
import { buildAppPackage, readManifestTemplate } from './app-package.ts';
import { root } from './root.ts';

const environment = process.argv[2] ?? 'dev';
if (!/^[a-z0-9-]+$/.test(environment) || !existsSync(new URL(`env/.env.${environment}`, root))) {
  console.error(`There is no env/.env.${environment}.`);
  process.exit(1);
}

const env: Record<string, string | undefined> = {};
for (const file of [`env/.env.${environment}`, `env/.env.${environment}.user`]) {
  const url = new URL(file, root);
  if (existsSync(url)) Object.assign(env, envValuesIn(await readFile(url, 'utf8')));
}
Object.assign(env, process.env);

try {
  const manifest = fillManifest(await readManifestTemplate(), env);
  const target = new URL(`appPackage/build/appPackage.${environment}.zip`, root);
  await mkdir(new URL('.', target), { recursive: true });
  await writeFile(target, await buildAppPackage(manifest));
  console.log(fileURLToPath(target));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error} See env/.env.${environment}.`);
  process.exit(1);
}
