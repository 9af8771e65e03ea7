import type { DigestSpec } from '../../domain/digest-order.ts';
import type { Note } from '../../domain/reading.ts';
import { everyDay, type Weekday } from '../../domain/recurrence.ts';
import { capital } from '../../language/compose.ts';
import { noOrder, quoted, restOf } from '../../language/orders.ts';
import type { Parsed } from '../../language/parse.ts';
import { eachWith } from '../../language/phrase-list.ts';
import { phraseTable } from '../../language/phrases.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../language/reading.ts';
import { timeAt } from '../../language/spans/clock-times.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';
import { createWallClock } from '../../language/wall-clock.ts';
import { composeDigest } from './compose.ts';
import { inPart, takeDayPart, usualHour } from './day-part.ts';
import { type DigestParts, fillDigestSlots } from './fill-slots.ts';
import type { DigestCommand } from './read.ts';
import { takeWays } from './ways.ts';

const split = (list: string) => list.split(' ');

const days = [
  ...['day', 'morning', 'afternoon', 'evening', 'night', 'week', 'weekday', 'workday', 'working day'],
  ...['business day', 'single day', 'single morning', 'weekend'],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  ...['mon', 'tue', 'tues', 'wed', 'thu', 'thur', 'thurs', 'fri', 'sat', 'sun'],
];
/** What makes a sentence one about a message that comes again and again. */
const recurring = phraseTable([
  [days.map(day => `every ${day}, each ${day}`).join(', '), true],
  [
    `
      daily, weekly, nightly, weekdays, workdays, business days, regularly, regular, mondays,
      tuesdays, wednesdays, thursdays, fridays, saturdays, sundays, mornings, evenings, once a day,
      once a week, day by day
    `,
    true,
  ],
]);
/** What comes every day by its name, if it's wished for. */
const morningReports = phraseTable([
  [eachWith(['morning', 'evening'], ['report', 'digest', 'briefing', 'summary', 'overview']), true],
]);
const wishing = new Set(split('want need like set create would could schedule'));
/** More often, or less often, than a digest comes. */
const impossible = phraseTable([
  [
    `
      every hour, each hour, hourly, every minute, each minute, every other, every second,
      every two, every few, every month, each month, monthly, every quarter, quarterly, every year,
      yearly, annually, annual, biweekly, bi weekly, bimonthly, fortnightly, every fortnight, twice,
      every half hour, every time, each time
    `,
    true,
  ],
]);
/** What a digest is called. */
export const reports: ReadonlySet<string> = new Set(
  split(
    'report reports reporting digest digests summary summaries overview overviews status update updates recap rundown roundup briefing brief message messages email mail e-mail newsletter list results result news post posts notification notifications reminder reminders check-in checkin health outcome',
  ),
);
const senders = new Set(
  split(
    'send post tell remind mail email share schedule message update notify inform let brief drop ping publish push deliver',
  ),
);
/** These ask for a list at once as well: "show failures each day". */
const asking = new Set(
  split('report give show summarise summarize list want need get set create receive add make put like'),
);
/** A question begins so: "which backups fail every night". */
const opensQuestion = /^(?:which|how|did|do|does|is|are|was|were|has|have|when|why|what)\b/;
/** The time that a digest of a day covers anyway. */
const covered =
  /^(?:overnight|(?:over )?last night|yesterday|today|(?:the )?(?:last|past) (?:24 ?h(?:ours)?|day|week|7 days))$/;
const idle = new Set(
  'harmless join jobs greeting well now problems health state type of_reminder of_digest why count'
    .split(' ')
    .map(part => part.replace('_', ' ')),
);
const beside: ReadonlySet<string> = new Set([
  ...reports,
  ...senders,
  ...asking,
  ...split(
    'me us the a an of about for with on in at to what which how did do does is are was were has have been went wrong well know up new regular regularly recurring automatically automatic automated from our my this that it by please can could would you i we like if any anything everything all and backup backups failures team channel chat group first thing start out off as quick short morning evening night afternoon mornings evenings nights day days week overnight last went one also every each nightly o clock oclock sharp around',
  ),
]);

/**
 * Reads "every morning at 8 tell me what failed", "send us a weekly report": the digest that does it, which is previewed
 * and set by its Save. What it can't be narrowed to is said.
 */
