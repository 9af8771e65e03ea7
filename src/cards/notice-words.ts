import type { Service } from '../domain/job.ts';
import type { EpochMs } from '../domain/time.ts';
import type { About, Fault } from '../faults/fault.ts';
import { minutesText } from './durations.ts';
import { endText, standingOf } from './fault-standing.ts';
import type { Mood } from './mood.ts';
import type { Times } from './times.ts';
import { capitalised, lookOfState, nameOf, namesOf } from './words.ts';

/** Backups that cannot be seen, or one that does not end. */
export type NoticeAbout = Blind | Stuck;
export type Blind = Extract<About, { readonly kind: 'blind' }>;
export type Stuck = Extract<About, { readonly kind: 'stuck' }>;

interface Line {
  readonly text: string;
  readonly mood: Mood;
}

/** How it stands with it at `now`, in a line. */
export function noticeLine(fault: Fault, about: NoticeAbout, now: EpochMs, times: Times): Line {
  const standing = standingOf(fault);
  switch (standing) {
    case 'open':
      return about.kind === 'blind'
        ? { text: `? ${blindText(about, times)}`, mood: 'warning' }
        : {
            text: `△ ${capitalised(stuckText(about, now))}; usually it takes ${minutesText(about.usualMs)}`,
            mood: 'warning',
          };
    case 'goodAgain':
      return about.kind === 'blind' ? seenAgainLine(about, times) : endedLine(about);
    case 'closed':
    case 'over':
      return { text: `${endText(fault, times)}: ${pastText(about, times)}`, mood: 'neutral' };
  }
}

/** "the backups", "Exchange and Teams" */
export function unseenText({ services }: Blind): string {
  return services.length === 0 ? 'the backups' : namesOf(services);
}

/** "I cannot see the backups since Mon 23 Nov, 02:10" */
export function blindText(about: Blind, times: Times): string {
  return `I cannot see ${unseenText(about)} since ${times.instant(about.since)}`;
}

/** "a OneDrive backup has been running for more than 9 h": true for as long as it stands there. */
export function stuckText({ service, startedAt }: Stuck, now: EpochMs): string {
  return `${oneBackup(service)} has been running for more than ${minutesText(Math.max(0, now - startedAt))}`;
}

function oneBackup(service: Service): string {
  return `${service === 'exchange' ? 'an' : 'a'} ${nameOf(service)} backup`;
}

/** What is known again is no good news: what ended meanwhile is yet to be told. */
function seenAgainLine(about: Blind, times: Times): Line {
  const { seenAgainAt = about.since, services } = about;
  const verb = services.length === 1 ? 'is' : 'are';
  const who = services.length === 0 ? 'Backups' : namesOf(services);
  return { text: `${who} ${verb} seen again since ${times.instant(seenAgainAt)}`, mood: 'neutral' };
}

const endMoods: Readonly<Record<NonNullable<NonNullable<Stuck['ended']>['state']>, Mood>> = {
  finished: 'good',
  failed: 'attention',
  partiallyFinished: 'warning',
  finishedWithException: 'warning',
};

function endedLine({ ended, service, startedAt }: Stuck): Line {
  const after = ended ? ` after ${minutesText(Math.max(0, ended.at - startedAt))}` : '';
  return {
    text: `${capitalised(oneBackup(service))} has ended${after}: ${endStateText(ended?.state)}`,
    mood: ended?.state ? endMoods[ended.state] : 'neutral',
  };
}

/** "✕ Failed" */
export function endStateText(state: NonNullable<Stuck['ended']>['state']): string {
  if (!state) return '? how it ended could not be found out';
  const { sign, word } = lookOfState(state);
  return `${sign} ${word}`;
}

function pastText(about: NoticeAbout, times: Times): string {
  return about.kind === 'blind'
    ? `${unseenText(about)} could not be seen from ${times.instant(about.since)} on`
    : `${oneBackup(about.service)}, running since ${times.instant(about.startedAt)}`;
}
