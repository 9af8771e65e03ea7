import { execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import { isButtonJobId } from '../../cards/button-fields.ts';
import { askLink } from '../../cards/common-buttons.ts';
import { durationOf, failedObjectsText } from '../../cards/job-texts.ts';
import { mentionOf } from '../../cards/mention.ts';
import { clipped } from '../../cards/plain.ts';
import { cardTemplate } from '../../cards/template.ts';
import { type Times, timesFor } from '../../cards/times.ts';
import { againText, capitalised, lookOf } from '../../cards/words.ts';
import type { Job } from '../../domain/job.ts';
import { findPostLink, searchFor } from '../job/buttons.ts';
import { jobName } from './card.ts';
import type { EndNoticeMessage } from './message.ts';
import template from './message-card.json' with { type: 'json' };
import type { EndNotice } from './notice.ts';

const expand = cardTemplate(template);

/** Draws the one message of a notice: how the job ended, or why that isn't known. */
export function endNoticeCard({ notice, outcome, isAgain, composedAt }: EndNoticeMessage): AdaptiveCard {
  const { askedBy, kind, jobId, zone } = notice;
  const times = timesFor(zone, notice, composedAt);
  const mention = askedBy && kind !== 'personal' ? mentionOf(askedBy) : undefined;
  const title = titleOf({ notice, outcome });
  const job = outcome.kind === 'ended' ? outcome.job : undefined;
  const card = expand({
    fallback: title,
    title,
    lines: [
      ...(isAgain ? [againText] : []),
      ...(job ? [endText(job, composedAt, times)] : unknownTexts(outcome.kind)),
      `Job ${clipped(jobId, 60)}`,
    ].map(text => ({ text })),
    asked: mention ? [{ text: `${mention.text} asked to be told.` }] : [],
    actions: ranked(jobActions(notice)),
  });
  return mention ? { ...card, msteams: { width: 'Full', entities: [mention.entity] } } : card;
}

function titleOf({ notice, outcome }: Pick<EndNoticeMessage, 'notice' | 'outcome'>): string {
  const name = capitalised(jobName(notice));
  switch (outcome.kind) {
    case 'ended': {
      const { sign, word } = lookOf(outcome.job);
      return `${sign} ${name}: ${word.toLowerCase()}`;
    }
    case 'disappeared':
      return `${name}: how it ended isn’t known`;
    case 'gaveUp':
      return `${name}: no end seen in 7 days`;
  }
}

/** "Ended 10:15 after 2 h 5 min · none of 1,230 objects failed" */
function endText(job: Job, now: number, times: Times): string {
  const end = job.finishedAt === undefined ? 'End time unknown' : `Ended ${times.near(job.finishedAt, now)}`;
  const took = durationOf(job, now);
  const after = took === 'duration unknown' ? took : `took ${took}`;
  return `${end}${times.zoneNote} · ${after} · ${failedObjectsText(job.objects, times)}`;
}

function unknownTexts(kind: 'disappeared' | 'gaveUp' | 'ended'): readonly string[] {
  return kind === 'disappeared'
    ? ['AvePoint doesn’t list this job any more and never reported how it ended.']
    : ['I’ve stopped waiting. It may still be running, or AvePoint couldn’t be read when it ended.'];
}

function jobActions({ jobId, startedAt, zone }: EndNotice) {
  if (!isButtonJobId(jobId)) return [];
  return startedAt === undefined
    ? [execute('Open job', askLink.encode(`job ${jobId}`))]
    : [execute('Open job', findPostLink.encode(searchFor(jobId, startedAt, zone)))];
}
