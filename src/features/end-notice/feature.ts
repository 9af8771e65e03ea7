import { createHash } from 'node:crypto';
import { noOrderCard } from '../../cards/suggestion-card.ts';
import type { ConversationRef, ConversationStore } from '../../domain/place.ts';
import { type Clock, plusMs } from '../../domain/time.ts';
import type { Run } from '../../job-index/run.ts';
import type { IndexView } from '../../job-index/view.ts';
import { button, command } from '../feature.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, outdated, type Reply, text } from '../turn.ts';
import { cancelLink, endLink, type RunningJob, saveLink } from './buttons.ts';
import {
  endedCard,
  type NamedJob,
  noneRunningCard,
  notRunningCard,
  notSavedCard,
  previewCard,
  savedCard,
  severalRunningCard,
} from './card.ts';
import type { EndNotice } from './notice.ts';
import type { EndNotices } from './notices.ts';
import { isOver, runOf } from './outcome.ts';
import { type EndNoticeCommand, endNotice as read } from './read.ts';
import { runningJobs } from './running.ts';

interface EndNoticeParts {
  readonly endNotices: EndNotices;
  readonly index: IndexView;
  readonly places: Pick<ConversationStore, 'keep'>;
  readonly clock: Clock;
}

const noPlace = 'I can’t send messages to this conversation.';
/** More than anyone waits for; each is read with every pass. */
const mostHere = 20;
const marginMs = 500;
const dayMs = 24 * 3_600_000;

/** Previews the notice of the one job that runs, or asks which one is meant. */
async function preview(
  { jobId, type, service }: EndNoticeCommand,
  { asides, place, reader, until }: Request,
  { index, clock }: EndNoticeParts,
): Promise<Reply> {
  if (!place) return card(noOrderCard({ reason: noPlace, ...asides }));
  await index.caughtUp(clock.now() - dayMs, plusMs(until, -marginMs), type);
  const answeredAt = clock.now();
  const meant = { type, service };
  if (jobId !== undefined) {
    const run = runOf(index, { jobId, startedAt: undefined }, clock.now());
    if (!run || isOver(run, index)) return card(notRunningCard(jobId, run !== undefined));
    return card(previewCard(namedOf(run, jobId), { answeredAt, place }, asides, reader));
  }
  const { runs, isCertain } = runningJobs(index, meant, answeredAt);
  const jobs = runs.flatMap(run => (run.job.id === undefined ? [] : [namedOf(run, run.job.id)]));
  const [only, another] = jobs;
  if (!only) return card(noneRunningCard(meant, isCertain));
  return card(
    another
      ? severalRunningCard(jobs, meant, answeredAt, reader)
      : previewCard(only, { answeredAt, place }, asides, reader),
  );
}

function namedOf({ type, services, job }: Run, jobId: string): NamedJob {
  const service = services.length === 1 ? services[0] : undefined;
  return { jobId, type, service, startedAt: job.startedAt };
}

/** Saves the notice, unless the job has ended meanwhile. Saving it twice is the same as once. */
async function save(
  pressed: RunningJob,
  { place, reader, speaker }: Request,
  { endNotices, index, places, clock }: EndNoticeParts,
): Promise<Reply> {
  if (!place) return { ...text(noPlace), ending: outdated };
  const { jobId } = pressed;
  const run = runOf(index, pressed, clock.now());
  if (!run || isOver(run, index))
    return { ...card(notRunningCard(jobId, run !== undefined)), ending: outdated };
  const id = idOf(jobId, speaker?.id, place);
  const here = await endNotices.ofPlace(place);
  const known = here.find(one => one.id === id);
  if (!known && here.length >= mostHere)
    return { ...text(`I’m waiting for ${mostHere} jobs here already. End one first.`), ending: outdated };
  const notice: EndNotice = known ?? {
    ...namedOf(run, jobId),
    place: { home: place.home, id: place.id },
    kind: place.kind,
    id,
    askedBy: speaker,
    askedAt: clock.now(),
    zone: reader.settingZone ?? reader.zone,
    locale: reader.locale,
    isBegun: false,
  };
  if (!known) {
    await places.keep(place);
    await endNotices.save(notice);
  }
  return {
    kind: 'edit',
    isChange: !known,
    card: savedCard(notice, !known, clock.now(), reader),
    text: 'Saved. I’ll tell you when it ends.',
  };
}

/** The same for the same job and user, so that two presses save one. */
function idOf(jobId: string, personId: string | undefined, { home, id }: ConversationRef): string {
  return createHash('sha256')
    .update(JSON.stringify([home, id, jobId, personId ?? null]))
    .digest('hex')
    .slice(0, 12);
}

async function end(id: string, { place }: Request, { endNotices }: EndNoticeParts): Promise<Reply> {
  const isThere = place !== undefined && (await endNotices.remove({ place, id }));
  return {
    kind: 'edit',
    isChange: isThere,
    card: endedCard(isThere),
    text: isThere ? 'I’m no longer waiting for it.' : 'That notice was already sent or turned off.',
    ...(isThere ? {} : { ending: outdated }),
  };
}

const replacing = { permission: permissions.change, isReplacing: true };
const changing = { ...replacing, shownBy: 'settings', touches: { kinds: ['endNotices'] } } as const;

/** "tell me when the restore is done": one message when a job that runs has ended. */
export const endNotice = {
  readings: [{ rank: 'wish', read }],
  commands: [
    command({
      kind: 'endNotice',
      permission: permissions.preview,
      order: () => ({ shown: { kind: 'settings' }, change: undefined }),
      run: preview,
    }),
  ],
  buttons: [
    button(saveLink, {
      ...changing,
      auditTitle: 'Save end notice',
      details: ({ jobId }) => [jobId],
      run: save,
    }),
    button(cancelLink, {
      ...replacing,
      auditTitle: 'Cancel',
      details: ({ jobId }) => [jobId],
      run: (): Reply => ({ kind: 'edit', card: notSavedCard(), text: 'Not saved.', isChange: false }),
    }),
    button(endLink, {
      ...changing,
      auditTitle: 'End notice off',
      details: id => [id],
      run: end,
    }),
  ],
} as const;
