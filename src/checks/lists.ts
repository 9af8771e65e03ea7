import type { JobsApiName } from '../avepoint/settings.ts';
import type { Job, JobState, JobType, Service } from '../domain/job.ts';
import type { Span } from '../domain/time.ts';
import type { PageReply } from './page-reply.ts';
import { largestPage } from './page-size.ts';
import type { Probe } from './probe.ts';

/** What was found out about the shape that the bot asks. */
export interface ShapeFacts {
  readonly shape: JobsApiName;
  readonly firstIndex: 0 | 1;
  /** Rows of a page if 100 are asked for. */
  readonly rowsAtOnce: number;
  /** TotalCount counts all jobs that match a query. */
  readonly isCountTrusted: boolean;
  /** Set if lists of all services are refused: lists are then of this service instead. */
  readonly onlyService: Service | undefined;
}

/** A list; a filter that is left out means all. */
interface ListAsked {
  readonly span: Span;
  readonly type?: JobType;
  readonly service?: Service;
  readonly state?: JobState;
  readonly location?: string;
  /** 100 unless given. */
  readonly size?: number;
  /** Zero-based; the first unless given. */
  readonly page?: number;
}

/** A page of a list. */
export interface Listed {
  readonly kind: 'listed';
  readonly jobs: readonly Job[];
  readonly ids: ReadonlySet<string>;
  /** No row of the list is missing. Means something for the first page only. */
  readonly isComplete: boolean;
  /** How many jobs the whole list has; undefined if there is no reliable count. */
  readonly count: number | undefined;
}

/** Asks for a page of a list, once. Resolves to the reply if it has none. */
export type AskList = (asked: ListAsked) => Promise<Listed | Exclude<PageReply, { kind: 'page' }>>;

export interface ListsParts {
  readonly probe: Probe;
  readonly token: string;
  readonly facts: ShapeFacts;
  /** The location of the settings. */
  readonly location: string | undefined;
}

export function createAskList({ probe, token, facts, location }: ListsParts): AskList {
  const { shape, firstIndex, rowsAtOnce, isCountTrusted, onlyService } = facts;
  return async ({
    span,
    type,
    service = onlyService,
    state,
    location: own = location,
    size = largestPage,
    page = 0,
  }) => {
    const asked = { shape, span, index: firstIndex + page, size, type, service, state, location: own };
    const reply = await probe.page(asked, token);
    if (reply.kind !== 'page') return reply;
    const { jobs, totalCount, hasMore } = reply.page;
    const isComplete = !hasMore && totalCount <= jobs.length && jobs.length < Math.min(size, rowsAtOnce);
    return {
      kind: 'listed',
      jobs,
      ids: new Set(jobs.flatMap(({ id }) => id ?? [])),
      isComplete,
      count: isComplete ? jobs.length : isCountTrusted ? totalCount : undefined,
    };
  };
}

/** As many requests at the same time as the bot's reader makes. */
const mostAtOnce = 2;

/** Asks for each item, in order, two at a time. Rejects with the first error. */
export async function askEach<T, Result>(
  items: readonly T[],
  ask: (item: T) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += mostAtOnce)
    results.push(...(await Promise.all(items.slice(at, at + mostAtOnce).map(ask))));
  return results;
}
