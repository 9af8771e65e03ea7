import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import type { Role } from '../../domain/role.ts';
import { roleRights } from './card.ts';
import {
  type AccessRefusal,
  adminsText,
  idTexts,
  type KnownAdmins,
  type Limit,
  limitedTexts,
  refusedTexts,
} from './refusal-texts.ts';

const expand = cardTemplate(offer);

/** For a sentence whose speaker may not have it answered. */
export function refusedCard(refusal: AccessRefusal): AdaptiveCard {
  const title = refusal.role ? titles[refusal.role] : 'You don’t have access';
  return cardOf(title, refusedTexts(refusal), refusal.objectId);
}

/** Answers a sentence of a user who has asked too often. */
export function limitedCard(limit: Limit): AdaptiveCard {
  return cardOf('Too many requests', limitedTexts(limit), undefined);
}

/** Says what the user can do, and whom to ask for more. */
export function ownRoleCard(role: Role, objectId: string | undefined, admins: KnownAdmins): AdaptiveCard {
  const more = role === 'admin' ? [] : [`To do more, ask ${adminsText(admins)} for another role.`];
  return cardOf(titles[role], [`You can ${roleRights[role]}.`, ...more], objectId);
}

const titles: Readonly<Record<Role, string>> = {
  viewer: 'You’re a viewer',
  operator: 'You’re an operator',
  admin: 'You’re an admin',
};

/** The user's id is under "Details". */
function cardOf(title: string, lines: readonly string[], objectId: string | undefined): AdaptiveCard {
  const card = expand({ title, lines: lines.map(text => ({ text })), actions: [] });
  return withDetails(card, idTexts(objectId));
}
