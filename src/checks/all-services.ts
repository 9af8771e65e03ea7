import type { Service } from '../domain/job.ts';
import { plural } from '../domain/plural.ts';
import type { Finding } from './finding.ts';
import { inconclusive, unanswered } from './inconclusive.ts';
import { type AskList, askEach } from './lists.ts';
import { type Sample, windowOf } from './sample.ts';
import type { ServiceFilter } from './service-filter.ts';
import { countWords, serviceWords } from './service-names.ts';
import { runsOf } from './window-filter.ts';

const tried = 'lists of all services';

export interface AllServices {
  readonly findings: readonly Finding[];
  /** Lists of all services are refused or leave jobs out, so the reader reads service by service. */
  readonly isByService: boolean;
}

const byService = 'nothing to set: the bot reads service by service, which takes';

/** Finds out whether a list without a service (ObjectType 0) has all jobs that lists with one have. */
export async function checkAllServices(
  ask: AskList,
  sample: Sample,
  { lists, isIgnored }: ServiceFilter,
): Promise<AllServices> {
  const { all, window, days } = sample;
  if (all === undefined)
    return {
      findings: [
        {
          mark: 'warning',
          tried,
          seen: 'refused (HTTP 400), lists of one service are answered',
          fix: `${byService} more requests, see “requests of the reader”.`,
        },
      ],
      isByService: true,
    };
  const result = (...findings: readonly Finding[]): AllServices => ({ findings, isByService: false });
  const again = 'run it again once backups have run.';
  if (isIgnored) return result(inconclusive(tried, 'ObjectType is ignored', 'see “ObjectType”.'));
  const filled = lists.filter(({ list }) => list.ids.size > 0);
  if (filled.length === 0)
    return result(inconclusive(tried, 'no list of one service has jobs to look for', again));
  if (!all.isComplete)
    return result(
      inconclusive(
        tried,
        'not even the shortest window’s jobs come on one page',
        'see “time window” and “page size”.',
      ),
    );

  let known = all.ids;
  const missing = () => filled.filter(({ list }) => [...list.ids].some(id => !known.has(id)));
  if (missing().length > 0) {
    // A missing job may have started after the first answer, so ask again.
    const later = await ask({ type: 'backup', span: window });
    if (later.kind !== 'listed') return result(unanswered(tried, later));
    known = new Set([...known, ...later.ids]);
  }
  const absent = lists.filter(({ list }) => list.ids.size === 0).map(({ service }) => service);
  const others = window === days ? [] : await askEach(absent, service => lookFor(ask, sample, service));
  const compared = [...filled, ...others.filter(({ isListed }) => isListed !== undefined)];
  const leftOut = [...missing(), ...others.filter(({ isListed }) => isListed === false)];
  if (leftOut.length > 0)
    return {
      findings: [
        {
          mark: 'warning',
          tried,
          seen: `leave out jobs of ${serviceWords(leftOut.map(({ service }) => service))}, which their own lists have`,
          fix: `${byService} more requests, see “requests of the reader”. A list without a service lacks those jobs: ask for each service.`,
        },
      ],
      isByService: true,
    };
  const ok: Finding = {
    mark: 'ok',
    tried,
    seen: `have all jobs looked for of ${countWords(compared.length, 'service')}: the bot reads all services at once`,
  };
  return result(ok, ...ownerless(all.ids, lists));
}

/** Looks for a job of a service that has none in the sample. `isListed` is undefined if none can be looked for. */
async function lookFor(
  ask: AskList,
  { days, grain }: Sample,
  service: Service,
): Promise<{ readonly service: Service; readonly isListed: boolean | undefined }> {
  const own = await ask({ type: 'backup', service, span: days });
  const [run] =
    own.kind === 'listed' ? runsOf(own.jobs).filter(({ finishedAt }) => finishedAt < days.to) : [];
  if (run === undefined) return { service, isListed: undefined };
  const all = await ask({ type: 'backup', span: windowOf([run], grain) });
  if (all.kind !== 'listed') return { service, isListed: undefined };
  return { service, isListed: all.ids.has(run.id) || (all.isComplete ? false : undefined) };
}

/** Warns of jobs that no service lists. */
function ownerless(all: ReadonlySet<string>, lists: ServiceFilter['lists']): readonly Finding[] {
  if (!lists.every(({ list }) => list.isComplete)) return [];
  const owned = new Set(lists.flatMap(({ list }) => [...list.ids]));
  const count = [...all].filter(id => !owned.has(id)).length;
  if (count === 0) return [];
  return [
    {
      mark: 'warning',
      tried: 'jobs without a service',
      seen: `${countWords(count, 'backup')} of ${all.size} ${plural(count, 'is', 'are')} in no service’s list`,
      fix: 'nothing to set: the bot shows them as “service unknown”, and no service is OK by them. Ask AvePoint’s support what they are.',
    },
  ];
}
