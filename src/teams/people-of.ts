import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { stretchesOf } from './mentions.ts';

/** Everybody who is mentioned besides the bot, each as often as that, in the order of the text. */
export function peopleOf(activity: Partial<Activity>): readonly Person[] {
  return stretchesOf(activity).flatMap(stretch => (stretch.kind === 'person' ? [stretch.person] : []));
}
