import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import type { GivenRole } from '../../src/domain/given-roles.ts';
import { type RolesShown, rolesCard } from '../../src/features/roles/card.ts';
import { roleGivenCard, roleNotChangedCard, roleRemovedCard } from '../../src/features/roles/change-card.ts';
import { limitedCard, ownRoleCard, refusedCard } from '../../src/features/roles/refusal-card.ts';

const now = Date.UTC(2026, 10, 23, 13, 5);
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
  given: [],
  pageIndex: 0,
  answeredAt: now,
  reader: { zone: 'Europe/Berlin', locale: 'en-GB' },
};
const given = (index: number, name: string, role: GivenRole['role'] = 'operator'): GivenRole => ({
  ...{ objectId: idOf(index), name, role, by: { name: 'Kim Park', objectId: idOf(1) } },
  at: now - index * 3_600_000,
});
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
  'roles-given': () =>
    rolesCard({
      ...roles,
      given: [given(8, 'Sam Okafor'), given(90, '**Ann** <at>all</at>', 'viewer')],
      done: '✓ Lee Wong is no longer an operator.',
    }),
  'roles-given-many': () =>
    rolesCard({
      ...roles,
      given: Array.from({ length: 15 }, (_, i) => given(i + 8, 'Sam Okafor')),
      pageIndex: 1,
    }),
  'role-given': () =>
    roleGivenCard({
      ...{ name: 'Sam Okafor', role: 'operator', settings: undefined },
      before: given(8, 'Sam Okafor', 'viewer'),
    }),
  'role-removed': () =>
    roleRemovedCard({
      ...{ name: 'Sam Okafor', asked: undefined, settings: undefined, removed: given(8, 'Sam Okafor') },
      now: { role: undefined, objectId: idOf(8), stranger: 'notNamed' },
    }),
  'role-of-settings': () =>
    roleRemovedCard({ name: 'Sam Okafor', asked: undefined, settings: 'operator', now: undefined }),
  'role-not-given': () =>
    roleNotChangedCard(
      'Sam Okafor isn’t of your organisation, as far as Teams says. Only the settings can give them a role.',
    ),
  'roles-none-set': () =>
    rolesCard({ ...roles, lists: { admin: [], operator: [], viewer: [] }, tenantIds: [], isLocal: true }),
  'roles-long': () =>
    rolesCard({
      ...roles,
      lists: { admin: many(3, 1), operator: many(400, 100), viewer: many(400, 1_000) },
    }),
};
