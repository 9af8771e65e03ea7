import { notMember } from '../../src/domain/membership.ts';
import type { FoundPerson, People } from '../../src/domain/people.ts';

/** A roster with these people only: they are found by either of their ids. */
export function rosterOf(people: readonly FoundPerson[]): People {
  return {
    find: async (_, id) =>
      people.find(person => person.id === id || person.objectId === id.toLowerCase()) ?? notMember,
  };
}
