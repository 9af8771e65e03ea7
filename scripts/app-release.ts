import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envValuesIn, fillManifest } from '../src/checks/fill-manifest.ts';
import { manifestFindings } from '../src/checks/manifest.ts';
import { buildAppPackage, readManifestTemplate } from './app-package.ts';
import { validateManifest } from './validate-manifest.ts';

export interface AppRelease {
  /** The folder in which `appPackage` and `env` are. */
  readonly folder: string;
  /** Which env/.env.<name> fills the manifest. */
  readonly environment: string;
  /** The environment, which overrides the files. */
  readonly shell: Readonly<Record<string, string | undefined>>;
  /** The program's version. Teams accepts an update only if the version is higher. */
  readonly version: string;
}

/**
 * The app package for the Teams admin center, filled and validated. The same input gives the same bytes.
 *
 * @throws Error that lists every problem at once, and how to solve it
 */
export async function releaseApp({ folder, environment, shell, version }: AppRelease): Promise<Uint8Array> {
  if (!/^[a-z0-9-]+$/.test(environment) || !existsSync(join(folder, `env/.env.${environment}`)))
    throw refusal([`There is no env/.env.${environment}.`]);
  const findings = manifestFindings({ folder, environment, shell, botId: undefined });
  refuseIf(findings.flatMap(one => (one.mark === 'ok' ? [] : [`${one.seen}: ${one.fix}`])));
  const files = [`env/.env.${environment}`, `env/.env.${environment}.user`]
    .map(file => join(folder, file))
    .filter(file => existsSync(file))
    .map(file => envValuesIn(readFileSync(file, 'utf8')));
  const manifest = fillManifest(await readManifestTemplate(), Object.assign({}, ...files, shell));
  refuseIf([
    ...(manifest.version === version
      ? []
      : [
          `the version is ${manifest.version} in appPackage/manifest.json, and ${version} in package.json: make them the same.`,
        ]),
    ...(await validateManifest(manifest)),
  ]);
  return buildAppPackage(manifest);
}

function refuseIf(problems: readonly string[]): void {
  if (problems.length > 0) throw refusal(problems);
}

function refusal(problems: readonly string[]): Error {
  const list = problems.map(problem => `\n  - ${problem}`).join('');
  return new Error(`The app for Teams was not released:${list}`);
}
