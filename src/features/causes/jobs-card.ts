import { execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { jobRows } from '../../cards/job-rows.ts';
import { clipped } from '../../cards/plain.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import page from '../../cards/templates/page.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../cards/times.ts';
import type { Job } from '../../domain/job.ts';
import type { JobSearch } from '../../domain/question.ts';
import type { CausesAnswer } from '../../jobs/causes/read-causes.ts';
import { findLink } from '../job/buttons.ts';
import { showLink } from './buttons.ts';

const expand = cardTemplate(page);

/** Rows, as many as a page can have. */
const mostRows = 25;

/** The jobs behind one cause, newest first, with the way back to the causes. */
export function causeJobsCard(answer: CausesAnswer, key: string, reader: CardLocale): AdaptiveCard {
  const { question, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const cause = answer.causes.find(one => one.key === key);
  const jobs = cause?.jobs ?? [];
  // If AvePoint ignores a filter, a run that is listed for a service may be another's.
  const isCertain = answer.doubtful.every(({ doubt }) => doubt.kind !== 'ignored');
  const listed = jobs.map(({ job, service }) => {
    const services = service && isCertain && question.service === undefined ? [service] : [];
    return { job, services };
  });
  const open = (job: Job, jobId: string) => findIt(job, jobId, { question, cause: key });
  const draw = (shown: number) =>
    expand({
      title: 'Jobs behind one cause',
      fallback: 'Jobs behind one cause',
      window: times.window(question.span),
      notes: [{ text: cause ? clipped(cause.text, 400) : 'This cause is not found any more.' }],
      warnings:
        jobs.length > shown ? [{ text: `${times.number(jobs.length - shown)} more are not shown.` }] : [],
      tabs: [],
      emptyTabs: [],
      verdict: [],
      counts: [{ text: `${times.number(shown)} of ${times.number(jobs.length)}` }],
      blocks: jobRows(listed.slice(0, shown), { now: answeredAt, times, open }),
      actions: ranked([execute('Back', showLink.encode(question))]),
    });
  for (let shown = Math.min(mostRows, listed.length); ; shown -= 1) {
    const card = draw(shown);
    if (bytesOf(card) <= maxCardBytes || shown === 0) return card;
  }
}

/** Returns the search for a job in its own second, for an API that can only list. */
function findIt({ startedAt }: Job, jobId: string, behind: NonNullable<JobSearch['behind']>): CardAction {
  const { span, zone } = behind.question;
  const from = startedAt === undefined ? span.from : Math.floor(startedAt / 1000) * 1000;
  const to = startedAt === undefined ? span.to : from + 1000;
  const search = { jobId, span: { from, to }, spanWords: undefined, zone, behind };
  return findLink.encode(search);
}
