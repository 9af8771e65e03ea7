import { execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { withDetails } from '../../cards/details.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { cut } from '../../domain/cut.ts';
import type { Role } from '../../domain/role.ts';
import { roleRights } from './card.ts';
import {
  type AccessRefusal,
  adminsText,
  idTexts,
  type KnownAdmins,
  type Limit,
  limitedTexts,
  mayAsk,
  refusedTexts,
} from './refusal-texts.ts';
import { askLink, mostTried } from './requests/buttons.ts';

const expand = cardTemplate(offer);

/** For a sentence whose speaker may not have it answered: `tried`, if that's known. */
export function refusedCard(refusal: AccessRefusal, tried?: string): AdaptiveCard {
  const actions = mayAsk(refusal) ? [askAction(tried)] : [];
  return cardOf(titleOf(refusal.role), refusedTexts(refusal), refusal.objectId, actions);
}

/** Makes the button that asks the admins; `tried` is the sentence that was refused. */
function askAction(tried: string | undefined): object {
  const action = execute('Request access', askLink.encode({ tried: tried && cut(tried, mostTried) }));
  return ranked([action])[0] ?? action;
}

/** Answers a sentence of a user who has asked too often. */
export function limitedCard(limit: Limit): AdaptiveCard {
  return cardOf('Too many requests', limitedTexts(limit), undefined);
}

/** Says what the user can do, and whom to ask for more. */
export function ownRoleCard(
  role: Role | undefined,
  objectId: string | undefined,
  admins: KnownAdmins,
): AdaptiveCard {
  const more = role === 'admin' ? [] : [`To do more, ask ${adminsText(admins)} for another role.`];
  const can = role ? [`You can ${roleRights[role]}.`] : [];
  const isForMore = role !== 'admin' && role !== 'operator' && objectId !== undefined && admins.isAny;
  return cardOf(titleOf(role), [...can, ...more], objectId, isForMore ? [askAction(undefined)] : []);
}

function titleOf(role: Role | undefined): string {
  return role ? titles[role] : 'You don’t have access';
}

const titles: Readonly<Record<Role, string>> = {
  viewer: 'You’re a viewer',
  operator: 'You’re an operator',
  admin: 'You’re an admin',
};

/** The user's id is under "Details". */
function cardOf(
  title: string,
  lines: readonly string[],
  objectId: string | undefined,
  actions: readonly object[] = [],
): AdaptiveCard {
  const card = expand({ title, lines: lines.map(text => ({ text })), actions });
  return withDetails(card, idTexts(objectId));
}
