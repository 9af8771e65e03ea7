import { phraseTable } from '../../language/phrases.ts';
import { fillSlots } from '../../language/slots.ts';
import { wordAt } from '../../language/spans/phrase.ts';
import type { Token } from '../../language/tokens.ts';
import { awaitedAt, conditionAt, leadAt } from '../../language/wishes.ts';

/** A message about the jobs of the question before: once, when they end or fail, or again and again. */
export type WishOfThem =
  | { readonly what: 'endNotice' | 'watch' }
  /** `when` is as it was written: "every day at 8". */
  | { readonly what: 'digest'; readonly when: string };

const words = (list: string) => new Set(list.split(' '));
const pointers = words('it its that thats this they theyre those these them');
/** Words beside a wish that change nothing. */
const beside = words(
  'is are was were be been s re has have all done please pls thanks then also again next happens happen happened occurs occur and so ok yes could can would you u will i we in here channel chat the time',
);
const happening = words('happens happen happened occurs occur');

/** Reads "let me know when that’s finished", "alert me if it happens again": every word belongs to the wish. */
export function wishOfThem(tokens: readonly Token[]): WishOfThem | undefined {
  if (!tokens.some(({ text }) => pointers.has(text) || text === 'same')) return undefined;
  return onceOfThem(tokens) ?? againAndAgain(tokens);
}

function onceOfThem(tokens: readonly Token[]): WishOfThem | undefined {
  const taken: boolean[] = new Array(tokens.length).fill(false);
  const { leads, awaited, conditions } = fillSlots(tokens, taken, {
    leads: leadAt,
    awaited: (_, at) => awaitedAt(tokens, at),
    conditions: conditionAt,
  });
  const isWhole = tokens.every(
    ({ kind, text }, at) => taken[at] || kind === 'sign' || pointers.has(text) || beside.has(text),
  );
  if (leads.length === 0 || conditions.every(({ when }) => when === 'of') || !isWhole) return undefined;
  const kinds = new Set(awaited.map(one => one.awaited));
  if (kinds.size === 1 && kinds.has('ends')) return { what: 'endNotice' };
  const isAgain = tokens.some(({ text }) => happening.has(text));
  return (kinds.size === 1 && kinds.has('fails')) || (kinds.size === 0 && isAgain)
    ? { what: 'watch' }
    : undefined;
}

const recurring = phraseTable([
  [
    `
      every, each, daily, weekly, nightly, weekdays, workdays, mondays, tuesdays, wednesdays,
      thursdays, fridays, saturdays, sundays, mornings, evenings
    `,
    true,
  ],
]);
/** Words of a wish for a report, in front of when it's to come. */
const besideReport = words(
  'i id we want wants like need get gets have send sends post posts give show tell repeat schedule do make set up me us here to in the channel chat this that it these those them same report list answer question card info information as a please pls thanks can could would will you u love be great nice good if and ok from now on our my team also',
);

/** Reads "i want that every day at 8", "same every morning please". */
function againAndAgain(tokens: readonly Token[]): WishOfThem | undefined {
  const at = tokens.findIndex((_, index) => recurring.at(tokens, index) !== undefined);
  if (at < 0) return undefined;
  // "at 8 every day"
  const isTimeBefore = ['at', 'around'].includes(wordAt(tokens, at - 2)) && tokens[at - 1]?.kind === 'number';
  const start = isTimeBefore ? at - 2 : at;
  const isWhole = tokens.slice(0, start).every(({ kind, text }) => kind === 'sign' || besideReport.has(text));
  if (!isWhole || start === 0) return undefined;
  return {
    what: 'digest',
    when: tokens
      .slice(start)
      .map(({ text, glued }, index) => (index > 0 && !glued ? ` ${text}` : text))
      .join(''),
  };
}
