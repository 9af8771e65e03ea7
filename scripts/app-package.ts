import { readFile } from 'node:fs/promises';
import { zipSync } from 'fflate';
import { root } from './root.ts';

const folder = new URL('appPackage/', root);
const icons = ['color.png', 'outline.png'] as const;

/** The form the Microsoft 365 Agents Toolkit knows: `${{NAME}}`. */
const placeholder = /\$\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

/** The one name that may be empty, as with the toolkit. */
const mayBeEmpty = 'APP_NAME_SUFFIX';

/** The names of all placeholders in `text`, each once, in the order of their first appearance. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(placeholder)].map(match => match[1] ?? ''))];
}

/**
 * The manifest's JSON with its placeholders filled from `env`. Values are put into strings, so none can break out
 * of its own; what looks like a placeholder inside a value is left as it is.
 *
 * @throws Error that names every placeholder without a value at once.
 */
export function fillManifest(
  template: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const unfilled = placeholdersIn(template).filter(name =>
    name === mayBeEmpty ? env[name] === undefined : !env[name]?.trim(),
  );
  if (unfilled.length > 0) throw new Error(`The manifest needs a value for ${unfilled.join(', ')}.`);
  return JSON.parse(template, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(placeholder, (_whole, name: string) => env[name] ?? '') : value,
  ) as Record<string, unknown>;
}

/** The text of appPackage/manifest.json, placeholders and all. */
export function readManifestTemplate(): Promise<string> {
  return readFile(new URL('manifest.json', folder), 'utf8');
}

/**
 * The app package that Teams takes: manifest.json and both icons, at the root of a zip. The same input gives the
 * same bytes.
 */
export async function buildAppPackage(manifest: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  const entries: Record<string, Uint8Array> = {
    'manifest.json': new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`),
  };
  for (const icon of icons) entries[icon] = await readFile(new URL(icon, folder));
  return zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1) });
}
