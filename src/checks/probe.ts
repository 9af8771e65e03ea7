import { aheadMsOf } from '../avepoint/clock-difference.ts';
import { createCloudbackupJobsApi } from '../avepoint/cloudbackup-jobs.ts';
import { createCloudbackupjobsApi } from '../avepoint/cloudbackupjobs.ts';
import type { HttpRequest, HttpResponse, Send } from '../avepoint/http.ts';
import { statusIn } from '../avepoint/read-fields.ts';
import type { AvePointSettings, JobsApiName } from '../avepoint/settings.ts';
import type { JobState, JobType, Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import { noProxy, type ProxySettings, proxyFor } from '../domain/proxy.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import { type Clock, type EpochMs, type MonotonicMs, msBetween, msSince, type Span } from '../domain/time.ts';
import { connectionProblem, type Endpoint, silence } from './connection.ts';
import { CheckAbortedError, OutOfTimeError } from './finding.ts';
import { tooSlow, tooSlowWords } from './inconclusive.ts';
import type { PageReply } from './page-reply.ts';

/** One page, its index as it is sent. */
export interface PageAsked {
  readonly shape: JobsApiName;
  readonly span: Span;
  readonly index: number;
  readonly size: number;
  readonly location?: string | undefined;
  /** Filters; what is left out means all. */
  readonly type?: JobType | undefined;
  readonly service?: Service | undefined;
  readonly state?: JobState | undefined;
}

type ProbedService = 'token service' | 'data centre';

/**
 * Asks AvePoint single questions, each once: what is retried would hide what is looked for. Every call ends within its
 * limit; if the service cannot be reached, is in trouble itself or has been asked too often, with `CheckAbortedError`.
 */
export interface Probe {
  /** Asks for a token for one permission; whatever the answer's status. */
  token(permission: string): Promise<HttpResponse>;
  /** Asks below the data centre's address; whatever the answer's status. */
  get(path: string, token: string | undefined): Promise<HttpResponse>;
  page(asked: PageAsked, token: string): Promise<PageReply>;
  /** How far a service's clock is ahead of this machine's, by the first answer that told; undefined if none did. */
  aheadMs(service: ProbedService): number | undefined;
  /** How many requests there were. */
  requests(): number;
  /** How long an answer takes, on average; 0 before the first. */
  answerMs(): number;
}

export interface ProbeParts {
  readonly settings: AvePointSettings;
  readonly proxies?: ProxySettings | undefined;
  readonly send: Send;
  readonly tokenRequest: (permission: string) => Promise<HttpRequest>;
  readonly clock: Clock;
  /** When all must be over. */
  readonly until: MonotonicMs;
}

/** Longer than that is no answer for anybody. */
const longestMs = 10_000;

export function createProbe({
  settings,
  proxies = noProxy,
  send,
  tokenRequest,
  clock,
  until,
}: ProbeParts): Probe {
  const ahead = new Map<ProbedService, number>();
  const base = new URL(settings.graphUrl);
  const basePath = base.pathname.replace(/\/+$/, '');
  const asked: Readonly<Record<ProbedService, Endpoint>> = {
    'token service': {
      host: new URL(settings.tokenUrl).host,
      setting: 'AVEPOINT_TOKEN_URL',
      proxy: proxyFor(settings.tokenUrl, proxies),
    },
    'data centre': { host: base.host, setting: 'AVEPOINT_GRAPH_URL', proxy: proxyFor(base, proxies) },
  };
  let requests = 0;
  let answers = 0;
  let answeringMs = 0;
  const answerMs = () => (answers === 0 ? 0 : answeringMs / answers);

  /** Not this request is to blame, if others were answered. */
  const outOfTime = (service: ProbedService) =>
    answers === 0
      ? stopped(service, silence(asked[service]))
      : new OutOfTimeError(tooSlow('the rest', answerMs()), tooSlowWords(answerMs()));

  async function attempt(service: ProbedService, request: HttpRequest): Promise<HttpResponse> {
    const sentAt = clock.monotonic();
    const limitMs = Math.min(longestMs, settings.timeoutMs, msBetween(sentAt, until));
    if (limitMs <= 0) throw outOfTime(service);
    requests++;
    const outcome = await send(request, limitMs);
    const now = clock.now();
    const tookMs = msSince(sentAt, clock);
    if (outcome.kind === 'timed-out')
      throw limitMs < Math.min(longestMs, settings.timeoutMs)
        ? outOfTime(service)
        : stopped(service, silence(asked[service]));
    if (outcome.kind === 'no-answer')
      throw stopped(service, connectionProblem(outcome.cause, asked[service]));
    if (outcome.kind === 'too-large')
      throw stopped(service, {
        seen: 'its answer is beyond every size',
        fix: `check ${asked[service].setting}.`,
      });
    answers += 1;
    answeringMs += tookMs;
    const aheadMs = aheadMsOf(outcome.date, now, tookMs);
    if (aheadMs !== undefined && !ahead.has(service)) ahead.set(service, aheadMs);
    if (outcome.status === 429) throw stopped(service, tooOften(outcome, now));
    if (outcome.status > 500)
      throw stopped(service, {
        seen: `it answers HTTP ${outcome.status}`,
        fix: 'nothing to set: AvePoint itself is in trouble. Run it again later.',
      });
    return outcome;
  }

  function get(path: string, token: string | undefined): Promise<HttpResponse> {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return attempt('data centre', { method: 'GET', origin: base.origin, path: basePath + path, headers });
  }

  return {
    token: async permission => attempt('token service', await tokenRequest(permission)),
    get,
    async page({ shape, span, index, size, location, type, service, state }, token) {
      const api =
        shape === 'cloudbackup-jobs'
          ? createCloudbackupJobsApi({ firstPageIndex: 0 })
          : createCloudbackupjobsApi({ firstPageIndex: 0, location });
      const query = { type, service, state, span, pageIndex: index, pageSize: size };
      const response = await get(api.pagePath(query), token);
      const { body } = response;
      const status = response.status === 200 ? (statusIn(body) ?? 200) : response.status;
      if (status !== 200) return { kind: 'refused', status };
      try {
        return { kind: 'page', page: api.readPage(body, query).page };
      } catch (error) {
        if (error instanceof JobSourceError) return { kind: 'unreadable', why: error.message };
        throw error;
      }
    },
    aheadMs: service => ahead.get(service),
    requests: () => requests,
    answerMs,
  };
}

function stopped(service: ProbedService, { seen, fix }: { seen: string; fix: string }): CheckAbortedError {
  return new CheckAbortedError({ mark: 'failure', tried: service, seen, fix });
}

function tooOften({ retryAfter, date }: HttpResponse, now: EpochMs) {
  const waitMs = retryAfterMs(retryAfter, date, now);
  const when = waitMs === undefined ? 'in a few minutes' : `after ${utc(now + waitMs)}`;
  return { seen: 'it was asked too often (HTTP 429)', fix: `nothing to set. Run it again ${when}.` };
}

/** To the second, rounded up. */
function utc(at: EpochMs): string {
  const second = new Date(Math.ceil(at / 1000) * 1000).toISOString();
  return `${second.slice(0, 10)} ${second.slice(11, 19)} UTC`;
}
