import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { AppManifestUtils } from '@microsoft/app-manifest';

const require = createRequire(import.meta.url);

/**
 * Validates a filled manifest with Microsoft's own validator and the schema that it carries; nothing is fetched.
 * Returns what is wrong, a line each.
 */
export async function validateManifest(
  manifest: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const file = schemaOf(String(manifest.manifestVersion));
  if (file === undefined) return ['/manifestVersion has no schema here'];
  const schema = JSON.parse(await readFile(file, 'utf8'));
  return AppManifestUtils.validateAgainstSchema(manifest as never, schema);
}

function schemaOf(version: string): string | undefined {
  const folder = '@microsoft/app-manifest/build/json-schemas/teams';
  try {
    return require.resolve(`${folder}/v${version}/MicrosoftTeams.schema.json`);
  } catch {
    return undefined;
  }
}
