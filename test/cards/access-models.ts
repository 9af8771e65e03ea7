import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { timesFor } from '../../src/cards/times.ts';
import type { GivenRole } from '../../src/domain/given-roles.ts';
import { type RolesShown, rolesCard } from '../../src/features/roles/card.ts';
import { roleGivenCard, roleNotChangedCard, roleRemovedCard } from '../../src/features/roles/change-card.ts';
import { limitedCard, ownRoleCard, refusedCard } from '../../src/features/roles/refusal-card.ts';
import { askedCard } from '../../src/features/roles/requests/asked-card.ts';
import type { AccessMessage } from '../../src/features/roles/requests/message.ts';
import { renderAccessMessage } from '../../src/features/roles/requests/message-card.ts';
import type { AccessRequest } from '../../src/features/roles/requests/request.ts';
import { againTexts, askedTexts } from '../../src/features/roles/requests/texts.ts';

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

const channel = { home: '19:team@thread.tacv2', id: '19:channel@thread.tacv2' };
const request: AccessRequest = {
  ...{ objectId: idOf(7), day: '2026-11-23', name: 'Sam Okafor', personId: '29:sam', askedAt: now - 120_000 },
  ...{ role: undefined, tried: 'watch exchange', place: channel, kind: 'channel', thread: '1' },
  admins: [
    { objectId: idOf(1), name: 'Kim Park', place: channel },
    { objectId: idOf(2), name: 'Lee Wong', place: channel, sentAt: now },
  ],
};
const decided: AccessRequest = {
  ...request,
  decision: { outcome: 'operator', by: { name: 'Kim Park', objectId: idOf(1) }, at: now },
};
const sent = (what: AccessMessage['what'], of: AccessRequest): AdaptiveCard => {
  const message = renderAccessMessage({ what, request: of, composedAt: now }, 'Europe/Berlin');
  if (message.kind !== 'card') throw new Error('a text');
  return message.card;
};

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
  'own-role-viewer': () => ownRoleCard('viewer', idOf(7), admins),
  'access-requested': () => askedCard(askedTexts(request)),
  'access-requested-before': () =>
    askedCard(againTexts(request, timesFor('Europe/Berlin', { locale: 'en-GB' }, now), now)),
  'access-question': () => sent('question', request),
  'access-question-viewer': () =>
    sent('question', {
      ...request,
      role: 'viewer',
      tried: '**x** {{DATE()}} <at>all</at>',
      kind: 'personal',
    }),
  'access-allowed': () => sent('decided', decided),
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
