import type { Activity } from 'botbuilder';
import type { Person } from '../domain/person.ts';
import { nameOf } from './name-of.ts';

/** Who said or pressed something. */
export function speakerOf({ from }: Pick<Activity, 'from'>): Person {
  return { id: from.id, name: nameOf(from.name) };
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The speaker's Entra object id, in lower case; undefined where the channel does not tell it. */
export function objectIdOf({ from }: Pick<Activity, 'from'>): string | undefined {
  const id: unknown = from.aadObjectId;
  return typeof id === 'string' && guid.test(id) ? id.toLowerCase() : undefined;
}
