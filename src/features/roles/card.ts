import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { clipped } from '../../cards/plain.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import { plural } from '../../domain/plural.ts';
import { type Role, roles } from '../../domain/role.ts';
import template from './card.json' with { type: 'json' };
import { type GivenShown, givenRows } from './given-rows.ts';

/** The roles in the settings, and those that were given in Teams. */
export interface RolesShown extends GivenShown {
  /** Entra object ids; "*" for every member. */
  readonly lists: Readonly<Record<Role, readonly string[]>>;
  /** Names of those who have written to the bot, by object id: data. */
  readonly names: ReadonlyMap<string, string>;
  readonly tenantIds: readonly string[];
  /** True without an identity: all users of this machine reach the bot. */
  readonly isLocal: boolean;
  /** What was done just now, as data; empty if nothing was. */
  readonly done?: string;
}

/** What each role can do, after "can". */
export const roleRights: Readonly<Record<Role, string>> = {
  viewer: 'ask anything, and see alerts, on call, digests and backup-age limits',
  operator:
    'ask anything, handle incidents, and change alerts, on call, digests, backup-age limits and retired services',
  admin: 'do everything, and see who has which role, all digests and alerts, and the audit record',
};

const expand = cardTemplate(template);

const titles: Readonly<Record<Role, string>> = {
  viewer: 'Viewers',
  operator: 'Operators',
  admin: 'Admins',
};

/** More people of a role are listed in the details only. */
const mostShown = 5;
const mostTenants = 10;

/** Draws who can do what, the highest role first. Long lists are cut to what a message has room for, and say so. */
export function rolesCard(shown: RolesShown): AdaptiveCard {
  let most = Math.max(...roles.map(role => shown.lists[role].length));
  for (;;) {
    const card = withDetails(expand(modelOf(shown)), detailsOf(shown, most));
    if (most <= 1 || bytesOf(card) <= maxCardBytes) return card;
    most = Math.floor(most / 2);
  }
}

function modelOf(shown: RolesShown) {
  return {
    lines: shown.done === undefined ? [] : [{ text: shown.done }],
    ...givenRows(shown),
    sections: roles.toReversed().map(role => ({
      title: titles[role],
      lines: holdersOf(role, shown).map(text => ({ text })),
      rights: `Can ${roleRights[role]}.`,
    })),
    others: othersText(shown),
  };
}

function holdersOf(role: Role, { given, lists, names, isLocal }: RolesShown): readonly string[] {
  const list = isAnySet(lists) || role !== (isLocal ? 'admin' : 'operator') ? lists[role] : ['*'];
  const people = list.filter(id => id !== '*');
  const rest = people.length - mostShown;
  const fromTeams = given.filter(one => one.role === role).length;
  const more = list.length > 0 ? 'and ' : '';
  const lines = [
    ...(list.includes('*') ? [isLocal ? 'Everyone who can reach this machine' : everyMember] : []),
    ...people.slice(0, mostShown).map(id => nameIn(names, id) || id),
    ...(rest > 0 ? [`and ${rest} more, under Details`] : []),
    ...(fromTeams > 0 ? [`${more}${fromTeams} given in Teams, below`] : []),
  ];
  return lines.length > 0 ? lines : ['No one'];
}

function nameIn(names: RolesShown['names'], id: string): string {
  return clipped(names.get(id) ?? '', 60);
}

const everyMember = 'Every member of the organisation';

/** Says who gets no answer. */
function othersText({ lists, isLocal }: RolesShown): string {
  if (isAnySet(lists)) return 'I don’t answer anyone else.';
  return isLocal ? 'No roles are set.' : 'No roles are set, so there are no admins yet.';
}

/** Returns what unfolds under "Details": the ids, at most `most` of a role, and where roles are set. */
function detailsOf({ lists, names, tenantIds, isLocal }: RolesShown, most: number): readonly string[] {
  const ids = roles.toReversed().flatMap(role => {
    const people = lists[role].filter(id => id !== '*');
    // Ids without a name are shown already.
    const listed = people.filter((id, index) => index >= mostShown || nameIn(names, id) !== '');
    const lines = listed.slice(0, most).map(id => {
      const name = nameIn(names, id);
      return `${titles[role]}: ${name === '' ? id : `${name} · ${id}`}`;
    });
    const rest = listed.length - lines.length;
    return rest > 0 ? [...lines, `${titles[role]}: and ${rest} more, in the settings`] : lines;
  });
  const tenants = tenantIds.slice(0, mostTenants).map(id => clipped(id, 60));
  const rest = tenantIds.length - tenants.length;
  const label = plural(tenantIds.length, 'Tenant', 'Tenants');
  return [
    ...ids,
    'Set in ADMIN_USER_IDS, OPERATOR_USER_IDS and VIEWER_USER_IDS. I know the names only of people who have written to me.',
    ...(isLocal ? [] : [givingText, strangersText]),
    ...(isLocal ? [] : [`${label}: ${tenants.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`]),
  ];
}

const givingText =
  'To give a role, mention somebody in a channel or a group chat: “@Kim is an operator”, “@Kim is a viewer”.';
const strangersText =
  'Guests need a role of their own. People from other organisations and anyone Teams says nothing about must be listed by id.';

function isAnySet(lists: RolesShown['lists']): boolean {
  return roles.some(role => lists[role].length > 0);
}
