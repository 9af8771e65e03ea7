import { execute, ranked } from '../../cards/actions.ts';
import type { AdaptiveCard } from '../../cards/adaptive-card.ts';
import type { CardAction } from '../../cards/button-link.ts';
import { withDetails } from '../../cards/details.ts';
import { jobRows } from '../../cards/job-rows.ts';
import { badCountsText } from '../../cards/problem-counts.ts';
import { reasonText } from '../../cards/reason-text.ts';
import { bytesOf, maxCardBytes } from '../../cards/size.ts';
import { cardTemplate } from '../../cards/template.ts';
import page from '../../cards/templates/page.json' with { type: 'json' };
import { type CardLocale, timesFor } from '../../cards/times.ts';
import type { Job } from '../../domain/job.ts';
import { type JobSearch, servicesOf } from '../../domain/question.ts';
import type { CausesAnswer } from '../../jobs/causes/read-causes.ts';
import { findLink, searchFor } from '../job/buttons.ts';
import { noReason, showLink } from './buttons.ts';
import { doubtSign, errorsText, warningsOf, windowText } from './card.ts';
import { isCertain } from './headline.ts';

const expand = cardTemplate(page);

/** Rows, as many as a page can have. */
const mostRows = 25;

/** Draws the jobs that failed for one reason, newest first, with the way back to the reasons. */
export function causeJobsCard(answer: CausesAnswer, key: string, reader: CardLocale): AdaptiveCard {
  const { question, answeredAt } = answer;
  const times = timesFor(question.zone, reader, answeredAt);
  const reason = answer.causes.find(one => one.key === key);
  const isWithout = key === noReason;
  const jobs = isWithout ? answer.withoutErrors : (reason?.jobs ?? []);
  // If AvePoint ignores a filter, a run that is listed for a service may be another's.
  const areServicesKnown = answer.doubtful.every(({ doubt }) => doubt.kind !== 'ignored');
  const listed = jobs.map(({ job, service }) => {
    const services = service && areServicesKnown && servicesOf(question).length !== 1 ? [service] : [];
    return { job, services };
  });
  const open = (job: Job, jobId: string) => findIt(job, jobId, { question, cause: key });
  const title = isWithout ? 'Jobs without a reason' : 'Jobs that failed for this reason';
  const none = isCertain(answer) ? 'None found' : 'None found, but I can’t be sure';
  const counts = `${doubtSign(answer)}${jobs.length === 0 ? none : badCountsText(jobs, times)}`;
  const draw = (shown: number) =>
    withDetails(
      expand({
        title,
        fallback: `${title}: ${counts}`,
        window: windowText(answer, times),
        notes: reason ? [{ text: reasonText(reason, 400) }] : [],
        warnings: [
          ...warningsOf(answer, times),
          ...(jobs.length > shown ? [`${times.number(jobs.length - shown)} more aren’t shown.`] : []),
        ].map(text => ({ text })),
        tabs: [],
        emptyTabs: [],
        verdict: [],
        counts: [{ text: counts }],
        blocks: jobRows(listed.slice(0, shown), { now: answeredAt, times, open }),
        actions: ranked([execute('Back', showLink.encode(question))]),
      }),
      [
        `Started from ${times.span(question.span)}.`,
        ...(reason ? [`${errorsText(reason.errors, times)} for this reason.`] : []),
      ],
    );
  for (let shown = Math.min(mostRows, listed.length); ; shown -= 1) {
    const card = draw(shown);
    if (bytesOf(card) <= maxCardBytes || shown === 0) return card;
  }
}

function findIt({ startedAt }: Job, jobId: string, behind: NonNullable<JobSearch['behind']>): CardAction {
  const { span, zone } = behind.question;
  const search =
    startedAt === undefined ? { jobId, span, spanWords: undefined, zone } : searchFor(jobId, startedAt, zone);
  return findLink.encode({ ...search, behind });
}
