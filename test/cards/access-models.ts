import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { type RolesShown, rolesCard } from '../../src/features/roles/card.ts';
import { limitedCard, ownRoleCard, refusedCard } from '../../src/features/roles/refusal-card.ts';

const idOf = (index: number) => `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
const tenant = '99999999-0000-0000-0000-000000000001';
const admins = { names: ['Kim Park', 'Lee Wong'], isAny: true };
const nobody = { names: [], isAny: false };

const roles: RolesShown = {
  lists: { admin: [idOf(1)], operator: [idOf(2), idOf(3)], viewer: ['*'] },
  names: new Map([
    [idOf(1), 'Kim Park'],
    [idOf(2), '**Lee** {{DATE()}} <at>all</at>'],
  ]),
  tenantIds: [tenant],
  isLocal: false,
};
const many = (count: number, from: number) => Array.from({ length: count }, (_, index) => idOf(from + index));

/** The cards of who may do what. */
export const accessCards: Readonly<Record<string, () => AdaptiveCard>> = {
  'refused-viewer': () =>
    refusedCard({ needed: 'operator', role: 'viewer', stranger: undefined, objectId: idOf(7), admins }),
  'refused-no-admins': () =>
    refusedCard({
      needed: 'admin',
      role: 'operator',
      stranger: undefined,
      objectId: idOf(7),
      admins: nobody,
    }),
  'refused-guest': () =>
    refusedCard({ needed: 'viewer', role: undefined, stranger: 'guest', objectId: idOf(7), admins }),
  'refused-unreadable': () =>
    refusedCard({
      needed: 'viewer',
      role: undefined,
      stranger: 'unreadable',
      objectId: undefined,
      admins: nobody,
    }),
  limited: () => limitedCard({ requestsPerMinute: 30, waitMs: 1_400 }),
  'own-role': () => ownRoleCard('operator', idOf(7), admins),
  roles: () => rolesCard(roles),
  'roles-none-set': () =>
    rolesCard({ ...roles, lists: { admin: [], operator: [], viewer: [] }, tenantIds: [], isLocal: true }),
  'roles-long': () =>
    rolesCard({
      ...roles,
      lists: { admin: many(3, 1), operator: many(400, 100), viewer: many(400, 1_000) },
    }),
};
