import { WINDOWS_TO_IANA_MAP } from 'windows-iana';

/** CLDR's territory for a zone's default. */
const world = '001';

let byName: ReadonlyMap<string, string> | undefined;

/** Returns the default IANA zone for each of Windows' names, which are in lower case. */
export function windowsZones(): ReadonlyMap<string, string> {
  byName ??= new Map(
    WINDOWS_TO_IANA_MAP.flatMap(({ windowsName, territory, iana: [zone] }) =>
      territory === world && zone !== undefined ? [[windowsName.toLowerCase(), zone] as const] : [],
    ),
  );
  return byName;
}
