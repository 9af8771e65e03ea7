import { dateOrderOf, likelyRegionOf } from '../domain/date-order.ts';

/** How dates and times are written in a region. */
interface RegionStyle {
  /** "Nov 23" instead of "23 Nov". */
  readonly isMonthFirst: boolean;
  /** "2:05 PM" instead of "14:05". */
  readonly isTwelveHours: boolean;
}

/**
 * Returns the style of the region in a BCP 47 locale, or of the likely region of its language. If neither is known, the
 * day comes first and the clock has 24 hours, which can't be misread.
 */
export function regionStyleOf(locale: string | undefined): RegionStyle {
  const region = likelyRegionOf(locale);
  if (locale === undefined || region === undefined) return { isMonthFirst: false, isTwelveHours: false };
  return {
    // If several orders are in use (Canada), English puts the month first.
    isMonthFirst: dateOrderOf(region) !== 'day-month',
    isTwelveHours: hasTwelveHours(new Intl.Locale(locale).maximize().language, region),
  };
}

/** Decides by the user's own language if it's spoken there ("fr-CA"), else by the region's ("ja-JP" for "en-JP"). */
function hasTwelveHours(language: string, region: string): boolean {
  for (const spoken of [language, new Intl.Locale(`und-${region}`).maximize().language]) {
    const [supported] = Intl.DateTimeFormat.supportedLocalesOf(`${spoken}-${region}`);
    if (supported === undefined) continue;
    const resolved = new Intl.DateTimeFormat(supported, { hour: 'numeric' }).resolvedOptions();
    // A language without data for the region is resolved to its main region, whose clock may be another.
    if (new Intl.Locale(resolved.locale).region === region) return resolved.hour12 === true;
  }
  return false;
}
