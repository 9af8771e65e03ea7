import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The modules of src that each module may import, besides itself. One that is not listed may import nothing. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  network: ['domain'],
  avepoint: ['domain', 'network'],
  store: ['domain'],
  telemetry: ['domain'],
  language: ['domain'],
  access: ['domain'],
  schedule: ['domain'],
  'job-index': ['domain'],
  jobs: ['domain', 'job-index'],
  cards: ['domain', 'job-index', 'jobs'],
  operations: ['domain', 'schedule', 'cards'],
  features: ['domain', 'access', 'cards', 'job-index', 'jobs', 'language', 'schedule'],
  bot: ['domain', 'access', 'cards', 'features', 'jobs', 'language', 'schedule', 'telemetry'],
  teams: ['domain', 'network', 'cards', 'features', 'bot'],
  http: ['domain', 'teams', 'telemetry'],
  'language-model': ['domain', 'store'],
  config: ['domain', 'access', 'avepoint', 'store', 'teams', 'language-model'],
  checks: ['domain', 'network', 'avepoint', 'store', 'telemetry', 'teams', 'job-index'],
};

/** The module that connects all others for app.ts: it may import everything, and no other module may import it. */
const connecting = 'app';

/** What a feature may import of any other: how its buttons travel, and how its sentences are written. */
const linking = ['buttons.ts', 'compose.ts'];
/** A feature above others, which works on what they set: the bin, and the list of everything. */
const above: Readonly<Record<string, readonly string[]>> = {
  settings: ['digest', 'end-notice', 'incidents'],
};

/** Packages at the end of their life, and the only modules that may import them. */
const confined: Readonly<Record<string, readonly string[]>> = {
  botbuilder: ['teams', 'http'],
  'botframework-connector': ['teams', 'http'],
  '@microsoft/teams-ai': ['teams', 'http'],
  restify: ['teams', 'http'],
};

interface Import {
  readonly file: string;
  /** The file's module; undefined for an entry: a file directly under src, or a command in cli. */
  readonly module: string | undefined;
  readonly target: string;
}

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));

const moduleOf = (file: string): string | undefined => {
  const parts = relative('src', file).split(sep);
  return parts.length > 1 && parts[0] !== 'cli' ? parts[0] : undefined;
};

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const targets = source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...targets].map(([, target = '']) => ({ file, module: moduleOf(file), target }));
}

const imports = files('src').flatMap(importsOf);

/**
 * Returns the files of a folder that import each other in a cycle, or lie between two cycles. Imports of types count,
 * too.
 */
function filesInCycles(folder: string): readonly string[] {
  const targetsOf = (file: string) =>
    importsOf(file).flatMap(({ target }) => (target.startsWith('.') ? [join(dirname(file), target)] : []));
  let left = new Map(files(folder).map(file => [file, targetsOf(file)]));
  for (;;) {
    const imported = new Set([...left.values()].flat());
    const kept = [...left].filter(
      ([file, targets]) => imported.has(file) && targets.some(target => left.has(target)),
    );
    if (kept.length === left.size) return kept.map(([file]) => file);
    left = new Map(kept);
  }
}

describe('modules and dependencies', () => {
  it('a module imports only from the modules listed for it', () => {
    const wrong = imports.filter(({ file, module, target }) => {
      if (module === undefined || module === connecting || !target.startsWith('.')) return false;
      const to = moduleOf(join(dirname(file), target));
      return to !== module && !(to !== undefined && allowedImports[module]?.includes(to));
    });
    assert.deepEqual(wrong, []);
  });

  it('every module of src is listed', () => {
    const modules = new Set(files('src').map(moduleOf));
    modules.delete(undefined);
    modules.delete(connecting);
    assert.deepEqual(
      [...modules].filter(module => !((module as string) in allowedImports)),
      [],
    );
  });

  it('a feature imports from another one only its links, unless it stands above it', () => {
    const featureOf = (file: string) => {
      const [, folder, rest] = relative('src', file).split(sep);
      return rest === undefined ? undefined : folder;
    };
    const wrong = imports.filter(({ file, module, target }) => {
      if (module !== 'features' || !target.startsWith('.')) return false;
      const to = join(dirname(file), target);
      const [from, into] = [featureOf(file), featureOf(to)];
      if (into === undefined || from === into || moduleOf(to) !== 'features') return false;
      const name = to.split(sep).at(-1) ?? '';
      if (file === join('src', 'features', 'index.ts')) return name !== 'feature.ts' && name !== 'changes.ts';
      return from === undefined || !(linking.includes(name) || above[from]?.includes(into));
    });
    assert.deepEqual(wrong, []);
  });

  for (const folder of ['src', 'simulator'])
    it(`no files of ${folder} import each other in a cycle`, () => {
      assert.deepEqual(filesInCycles(folder), []);
    });

  it('only teams and http import the SDKs that have reached the end of their life', () => {
    const wrong = imports.filter(({ module, target }) => {
      const confinedTo = Object.entries(confined).find(
        ([name]) => target === name || target.startsWith(`${name}/`),
      );
      return confinedTo !== undefined && !(module !== undefined && confinedTo[1].includes(module));
    });
    assert.deepEqual(wrong, []);
  });

  it('the simulator imports nothing from src, and src nothing from the simulator', () => {
    const crossing = [
      ...files('simulator')
        .flatMap(importsOf)
        .filter(({ target }) => target.includes('/src/')),
      ...imports.filter(({ target }) => target.includes('simulator/')),
    ];
    assert.deepEqual(crossing, []);
  });

  it('only config.ts and the entries read the environment', () => {
    const readers = files('src').filter(file => readFileSync(file, 'utf8').includes('process.env'));
    assert.deepEqual(
      readers.map(moduleOf).filter(module => module !== undefined),
      [],
    );
  });
});
