import { doubtTexts } from '../../cards/doubt-texts.ts';
import type { Times } from '../../cards/times.ts';
import { services } from '../../domain/job.ts';
import { plural } from '../../domain/plural.ts';
import type { PageAnswer, UnexpectedJobs } from '../../jobs/answers.ts';
import { narrowedWarnings } from './narrowed-texts.ts';

/** Says why a page may lack jobs; `shown` of its rows fit into the message. */
export function pageWarnings(answer: PageAnswer, shown: number, times: Times): readonly string[] {
  const { changed, isFirstPageRepeated, jobs, strays, twice, unattributed = 0, uneven } = answer;
  const left = jobs.length - shown;
  return [
    ...doubtsOf(answer, times),
    ...(unattributed > 0
      ? [
          `The service of ${times.number(unattributed)} ${plural(unattributed, 'job isn’t known, so it', 'jobs isn’t known, so they')} may belong here.`,
        ]
      : []),
    // An empty later page says so itself.
    ...(changed && jobs.length > 0 ? ['The list has changed since you asked.'] : []),
    ...(twice > 0
      ? [
          `${twice} ${plural(twice, 'job here was', 'jobs here were')} on an earlier page, so others may be missing.`,
        ]
      : []),
    ...(isFirstPageRepeated
      ? [
          'AvePoint sends the same jobs as page 1 and as page 2, so the last ones are missing. Ask the bot’s administrator to check AVEPOINT_FIRST_PAGE_INDEX.',
        ]
      : []),
    ...(uneven ? ['AvePoint’s count doesn’t match the jobs that it sent, so some may be missing.'] : []),
    ...straysTexts(strays),
    ...narrowedWarnings(answer, times),
    ...(left > 0
      ? [`${left} more on this page didn’t fit into one message. Smaller pages show them all.`]
      : []),
  ];
}

/** Says why jobs may be missing in a list of the job index. */
function doubtsOf({ doubtful = [], question, answeredAt }: PageAnswer, times: Times): readonly string[] {
  return doubtTexts(doubtful, question.service ? 1 : services.length, answeredAt, times);
}

function straysTexts({ outsideSpan, otherState }: UnexpectedJobs): readonly string[] {
  const jobs = (count: number) => `${count} ${plural(count, 'job', 'jobs')} here`;
  return [
    ...(outsideSpan > 0
      ? [`${jobs(outsideSpan)} started outside this window, so others may be missing.`]
      : []),
    ...(otherState > 0
      ? [`${jobs(otherState)} ${plural(otherState, 'is', 'are')} in another state, so others may be missing.`]
      : []),
  ];
}
