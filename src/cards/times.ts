import { LRUCache } from 'lru-cache';
import type { EpochMs, Span } from '../domain/time.ts';
import { zoneName } from '../domain/zone.ts';
import { regionStyleOf } from './region-style.ts';
import { windowText } from './window.ts';

/** The reader of a card. */
export interface CardLocale {
  /** BCP 47, as the client sends it. Its region decides how dates and times look. */
  readonly locale: string | undefined;
  /** The IANA zone of the one person who reads the card; undefined if several do, or if it's unknown. */
  readonly ownZone?: string | undefined;
}

/** A user's locale, with the IANA zone in which times are shown. */
export type ZonedLocale = CardLocale & { readonly zone: string };

/** Writes instants, spans and numbers for one reader, in one zone. */
export interface Times {
  /**
   * "Sun 22 Nov, 00:00" or "Sun, Nov 22, 12:00 AM"; the year if it is not the present one; the offset if the clocks
   * show it twice.
   */
  instant(at: EpochMs): string;
  /** "14:05", if the day is named beside it; the offset if the clocks show it twice. */
  time(at: EpochMs): string;
  /** Returns `time` if it's of the same day as `beside`, else `instant`. */
  near(at: EpochMs, beside: EpochMs): string;
  /** "14:05" today, "Sun 14:05" within six days, else "Sat 12 Sep": for a narrow column. */
  brief(at: EpochMs): string;
  /** "Sun 22 Nov, 00:00 to Mon 23 Nov, 14:05 (Europe/Berlin)", or "no time bounds (Europe/Berlin)". */
  span(span: Span): string;
  /** "Today, 00:00–14:05", "Last 24 hours, to Mon 14:05", "Any time"; with the zone unless it's the reader's own. */
  window(span: Span): string;
  /** " (Europe/Berlin)", or nothing if it's the reader's own zone. */
  readonly zoneNote: string;
  /** "Sun 22 Nov" or "Sun, Nov 22". */
  day(at: EpochMs): string;
  /** "22", for the foot of a bar. */
  dayOfMonth(at: EpochMs): string;
  number(value: number): string;
}

const hourMs = 3_600_000;
const quarterMs = 900_000;
/** Within this time a weekday isn't ambiguous. */
const mostBriefMs = 6 * 24 * hourMs;

/** The words around a number are English, in which "1.234" is a little more than one. */
const numbers = new Intl.NumberFormat('en-US');

/** Creating an Intl object costs a hundred times its use. A client can name any locale, so their number is limited. */
const mostFormats = 200;
const mostQuarters = 200;
const knownFormats = new LRUCache<string, Formats>({ max: mostFormats });

interface Formats {
  readonly isMonthFirst: boolean;
  /** Formats parts, which are joined here: versions of Node differ in the commas and spaces between them. */
  readonly date: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly seconds: Intl.DateTimeFormat;
  readonly offset: Intl.DateTimeFormat;
  readonly quarters: LRUCache<number, Quarter>;
}

/** What is the same for a whole quarter of an hour, at which every zone changes its clocks. */
interface Quarter {
  readonly weekday: string;
  readonly dayOfMonth: string;
  /** "Mon 23 Nov" or "Mon, Nov 23". */
  readonly day: string;
  /** The same with its year. */
  readonly dayAndYear: string;
  readonly year: string;
  readonly isShownTwice: boolean;
}

/**
 * Returns `Times` for a valid IANA zone; `now` is the instant whose year isn't shown. Words and digits are English for
 * every user; an unusable locale has the day first and 24 hours.
 */
