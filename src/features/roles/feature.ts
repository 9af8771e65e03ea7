import type { Access } from '../../access/access.ts';
import { askLink } from '../../cards/common-buttons.ts';
import type { Admins } from '../../domain/admins.ts';
import { command } from '../feature.ts';
import { permissions } from '../permission.ts';
import { card, type Reply, text } from '../turn.ts';
import { rolesCard } from './card.ts';
import { type RolesCommand, roles as read, words } from './read.ts';
import { ownRoleCard } from './refusal-card.ts';
import type { KnownAdmins } from './refusal-texts.ts';

interface RolesParts {
  readonly access: Pick<Access, 'rules'>;
  readonly admins: Pick<Admins, 'names'>;
  /** Returns the admins that a refusal names. */
  readonly knownAdmins: () => Promise<KnownAdmins>;
}

const inPrivate =
  'The list of roles has people’s names and ids, so I only show it in personal chats. Ask me there.';

/** "roles", "my role": who may do what. */
export const roles = {
  words,
  help: [
    { title: 'Your role', examples: ['my role'], gives: 'what you may do here' },
    { title: 'For admins', examples: ['roles'], gives: 'who may do what' },
  ],
  readings: [{ rank: 'setting', read }],
  commands: [
    command({
      kind: 'roles',
      permission: permissions.govern,
      retry: (_: RolesCommand) => askLink.encode('roles'),
      async run(_, { place }, { access, admins }: RolesParts): Promise<Reply> {
        // Elsewhere others would read what only admins may.
        if (place?.kind !== 'personal') return text(inPrivate);
        return card(rolesCard({ ...access.rules, names: await admins.names() }));
      },
    }),
    command({
      kind: 'ownRole',
      permission: permissions.look,
      run: async (_: RolesCommand, { role, objectId }, { knownAdmins }: RolesParts) =>
        card(ownRoleCard(role, objectId, await knownAdmins())),
    }),
  ],
} as const;
