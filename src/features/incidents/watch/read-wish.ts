import type { Note } from '../../../domain/reading.ts';
import { oneOfEach } from '../../../language/asked.ts';
import { capital, offerOf as listOffer } from '../../../language/compose.ts';
import { rawOf, restOf } from '../../../language/orders.ts';
import type { Parsed } from '../../../language/parse.ts';
import { phraseTable } from '../../../language/phrases.ts';
import { readWish, type Wish } from '../../../language/read-wish.ts';
import type { Read, ReadingContext, RefusedSentence } from '../../../language/reading.ts';
import { takeReasons } from '../../../language/reasons.ts';
import { unanswered } from '../../../language/refusals.ts';
import { besideWish } from '../../../language/wishes.ts';
import { composeWatch } from './compose.ts';
import { fillWatchSlots } from './fill-slots.ts';
import { hoursOf } from './quiet-hours.ts';
import { refuse, type Said, understood, type WatchCommand, wishOf } from './read-parts.ts';
import { set } from './read-set.ts';
import { saidPeriod } from './said-period.ts';
import { besideWatch, failing, meansAll } from './words.ts';

/** What may stand in such a sentence and changes nothing. */
const idle = new Set('harmless join jobs greeting now problems'.split(' '));
const beside: ReadonlySet<string> = new Set([...besideWatch, ...besideWish, ...failing]);

/**
 * Reads "let me know if exchange fails", "keep an eye on sharepoint": the watch that does it, which is previewed and
 * set by its Save. What a watch can't do is said.
 */
export function watchWish(
  parsed: Parsed,
  context: ReadingContext,
): Read<WatchCommand | RefusedSentence> | undefined {
  const wish = readWish(parsed);
  if (!wish) return undefined;
  const said = saidOf(parsed, wish, context);
  // Known words of another question: "tell me why exchange fails if …".
  if (said.rest.foreign.length > said.rest.unknown.length) return undefined;
  // "let me know if exchange backs up"
  const saysWhat = wish.awaited.length + said.parts.partial.length + said.parsed.parts.states.length > 0;
  if (wish.isConditional && !saysWhat) return undefined;
  // "monitor that" carries on from an earlier question.
  if (!saidAnything(said) && parsed.tokens.some((_, at) => pointsBack(parsed.tokens, at))) return undefined;
  if (wish.isUnclear) return askedBack(said);
  const { awaited } = wish;
  if (awaited.includes('starts'))
    return refuse(said, 'I can’t tell you when a job starts.', understood(said));
  if (awaited.includes('recovers'))
    return refuse(
      said,
      'A watch alerts when a backup fails, and again once it has recovered.',
      understood(said),
    );
  if (awaited.includes('ends') && !awaited.includes('fails'))
    return refuse(
      said,
      'I can alert each time a backup fails, or tell you once when a running job ends.',
      understood(said),
    );
  const read = set(said);
  return { ...read, notes: [...(read.notes ?? []), ...notesOf(parsed, wish, said)] };
}

/** The sentence as one about a watch; of all backups if it names no service. */
function saidOf(parsed: Parsed, wish: Wish, { zone }: ReadingContext): Said {
  const taken = [...wish.taken];
  const filled = fillWatchSlots(parsed.tokens, taken);
  takeReasons(parsed.tokens, parsed.parts.found, taken);
  takeAhead(parsed.tokens, taken);
  const period = saidPeriod(parsed, taken);
  const rest = restOf(parsed, taken, stateless, beside);
  const parts = {
    ...filled,
    partial: filled.partial.map(one => (one === 'alone' ? 'in' : one)),
    isAll: filled.isAll || rest.services.length === 0,
  };
  const { found } = parsed.parts;
  const states = found.flatMap(({ meaning, start }) =>
    meaning.part === 'state' && !wish.taken[start] ? [meaning.value] : [],
  );
  return {
    parsed: { ...parsed, parts: { ...parsed.parts, states } },
    parts,
    rest,
    hours: hoursOf(parts, zone),
    period,
    zone,
  };
}

const spans = phraseTable([
  [
    `
      tonight, overnight, today, tomorrow, this evening, this afternoon, this weekend,
      over the weekend, during the night, this week, from now on, in future, in the future, at night
    `,
    true,
  ],
]);
const past = new Set('failed broke broken happened went did was were finished ended'.split(' '));

/** Marks the time in which something may still happen: "if exchange fails tonight". Returns its words. */
function takeAhead(tokens: Parsed['tokens'], taken: boolean[]): string | undefined {
  if (tokens.some(({ text }) => past.has(text))) return undefined;
  for (const at of tokens.keys()) {
    const found = taken[at] ? undefined : spans.at(tokens, at);
    if (!found) continue;
    taken.fill(true, at, found.end);
    const said = rawOf(tokens.slice(at, found.end));
    return /^(?:from now|in)/i.test(said) ? undefined : said;
  }
  return undefined;
}

/** True if a service, backups or all are named. */
function saidAnything({ parsed: { parts, tokens }, rest }: Said): boolean {
  return rest.services.length + parts.types.length > 0 || tokens.some(({ text }) => meansAll(text));
}

const pointing = new Set(['that', 'this', 'it', 'those', 'these', 'them']);

const places = new Set(['channel', 'chat', 'group', 'team', 'conversation']);

/** Returns true for "that", but not for "this channel". */
function pointsBack(tokens: Parsed['tokens'], at: number): boolean {
  return pointing.has(tokens[at]?.text ?? '') && !places.has(tokens[at + 1]?.text ?? '');
}

/** States are judged by `set`. */
const stateless = new Set([...idle, 'state', 'type', 'well']);

function notesOf(parsed: Parsed, { awaited, taken }: Wish, said: Said): readonly Note[] {
  const all = [...taken];
  takeReasons(parsed.tokens, parsed.parts.found, all);
  const span = takeAhead(parsed.tokens, all);
  const isPartialAlone =
    said.parts.partial.includes('in') &&
    !awaited.includes('fails') &&
    !parsed.tokens.some(({ text }) => text.startsWith('fail'));
  return [
    ...(isPartialAlone ? [{ kind: 'partialWithFailed' } as const] : []),
    ...(span === undefined ? [] : [{ kind: 'watchLasts', said: span } as const]),
    ...(awaited.includes('ends') ? [{ kind: 'watchHasNoEnds' } as const] : []),
  ];
}

/** "tell me if there are problems with exchange" may be about now, or from now on. */
function askedBack(said: Said): Read<RefusedSentence> {
  const sentence = composeWatch(wishOf(said), said.zone);
  const now = listOffer({ ...oneOfEach(said.parsed), type: 'backup', state: 'failed' });
  return unanswered('settings', 'Do you mean now, or from now on?', [
    now,
    { label: capital(sentence), sentence },
  ]);
}