export function digestWish(
  parsed: Parsed,
  context: ReadingContext,
): Read<DigestCommand | RefusedSentence> | undefined {
  const { tokens } = parsed;
  if (!asksForReports(parsed)) return undefined;
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const isMail = takeWays(tokens, taken);
  const wall = createWallClock(context);
  const filled = fillDigestSlots(tokens, taken, wall);
  const part = takeDayPart(tokens, taken);
  const period = periodBeside(parsed, taken);
  const rest = restOf(parsed, taken, idle, beside);
  if (period !== undefined && !covered.test(period)) return undefined;
  // Known words of another question.
  if (rest.isTurned || rest.foreign.length > rest.unknown.length) return undefined;
  const wishOf = (hour: number, minute: number, days: readonly Weekday[]): DigestSpec => ({
    when: { days, hour, minute, zone: filled.zones[0] ?? context.zone },
    services: rest.services,
    onlyProblems: filled.onlyProblems,
  });
  const days = filled.days.length > 0 ? filled.days : everyDay;
  const time = filled.times[0];
  const { hour, minute } = time ? inPart(time, part) : { hour: usualHour(part), minute: 0 };
  const wish = wishOf(hour, minute, days);
  const why = obstacleOf(parsed, filled, rest.unknown);
  if (why !== undefined) {
    const offered = why === rarely ? [wish, wishOf(hour, minute, [1])] : [wish];
    return noOrder(
      why,
      offered.map(one => {
        const sentence = composeDigest(one, context.zone);
        return { label: capital(sentence), sentence };
      }),
    );
  }
  return {
    command: { kind: 'digest', order: { what: 'set', wish }, isWish: true },
    notes: notesOf(parsed, { isMail, isTimeSaid: time !== undefined, hour }),
    offers: [],
  };
}

function asksForReports({ tokens, outside }: Parsed): boolean {
  const says = (words: ReadonlySet<string>) => tokens.some(({ text }) => words.has(text));
  const at = tokens.findIndex(
    (_, at) =>
      !isOfPeriod(tokens, at) &&
      (recurring.at(tokens, at) ?? impossible.at(tokens, at) ?? morningReports.at(tokens, at)),
  );
  // "failures for each day"
  const isGrouped = !says(senders) && ['for', 'of', 'by', 'per'].includes(wordAt(tokens, at - 1));
  // "that every day at 8": what "that" is isn't known here.
  if (pointers.has(wordAt(tokens, at - 1))) return false;
  if (at < 0 || isGrouped || opensQuestion.test(outside)) return false;
  const hasTime = tokens.some((_, index) => timeAt(tokens, index, wordAt(tokens, index - 1) === 'at'));
  const isNamed = morningReports.at(tokens, at) !== undefined;
  return says(senders) || (isNamed ? hasTime || says(wishing) : says(reports)) || (says(asking) && hasTime);
}

const pointers = new Set(['that', 'this', 'it', 'those', 'them', 'these']);

/** Returns true for "business days" of "last 2 business days". */
function isOfPeriod(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before?.kind === 'number' || ['last', 'past', 'previous', 'next'].includes(before?.text ?? '');
}

/** Returns the words of a period that is no part of when the digest comes. */
function periodBeside({ tokens, periods }: Parsed, taken: readonly boolean[]): string | undefined {
  const found = periods.find(({ start, end }) => !taken.slice(start, end).some(Boolean));
  return (
    found &&
    tokens
      .slice(found.start, found.end)
      .map(({ text }) => text)
      .join(' ')
  );
}

const rarely = 'A digest comes once a day at most, on the days of the week that you choose.';

/** Returns why no digest does what is asked; undefined if one does. */
function obstacleOf(
  { tokens, parts }: Parsed,
  { times, zones, verbs }: DigestParts,
  unknown: readonly string[],
): string | undefined {
  if (tokens.some((_, at) => impossible.at(tokens, at))) return rarely;
  if (parts.types.some(type => type !== 'backup'))
    return 'A digest sums up backups, not restores, exports or other jobs.';
  if (unknown.length > 0)
    return `I don’t know what ${quoted(unknown)} means for a digest, so I’ve changed nothing.`;
  const wrong = times.find(({ wrong, time }) => wrong !== undefined || time.second > 0);
  if (wrong) return wrong.wrong ?? 'A digest’s time can’t have seconds.';
  if (times.length > 1) return 'A digest has one time. Set one digest for each time.';
  if (zones.length > 1) return 'A digest has one time zone. Which one?';
  return verbs.length > 0 ? 'I can only do one thing with the digests at a time.' : undefined;
}

function notesOf(
  { parts }: Parsed,
  { isMail, isTimeSaid, hour }: { isMail: boolean; isTimeSaid: boolean; hour: number },
): readonly Note[] {
  const states = [...new Set(parts.states)];
  return [
    ...(isMail ? [{ kind: 'digestIsPosted' } as const] : []),
    ...(isTimeSaid ? [] : [{ kind: 'usualTime', hour } as const]),
    ...(states.length > 0 ? [{ kind: 'digestHasAllStates', states } as const] : []),
  ];
}
