import { destructive, execute, ranked } from '../../../cards/actions.ts';
import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { withDetails } from '../../../cards/details.ts';
import { mentionOf, personName } from '../../../cards/mention.ts';
import { conversationKindText } from '../../../cards/place-text.ts';
import { clipped } from '../../../cards/plain.ts';
import { cardTemplate } from '../../../cards/template.ts';
import offer from '../../../cards/templates/offer.json' with { type: 'json' };
import { timesFor, type ZonedLocale } from '../../../cards/times.ts';
import type { RenderedMessage } from '../../../cards/wording.ts';
import { givableRoles } from '../../../domain/given-roles.ts';
import type { EpochMs } from '../../../domain/time.ts';
import { allowLink, denyLink } from './buttons.ts';
import type { AccessMessage } from './message.ts';
import type { AccessRequest, Decision } from './request.ts';
import { answerText } from './texts.ts';

const expand = cardTemplate(offer);

const [triedLength, idLength] = [120, 60];

/** Renders a message about a request. `zone` is a valid IANA zone, that of the admins as far as it's known. */
export function renderAccessMessage(
  { what, request, composedAt }: AccessMessage,
  zone: string,
): RenderedMessage {
  const reader = { zone, locale: undefined };
  const { decision, kind, name, personId } = request;
  if (what === 'question') return { kind: 'card', card: questionCard(request, reader, composedAt) };
  if (!decision) throw new Error('only a decided request is answered');
  if (what === 'decided') return { kind: 'card', card: decidedCard(request, reader, composedAt) };
  const mention = kind === 'personal' ? undefined : mentionOf({ id: personId, name });
  return {
    kind: 'text',
    text: answerText(decision, mention?.text ?? ''),
    mentions: mention ? [mention.entity] : [],
  };
}

/** Asks an admin to decide. */
function questionCard(request: AccessRequest, reader: ZonedLocale, now: EpochMs): AdaptiveCard {
  const { day, name, objectId, role } = request;
  const key = { day, name, objectId };
  const allowed = givableRoles
    .filter(one => one !== role)
    .map(one => execute(`Allow as ${one}`, allowLink.encode({ key, role: one })));
  const card = expand({
    title: `${personName(request)} asks for access`,
    lines: [...aboutTexts(request, reader, now), `Role now: ${role ?? 'none'}`].map(text => ({ text })),
    actions: ranked([...allowed, destructive(execute('Deny', denyLink.encode(key)))]),
  });
  return withDetails(card, detailsOf(request));
}

/** Shows an admin how a request was decided, and by whom. */
export function decidedCard(request: AccessRequest, reader: ZonedLocale, now: EpochMs): AdaptiveCard {
  const { decision } = request;
  const times = timesFor(reader.zone, reader, now);
  const by = decision
    ? [`By ${personName(decision.by)}, ${times.near(decision.at, now)}${times.zoneNote}.`]
    : [];
  const card = expand({
    title: `${personName(request)}: ${decision ? outcomeTexts[decision.outcome] : 'asked for access'}`,
    lines: [...by, ...aboutTexts(request, reader, now)].map(text => ({ text })),
    actions: [],
  });
  return withDetails(card, detailsOf(request));
}

const outcomeTexts: Readonly<Record<Decision['outcome'], string>> = {
  viewer: 'allowed as viewer',
  operator: 'allowed as operator',
  denied: 'access denied',
};

/** Says when and where it was asked, and what the person wanted. They are data in part. */
function aboutTexts(
  { askedAt, kind, tried }: AccessRequest,
  reader: ZonedLocale,
  now: EpochMs,
): readonly string[] {
  const times = timesFor(reader.zone, reader, now);
  return [
    `Asked ${times.near(askedAt, now)}${times.zoneNote}, in a ${conversationKindText(kind)}.`,
    ...(tried === undefined ? [] : [`Wrote “${clipped(tried, triedLength)}”.`]),
  ];
}

function detailsOf({ objectId, place }: AccessRequest): readonly string[] {
  return [
    `Their id: ${objectId}`,
    `Asked in ${clipped(place.id, idLength)}`,
    'Sent to everyone in ADMIN_USER_IDS who has written to me in a personal chat.',
  ];
}
