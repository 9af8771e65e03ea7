import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { type Stretch, stretchesOf } from './mentions.ts';

/**
 * The sentence that was said to the bot. Its own mentions are taken out, wherever and however often they stand; those of
 * others stay as "@Name", with exactly the name that `peopleOf` gives. Mark-up, quotations and HTML's entities are taken out,
 * and white space is folded.
 */
export function sentenceOf(activity: Partial<Activity>): string {
  return stretchesOf(activity).map(asSaid).join('').replaceAll(/\s+/g, ' ').trim();
}

/** Everybody who is mentioned besides the bot and outside quotations, each as often as that, in the order of the text. */
export function peopleOf(activity: Partial<Activity>): readonly Person[] {
  return stretchesOf(activity).flatMap(stretch => (stretch.kind === 'person' ? [stretch.person] : []));
}

function asSaid(stretch: Stretch): string {
  switch (stretch.kind) {
    case 'bot':
      return ' ';
    case 'person':
      return `@${stretch.person.name}`;
    case 'words':
      return stretch.text;
  }
}
