import { personName } from '../../cards/mention.ts';
import type { GivenRole, GivenRoles } from '../../domain/given-roles.ts';
import { everywhere, type Undoable } from '../undoable.ts';
import { aRole } from './role-names.ts';

/** How Undo gives a role back that was removed in Teams, or takes one that was given. It counts here at once. */
export function createUndoableRoles(givenRoles: Pick<GivenRoles, 'all' | 'replace'>): Undoable<GivenRole> {
  return {
    rank: 1,

    async read() {
      const all = await givenRoles.all();
      return all.map(value => ({ place: everywhere, id: value.objectId, value, version: '' }));
    },

    setting: given => given,

    bringBack: ({ change: { id, before }, current }) => givenRoles.replace(id, before, current?.value),

    name({ before, after }) {
      const one = before ?? after;
      return one ? `the role of ${personName(one)}` : 'a role';
    },

    texts: changes =>
      changes.flatMap(({ before, after }) => {
        if (before) return [`${personName(before)} is ${aRole[before.role]} again`];
        return after ? [`${personName(after)} has no role from Teams any more`] : [];
      }),
  };
}
