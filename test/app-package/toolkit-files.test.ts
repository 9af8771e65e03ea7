import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { root } from '../../scripts/root.ts';
import { placeholdersIn } from '../../src/checks/fill-manifest.ts';
import { readBicep } from '../support/bicep.ts';

const text = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Each lifecycle file, and its environment. */
const files = [
  { file: 'teamsapp.yml', environment: 'dev' },
  { file: 'teamsapp.local.yml', environment: 'local' },
  { file: 'm365agents.playground.yml', environment: 'playground' },
] as const;

interface Template {
  readonly path: string;
  readonly parameters: string;
}
interface Step {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>> & {
    readonly templates?: readonly Template[];
    readonly ignoreFile?: string;
  };
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

const templatesOf = (step: Step) => step.with.templates ?? [];
/** All that the toolkit fills in for a step: its own values, the manifest, and the parameters of its templates. */
const filledIn = (step: Step) =>
  [
    JSON.stringify(step),
    ...(step.with.manifestPath === undefined ? [] : [text('appPackage/manifest.json')]),
    ...templatesOf(step).map(({ parameters }) => text(parameters)),
  ].join('\n');
/** The names that a step writes into the env file: what it maps, and every output of its templates. */
const writtenBy = (step: Step) => [
  ...Object.values(step.writeToEnvironmentFile ?? {}),
  ...templatesOf(step).flatMap(({ path }) => readBicep(path).outputs),
];

/** Names an env file gives, be it in a comment about the ignored file beside it: `# SECRET_X=`. */
function namedIn(environment: string): ReadonlySet<string> {
  const lines = text(`env/.env.${environment}`).matchAll(/^(?:# (?=SECRET_))?([A-Z][A-Z0-9_]*)=/gm);
  return new Set([...lines].map(match => match[1] ?? ''));
}

for (const { file, environment } of files) {
  describe(file, () => {
    it(`${file} is YAML with the schema version that it declares`, () => {
      const { version } = lifecycle(file);
      assert.match(
        text(file).split('\n')[0] ?? '',
        new RegExp(`/${version.replace('.', '\\.')}/yaml\\.schema\\.json$`),
      );
    });

    it(`${file} has steps that all say what they use, with what`, () => {
      const steps = stepsOf(lifecycle(file));
      assert.ok(steps.length > 0);
      for (const step of steps) assert.ok(step.uses && step.with, JSON.stringify(step));
    });

    it(`${file} uses only names that its env file explains`, () => {
      const used = placeholdersIn(stepsOf(lifecycle(file)).map(filledIn).join('\n'));
      const named = namedIn(environment);
      assert.deepEqual(
        used.filter(name => !named.has(name)),
        [],
      );
    });

    it(`${file} needs no empty name but those of a person, a step before, or a secret`, () => {
      const given = parseEnv(text(`env/.env.${environment}`));
      const byHand = {
        dev: /^(APP_|ADMIN_USER_IDS$|AVEPOINT_|AZURE_(SUBSCRIPTION_ID|RESOURCE_GROUP_NAME)$)/,
        local: /^(BOT_ENDPOINT|AVEPOINT_|SECRET_AVEPOINT)/,
        playground: /^$/,
      };
      let made: string[] = [];
      for (const step of stepsOf(lifecycle(file))) {
        for (const name of placeholdersIn(filledIn(step))) {
          assert.ok(
            given[name] || made.includes(name) || byHand[environment].test(name) || /SUFFIX$/.test(name),
            name,
          );
        }
        made = [...made, ...writtenBy(step)];
      }
    });

    it(`${file} writes only to names that its env file explains`, () => {
      const named = namedIn(environment);
      for (const step of stepsOf(lifecycle(file))) {
        for (const name of writtenBy(step)) assert.ok(named.has(name), name);
      }
    });

    it(`${file} refers to files that exist`, () => {
      for (const step of stepsOf(lifecycle(file))) {
        const { manifestPath, ignoreFile } = step.with;
        const paths = [manifestPath, ignoreFile, ...templatesOf(step).flatMap(Object.values)];
        for (const path of paths.filter(path => typeof path === 'string' && /[./]/.test(path)))
          assert.ok(existsSync(new URL(String(path), root)), String(path));
      }
    });
  });
}

describe('template for Azure', () => {
  const { params } = readBicep('infra/azure.bicep');
  const given = Object.keys(JSON.parse(text('infra/azure.parameters.json')).parameters);

  it('the template for Azure is given every parameter that it must be given, and none that it does not know', () => {
    assert.deepEqual(
      given.filter(name => !params.has(name)),
      [],
    );
    const required = [...params].filter(([, { isRequired }]) => isRequired).map(([name]) => name);
    assert.deepEqual(
      required.filter(name => !given.includes(name)),
      [],
    );
  });

  it('the template for Azure has names that the storage account accepts, the strictest of all', () => {
    const [, base = ''] =
      /"backupwatch(\$\{\{RESOURCE_SUFFIX\}\})"/.exec(text('infra/azure.parameters.json')) ?? [];
    assert.ok(base);
    assert.match(text('env/.env.dev'), /up to nine lower-case letters and digits/); // 20 with "backupwatch"
  });
});

describe('upload', () => {
  const lines = text('.webappignore').split('\n');
  const steps = lifecycle('teamsapp.yml').deploy ?? [];

  it('the upload contains only what is named, so that no secret and no store goes along', () => {
    const first = lines.find(line => line !== '' && !line.startsWith('#'));
    assert.equal(first, '/*');
    const taken = lines.filter(line => line.startsWith('!')).map(line => line.slice(1));
    assert.deepEqual(
      taken.filter(path => !/^\/(package(-lock)?\.json|dist|scripts|node_modules)(\/|$)/.test(path)),
      [],
    );
  });

  it('the upload contains what starts the bot, and the build', () => {
    for (const path of ['/package.json', '/package-lock.json', '/scripts/*.js', '/dist/src', '/node_modules'])
      assert.ok(lines.includes(`!${path}`), path);
  });

  it('the upload comes after the build, without what only builds and tests', () => {
    assert.deepEqual(
      steps.map(step => step.with.args ?? step.uses),
      ['ci', 'run build', 'prune --omit=dev', 'azureAppService/zipDeploy'],
    );
  });
});

describe('env files', () => {
  it('there is one env file for each lifecycle file', () => {
    const committed = readdirSync(new URL('env/', root)).filter(name => !name.endsWith('.user'));
    assert.deepEqual(committed.sort(), files.map(({ environment }) => `.env.${environment}`).sort());
  });

  it('the env files name their own environment and hold no secret', () => {
    for (const { environment } of files) {
      const given = parseEnv(text(`env/.env.${environment}`));
      assert.equal(given.TEAMSFX_ENV, environment);
      for (const name of Object.keys(given))
        assert.doesNotMatch(name, /SECRET|PASSWORD|TOKEN$|KEY(?!_VAULT_NAME$)/, name);
    }
  });

  it('the env files have a comment above every name or group of names', () => {
    for (const { environment } of files) {
      for (const group of text(`env/.env.${environment}`).trim().split(/\n\n+/)) {
        assert.match(group, /^# /, group);
      }
    }
  });

  it('the env files of users are ignored by git', () => {
    assert.match(text('.gitignore'), /^env\/\.env\.\*\.user$/m);
    assert.match(text('.gitignore'), /^\.localConfigs\*$/m);
  });
});
