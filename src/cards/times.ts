import type { EpochMs, Span } from '../domain/time.ts';

/** Whom a card is for. `locale` is BCP 47, as the client says it; it decides how times and numbers look. */
export interface Reader {
  readonly locale: string | undefined;
}

/** Writes instants, spans and numbers for one reader, in one zone. */
export interface Times {
  /** "Sun 22 Nov 00:00"; the year where it is not the present one; the offset where the clocks show it twice. */
  instant(at: EpochMs): string;
  /** "14:05", for what is known to be of a day that is named beside it; the offset where the clocks show it twice. */
  time(at: EpochMs): string;
  /** `time` where it is of the same day as `beside`, else `instant`. */
  near(at: EpochMs, beside: EpochMs): string;
  /** "Sun 22 Nov 00:00 to Mon 23 Nov 14:05 (Europe/Berlin)", or "no time bounds (Europe/Berlin)". */
  span(span: Span): string;
  /** "Sun 22 Nov". */
  day(at: EpochMs): string;
  /** "22", for the foot of a bar. */
  dayOfMonth(at: EpochMs): string;
  number(value: number): string;
}

/** Day and month cannot be mistaken for each other in it, and it has 24 hours. */
const fallbackLocale = 'en-GB';
const hourMs = 3_600_000;
const quarterMs = 900_000;

/** Building an Intl object costs a hundred times its use; a client can name any locale, so few are kept. */
const keptAtMost = 200;
const kept = new Map<string, Formats>();

interface Formats {
  readonly day: Intl.DateTimeFormat;
  readonly dayOfMonth: Intl.DateTimeFormat;
  readonly dayAndYear: Intl.DateTimeFormat;
  readonly year: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly seconds: Intl.DateTimeFormat;
  readonly offset: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
  /** Both are the same for a whole quarter of an hour, on which every zone's clocks are changed. */
  readonly quarters: Map<number, { readonly year: string; readonly isShownTwice: boolean }>;
}

/** `zone` is a valid IANA zone, `now` the instant whose year goes without saying. An unusable locale is en-GB. */
export function timesFor(zone: string, reader: Reader, now: EpochMs): Times {
  const formats = formatsOf(zone, reader.locale);
  const thisYear = formats.year.format(now);

  const day = (at: EpochMs) =>
    tidy((quarterOf(at, formats).year === thisYear ? formats.day : formats.dayAndYear).format(at));
  const time = (at: EpochMs, format = formats.time) => {
    const text = tidy(format.format(at));
    return quarterOf(at, formats).isShownTwice ? `${text} ${offsetOf(at, formats)}` : text;
  };

  const instant = (at: EpochMs) => `${day(at)} ${time(at)}`;

  return {
    day,
    dayOfMonth: at => formats.dayOfMonth.format(at),
    instant,
    time: at => time(at),
    near: (at, beside) =>
      formats.dayAndYear.format(at) === formats.dayAndYear.format(beside) ? time(at) : instant(at),
    span: ({ from, to }) => {
      if (from === undefined || to === undefined) return `no time bounds (${zone})`;
      const within = to - from < 60_000 ? formats.seconds : formats.time;
      const end = day(from) === day(to) ? time(to, within) : `${day(to)} ${time(to, within)}`;
      return `${day(from)} ${time(from, within)} to ${end} (${zone})`;
    },
    number: value => formats.number.format(value),
  };
}

function formatsOf(zone: string, locale: string | undefined): Formats {
  const key = `${locale} ${zone}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= keptAtMost) kept.clear();
  const made = makeFormats(zone, usable(locale));
  kept.set(key, made);
  return made;
}

function usable(locale: string | undefined): string {
  try {
    return (locale && Intl.DateTimeFormat.supportedLocalesOf(locale)[0]) || fallbackLocale;
  } catch {
    return fallbackLocale;
  }
}

function makeFormats(timeZone: string, locale: string): Formats {
  const date = { weekday: 'short', day: 'numeric', month: 'short', timeZone } as const;
  const isTwelveHours = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12;
  // "2:05 PM", but "02:05".
  const time = { hour: isTwelveHours ? 'numeric' : '2-digit', minute: '2-digit', timeZone } as const;
  return {
    day: new Intl.DateTimeFormat(locale, date),
    dayOfMonth: new Intl.DateTimeFormat(locale, { day: 'numeric', timeZone }),
    dayAndYear: new Intl.DateTimeFormat(locale, { ...date, year: 'numeric' }),
    year: new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone }),
    time: new Intl.DateTimeFormat(locale, time),
    seconds: new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' }),
    offset: new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset', timeZone }),
    number: new Intl.NumberFormat(locale),
    quarters: new Map(),
  };
}

function quarterOf(at: EpochMs, formats: Formats) {
  const { quarters, year, time } = formats;
  const quarter = Math.floor(at / quarterMs);
  const known = quarters.get(quarter);
  if (known !== undefined) return known;
  if (quarters.size >= keptAtMost) quarters.clear();
  const made = { year: year.format(at), isShownTwice: isShownTwice(at, time) };
  quarters.set(quarter, made);
  return made;
}

/** Commas between the parts and narrow spaces differ between versions of Node; neither is missed. */
function tidy(text: string): string {
  return text.replace(/[,\s]+/g, ' ');
}

/** In the hour that the clocks go back through, the wall clock alone does not say which one is meant. */
function isShownTwice(at: EpochMs, time: Intl.DateTimeFormat): boolean {
  const text = time.format(at);
  return text === time.format(at - hourMs) || text === time.format(at + hourMs);
}

function offsetOf(at: EpochMs, { offset }: Formats): string {
  return offset.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? '';
}
