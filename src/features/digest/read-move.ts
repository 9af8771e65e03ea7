import { restOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import type { Read, ReadingContext } from '../../language/reading.ts';
import { timeAt } from '../../language/spans/clock-times.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';
import { createWallClock } from '../../language/wall-clock.ts';
import { inPart, takeDayPart } from './day-part.ts';
import { fillDigestSlots } from './fill-slots.ts';
import type { DigestCommand } from './read.ts';
import { reports } from './read-wish.ts';
import { digestPart } from './words.ts';

const words = (list: string) => new Set(list.split(' '));
const moving = words('change move reschedule shift adjust push bring postpone delay switch');
/** These set a new one as well, unless the sentence says that there is one: "set the digest time to 7:30". */
const setting = words('update set put make have get want like send post come comes deliver');
/** What a digest is called, but what other things are called as well. */
const vague = words('status list results result news message messages mail email post posts health outcome');
const own = words('our my the this daily weekly nightly morning evening existing current');
const besideMove: ReadonlySet<string> = new Set([
  ...moving,
  ...setting,
  ...reports,
  ...words(
    'the our my to at time of s is be being please can could would you i we id want from now on forward back digests it this here channel chat so that daily nightly existing current instead sent posted for arrive arrives delivered earlier later rather than',
  ),
]);

/**
 * Reads "change the digest to 7am", "move the digest to fridays at 16:00", "can the report come at 7 instead of 8": the
 * digest that is set here, at another time. It's previewed and moved by its Save.
 */
export function digestMove(parsed: Parsed, context: ReadingContext): Read<DigestCommand> | undefined {
  const { tokens } = parsed;
  if (!isMove(parsed)) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  takeOldTime(tokens, taken);
  // "the daily report" is its name, and no new days.
  for (const at of tokens.keys()) if (isName(tokens, at)) taken[at] = true;
  const { days, times, zones, verbs } = fillDigestSlots(tokens, taken, createWallClock(context));
  const part = takeDayPart(tokens, taken);
  const { foreign, services } = restOf(
    parsed,
    taken,
    new Set(['harmless', 'greeting', 'join', digestPart, 'of incident report']),
    besideMove,
  );
  const [time] = times;
  const isWrong = !time || time.wrong !== undefined || time.time.second > 0 || times.length > 1;
  if (isWrong || zones.length > 1 || verbs.length > 0 || foreign.length > 0 || services.length > 0)
    return undefined;
  const { hour, minute } = inPart(time, part);
  const to = {
    hour,
    minute,
    zone: zones[0] ?? context.zone,
    ...(days.length > 0 && { days }),
  };
  return { command: { kind: 'digest', order: { what: 'move', to }, isWish: true }, offers: [] };
}

function isMove({ tokens, parts }: Parsed): boolean {
  const says = (list: ReadonlySet<string>) => tokens.some(({ text }) => list.has(text));
  const isDigest = parts.found.some(({ meaning }) => meaning.part === digestPart);
  const isNamed = says(own) && tokens.some(({ text }) => reports.has(text) && !vague.has(text));
  if (!isDigest && !isNamed) return false;
  const has = (word: string) => tokens.some(({ text }) => text === word);
  if (says(moving)) return has('to') || has('at') || has('instead');
  if (!says(setting)) return false;
  return has('instead') || (has('to') && (has('time') || has('make') || has('update')));
}

/** Marks the time that no longer counts: "instead of 8", "from 8 to …". */
function takeOldTime(tokens: readonly Token[], taken: boolean[]): void {
  for (const at of tokens.keys()) {
    const isInstead =
      ['instead', 'rather'].includes(wordAt(tokens, at)) && ['of', 'than'].includes(wordAt(tokens, at + 1));
    const start = isInstead ? at + 2 : wordAt(tokens, at) === 'from' ? at + 1 : undefined;
    if (start === undefined) continue;
    const first = wordAt(tokens, start) === 'at' ? start + 1 : start;
    const time = timeAt(tokens, first, true);
    if (time) taken.fill(true, at, time.end);
  }
}

/** Returns true for "daily" of "the daily report". */
function isName(tokens: readonly Token[], at: number): boolean {
  return names.has(wordAt(tokens, at)) && reports.has(wordAt(tokens, at + 1));
}

const names = words('daily weekly morning evening nightly');
