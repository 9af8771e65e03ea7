import { z } from 'zod';
import {
  buttonLimits,
  causesFields,
  decodeCausesQuestion,
  decodeWindowQuestion,
  encodeCausesQuestion,
  encodeWindowQuestion,
  healthFields,
  isButtonJobId,
  windowOf,
} from '../../cards/button-fields.ts';
import { type ButtonLink, buttonLink, envelope, version } from '../../cards/button-link.ts';
import type { JobSearch } from '../../domain/question.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { PagePointer } from '../../jobs/answers.ts';
import { decodePage, encodePage, pageFields } from '../job-list/buttons.ts';

const jobIdField = z.string().max(buttonLimits.jobIdLength).refine(isButtonJobId);

/** Returns the search for a job in its own second, for an API that can only list. */
export function searchFor(jobId: string, startedAt: EpochMs, zone: string): JobSearch {
  const from = Math.floor(startedAt / 1000) * 1000;
  return { jobId, span: { from, to: from + 1000 }, spanWords: undefined, zone };
}

/** A job that a page has shown. */
export interface JobOnPage {
  readonly page: PagePointer;
  readonly jobId: string;
}

/** `j` is the job's id. */
const linkOnPage = (verb: string): ButtonLink<JobOnPage> =>
  buttonLink({
    verb,
    fields: { ...pageFields, j: jobIdField },
    toFields: ({ page, jobId }) => ({ ...encodePage(page), j: jobId }),
    fromFields(fields, now) {
      const page = decodePage(fields, now);
      return page && { page, jobId: fields.j };
    },
  });

/** Shows one job of a page, with a way back to it. */
export const onPageLink = linkOnPage('jobs.job');
/** Posts one job of a page in plain text. */
export const onPageTextLink = linkOnPage('jobs.text');

/** Encodes `onPageLink` for each job of one page: what they share is encoded once. */
export function linksOnPage(page: PagePointer): (jobId: string) => ReturnType<typeof onPageLink.encode> {
  const shared = { v: version, ...encodePage(page) };
  return jobId => ({ verb: onPageLink.verb, data: { ...shared, j: jobId } });
}

const behindFields = { ...causesFields, q: z.string().regex(/^(?:[0-9a-f]{16})?$/) };

/** `b` is the way back to the jobs that failed for one reason, which `q` names. */
const linkToSearch = (verb: string): ButtonLink<JobSearch> =>
  buttonLink({
    verb,
    fields: { ...healthFields, j: jobIdField, b: z.object({ ...envelope, ...behindFields }).optional() },
    toFields({ jobId, behind, ...window }) {
      const back = behind && { b: { v: version, ...encodeCausesQuestion(behind.question), q: behind.cause } };
      return { ...encodeWindowQuestion({ ...window, service: undefined }), j: jobId, ...back };
    },
    fromFields(fields, now) {
      const window = decodeWindowQuestion(fields, now);
      if (!window) return undefined;
      const search = { jobId: fields.j, ...windowOf(window) };
      if (fields.b === undefined) return search;
      const question = decodeCausesQuestion(fields.b, now);
      return question && { ...search, behind: { question, cause: fields.b.q } };
    },
  });

/** Looks for one job. */
export const findLink = linkToSearch('job.find');
/** Looks for one job, and posts its card: the card that leads to it stays. */
export const findPostLink = linkToSearch('job.post');
/** Looks for one job, and posts it in plain text. */
export const findTextLink = linkToSearch('job.text');
