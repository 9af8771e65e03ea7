import type { Access } from '../../access/access.ts';
import type { Admins } from '../../domain/admins.ts';
import type { Log } from '../../domain/log.ts';
import type { KnownAdmins } from './refusal-texts.ts';

/** Whom a refusal refers to. What is refused stays so, whatever becomes of the names: never rejects. */
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
