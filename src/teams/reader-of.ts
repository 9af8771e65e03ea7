import type { Activity } from 'botbuilder';
import type { Reader } from '../conversation/turn.ts';
import { memoize } from '../domain/memoize.ts';
import type { EpochMs } from '../domain/time.ts';
import { knownZone, offsetIn, zoneAtOffset } from '../domain/zone.ts';

/**
 * Where and in which language the speaker is, as the client says it, with Windows' names for zones as well. Some clients say
 * no zone, but how far their clock is ahead: questions are read by that offset then, and settings, which outlive a change of
 * the clocks, by `defaultZone`. If the client says neither, `defaultZone` stands for both.
 */
export function readerOf(
  activity: Partial<Activity> & { readonly rawLocalTimestamp?: unknown },
  defaultZone: string,
  now: EpochMs,
): Reader {
  const clientInfo = activity.entities?.find(({ type }) => type === 'clientInfo');
  const locales: unknown[] = [activity.locale, clientInfo?.locale];
  const locale = locales.find(isLocale);
  const zone = zoneOf(activity.localTimezone) ?? zoneOf(clientInfo?.timezone);
  if (zone !== undefined) return { zone, locale };
  const { rawLocalTimestamp } = activity;
  const offset = typeof rawLocalTimestamp === 'string' ? offsetIn(rawLocalTimestamp) : undefined;
  const fixed = offset === undefined ? undefined : zoneAtOffset(offset, now);
  return fixed === undefined
    ? { zone: defaultZone, locale }
    : { zone: fixed, locale, settingZone: defaultZone };
}

function zoneOf(name: unknown): string | undefined {
  return typeof name === 'string' ? knownZone(name) : undefined;
}

const longestLocale = 35;

function isLocale(name: unknown): name is string {
  return typeof name === 'string' && name.length <= longestLocale && isWellFormed(name);
}

const isWellFormed = memoize(name => {
  try {
    return Intl.getCanonicalLocales(name).length > 0;
  } catch {
    return false;
  }
});
