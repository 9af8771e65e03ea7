import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** What each room of src may import from, besides itself. A room that is not listed may import nothing. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  network: ['domain'],
  avepoint: ['domain', 'network'],
  store: ['domain'],
  telemetry: ['domain'],
  language: ['domain'],
  access: ['domain'],
  schedule: ['domain'],
  operations: ['domain', 'schedule'],
  'job-index': ['domain'],
  jobs: ['domain', 'job-index'],
  digest: ['domain', 'job-index', 'jobs', 'schedule'],
  faults: ['domain', 'job-index', 'jobs', 'schedule'],
  cards: ['domain', 'operations', 'job-index', 'jobs', 'digest', 'faults'],
  features: ['domain', 'language', 'jobs', 'job-index', 'cards'],
  conversation: [
    'domain',
    'features',
    'telemetry',
    'language',
    'access',
    'schedule',
    'operations',
    'jobs',
    'digest',
    'faults',
    'cards',
  ],
  teams: ['domain', 'network', 'cards', 'features', 'conversation'],
  http: ['domain', 'teams', 'telemetry'],
  config: ['domain', 'access', 'avepoint', 'store', 'teams'],
  checks: ['domain', 'network', 'avepoint', 'store', 'telemetry', 'teams', 'job-index'],
};

/** Packages at the end of their life, and where alone they may be imported. */
const confined: Readonly<Record<string, readonly string[]>> = {
  botbuilder: ['teams', 'http'],
  'botframework-connector': ['teams', 'http'],
  '@microsoft/teams-ai': ['teams', 'http'],
  restify: ['teams', 'http'],
};

interface Import {
  readonly file: string;
  /** The room the file is in; undefined for an entry: a file directly under src, or a command in cli. */
  readonly room: string | undefined;
  readonly target: string;
}

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));

const roomOf = (file: string): string | undefined => {
  const parts = relative('src', file).split(sep);
  return parts.length > 1 && parts[0] !== 'cli' ? parts[0] : undefined;
};

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const targets = source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...targets].map(([, target = '']) => ({ file, room: roomOf(file), target }));
}

const imports = files('src').flatMap(importsOf);

/** Returns the files of a folder that import each other in a circle, or lie between two circles. Imports of types count, too. */
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

describe('the house', () => {
  it('lets a room import only from the rooms that the plan names', () => {
    const wrong = imports.filter(({ file, room, target }) => {
      if (room === undefined || !target.startsWith('.')) return false;
      const to = roomOf(join(dirname(file), target));
      return to !== room && !(to !== undefined && arrows[room]?.includes(to));
    });
    assert.deepEqual(wrong, []);
  });

  it('has no room that the plan does not name', () => {
    const rooms = new Set(files('src').map(roomOf));
    rooms.delete(undefined);
    assert.deepEqual(
      [...rooms].filter(room => !((room as string) in arrows)),
      [],
    );
  });

  it('lets a feature import of another one no more than how its buttons travel', () => {
    const featureOf = (file: string) => {
      const [, folder, rest] = relative('src', file).split(sep);
      return rest === undefined ? undefined : folder;
    };
    const wrong = imports.filter(({ file, room, target }) => {
      if (room !== 'features' || !target.startsWith('.')) return false;
      const to = join(dirname(file), target);
      const [from, into] = [featureOf(file), featureOf(to)];
      if (into === undefined || from === into || roomOf(to) !== 'features') return false;
      const isTable = file === join('src', 'features', 'index.ts');
      return !(isTable ? to.endsWith('feature.ts') : from !== undefined && to.endsWith('buttons.ts'));
    });
    assert.deepEqual(wrong, []);
  });

  for (const folder of ['src', 'simulator'])
    it(`has no files that import each other in a circle in ${folder}`, () => {
      assert.deepEqual(filesInCycles(folder), []);
    });

  it('confines the SDKs that have reached the end of their life to teams and http', () => {
    const wrong = imports.filter(({ room, target }) => {
      const rooms = Object.entries(confined).find(
        ([name]) => target === name || target.startsWith(`${name}/`),
      );
      return rooms !== undefined && !(room !== undefined && rooms[1].includes(room));
    });
    assert.deepEqual(wrong, []);
  });

  it('keeps the simulator apart: it imports nothing of src, and src nothing of it', () => {
    const crossing = [
      ...files('simulator')
        .flatMap(importsOf)
        .filter(({ target }) => target.includes('/src/')),
      ...imports.filter(({ target }) => target.includes('simulator/')),
    ];
    assert.deepEqual(crossing, []);
  });

  it('lets only config.ts and the entries read the environment', () => {
    const readers = files('src').filter(file => readFileSync(file, 'utf8').includes('process.env'));
    assert.deepEqual(
      readers.map(roomOf).filter(room => room !== undefined),
      [],
    );
  });
});
