import { readFile } from 'node:fs/promises';
import { zipSync } from 'fflate';
import { root } from './root.ts';

const folder = new URL('appPackage/', root);
const icons = ['color.png', 'outline.png'] as const;

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
