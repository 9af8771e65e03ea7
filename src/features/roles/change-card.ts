import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { personName } from '../../cards/mention.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import type { GivableRole, GivenRole } from '../../domain/given-roles.ts';
import { type Role, roles, type Standing } from '../../domain/role.ts';
import { roleRights } from './card.ts';
import { aRole, giverText, settingOfRole } from './role-names.ts';

const expand = cardTemplate(offer);

/** A role that was given; `before` is what Teams had given, `settings` what the settings give. */
export interface RoleGiven {
  readonly name: string;
  readonly role: GivableRole;
  readonly before: GivenRole | undefined;
  readonly settings: Role | undefined;
}

/** Says which role a person has from now on. */
export function roleGivenCard({ name: written, role, before, settings }: RoleGiven): AdaptiveCard {
  const name = personName({ name: written });
  const isNew = before?.role !== role;
  const isMore = settings !== undefined && roles.indexOf(settings) > roles.indexOf(role);
  return cardOf(`${isNew ? '✓ ' : ''}${name} is ${aRole[role]}${isNew ? '' : ' already'}`, [
    `Can ${roleRights[role]}.`,
    ...(before && isNew ? [`Was ${aRole[before.role]} before, by ${giverText(before)}.`] : []),
    ...(before && !isNew ? [`${giverText(before)} gave them that role.`] : []),
    ...(isMore ? [`The settings make them ${aRole[settings]}, which counts.`] : []),
    `To take it back, say “remove” and mention them, or say “roles” in our personal chat.`,
  ]);
}

/** A role that was to be removed. */
export interface RoleRemoved {
  readonly name: string;
  readonly asked: GivableRole | undefined;
  /** Undefined if Teams had given none. */
  readonly removed?: GivenRole | undefined;
  /** Another role than the one that was named: it's kept. */
  readonly kept?: GivenRole;
  readonly settings: Role | undefined;
  /** What they may do now; undefined if nothing has changed. */
  readonly now: Standing | undefined;
}

/** Says what a person may still do. */
export function roleRemovedCard({
  name: written,
  asked,
  removed,
  kept,
  settings,
  now,
}: RoleRemoved): AdaptiveCard {
  const name = personName({ name: written });
  const bySettings =
    settings === undefined
      ? []
      : [
          `The settings name them as ${settings}: only whoever runs Backup Watch can change ${settingOfRole[settings]}.`,
        ];
  if (kept)
    return cardOf('I haven’t changed anything', [
      `${name} is ${aRole[kept.role]}, not ${aRole[asked ?? kept.role]}: ${giverText(kept)} gave them that role.`,
      ...bySettings,
    ]);
  if (!removed)
    return cardOf(settings ? `${name} is still ${aRole[settings]}` : 'Nothing to remove', [
      `No admin gave ${name} a role in Teams.`,
      ...bySettings,
    ]);
  return cardOf(`✓ ${name} is no longer ${aRole[removed.role]}`, [
    ...(settings === undefined ? leftTexts(now) : bySettings),
    'It counts everywhere within 10 seconds.',
  ]);
}

/** Says what is left to a person whom the settings don't name. */
function leftTexts(now: Standing | undefined): readonly string[] {
  if (now?.role) return [`Every member is ${aRole[now.role]}, so they still are.`];
  const isKnown = now?.stranger !== 'unreadable' && now?.stranger !== 'rolesUnread';
  return isKnown ? ['They have no role now: I don’t answer them any more.'] : [];
}

/** Says why no role was given or removed. */
export function roleNotChangedCard(reason: string): AdaptiveCard {
  return cardOf('I haven’t changed any role', [reason]);
}

function cardOf(title: string, lines: readonly string[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions: [] });
}
