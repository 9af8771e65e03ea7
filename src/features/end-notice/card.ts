import { destructive, type ExecuteAction, execute, ranked, suggestionActions } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { isButtonJobId } from '../../cards/button-fields.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { type Asides, noteTexts } from '../../cards/notes.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import offer from '../../cards/templates/offer.json' with { type: 'json' };
import { type Times, timesFor, type ZonedLocale } from '../../cards/times.ts';
import { capitalised, nameOf, nounFor } from '../../cards/words.ts';
import type { JobType, Service } from '../../domain/job.ts';
import type { ConversationRef } from '../../domain/place.ts';
import type { EpochMs } from '../../domain/time.ts';
import { cancelLink, endLink, saveLink } from './buttons.ts';
import { type EndNotice, longestWaitMs } from './notice.ts';
import { whenEnds } from './read.ts';
import type { MeantJob } from './running.ts';

const expand = cardTemplate(offer);

/** A job that runs, as the cards name it. */
export interface NamedJob {
  readonly jobId: string;
  readonly type: JobType;
  readonly service: Service | undefined;
  readonly startedAt: EpochMs | undefined;
}

/** "Exchange backup", "restore" */
export function jobName({ service, type }: Pick<NamedJob, 'type' | 'service'>): string {
  return [...(service ? [nameOf(service)] : []), nounFor(type, false)].join(' ');
}

/** "Exchange backup, started 08:10 (Europe/Berlin), job FB…" */
function jobLine(job: NamedJob, times: Times, now: EpochMs): string {
  const started =
    job.startedAt === undefined
      ? 'start unknown'
      : `started ${times.near(job.startedAt, now)}${times.zoneNote}`;
  return `${capitalised(jobName(job))}, ${started}, job ${clipped(job.jobId, 60)}`;
}

/** Draws the one job that runs, before its notice is saved. */
export function previewCard(
  job: NamedJob,
  { answeredAt, place }: { readonly answeredAt: EpochMs; readonly place: ConversationRef },
  { notes, offers }: Asides,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const who = place.kind === 'personal' ? '' : ', with a mention of you';
  return cardOf(
    'Tell you when it ends?',
    [
      `${jobLine(job, times, answeredAt)}.`,
      `One message here when it ends, however it ends${who}.`,
      `If I don’t see its end by ${times.instant(answeredAt + longestWaitMs)}, I’ll say so.`,
      ...noteTexts(notes),
      'Nothing has changed yet.',
    ],
    [
      execute('Save', saveLink.encode(job)),
      execute('Cancel', cancelLink.encode(job)),
      ...suggestionActions(offers),
    ],
  );
}

/** A card shows this many of several jobs, each with a button. */
const mostJobs = 5;

/** Asks which of several running jobs is meant. */
export function severalRunningCard(
  jobs: readonly NamedJob[],
  meant: MeantJob,
  answeredAt: EpochMs,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  const shown = jobs.slice(0, mostJobs);
  const rest = jobs.length - shown.length;
  return cardOf(
    `${times.number(jobs.length)} ${meantName(meant, true)} are running. Which one?`,
    [
      ...shown.map(job => jobLine(job, times, answeredAt)),
      ...(rest > 0 ? [`and ${times.number(rest)} more`] : []),
    ],
    shown.map((job, index) => {
      const started = job.startedAt === undefined ? `${index + 1}` : times.near(job.startedAt, answeredAt);
      return execute(`${capitalised(jobName(job))} ${started}`, askLink.encode(whenEnds(`job ${job.jobId}`)));
    }),
  );
}

/** Says that this job has ended, or isn't seen to run. */
export function notRunningCard(jobId: string, hasEnded: boolean): AdaptiveCard {
  const job = clipped(jobId, 60);
  return cardOf(
    hasEnded ? `Job ${job} has already ended` : `I don’t see job ${job} running`,
    [hasEnded ? 'There’s nothing to wait for. The job says how it ended.' : 'So there’s no end to wait for.'],
    [...(isButtonJobId(jobId) ? [execute('Job', askLink.encode(`job ${jobId}`))] : []), runningJobsAction()],
  );
}

/** Says that no such job runs, or that it isn't certain. */
export function noneRunningCard(meant: MeantJob, isCertain: boolean): AdaptiveCard {
  return isCertain
    ? cardOf(
        `No ${meantName(meant, false)} is running`,
        ['So there’s no end to wait for.'],
        [runningJobsAction()],
      )
    : cardOf(
        'I can’t say what is running',
        ['AvePoint wasn’t read up to now. Ask again when the status is current.'],
        [runningJobsAction()],
      );
}

function runningJobsAction(): ExecuteAction {
  return execute('Running jobs', askLink.encode('running jobs'));
}

/** "Exchange backup", "jobs" */
function meantName({ type, service }: MeantJob, isMany: boolean): string {
  return [...(service ? [nameOf(service)] : []), nounFor(type, isMany)].join(' ');
}

/** Draws a notice that was saved just now, or had been before. */
export function savedCard(
  notice: EndNotice,
  isNew: boolean,
  answeredAt: EpochMs,
  reader: ZonedLocale,
): AdaptiveCard {
  const times = timesFor(reader.zone, reader, answeredAt);
  return cardOf(
    isNew ? '✓ I’ll tell you when it ends' : 'I’m already waiting for that',
    [`${jobLine(notice, times, answeredAt)}.`],
    [endAction('Stop waiting', notice)],
  );
}

export function notSavedCard(): AdaptiveCard {
  return cardOf('Cancelled: nothing has changed', ['I’m not waiting for that job.'], []);
}

export function endedCard(isThere: boolean): AdaptiveCard {
  return cardOf(
    isThere ? '✓ I’m no longer waiting for it' : 'That notice was already sent or turned off',
    [],
    [execute('What’s set here', askLink.encode('settings'))],
  );
}

/** A notice as one of the things that are set in a conversation. */
export function noticeModel(notice: EndNotice, now: EpochMs, reader: ZonedLocale) {
  const times = timesFor(reader.zone, reader, now);
  return {
    when: `When it ends: ${jobName(notice)}`,
    what: `Job ${clipped(notice.jobId, 60)}`,
    next: `Asked ${times.instant(notice.askedAt)}${times.zoneNote}`,
    // Several may be set in one conversation.
    acts: [endAction(`Stop waiting for ${jobName(notice)}`, notice)],
  };
}

function endAction(title: string, { id }: EndNotice): ExecuteAction {
  return destructive(execute(title, endLink.encode(id)));
}

function cardOf(title: string, lines: readonly string[], actions: readonly ExecuteAction[]): AdaptiveCard {
  return expand({ title, lines: lines.map(text => ({ text })), actions: ranked(actions) });
}
