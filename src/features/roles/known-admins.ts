import type { Access } from '../../access/access.ts';
import type { Admins } from '../../domain/admins.ts';
import type { Log } from '../../domain/log.ts';
import type { KnownAdmins } from './refusal-texts.ts';

/**
 * Returns a function that reads the admins that a refusal names. It never rejects, since a request stays refused even
 * if the names can't be read.
 */
export function createKnownAdmins(access: Access, admins: Admins, log: Log): () => Promise<KnownAdmins> {
  const isAny = access.rules.lists.admin.length > 0;
  return async () => {
    try {
      return { isAny, names: (await admins.all()).map(({ name }) => name) };
    } catch (err) {
      log.warn({ err }, 'admin names not read');
      return { isAny, names: [] };
    }
  };
}
