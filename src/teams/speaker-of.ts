import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { nameOf } from './name-of.ts';

/** Who said or pressed something. */
export function speakerOf({ from }: Pick<Activity, 'from'>): Person {
  return { id: from.id, name: nameOf(from.name) };
}
