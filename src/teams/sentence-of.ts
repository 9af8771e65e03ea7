import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { type Stretch, stretchesOf } from './mentions.ts';
import { textOf } from './text-of.ts';

/** Unicode keeps these two out of texts, so they can stand for mentions while mark-up is taken out around them. */
const marks = /[\ufdd0\ufdd1]/g;
const mark = /\ufdd0(\d+)\ufdd1/g;

/**
 * The sentence that was said to the bot. Its own mentions are taken out, wherever and however often they stand; those of
 * others stay as "@Name", with exactly the name that `peopleOf` gives. Mark-up, quotations and HTML's entities are taken out,
 * and white space is folded.
 */
export function sentenceOf(activity: Partial<Activity>): string {
  const { text, stretches } = markedText(activity);
  return text
    .replaceAll(mark, (_, at) => asSaid(stretches[Number(at)]))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Everybody who is mentioned besides the bot and outside quotations, each as often as that, in the order of the text. */
export function peopleOf(activity: Partial<Activity>): readonly Person[] {
  const { text, stretches } = markedText(activity);
  return [...text.matchAll(mark)].flatMap(([, at]) => {
    const stretch = stretches[Number(at)];
    return stretch?.kind === 'person' ? [stretch.person] : [];
  });
}

/** The words, with marks that name the mentions by their place in `stretches`. */
function markedText(activity: Partial<Activity>) {
  const stretches = stretchesOf(activity);
  const marked = stretches.map((stretch, at) =>
    stretch.kind === 'words' ? stretch.text.replaceAll(marks, '') : `\ufdd0${at}\ufdd1`,
  );
  return { text: textOf(marked.join('')), stretches };
}

function asSaid(stretch: Stretch | undefined): string {
  return stretch?.kind === 'person' ? `@${stretch.person.name}` : ' ';
}
