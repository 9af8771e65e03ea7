import { WINDOWS_TO_IANA_MAP } from 'windows-iana';

/** In CLDR the territory of a zone wherever it is meant. */
const world = '001';

let byName: ReadonlyMap<string, string> | undefined;

/** The IANA zones of Windows' names, which are in lower case: of all regions, the one that stands for the whole zone. */
export function windowsZones(): ReadonlyMap<string, string> {
  byName ??= new Map(
    WINDOWS_TO_IANA_MAP.flatMap(({ windowsName, territory, iana: [zone] }) =>
      territory === world && zone !== undefined ? [[windowsName.toLowerCase(), zone] as const] : [],
    ),
  );
  return byName;
}
