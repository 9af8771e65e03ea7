/** The order of day, month and year in dates written in digits. */
type DateOrder = 'day-month' | 'month-day' | 'year-month-day';

const monthFirst = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI', 'PH', 'FM', 'MH', 'PW']);

/** Without the year, the month still comes first here: 11/2 is the second of November. Source: CLDR, `yMd` and `Md`. */
const yearFirst = new Set(['CN', 'HU', 'JP', 'KP', 'KR', 'LT', 'MN', 'TW']);

const mixed = new Set(['CA']);

/** What a locale names if its region is not known. */
const unknownRegion = 'ZZ';

/** The order of a region. Returns undefined if several are in use, or the region is unknown. */
export function dateOrderOf(region: string | undefined): DateOrder | undefined {
  if (region === undefined || mixed.has(region)) return undefined;
  if (monthFirst.has(region)) return 'month-day';
  return yearFirst.has(region) ? 'year-month-day' : 'day-month';
}

/** The region that a BCP 47 locale names. Returns undefined if it names none, or is not well-formed. */
export function regionOf(locale: string | undefined): string | undefined {
  const region = parsed(locale)?.region;
  return region === unknownRegion ? undefined : region;
}

/** The region that a locale names, or else the one where most people speak its language: DE for "de". */
export function likelyRegionOf(locale: string | undefined): string | undefined {
  const read = parsed(locale);
  // "und" is no language, and implies no region.
  return read?.baseName === 'und' ? undefined : read?.maximize().region;
}

function parsed(locale: string | undefined): Intl.Locale | undefined {
  if (!locale) return undefined;
  try {
    return new Intl.Locale(locale);
  } catch {
    return undefined;
  }
}
