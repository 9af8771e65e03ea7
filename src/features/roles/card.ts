import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { clipped } from '../../cards/plain.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type Role, roles } from '../../domain/role.ts';
import template from './card.json' with { type: 'json' };

/** The roles in the settings. */
export interface RolesShown {
  /** Entra object ids; "*" for every member. */
  readonly lists: Readonly<Record<Role, readonly string[]>>;
  /** Names of those who have written to the bot, by object id: data. */
  readonly names: ReadonlyMap<string, string>;
  readonly tenantIds: readonly string[];
  /** True without an identity: all users of this machine reach the bot. */
  readonly isLocal: boolean;
}

/** What each role may do, in a sentence. */
export const roleRights: Readonly<Record<Role, string>> = {
  viewer: 'May ask every question, and see what is watched, who is on duty, digests and targets.',
  operator: 'May ask, act on faults, set watches, duty, digests and targets, and retire services.',
  admin: 'May do everything: also see who may do what, and read the audit record.',
};

const expand = cardTemplate(template);

const titles: Readonly<Record<Role, string>> = {
  viewer: 'Viewers',
  operator: 'Operators',
  admin: 'Admins',
};

/** Draws who may do what, the highest role first. Long lists are cut to what a message has room for, and say so. */
export function rolesCard(shown: RolesShown): AdaptiveCard {
  let most = Math.max(...roles.map(role => shown.lists[role].length));
  for (;;) {
    const card = drawn(shown, most);
    if (most <= 1 || bytesOf(card) <= maxCardBytes) return card;
    most = Math.floor(most / 2);
  }
}

function drawn(shown: RolesShown, most: number): AdaptiveCard {
  return expand({
    sections: roles.toReversed().map(role => ({
      title: titles[role],
      lines: [roleRights[role], ...holdersOf(role, shown, most)].map(text => ({ text })),
    })),
    foot: footOf(shown).map(text => ({ text })),
  });
}

function holdersOf(role: Role, { lists, names, isLocal }: RolesShown, most: number): readonly string[] {
  const list = isAnySet(lists) || role !== (isLocal ? 'admin' : 'operator') ? lists[role] : ['*'];
  const people = list.filter(id => id !== '*');
  const shown = people.slice(0, most).map(id => {
    const name = clipped(names.get(id) ?? '', 60);
    return name === '' ? id : `${name} · ${id}`;
  });
  const rest = people.length - shown.length;
  const lines = [
    ...(list.includes('*') ? [isLocal ? 'Everybody who reaches this machine' : everyMember] : []),
    ...shown,
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ];
  return lines.length > 0 ? lines : ['Nobody'];
}

const everyMember = 'Every member of the organisation';

function footOf(shown: RolesShown): readonly string[] {
  const { tenantIds, isLocal } = shown;
  const ids = tenantIds.slice(0, mostTenants).map(id => clipped(id, 60));
  const rest = tenantIds.length - ids.length;
  return [
    othersText(shown),
    ...(isLocal ? [] : [strangersText, `Tenants: ${ids.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`]),
    'Set in ADMIN_USER_IDS, OPERATOR_USER_IDS and VIEWER_USER_IDS. I know the names of those who have spoken to me.',
  ];
}

const mostTenants = 10;
const strangersText =
  'Guests, people of other organisations and those whom Teams tells me nothing about must be named here to be answered.';

function othersText({ lists, isLocal }: RolesShown): string {
  if (isAnySet(lists)) return 'I answer nobody else.';
  return isLocal ? 'No list is set.' : 'No list is set, so nobody is an admin.';
}

function isAnySet(lists: RolesShown['lists']): boolean {
  return roles.some(role => lists[role].length > 0);
}