export function timesFor(zone: string, reader: CardLocale, now: EpochMs): Times {
  const formats = formatsOf(zone, reader.locale);
  const zoneNote = reader.ownZone === zone ? '' : ` (${zoneName(zone)})`;
  const thisYear = quarterOf(now, formats).year;

  const day = (at: EpochMs) => {
    const quarter = quarterOf(at, formats);
    return quarter.year === thisYear ? quarter.day : quarter.dayAndYear;
  };
  const time = (at: EpochMs, isToTheSecond = false) => {
    const text = clockText(at, isToTheSecond ? formats.seconds : formats.time);
    return quarterOf(at, formats).isShownTwice ? `${text} ${offsetOf(at, formats)}` : text;
  };

  const instant = (at: EpochMs, isToTheSecond = false) => `${day(at)}, ${time(at, isToTheSecond)}`;

  return {
    day,
    dayOfMonth: at => quarterOf(at, formats).dayOfMonth,
    instant: at => instant(at),
    time: at => time(at),
    near: (at, beside) =>
      quarterOf(at, formats).dayAndYear === quarterOf(beside, formats).dayAndYear ? time(at) : instant(at),
    brief: at => {
      const { dayAndYear, weekday } = quarterOf(at, formats);
      if (dayAndYear === quarterOf(now, formats).dayAndYear) return time(at);
      return Math.abs(now - at) < mostBriefMs ? `${weekday} ${time(at)}` : day(at);
    },
    span: ({ from, to }) => {
      if (from === undefined || to === undefined) return `no time bounds (${zoneName(zone)})`;
      const isShort = to - from < 60_000;
      const end = day(from) === day(to) ? time(to, isShort) : instant(to, isShort);
      return `${instant(from, isShort)} to ${end} (${zoneName(zone)})`;
    },
    window({ from, to }) {
      if (from === undefined || to === undefined) return `Any time${zoneNote}`;
      const weekday = (at: EpochMs) => quarterOf(at, formats).weekday;
      const clocks = { day, time: (at: EpochMs) => time(at, to - from < 60_000), instant, weekday, now };
      return `${windowText({ from, to }, clocks)}${zoneNote}`;
    },
    zoneNote,
    number: value => numbers.format(value),
  };
}

function formatsOf(zone: string, locale: string | undefined): Formats {
  const key = `${locale} ${zone}`;
  const known = knownFormats.get(key);
  if (known !== undefined) return known;
  const made = makeFormats(zone, locale);
  knownFormats.set(key, made);
  return made;
}

function makeFormats(timeZone: string, locale: string | undefined): Formats {
  const { isMonthFirst, isTwelveHours } = regionStyleOf(locale);
  const date = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
  const time = {
    // "2:05 PM", but "02:05".
    hour: isTwelveHours ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: isTwelveHours ? 'h12' : 'h23',
    timeZone,
  } as const;
  return {
    isMonthFirst,
    date: new Intl.DateTimeFormat('en-US', date),
    time: new Intl.DateTimeFormat('en-US', time),
    seconds: new Intl.DateTimeFormat('en-US', { ...time, second: '2-digit' }),
    offset: new Intl.DateTimeFormat('en-US', { timeZoneName: 'shortOffset', timeZone }),
    quarters: new LRUCache({ max: mostQuarters }),
  };
}

function quarterOf(at: EpochMs, formats: Formats): Quarter {
  const { quarters, isMonthFirst } = formats;
  const quarter = Math.floor(at / quarterMs);
  const known = quarters.get(quarter);
  if (known !== undefined) return known;
  const { weekday, day: dayOfMonth, month, year } = partsOf(at, formats.date);
  const day = isMonthFirst ? `${weekday}, ${month} ${dayOfMonth}` : `${weekday} ${dayOfMonth} ${month}`;
  const made = {
    weekday,
    dayOfMonth,
    day,
    dayAndYear: isMonthFirst ? `${day}, ${year}` : `${day} ${year}`,
    year,
    isShownTwice: isShownTwice(at, formats.time),
  };
  quarters.set(quarter, made);
  return made;
}

type DatePart = 'weekday' | 'day' | 'month' | 'year';

function partsOf(at: EpochMs, date: Intl.DateTimeFormat): Readonly<Record<DatePart, string>> {
  const texts = { weekday: '', day: '', month: '', year: '' };
  for (const { type, value } of date.formatToParts(at)) if (type in texts) texts[type as DatePart] = value;
  return texts;
}

/** Writes a time. Some versions of Node have a narrow space before AM and PM. */
function clockText(at: EpochMs, format: Intl.DateTimeFormat): string {
  return format.format(at).replace(/\s/g, ' ');
}

/** Returns true in the hour that the clocks repeat, which the wall clock alone doesn't distinguish. */
function isShownTwice(at: EpochMs, time: Intl.DateTimeFormat): boolean {
  const text = time.format(at);
  return text === time.format(at - hourMs) || text === time.format(at + hourMs);
}

function offsetOf(at: EpochMs, { offset }: Formats): string {
  return offset.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? '';
}
