/** The order of day, month and year in dates written in digits. */
type DateOrder = 'day-month' | 'month-day' | 'year-month-day';

const monthFirst = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI', 'PH', 'FM', 'MH', 'PW']);

/** Without the year, the month still comes first here: 11/2 is the second of November. Source: CLDR, `yMd` and `Md`. */
const yearFirst = new Set(['CN', 'HU', 'JP', 'KP', 'KR', 'LT', 'MN', 'TW']);

const mixed = new Set(['CA']);

/** The region of locales whose region is unknown. */
const unknownRegion = 'ZZ';

/** Returns the order of a region; undefined if several are in use, or the region is unknown. */
export function dateOrderOf(region: string | undefined): DateOrder | undefined {
  if (region === undefined || mixed.has(region)) return undefined;
  if (monthFirst.has(region)) return 'month-day';
  return yearFirst.has(region) ? 'year-month-day' : 'day-month';
}

/** Returns the region of a BCP 47 locale; undefined if it has none, or isn't well-formed. */
export function regionOf(locale: string | undefined): string | undefined {
  const region = parsed(locale)?.region;
  return region === unknownRegion ? undefined : region;
}

/** Returns the region of a locale, or else the one with most speakers of its language: DE for "de". */
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
