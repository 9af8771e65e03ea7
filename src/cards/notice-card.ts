import type { AdaptiveCard } from './adaptive-card.ts';
import { type CardMessage, faultFrame } from './fault-frame.ts';
import { standingOf } from './fault-standing.ts';
import { type Blind, type NoticeAbout, type Stuck, unseenText } from './notice-words.ts';
import { clipped } from './plain.ts';
import { type Times, timesFor } from './times.ts';
import { capitalised } from './words.ts';

/** Backups that cannot be seen, or one that does not end. */
export function noticeCard(message: CardMessage, about: NoticeAbout): AdaptiveCard {
  const { composedAt, fault } = message;
  const times = timesFor(fault.zone, fault, composedAt);
  const isOpen = standingOf(fault) === 'open';
  const details = about.kind === 'blind' ? blindTexts(about, isOpen, times) : [];
  return faultFrame(
    message,
    {
      notes: [],
      details,
      rows: [],
      facts: about.kind === 'stuck' ? [`${runText(about, times)} (${fault.zone})`] : [],
      causes: [],
      foot: about.kind === 'blind' ? [`Times are those of ${fault.zone}.`] : [],
    },
    times,
  );
}

const reasons: Readonly<Record<Blind['reason'], string>> = {
  noAnswer: 'AvePoint does not answer.',
  doubtful: 'What AvePoint answers contradicts itself.',
  refused: 'AvePoint does not let me in: whoever runs this bot must look at the app registration.',
  tooMany: 'There are more backups than I can look at.',
  unexpected: 'Something goes wrong inside this bot: whoever runs it must look at its log.',
};

function blindTexts(about: Blind, isOpen: boolean, times: Times): readonly string[] {
  const { reason, seenAgainAt, since } = about;
  if (isOpen) return [`${reasons[reason]} Treat them as unknown.`];
  if (seenAgainAt === undefined) return [];
  const from = times.near(since, seenAgainAt);
  return [
    `${capitalised(unseenText(about))} could not be seen from ${from} to ${times.near(seenAgainAt, since)}.`,
    'What ended meanwhile is told as late.',
  ];
}

/** Which run it is: its id is data. */
function runText({ ended, jobId, startedAt }: Stuck, times: Times): string {
  const job = jobId === undefined ? 'Its id was not told' : `Job ${clipped(jobId, 200)}`;
  const end = ended ? `, ended ${times.near(ended.at, startedAt)}` : '';
  return `${job}; started ${times.instant(startedAt)}${end}`;
}
