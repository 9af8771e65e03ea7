import type { Person } from '../domain/person.ts';
import { clipped, plain } from './plain.ts';

/** What Teams makes a call out of: `text` stands in the message letter for letter. */
export interface MentionEntity {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** In UTF-16 units: a line on a phone holds half of it. */
const longestName = 64;

/** What a client reads as Markdown, as markup or as a link. */
const signs = /[<>&*_~`[\]{}#|\\/!^=]/g;

/** Drawn as nothing, though Unicode counts some of them as letters. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Co}\u2800]/gu;

/**
 * Somebody's name, fit for any text of ours: a mention works in a TextBlock alone, where Markdown is read, so nothing
 * that a client could read as more than a name is left in it. Never empty.
 */
export function personName({ name }: Pick<Person, 'name'>): string {
  const words = plain(plain(name).replace(unseen, '').replace(signs, ' '))
    .replace(/ +/g, ' ')
    // A mark without a letter joins the sign before it: ">" becomes another one.
    .replace(/^[\p{M} ]+/u, '');
  return clipped(words, longestName) || 'somebody';
}

/** A mention and its entity, made of the same name, since Teams calls nobody if they differ by a letter. */
export function mentionOf(person: Person): { readonly text: string; readonly entity: MentionEntity } {
  const name = personName(person);
  const text = `<at>${name}</at>`;
  return { text, entity: { type: 'mention', text, mentioned: { id: person.id, name } } };
}
