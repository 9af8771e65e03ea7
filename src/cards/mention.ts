import type { Person } from '../domain/person.ts';
import { clipped, plain } from './plain.ts';

/** The entity that makes a mention call a person: the message has `text` letter for letter. */
export interface MentionEntity {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** In UTF-16 units: a line on a phone holds half of it. */
const longestName = 64;

/** Characters that a client reads as Markdown, mark-up or a link. */
const signs = /[<>&*_~`[\]{}#|\\/!^=]/g;

/** Characters that are drawn as nothing, though Unicode counts some of them as letters. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Co}\u2800]/gu;

/**
 * Returns a person's name, fit for any of the bot's texts. A mention works only in a TextBlock, where clients read
 * Markdown, so nothing that a client could read as more than a name is left in it. Never empty.
 */
export function personName({ name }: Pick<Person, 'name'>): string {
  const words = plain(plain(name).replace(unseen, '').replace(signs, ' '))
    .replace(/ +/g, ' ')
    // A mark without a letter joins the sign before it: ">" becomes another one.
    .replace(/^[\p{M} ]+/u, '');
  return clipped(words, longestName) || 'somebody';
}

/** Returns a mention and its entity, made of the same name: Teams calls no one if they differ by a letter. */
export function mentionOf(person: Person): { readonly text: string; readonly entity: MentionEntity } {
  const name = personName(person);
  const text = `<at>${name}</at>`;
  return { text, entity: { type: 'mention', text, mentioned: { id: person.id, name } } };
}
