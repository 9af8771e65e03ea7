import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { root } from '../../scripts/root.ts';
import { placeholdersIn } from '../../src/checks/fill-manifest.ts';

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Each lifecycle file, its environment, and whether it packs the manifest. */
const files = [
  { file: 'teamsapp.yml', environment: 'dev', packs: true },
  { file: 'teamsapp.local.yml', environment: 'local', packs: true },
  { file: 'm365agents.playground.yml', environment: 'playground', packs: false },
] as const;

interface Step {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}
interface Lifecycle {
  readonly version: string;
  readonly provision?: readonly Step[];
  readonly deploy?: readonly Step[];
  readonly publish?: readonly Step[];
}

const lifecycle = (file: string) => parse(text(file)) as Lifecycle;
const stepsOf = ({ provision = [], deploy = [], publish = [] }: Lifecycle) => [
  ...provision,
  ...deploy,
  ...publish,
];

/** Names an env file gives, be it in a comment about the ignored file beside it: `# SECRET_X=`. */
function namedIn(environment: string): ReadonlySet<string> {
  const lines = text(`env/.env.${environment}`).matchAll(/^(?:# (?=SECRET_))?([A-Z][A-Z0-9_]*)=/gm);
  return new Set([...lines].map(match => match[1] ?? ''));
}

for (const { file, environment, packs } of files) {
  describe(file, () => {
    it('is YAML with the schema version it says at its top', () => {
      const { version } = lifecycle(file);
      assert.match(
        text(file).split('\n')[0] ?? '',
        new RegExp(`/${version.replace('.', '\\.')}/yaml\\.schema\\.json$`),
      );
    });

    it('has steps that all say what they use, with what', () => {
      const steps = stepsOf(lifecycle(file));
      assert.ok(steps.length > 0);
      for (const step of steps) assert.ok(step.uses && step.with, JSON.stringify(step));
    });

    it('uses only names that its env file explains', () => {
      const used = placeholdersIn(
        JSON.stringify(lifecycle(file)) + (packs ? text('appPackage/manifest.json') : ''),
      );
      const named = namedIn(environment);
      assert.deepEqual(
        used.filter(name => !named.has(name)),
        [],
      );
    });

    it('needs no empty name but those of a person, a step before, or a secret', () => {
      const given = parseEnv(text(`env/.env.${environment}`));
      const byHand = {
        dev: /^(APP_|BOT_ID$)/,
        local: /^(BOT_ENDPOINT|AVEPOINT_|SECRET_AVEPOINT)/,
        playground: /^$/,
      };
      let made: string[] = [];
      for (const step of stepsOf(lifecycle(file))) {
        for (const name of placeholdersIn(JSON.stringify(step))) {
          assert.ok(
            given[name] || made.includes(name) || byHand[environment].test(name) || /SUFFIX$/.test(name),
            name,
          );
        }
        made = [...made, ...Object.values(step.writeToEnvironmentFile ?? {})];
      }
    });

    it('writes only to names that its env file explains', () => {
      const named = namedIn(environment);
      for (const step of stepsOf(lifecycle(file))) {
        for (const name of Object.values(step.writeToEnvironmentFile ?? {})) assert.ok(named.has(name), name);
      }
    });

    it('refers to files that exist', () => {
      for (const step of stepsOf(lifecycle(file))) {
        const path = step.with.manifestPath;
        if (typeof path === 'string') assert.ok(existsSync(new URL(path, root)), path);
      }
    });
  });
}

describe('the env files', () => {
  it('are one for each lifecycle file', () => {
    const committed = readdirSync(new URL('env/', root)).filter(name => !name.endsWith('.user'));
    assert.deepEqual(committed.sort(), files.map(({ environment }) => `.env.${environment}`).sort());
  });

  it('name their own environment and hold no secret', () => {
    for (const { environment } of files) {
      const given = parseEnv(text(`env/.env.${environment}`));
      assert.equal(given.TEAMSFX_ENV, environment);
      for (const name of Object.keys(given)) assert.doesNotMatch(name, /SECRET|PASSWORD|TOKEN$|KEY/, name);
    }
  });

  it('have a comment above every name or group of names', () => {
    for (const { environment } of files) {
      for (const group of text(`env/.env.${environment}`).trim().split(/\n\n+/)) {
        assert.match(group, /^# /, group);
      }
    }
  });

  it('leave the users’ files to git’s ignorance', () => {
    assert.match(text('.gitignore'), /^env\/\.env\.\*\.user$/m);
    assert.match(text('.gitignore'), /^\.localConfigs\*$/m);
  });
});
