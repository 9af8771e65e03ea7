import { askLink } from '../../cards/common-buttons.ts';
import { personName } from '../../cards/mention.ts';
import type { Admins } from '../../domain/admins.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, outdated, type Reply, text } from '../turn.ts';
import { carriedName, type RoleOnPage, removeLink, showLink } from './buttons.ts';
import { rolesCard } from './card.ts';
import { type RoleChangeParts, removeRole, roleChange } from './change.ts';
import { type RolesCommand, roles as read, words } from './read.ts';
import { type RoleOrderCommand, roleOrder, roleWords } from './read-order.ts';
import { ownRoleCard } from './refusal-card.ts';
import { type AskParts, askForAccess } from './requests/ask.ts';
import { askedCard } from './requests/asked-card.ts';
import { allowLink, askLink as askAccessLink, denyLink } from './requests/buttons.ts';
import { decide } from './requests/decide.ts';
import { aRole } from './role-names.ts';

interface RolesParts extends RoleChangeParts, Omit<AskParts, 'access'> {
  readonly admins: Pick<Admins, 'names' | 'all'>;
}

const inPrivate =
  'The list of roles has people’s names and ids, so I only show it in personal chats. Ask me there.';
const goneText = 'It had already been removed. The list is up to date now.';

async function drawn(
  pageIndex: number,
  { reader }: Request,
  { access, admins, clock, givenRoles }: RolesParts,
  done?: string,
) {
  return rolesCard({
    ...access.rules,
    names: await admins.names(),
    given: await givenRoles.all(),
    pageIndex,
    answeredAt: clock.now(),
    reader,
    ...(done !== undefined && { done }),
  });
}

async function show(pageIndex: number, request: Request, parts: RolesParts): Promise<Reply> {
  // Elsewhere others would read what only admins may.
  if (request.place?.kind !== 'personal') return text(inPrivate);
  return card(await drawn(pageIndex, request, parts));
}

/** Removes a role, unless it was removed since, or another person has the name that the card showed. */
async function remove(
  { objectId, name, pageIndex }: RoleOnPage,
  request: Request,
  parts: RolesParts,
): Promise<Reply> {
  if (request.place?.kind !== 'personal') return { ...text(inPrivate), ending: outdated };
  const given = (await parts.givenRoles.all()).find(one => one.objectId === objectId);
  const isSame = given && carriedName(given.name) === name;
  const removed = isSame ? await removeRole(objectId, parts) : undefined;
  const done = removed ? `✓ ${personName(removed)} is no longer ${aRole[removed.role]}.` : goneText;
  return {
    kind: 'edit',
    isChange: removed !== undefined,
    card: await drawn(pageIndex, request, parts, done),
    text: done,
    ...(removed ? {} : { ending: outdated }),
  };
}

/** "roles", "my role", "@Kim is an operator": who may do what. */
export const roles = {
  words,
  help: [
    {
      title: 'Your role',
      examples: ['my role', 'request access'],
      orders: ['request access'],
      gives: 'what you may do here; asks the admins for a role',
    },
    { title: 'For admins', examples: ['roles'], gives: 'who may do what' },
  ],
  knownWords: roleWords,
  readings: [
    { rank: 'setting', read },
    { rank: 'setting', read: roleOrder },
  ],
  commands: [
    command({
      kind: 'roles',
      permission: permissions.govern,
      retry: (_: RolesCommand) => askLink.encode('roles'),
      run: (_, request, parts: RolesParts) => show(0, request, parts),
    }),
    command({
      kind: 'ownRole',
      permission: permissions.look,
      run: async (_: RolesCommand, { role, objectId }, { knownAdmins }: RolesParts) =>
        card(ownRoleCard(role, objectId, await knownAdmins())),
    }),
    command({
      kind: 'requestAccess',
      permission: permissions.anyone,
      // It's no setting, but an edited message must not ask again.
      order: (_: RolesCommand) => ({ shown: { kind: 'ownRole' }, change: undefined }),
      run: async (_: RolesCommand, request, parts: RolesParts) => {
        const asked = await askForAccess(undefined, request, parts);
        return { ...card(askedCard(asked)), ...(asked.isNew ? {} : { ending: outdated }) };
      },
    }),
    command({
      kind: 'role',
      permission: roleChange.permission,
      order: ({ order }: RoleOrderCommand) => ({
        shown: { kind: 'roles' },
        change: { kind: roleChange, change: order },
      }),
      run: (_: RoleOrderCommand, request, parts: RolesParts) => show(0, request, parts),
    }),
  ],
  changes: [roleChange],
  buttons: [
    button(showLink, { auditTitle: 'Roles', permission: permissions.govern, run: show }),
    button(removeLink, {
      auditTitle: 'Remove role',
      permission: permissions.govern,
      details: ({ name }) => [name],
      shownBy: 'roles',
      touches: roleChange.touches,
      isReplacing: true,
      run: remove,
    }),
    button(askAccessLink, {
      auditTitle: 'Request access',
      permission: permissions.anyone,
      // Others may see the refusal, too.
      isOnSharedCard: true,
      async run({ tried }, request, parts: RolesParts) {
        const asked = await askForAccess(tried, request, parts);
        const said = text([`${asked.title}.`, ...asked.lines].join(' '));
        return asked.isNew ? said : { ...said, ending: outdated };
      },
    }),
    button(allowLink, {
      auditTitle: 'Allow access',
      permission: permissions.govern,
      details: ({ key, role }) => [key.name, role],
      shownBy: 'roles',
      run: ({ key, role }, request, parts: RolesParts) => decide(key, role, request, parts),
    }),
    button(denyLink, {
      auditTitle: 'Deny access',
      permission: permissions.govern,
      details: ({ name }) => [name],
      shownBy: 'roles',
      run: (key, request, parts: RolesParts) => decide(key, 'denied', request, parts),
    }),
  ],
} as const;
