import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** Of the scripts, those that only build and test. */
const notThere = new Set(['build.js', 'test.js', 'in-group.js']);
/** Of packages, what a running program does not read: types, and maps to sources that are not there. */
const notRun = /\.(d\.[cm]?ts|map)$/;

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/**
 * The program as App Service runs it from a zip: what starts it, the build, and the packages that the lockfile names
 * for running, out of a folder that has the development tools as well. The same input gives the same bytes. It has what
 * .webappignore lets through.
 *
 * @throws Error if the build or a package is missing, or a package is not the one of the lockfile
 */
export async function buildProgram(folder: string): Promise<Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  for (const path of await programFiles(folder)) entries[path] = await readFile(join(folder, path));
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) });
}

/** The paths within `folder`, with slashes, in the order of the zip. */
export async function programFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(join(folder, 'dist/src/index.js')))
    throw new Error('There is no build: run "npm run build".');
  const scripts = (await readdir(join(folder, 'scripts'))).filter(
    name => name.endsWith('.js') && !notThere.has(name),
  );
  const packages = await packagesToRun(folder);
  const ofPackages = await Promise.all(packages.map(path => filesUnder(folder, path)));
  return [
    'package.json',
    'package-lock.json',
    ...scripts.map(name => `scripts/${name}`),
    ...(await filesUnder(folder, 'dist/src')),
    ...ofPackages.flat().filter(path => !notRun.test(path)),
  ].toSorted();
}

/**
 * The folders of the packages that `npm ci --omit=dev` would leave. An optional one may be missing: it's for another
 * system.
 */
async function packagesToRun(folder: string): Promise<readonly string[]> {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const found: string[] = [];
  for (const [path, { version, dev, optional }] of Object.entries(lock.packages)) {
    if (path === '' || dev) continue;
    const file = join(folder, path, 'package.json');
    const isThere = existsSync(file);
    if (!isThere && optional) continue;
    const installed = isThere ? JSON.parse(await readFile(file, 'utf8')).version : undefined;
    if (installed !== version)
      throw new Error(`${path} is not the one that package-lock.json names: run "npm ci".`);
    found.push(path);
  }
  return found;
}

/** Packages within a package are packages of their own in the lockfile. */
async function filesUnder(folder: string, path: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    if (entry.isDirectory()) files.push(...(await filesUnder(folder, `${path}/${entry.name}`)));
    else if (entry.isFile()) files.push(`${path}/${entry.name}`);
  }
  return files;
}
