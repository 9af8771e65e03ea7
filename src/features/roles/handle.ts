import type { Access } from '../../access/access.ts';
import type { Asking } from '../../bot/answers.ts';
import type { Entitled } from '../../bot/authorize.ts';
import type { OrError } from '../../bot/error-boundary.ts';
import { rolesInPrivateText } from '../../cards/button-replies.ts';
import type { Admins } from '../../domain/admins.ts';
import type { Log } from '../../domain/log.ts';
import { card, type Hearer, text } from '../turn.ts';
import { rolesCard } from './card.ts';
import { ownRoleCard } from './refusal-card.ts';
import type { KnownAdmins } from './refusal-texts.ts';

/** Whom a refusal refers to. What is refused stays so, whatever becomes of the names: never rejects. */
export function createKnownAdmins(access: Access, admins: Admins, log: Log): () => Promise<KnownAdmins> {
  const isAny = access.rules.lists.admin.length > 0;
  return async () => {
    try {
      return { isAny, names: (await admins.all()).map(({ name }) => name) };
    } catch (err) {
      log.warn({ err }, 'the names of the admins could not be read');
      return { isAny, names: [] };
    }
  };
}

export interface AccessAnswersParts {
  readonly access: Access;
  readonly admins: Admins;
  readonly knownAdmins: () => Promise<KnownAdmins>;
  readonly orError: OrError;
}

/** What the bot says of who may do what; none of these throws. */
export function createAccessAnswers({ access, admins, knownAdmins, orError }: AccessAnswersParts) {
  return {
    roles: ({ place }: Hearer, { reader }: Asking) =>
      orError({ verb: 'ask', sentence: 'roles' }, undefined, reader, async () => {
        // Elsewhere everybody would read what only admins may.
        if (place?.kind !== 'personal') return text(rolesInPrivateText());
        return card(rolesCard({ ...access.rules, names: await admins.names() }));
      }),

    own: async ({ role, objectId }: Entitled) => card(ownRoleCard(role, objectId, await knownAdmins())),
  };
}
