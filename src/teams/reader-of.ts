import type { Activity } from 'botbuilder';
import type { Reader } from '../conversation/turn.ts';
import { remembering } from '../domain/remembering.ts';
import { isTimeZone } from '../domain/zone.ts';

/** Where and in which language the speaker is, as the client tells it; `defaultZone` where it tells no zone. */
export function readerOf(activity: Partial<Activity>, defaultZone: string): Reader {
  const clientInfo = activity.entities?.find(({ type }) => type === 'clientInfo');
  const zones: unknown[] = [activity.localTimezone, clientInfo?.timezone];
  const zone = zones.find((name): name is string => typeof name === 'string' && isTimeZone(name));
  const locales: unknown[] = [activity.locale, clientInfo?.locale];
  return { zone: zone ?? defaultZone, locale: locales.find(isLocale) };
}

const longestLocale = 35;

function isLocale(name: unknown): name is string {
  return typeof name === 'string' && name.length <= longestLocale && isWellFormed(name);
}

const isWellFormed = remembering(name => {
  try {
    return Intl.getCanonicalLocales(name).length > 0;
  } catch {
    return false;
  }
});
