import { questionLimits } from '../../../domain/question.ts';
import { askedParts } from '../../../language/asked.ts';
import { offerOf } from '../../../language/compose.ts';
import { areJoined, joins } from '../../../language/joined.ts';
import type { Parsed } from '../../../language/parse.ts';
import type { Found } from '../../../language/parts.ts';
import type { Read } from '../../../language/reading.ts';
import { noQuestion } from '../../../language/refusals.ts';

const clauses = new Set(['tell', 'show', 'check', 'let', 'see', 'if', 'also', 'why', 'how']);

/**
 * Refuses words of different kinds that are joined, and words of one kind that aren't: "teams sites" is one thing to
 * its user, and "failures or exchange" isn't the failures of Exchange.
 */
export function illJoined(parsed: Parsed): Read | undefined {
  const { found, services, states } = parsed.parts;
  const filters = found.filter(({ meaning }) => ['service', 'state', 'type', 'jobs'].includes(meaning.part));
  const offers = () =>
    orNone(services).flatMap(service =>
      orNone(states).map(state => offerOf({ ...parsed.asked, service, state })),
    );
  const { period, periods } = parsed;
  const isJoined = period.kind === 'bounds' && period.isJoined === true;
  const places = isJoined ? [{ start: periods[0]?.start ?? 0, end: periods.at(-1)?.end ?? 0 }] : periods;
  const isInPeriod = (at: number) => places.some(({ start, end }) => at >= start && at < end);
  const wordsBetween = (from: number, to: number) =>
    parsed.tokens.flatMap(({ text }, at) => (at >= from && at < to && !isInPeriod(at) ? [text] : []));
  const said = found.filter(({ meaning }) => meaning.part === 'state');
  for (const [index, state] of said.entries()) {
    const next = said[index + 1];
    const isOther = next && JSON.stringify(next.meaning) !== JSON.stringify(state.meaning);
    if (isOther && !wordsBetween(state.end, next.start).some(text => joins.has(text)))
      return noQuestion('Which of the two states do you mean?', offers());
  }
  const isParallel = areParallel(filters, (from, to) => wordsBetween(from, to).some(text => joins.has(text)));
  for (const [index, { meaning, end }] of filters.entries()) {
    const next = filters[index + 1];
    if (!next) break;
    const between = wordsBetween(end, next.start);
    const areJoined = between.some(text => joins.has(text));
    const isAlike = meaning.part === next.meaning.part;
    const isTwo = isAlike && JSON.stringify(meaning) !== JSON.stringify(next.meaning);
    if (isTwo && !areJoined && meaning.part === 'service' && next.start === end)
      return noQuestion('Which service do you mean?', offers());
    const isBefore = between.some(text => clauses.has(text));
    const isWord = between.some(text => joins.has(text) && /\w/.test(text));
    if (isWord && !isAlike && !isBefore && !isParallel)
      return noQuestion('I can’t tell which words belong together. Ask one question at a time.', offers());
  }
  return undefined;
}

/**
 * Returns true for "failed restores and failed exports": the same words on both sides of each join but for those of one
 * kind, so that it means the same as "failed restores and exports".
 */
function areParallel(filters: readonly Found[], areJoined: (from: number, to: number) => boolean): boolean {
  const sides: Found[][] = [[]];
  for (const [index, one] of filters.entries()) {
    const before = filters[index - 1];
    if (before && areJoined(before.end, one.start)) sides.push([]);
    sides.at(-1)?.push(one);
  }
  const kindsOf = (side: readonly Found[]) => side.map(({ meaning }) => meaning.part).toSorted();
  const [first = [], ...others] = sides;
  if (first.length < 2 || others.some(side => kindsOf(side).join() !== kindsOf(first).join())) return false;
  const changing = new Set(
    kindsOf(first).filter(part =>
      others.some(side => JSON.stringify(meaningOf(side, part)) !== JSON.stringify(meaningOf(first, part))),
    ),
  );
  return changing.size === 1;
}

function meaningOf(side: readonly Found[], part: string) {
  return side.find(({ meaning }) => meaning.part === part)?.meaning;
}

/** Refuses types that aren't joined or have several states, running jobs beside others, whose bounds differ, and more lists than fit side by side. */
export function tooMany(parsed: Parsed): Read | undefined {
  const { types, services, states } = parsed.parts;
  const lists = Math.max(1, states.length) * Math.max(1, services.length) * Math.max(1, types.length);
  const runningBesides = states.length > 1 && states.includes('inProgress');
  const reason =
    (types.length > 1 && states.length > 1) || !areJoined(parsed, 'type')
      ? 'Ask for one kind of job at a time.'
      : runningBesides
        ? 'Ask for running jobs on their own: they’re listed whenever they started.'
        : lists > questionLimits.maxTabs
          ? `That’s more than ${questionLimits.maxTabs} lists. Ask for fewer services or states.`
          : undefined;
  if (reason === undefined) return undefined;
  const offers = orNone(states).flatMap(state =>
    orNone(services).flatMap(service =>
      orNone(types).map(type => offerOf({ ...askedParts(parsed), state, service, type })),
    ),
  );
  return noQuestion(reason, offers);
}

function orNone<T>(values: readonly T[]): readonly (T | undefined)[] {
  return values.length > 0 ? values : [undefined];
}
