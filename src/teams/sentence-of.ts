import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { type Stretch, stretchesOf } from './mentions.ts';

/** A message to the bot as a person wrote it. */
export interface Sentence {
  /** Without the bot's own mentions; those of others stand as "@Name", with the names of `people`. White space is folded. */
  readonly text: string;
  /** Everybody who is mentioned besides the bot, each as often as that, in the order of the text. */
  readonly people: readonly Person[];
}

/** Reads a message; mark-up, quotations (with their mentions) and HTML's entities are taken out. */
export function sentenceOf(activity: Partial<Activity>): Sentence {
  const stretches = stretchesOf(activity);
  return {
    text: stretches.map(asSaid).join('').replaceAll(/\s+/g, ' ').trim(),
    people: stretches.flatMap(stretch => (stretch.kind === 'person' ? [stretch.person] : [])),
  };
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
