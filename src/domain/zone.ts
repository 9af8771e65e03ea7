import { remembering } from './remembering.ts';

/** No zone has a longer name, and a longer one from outside is not kept. */
const longestName = 64;

/** Asking Intl costs as much as building a card. */
const isKnown = remembering(name => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
});

/** True for an IANA zone name that this runtime knows. Offsets such as "+02:00" are not zones: they know no summer. */
export function isTimeZone(name: string): boolean {
  return name !== '' && name.length <= longestName && !/^[+-]/.test(name) && isKnown(name);
}
