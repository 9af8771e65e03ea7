import type { JobSearch } from '../../domain/question.ts';
import type { JobAnswer } from '../../jobs/answers.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { button, command } from '../feature.ts';
import { pageLink } from '../job-list/buttons.ts';
import { permissions } from '../permission.ts';
import type { Request } from '../request.ts';
import { card, type Localization, type Reply, text } from '../turn.ts';
import {
  findLink,
  findPostLink,
  findTextLink,
  type JobOnPage,
  onPageLink,
  onPageTextLink,
} from './buttons.ts';
import { jobCard } from './card.ts';
import { type JobCommand, oneJob, type SeveralJobsCommand } from './read.ts';
import { jobsCard } from './several-card.ts';
import { jobMessage } from './text.ts';

interface JobParts {
  readonly jobs: Pick<Jobs, 'find' | 'job'>;
  /** The address of AvePoint's portal; undefined if it isn't set. */
  readonly portalUrl?: string | undefined;
}

type Draw = (answer: JobAnswer, reader: Localization, parts: JobParts) => Reply;

const asCard: Draw = (answer, reader, { portalUrl }) => card(jobCard(answer, reader, { portalUrl }));
/** Draws the job's card as a message of its own. */
const asPost: Draw = (answer, reader, { portalUrl }) =>
  answer.job === undefined
    ? text('I couldn’t find this job again. I don’t know how it ended.')
    : {
        kind: 'post',
        card: jobCard(answer, reader, { portalUrl }),
        text: 'The job is in the message below.',
      };
/** Draws the job's card, and a message in plain text beside it. */
const asText: Draw = (answer, reader, { portalUrl }) => ({
  kind: 'card',
  card: jobCard(answer, reader, { portalUrl }),
  message: jobMessage(answer, reader),
});

const find =
  (draw: Draw) =>
  async (search: JobSearch, { reader, until, asker }: Request, parts: JobParts) =>
    draw(await parts.jobs.find(search, until, asker), reader, parts);

const findOnPage =
  (draw: Draw) =>
  async ({ page, jobId }: JobOnPage, { reader, until, asker }: Request, parts: JobParts) =>
    draw(await parts.jobs.job(page, jobId, until, asker), reader, parts);

const { ask } = permissions;
const ofSearch = {
  permission: ask,
  details: ({ jobId }: JobSearch) => [jobId],
  about: () => ({ isOneJob: true }),
};
const ofPage = {
  permission: ask,
  details: ({ jobId }: JobOnPage) => [jobId],
  about: ({ page }: JobOnPage) => ({
    question: page.question,
    isOneJob: true,
    back: pageLink.encode(page),
  }),
};

/** "job FB20241015105312327583": one job, or the few whose ids are in a pasted alert. */
export const job = {
  readings: [{ rank: 'oneJob', read: oneJob }],
  commands: [
    command({
      kind: 'job',
      permission: ask,
      retry: ({ search }: JobCommand) => findLink.encode(search),
      about: () => ({ isOneJob: true }),
      run: ({ search }: JobCommand, request, parts: JobParts) => find(asCard)(search, request, parts),
    }),
    command({
      kind: 'severalJobs',
      permission: ask,
      async run({ searches }: SeveralJobsCommand, { reader, until, asker }, { jobs }: JobParts) {
        const found = await Promise.all(searches.map(search => jobs.find(search, until, asker)));
        return card(jobsCard(found, reader));
      },
    }),
  ],
  buttons: [
    button(onPageLink, { ...ofPage, auditTitle: 'Details', run: findOnPage(asCard) }),
    button(onPageTextLink, { ...ofPage, auditTitle: 'Post as text', run: findOnPage(asText) }),
    button(findLink, { ...ofSearch, auditTitle: 'Search', run: find(asCard) }),
    button(findPostLink, { ...ofSearch, auditTitle: 'Open job', isOnSharedCard: true, run: find(asPost) }),
    button(findTextLink, { ...ofSearch, auditTitle: 'Post as text', run: find(asText) }),
  ],
} as const;
