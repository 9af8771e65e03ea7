import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envValuesIn, fillManifest, unfilledIn } from './fill-manifest.ts';
import type { Finding } from './finding.ts';

const tried = 'app package';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const addresses = ['APP_WEBSITE_URL', 'APP_PRIVACY_URL', 'APP_TERMS_URL'] as const;
const pngSignature = '89504e470d0a1a0a';

type Values = Readonly<Record<string, string | undefined>>;

export interface ManifestParts {
  /** The folder in which `appPackage` and `env` are. */
  readonly folder: string;
  /** Which env/.env.<name> fills the manifest. */
  readonly environment: string;
  /** What the shell gives goes before what the files say, as when the package is made. */
  readonly shell: Values;
  /** The one by which the process of the bot goes; undefined in local mode. */
  readonly botId: string | undefined;
}

/** Whether the package for Teams can be made, and is the one of this bot. */
export function manifestFindings({ folder, environment, shell, botId }: ManifestParts): Finding[] {
  const name = `env/.env.${environment}`;
  const template = join(folder, 'appPackage/manifest.json');
  const missing = [template, join(folder, name)].filter(file => !existsSync(file));
  if (missing.length > 0)
    return [
      {
        mark: 'warning',
        tried,
        seen: `not tried: ${missing[0] === template ? 'appPackage/manifest.json' : name} is not here`,
        fix: 'run it, too, where the app package for Teams is made.',
      },
    ];
  const files = valuesIn(folder, name);
  const values = { ...files, ...shell };
  const text = readFileSync(template, 'utf8');
  const wrong = [
    ...unfilled(unfilledIn(text, values), name),
    ...otherBot(files.BOT_ID, botId, name),
    ...unsound(values, name),
    ...iconsMissing(folder),
  ];
  if (wrong.length > 0) return wrong;
  try {
    fillManifest(text, values);
  } catch {
    return [failure('appPackage/manifest.json is no JSON', 'put it back as it was delivered.')];
  }
  return [
    { mark: 'ok', tried, seen: `can be made with ${name}: the manifest is filled, both icons are there` },
  ];
}

function valuesIn(folder: string, name: string): Values {
  const files = [name, `${name}.user`].map(file => join(folder, file)).filter(file => existsSync(file));
  return Object.assign({}, ...files.map(file => envValuesIn(readFileSync(file, 'utf8'))));
}

/** Whoever runs the bot may have made the package elsewhere, so this alone is no failure. */
function unfilled(names: readonly string[], file: string): Finding[] {
  if (names.length === 0) return [];
  return [
    {
      mark: 'warning',
      tried,
      seen: `no value in ${file} for ${names.join(', ')}`,
      fix: `fill them in before “npm run package”; the comments in ${file} explain each.`,
    },
  ];
}

function otherBot(inFile: string | undefined, botId: string | undefined, file: string): Finding[] {
  const isSame = !inFile || botId === undefined || inFile.toLowerCase() === botId.toLowerCase();
  if (isSame) return [];
  return [
    failure(
      `BOT_ID is ${inFile} in ${file}, and ${botId} for the bot`,
      `set both to the client id of the bot’s registration: Teams would talk to another bot.`,
    ),
  ];
}

function unsound(values: Values, file: string): Finding[] {
  const isNoAddress = (text: string) => !URL.canParse(text) || new URL(text).protocol !== 'https:';
  const noAddresses = addresses.filter(name => values[name] && isNoAddress(values[name]));
  const isNoGuid = values.TEAMS_APP_ID && !guid.test(values.TEAMS_APP_ID);
  return [
    ...(isNoGuid ? [failure('TEAMS_APP_ID is no GUID', `put one into ${file}; any new one will do.`)] : []),
    ...(noAddresses.length > 0
      ? [failure(`no https address: ${noAddresses.join(', ')}`, `put web addresses with https into ${file}.`)]
      : []),
  ];
}

function iconsMissing(folder: string): Finding[] {
  const missing = ['color.png', 'outline.png'].filter(icon => {
    const file = join(folder, 'appPackage', icon);
    return !existsSync(file) || readFileSync(file).toString('hex', 0, 8) !== pngSignature;
  });
  if (missing.length === 0) return [];
  return [failure(`no picture: appPackage/${missing.join(', ')}`, 'put it back as it was delivered.')];
}

function failure(seen: string, fix: string): Finding {
  return { mark: 'failure', tried, seen, fix };
}
