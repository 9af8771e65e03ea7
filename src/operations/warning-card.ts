import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { clipped } from '../cards/plain.ts';
import { type Mood, moodLooks } from '../cards/severity.ts';
import { cardTemplate } from '../cards/template.ts';
import { type Times, timesFor } from '../cards/times.ts';
import { capitalised } from '../cards/words.ts';
import type { BinReason } from '../domain/bin.ts';
import type { EpochMs } from '../domain/time.ts';
import { zoneName } from '../domain/zone.ts';
import warningTemplate from './warning-card.json' with { type: 'json' };
import type { UnreachedPlace, Warning } from './warning-schedule.ts';

const expand = cardTemplate(warningTemplate);

/** From this many days on, an expiry is urgent. */
const urgentDays = 3;
const guide =
  'docs/operations.md, “Rotate secrets and certificates”, has the steps. I read secrets at my start, so restart me afterwards.';

/** Limit of conversations on a card; the log has all of them. */
const mostPlaces = 5;

const binWords: Readonly<Record<BinReason, string>> = {
  removed: 'the bot was removed',
  unreachable: 'Teams took no message there for 30 days',
  notAllowed: 'messages there were not allowed for 7 days',
  ended: 'an admin ended them',
};

const unreachedWords: Readonly<Record<UnreachedPlace['why'], string>> = {
  refused: 'Teams takes no message',
  tenant: 'of another organisation than those allowed',
  role: 'its owner has no role any more',
};

const kindWords = { personal: 'personal chat', group: 'group chat', channel: 'channel' } as const;

function unreachedText({ id, kind, why }: UnreachedPlace): string {
  return `${capitalised(kind ? kindWords[kind] : 'conversation')} ${clipped(id, 60)}: ${unreachedWords[why]}`;
}

function placesTexts<T>(places: readonly T[], textOf: (one: T) => string): readonly string[] {
  const rest = places.length - mostPlaces;
  return [...places.slice(0, mostPlaces).map(textOf), ...(rest > 0 ? [`and ${rest} more.`] : [])];
}

interface Texts {
  readonly mood: Mood;
  readonly headline: string;
  readonly detail: string;
  readonly next: readonly string[];
}

/** A warning for an admin, or its end. `zone` is a valid IANA zone. */
export function warningCard(warning: Warning, zone: string, now: EpochMs): AdaptiveCard {
  const { mood, headline, detail, next } = textsOf(warning, zone, timesFor(zone, { locale: undefined }, now));
  const { style, sign } = moodLooks[mood];
  return expand({ style, sign, headline, detail, next: next.map(text => ({ text })) });
}

function textsOf(warning: Warning, zone: string, times: Times): Texts {
  switch (warning.kind) {
    case 'expires': {
      const { at, daysLeft } = warning;
      const what = capitalised(warning.what);
      const days = daysLeft === 1 ? '1 day' : `${daysLeft} days`;
      const isOver = daysLeft === 0;
      return {
        mood: daysLeft <= urgentDays ? 'attention' : 'warning',
        headline: isOver ? `${what} has expired` : `${what} expires in ${days}`,
        detail: isOver
          ? `Since ${times.instant(at)} (${zoneName(zone)}) what needs it does not work.`
          : `From ${times.instant(at)} (${zoneName(zone)}) on what needs it will not work.`,
        next: [guide],
      };
    }
    case 'refused':
      return {
        mood: 'attention',
        headline: 'AvePoint does not accept me any more',
        detail: `Its identity service refused the client on ${times.instant(warning.since)} (${zoneName(zone)}). Until that is mended I can read nothing: treat the backups as unknown.`,
        next: [
          'Look at the app registration in AvePoint Online Services, and at AVEPOINT_CLIENT_ID and its secret or certificate.',
          guide,
        ],
      };
    case 'unreached':
      return {
        mood: 'warning',
        headline:
          warning.places.length === 1
            ? 'One conversation can’t be reached'
            : `${times.number(warning.places.length)} conversations can’t be reached`,
        detail: 'Digests and alerts wait there. They come late as soon as they can.',
        next: [
          ...placesTexts(
            warning.places,
            one => `${unreachedText(one)} since ${times.instant(one.since)} (${zoneName(zone)})`,
          ),
          'Write to the bot there, or see to it that it’s allowed there. After 30 days of refusals, or 7 days without the right, what is set there goes into the bin.',
        ],
      };
    case 'putAway':
      return {
        mood: 'attention',
        headline:
          warning.places.length === 1
            ? 'The settings of one conversation went into the bin'
            : `The settings of ${times.number(warning.places.length)} conversations went into the bin`,
        detail: 'They are kept for a year: whoever asks there for “digest” can bring them back.',
        next: placesTexts(
          warning.places,
          ({ at, key, why }) => `${clipped(key.id, 60)}: ${binWords[why]}, ${times.instant(at)}`,
        ),
      };
    case 'accepted':
      return {
        mood: 'good',
        headline: 'AvePoint accepts me again',
        detail: `Since ${times.instant(warning.at)} (${zoneName(zone)}). There is nothing for you to do.`,
        next: [],
      };
  }
}
