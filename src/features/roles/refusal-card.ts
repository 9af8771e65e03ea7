import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
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
  const title = refusal.role ? 'You may not do that here' : 'You may not ask here';
  return cardOf(title, refusedTexts(refusal));
}

/** Answers a sentence of a user who has asked too often. */
export function limitedCard(limit: Limit): AdaptiveCard {
  return cardOf('Too many requests', limitedTexts(limit));
}

/** Says what the user may do, and how to be allowed more. */
export function ownRoleCard(role: Role, objectId: string | undefined, admins: KnownAdmins): AdaptiveCard {
  const more = role === 'admin' ? [] : [`To be allowed more, ask ${adminsText(admins)}.`];
  return cardOf(titles[role], [roleRights[role], ...more, ...idTexts(objectId)]);
}

const titles: Readonly<Record<Role, string>> = {
  viewer: 'You are a viewer here',
  operator: 'You are an operator here',
  admin: 'You are an admin here',
};

function cardOf(title: string, lines: readonly string[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions: [] });
}
