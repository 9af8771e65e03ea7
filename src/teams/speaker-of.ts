import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { guidOf } from './guid-of.ts';
import { nameOf } from './name-of.ts';

/** Who said or pressed something. */
export function speakerOf({ from }: Pick<Activity, 'from'>): Person {
  return { id: from.id, name: nameOf(from.name) };
}

/** The speaker's Entra object id, in lower case; undefined where the channel does not tell it. */
export function objectIdOf({ from }: Pick<Activity, 'from'>): string | undefined {
  return guidOf(from.aadObjectId);
}
