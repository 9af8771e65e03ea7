import type { Role } from '../../src/domain/role.ts';
import { helpTopicsOf } from '../../src/features/help/topics.ts';
import { helpOfFeatures } from '../../src/features/index.ts';

/** What help shows to a role. */
export const helpFor = (role: Role) => helpTopicsOf(role, helpOfFeatures);

/** What help shows to everybody. */
export const helpTopics = helpFor('viewer');
