import type { Activity } from 'botbuilder';
import { decoded } from './decoded.ts';
import { type Stretch, stretchesOf } from './mentions.ts';

/**
 * The sentence that was said to the bot. Its own mentions are taken out, wherever and however often they stand; those of
 * others stay as "@Name", with exactly the name that `peopleOf` gives. What the client encoded for HTML is decoded, and
 * white space is folded.
 */
export function sentenceOf(activity: Partial<Activity>): string {
  return stretchesOf(activity).map(asSaid).join('').replaceAll(/\s+/g, ' ').trim();
}

function asSaid(stretch: Stretch): string {
  switch (stretch.kind) {
    case 'bot':
      return ' ';
    case 'person':
      return `@${stretch.person.name}`;
    case 'words':
      // What looks like a mention and has no entity is a name like any other word.
      return decoded(stretch.text.replaceAll(/<at(?: [^<>]{0,100})?>([^<>]{0,200})<\/at>/g, '@$1'));
  }
}
