import type { AdaptiveCard } from '../../../cards/adaptive-card.ts';
import { clipped } from '../../../cards/plain.ts';
import { type Times, timesFor } from '../../../cards/times.ts';
import { capitalised } from '../../../cards/words.ts';
import { zoneName } from '../../../domain/zone.ts';
import type { LongRunningSubject, NoDataSubject, UnclearRun } from '../incident/incident.ts';
import { type CardMessage, type IncidentCardBody, incidentFrame } from './frame.ts';
import { type NoticeSubject, noDataServicesText, stopLine } from './no-data-texts.ts';
import { statusOf } from './status.ts';

/** Renders incidents of missing data, and of backups that don't end, don't start, or ended in an unknown way. */
export function noticeCard(message: CardMessage, about: NoticeSubject): AdaptiveCard {
  const { composedAt, incident } = message;
  const times = timesFor(incident.zone, incident, composedAt);
  const isOpen = statusOf(incident) === 'open';
  return incidentFrame(
    message,
    {
      notes: [],
      details: [],
      rows: [],
      facts: [],
      causes: [],
      foot: [],
      ...bodyOf(about, isOpen, incident.zone, times),
    },
    times,
  );
}

function bodyOf(
  about: NoticeSubject,
  isOpen: boolean,
  zone: string,
  times: Times,
): Partial<IncidentCardBody> {
  const zoneText = `Times are those of ${zoneName(zone)}.`;
  switch (about.kind) {
    case 'blind':
      return { details: noDataTexts(about, isOpen, times), foot: [zoneText] };
    case 'stuck':
      return { facts: [`${runText(about, times)} (${zoneName(zone)})`] };
    case 'stopped':
      return { facts: about.stops.map(stop => stopLine(stop, times)), foot: [zoneText] };
    case 'unclear':
      return {
        details: ['Treat it as unknown: nothing here turns green by it.'],
        facts: about.runs.slice(-mostRuns).map(run => unclearRunText(run, times)),
        foot: [zoneText],
      };
  }
}

const mostRuns = 5;

function unclearRunText({ endedAt, id, startedAt }: UnclearRun, times: Times): string {
  const started = startedAt === undefined ? '' : `, started ${times.instant(startedAt)}`;
  return `Job ${clipped(id, 60)}${started}, ended ${times.near(endedAt, startedAt ?? endedAt)}`;
}

const reasons: Readonly<Record<NoDataSubject['reason'], string>> = {
  noAnswer: 'AvePoint does not answer.',
  doubtful: 'What AvePoint answers contradicts itself.',
  refused: 'AvePoint does not let me in: whoever runs this bot must look at the app registration.',
  tooMany: 'There are more backups than I can look at.',
  unexpected: 'Something goes wrong inside this bot: whoever runs it must look at its log.',
};

function noDataTexts(about: NoDataSubject, isOpen: boolean, times: Times): readonly string[] {
  const { reason, seenAgainAt, since } = about;
  if (isOpen) return [`${reasons[reason]} Treat them as unknown.`];
  if (seenAgainAt === undefined) return [];
  const from = times.near(since, seenAgainAt);
  return [
    `${capitalised(noDataServicesText(about))} could not be seen from ${from} to ${times.near(seenAgainAt, since)}.`,
    'What ended meanwhile is told as late.',
  ];
}

/** Identifies the run; its id comes from AvePoint. */
function runText({ ended, jobId, startedAt }: LongRunningSubject, times: Times): string {
  const job = jobId === undefined ? 'Its id was not told' : `Job ${clipped(jobId, 200)}`;
  const end = ended ? `, ended ${times.near(ended.at, startedAt)}` : '';
  return `${job}; started ${times.instant(startedAt)}${end}`;
}
