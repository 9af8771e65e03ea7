import { ranked } from '../cards/actions.ts';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { withDetails } from '../cards/details.ts';
import { placeText } from '../cards/place-text.ts';
import { clipped } from '../cards/plain.ts';
import { onlineServices, portalActions } from '../cards/portal-link.ts';
import { type Mood, moodLooks } from '../cards/severity.ts';
import { cardTemplate } from '../cards/template.ts';
import { type Times, timesFor } from '../cards/times.ts';
import { capitalised } from '../cards/words.ts';
import type { BinReason } from '../domain/bin.ts';
import { type CredentialKind, credentialNames } from '../domain/expiry.ts';
import { plural } from '../domain/plural.ts';
import type { EpochMs } from '../domain/time.ts';
import type { BinnedConversation } from './stranded.ts';
import warningTemplate from './warning-card.json' with { type: 'json' };
import type { UnreachedPlace, Warning } from './warning-schedule.ts';

const expand = cardTemplate(warningTemplate);

/** From this many days on, an expiry is urgent. */
const urgentDays = 3;
const guideTexts = [
  'Steps: docs/operations.md, “Rotate secrets and certificates”.',
  'Restart me afterwards.',
];

/** What stops without a credential. */
const stops: Readonly<Record<CredentialKind, string>> = {
  avePointCertificate: 'I can’t read any backups',
  avePointSecret: 'I can’t read any backups',
  botCertificate: 'I can’t send or answer anything in Teams',
  botSecret: 'I can’t send or answer anything in Teams',
  storeUrl: 'I can’t read or save any settings',
  metricsToken: 'monitoring can’t read my metrics',
  heartbeatUrl: 'monitoring can’t see that I’m running',
};

/** Limit of conversations on a card; the log has all of them. */
const mostPlaces = 5;
const [shortIdLength, idLength] = [24, 60];

const binWords: Readonly<Record<BinReason, string>> = {
  removed: 'I was removed',
  unreachable: 'Teams refused messages for 30 days',
  notAllowed: 'messages weren’t allowed for 7 days',
  ended: 'an admin ended them',
};

const unreachedWords: Readonly<Record<UnreachedPlace['why'], string>> = {
  refused: 'Teams refuses messages',
  tenant: 'it belongs to an organisation that isn’t allowed',
  role: 'its owner no longer has a role',
};

interface Texts {
  readonly mood: Mood;
  readonly headline: string;
  readonly detail: string;
  /** What to do, or about what. They may contain data. */
  readonly next: readonly string[];
  /** What unfolds under "Details". */
  readonly details: readonly string[];
}

/**
 * A warning for an admin, or its end. `zone` is a valid IANA zone; `portalUrl` is undefined if it isn't set.
 */
export function warningCard(warning: Warning, zone: string, now: EpochMs, portalUrl?: string): AdaptiveCard {
  const times = timesFor(zone, { locale: undefined }, now);
  const { mood, headline, detail, next, details } = textsOf(warning, times);
  const { style, sign } = moodLooks[mood];
  const card = expand({
    style,
    sign,
    headline,
    detail,
    next: next.map(text => ({ text })),
    actions: ranked(portalActions(portalUrl, next)),
  });
  return withDetails(card, [...details, 'Sent to everyone in ADMIN_USER_IDS.']);
}

function textsOf(warning: Warning, times: Times): Texts {
  switch (warning.kind) {
    case 'expires':
      return expiryTexts(warning, times);
    case 'refused':
      return {
        mood: 'attention',
        headline: 'AvePoint refuses my sign-in',
        detail: `I can’t read any backups: treat them as unknown. Last refused ${times.instant(warning.since)}${times.zoneNote}.`,
        next: [
          `Check the app registration in ${onlineServices}, and AVEPOINT_CLIENT_ID with its secret or certificate.`,
          guideTexts.join(' '),
        ],
        details: [],
      };
    case 'unreached':
      return unreachedTexts(warning.places, times);
    case 'putAway':
      return putAwayTexts(warning.places, times);
    case 'accepted':
      return {
        mood: 'good',
        headline: 'AvePoint accepts my sign-in again',
        detail: `Since ${times.instant(warning.at)}${times.zoneNote}. There’s nothing to do.`,
        next: [],
        details: [],
      };
  }
}

function expiryTexts(
  { at, credential, daysLeft }: Extract<Warning, { kind: 'expires' }>,
  times: Times,
): Texts {
  const isOver = daysLeft === 0;
  const subject = capitalised(credentialNames[credential]);
  const moment = `${times.instant(at)}${times.zoneNote}`;
  return {
    mood: daysLeft <= urgentDays ? 'attention' : 'warning',
    headline: isOver
      ? `${subject} has expired`
      : `${subject} expires in ${daysLeft}\u00a0${plural(daysLeft, 'day', 'days')}`,
    detail: `Without it, ${stops[credential]}. ${isOver ? 'It expired' : 'Valid until'} ${moment}.`,
    next: [
      isOver || daysLeft <= urgentDays ? 'Replace it now.' : 'Replace it before then.',
      guideTexts.join(' '),
    ],
    details: [],
  };
}

function unreachedTexts(places: readonly UnreachedPlace[], times: Times): Texts {
  return {
    mood: 'warning',
    headline: `${times.number(places.length)} ${plural(places.length, 'conversation', 'conversations')} can’t be reached`,
    detail: 'Digests and alerts are waiting. They’ll be sent late, once messages get through.',
    next: [
      ...placesTexts(
        places,
        ({ id, kind, why }) => `${capitalised(placeText(kind, id, shortIdLength))}: ${unreachedWords[why]}`,
      ),
      'To fix it, write to me there, or allow messages there again. Otherwise their settings go into the bin: after 30 days if Teams refuses messages, else after 7.',
    ],
    details: [
      ...placesTexts(
        places,
        ({ id, since }) => `${clipped(id, idLength)}: since ${times.instant(since)}${times.zoneNote}`,
      ),
    ],
  };
}

function putAwayTexts(places: readonly BinnedConversation[], times: Times): Texts {
  return {
    mood: 'attention',
    headline: `The settings of ${times.number(places.length)} ${plural(places.length, 'conversation', 'conversations')} went into the bin`,
    detail: 'No digests or alerts are sent there any more.',
    next: [
      ...placesTexts(
        places,
        ({ key, why }) => `${capitalised(placeText(undefined, key.id, shortIdLength))}: ${binWords[why]}`,
      ),
      'To restore them within a year, send “digest” there.',
    ],
    details: placesTexts(
      places,
      ({ at, key }) => `${clipped(key.id, idLength)}: ${times.instant(at)}${times.zoneNote}`,
    ),
  };
}

function placesTexts<T>(places: readonly T[], textOf: (one: T) => string): readonly string[] {
  const rest = places.length - mostPlaces;
  return [...places.slice(0, mostPlaces).map(textOf), ...(rest > 0 ? [`and ${rest} more, in the log`] : [])];
}
