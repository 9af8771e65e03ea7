import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { root } from '../scripts/root.ts';

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const json = (path: string) => JSON.parse(text(path));

describe('the packages', () => {
  it('are pinned to one version each, in package.json as in the lockfile', () => {
    const { dependencies, devDependencies } = json('package.json') as Record<string, Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  it('are installed only if they have the hash that the lockfile names', () => {
    const { packages } = json('package-lock.json') as {
      readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
    };
    for (const [path, { integrity }] of Object.entries(packages))
      if (path !== '') assert.match(integrity ?? '', /^sha512-/, path);
  });

  it('run no scripts when they are installed', () => {
    assert.match(text('.npmrc'), /^ignore-scripts=true$/m);
  });
});
