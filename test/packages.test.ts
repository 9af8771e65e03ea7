import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { root } from '../scripts/root.ts';

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const json = (path: string) => JSON.parse(text(path));

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
}

const { packages: locked } = json('package-lock.json') as {
  readonly packages: Readonly<Record<string, Locked>>;
};
/** Paths at which packages/absent replaces another package. */
const absent = Object.keys(locked).filter(path => locked[path]?.resolved === 'file:packages/absent');

describe('packages', () => {
  it('the packages are pinned to one version each, in package.json as in the lockfile', () => {
    const { dependencies, devDependencies } = json('package.json') as Record<string, Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  it('the packages are installed only if they have the hash that the lockfile names', () => {
    for (const [path, { integrity }] of Object.entries(locked))
      if (path !== '' && !absent.includes(path)) assert.match(integrity ?? '', /^sha512-/, path);
  });

  it('the packages are found by their names, not by addresses that the lockfile has', () => {
    for (const [path, { resolved }] of Object.entries(locked))
      if (!absent.includes(path)) assert.equal(resolved, undefined, path);
  });

  it('the packages run no scripts when they are installed', () => {
    assert.match(text('.npmrc'), /^ignore-scripts=true$/m);
  });
});

describe('absent packages', () => {
  const load = createRequire(root);

  it('an absent package has an override, and the current stand-in in its place', () => {
    const { overrides } = json('package.json') as {
      readonly overrides: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
    };
    const overridden = Object.values(overrides)
      .flatMap(one => (typeof one === 'string' ? [] : Object.entries(one)))
      .filter(([, version]) => version.endsWith('/packages/absent'))
      .map(([name]) => `node_modules/${name}`);
    assert.deepEqual(new Set(overridden), new Set(absent));
    for (const path of absent)
      for (const file of readdirSync(new URL('packages/absent', root)))
        assert.equal(
          text(`${path}/${file}`),
          text(`packages/absent/${file}`),
          `run "npm ci": ${path}/${file}`,
        );
  });

  for (const path of absent) {
    const name = path.slice('node_modules/'.length);

    it(`an absent package can be loaded and extended, and throws if it is used: ${name}`, () => {
      const whole = load(name);
      const { Part } = whole;
      class Extended extends Part {}
      assert.equal({} instanceof Part, false);
      const uses = [
        () => whole(),
        () => Part(),
        () => new Part(),
        () => new Extended(),
        () => Part.value,
        () => {
          Part.value = 1;
        },
      ];
      for (const use of uses)
        assert.throws(
          use,
          new RegExp(`^Error: ${name}.* was used, but ${name} is not installed: a stand-in `),
        );
      assert.equal(load(`${name}/any/part`), whole);
    });
  }

  it('openai is not an absent package: its client is there, whole', () => {
    const { OpenAI } = load('openai');
    assert.equal(typeof new OpenAI({ apiKey: 'none' }).chat.completions.create, 'function');
  });
});
