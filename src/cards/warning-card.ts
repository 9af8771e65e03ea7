import type { EpochMs } from '../domain/time.ts';
import type { Warning } from '../upkeep/warning.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { type Mood, moodLooks } from './mood.ts';
import { cardTemplate } from './template.ts';
import warningTemplate from './templates/warning.json' with { type: 'json' };
import { type Times, timesFor } from './times.ts';
import { capitalised } from './words.ts';

const expand = cardTemplate(warningTemplate);

/** So near that nothing else comes first. */
const urgentDays = 3;
const guide =
  'docs/operations.md, “Rotate secrets and certificates”, has the steps. I read secrets at my start, so restart me afterwards.';

interface Texts {
  readonly mood: Mood;
  readonly headline: string;
  readonly detail: string;
  readonly next: readonly string[];
}

/** For an admin alone: what is to be seen to, or is well again. `zone` is a valid IANA zone. */
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
          ? `Since ${times.instant(at)} (${zone}) what needs it does not work.`
          : `From ${times.instant(at)} (${zone}) on what needs it will not work.`,
        next: [guide],
      };
    }
    case 'refused':
      return {
        mood: 'attention',
        headline: 'AvePoint does not accept me any more',
        detail: `Its identity service refused the client on ${times.instant(warning.since)} (${zone}). Until that is mended I can read nothing: treat the backups as unknown.`,
        next: [
          'Look at the app registration in AvePoint Online Services, and at AVEPOINT_CLIENT_ID and its secret or certificate.',
          guide,
        ],
      };
    case 'accepted':
      return {
        mood: 'good',
        headline: 'AvePoint accepts me again',
        detail: `Since ${times.instant(warning.at)} (${zone}). There is nothing for you to do.`,
        next: [],
      };
  }
}
