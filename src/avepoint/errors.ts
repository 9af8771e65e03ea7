import { JobSourceError, type JobSourceErrorCode } from '../domain/job-source.ts';
import { ProxyError } from '../domain/proxy-error.ts';
import type { EpochMs } from '../domain/time.ts';
import { isUntrustedCertificate, trustCertificate } from '../domain/untrusted-certificate.ts';
import { EncodingError } from '../network/unpack.ts';
import type { HttpResponse, Outcome } from './http.ts';
import { field, isRecord, readText } from './read-fields.ts';
import { jobsPermission } from './settings.ts';

/** Which of the two services is spoken of; the words stand in the log. */
export type ServiceName = 'jobs API' | 'token service';

/** The error for an attempt that was not accepted by the retry policy. */
export function failureOf(
  service: ServiceName,
  outcome: Outcome,
  retryAt: EpochMs | undefined,
): JobSourceError {
  switch (outcome.kind) {
    case 'timed-out':
      return timedOut(service);
    case 'no-answer':
      return connectionError(service, outcome.cause);
    case 'too-large':
      return new JobSourceError('malformed', `The ${service} answered with a body beyond every size.`);
    case 'response':
      return statusError(service, outcome, retryAt);
  }
}

function connectionError(service: ServiceName, cause: unknown): JobSourceError {
  if (cause instanceof EncodingError)
    return new JobSourceError('malformed', `The ${service} answered, but ${cause.message}.`, { cause });
  if (cause instanceof ProxyError)
    return new JobSourceError('unavailable', `No connection to the ${service}: ${cause.message}.`, {
      cause,
      blockedBy: 'proxy',
    });
  const code = codeOf(cause);
  if (!isUntrustedCertificate(code))
    return new JobSourceError('unavailable', `No connection to the ${service} (${code}).`, { cause });
  const message = `The TLS certificate of the ${service} is not trusted (${code}). ${trustCertificate}`;
  return new JobSourceError('unavailable', message, { cause, blockedBy: 'certificate' });
}

/** No answer before the time was over. */
export function timedOut(service: ServiceName): JobSourceError {
  return new JobSourceError('timed-out', `The ${service} did not answer in time.`);
}

/** The error that a status of the jobs API stands for; any status but 200. */
export function jobsError(response: HttpResponse, permission = jobsPermission): JobSourceError {
  return statusError('jobs API', response, undefined, permission);
}

/** The error if nothing is at the address of any published shape. */
export function noShapeError({ status, body }: HttpResponse): JobSourceError {
  const message = `Neither published address of the jobs API is there (HTTP ${status}). Is AVEPOINT_GRAPH_URL right?`;
  return new JobSourceError('not-found', message, supportIds(body));
}

/**
 * The error for a token service that gave no token: `forbidden` if the scope was refused, else `unauthorised`,
 * since without a token we are nobody. An address that is wrong shows itself as 404 or as a redirect.
 */
export function tokenError(response: HttpResponse, permission = jobsPermission): JobSourceError {
  if (response.status >= 500) return statusError('token service', response, undefined);
  const reason = isRecord(response.body) ? readText(field(response.body, 'error'), 40) : undefined;
  // Only the registered words of OAuth may be told: anything else might repeat what was sent.
  const word = reason !== undefined && /^[a-z_]+$/.test(reason) ? `: ${reason}` : '';
  if (word === ': invalid_scope') {
    return new JobSourceError('forbidden', `The token service refused the scope ${permission}.`, {
      permission,
    });
  }
  const isElsewhere = response.status === 404 || (response.status >= 300 && response.status < 400);
  const hint = isElsewhere ? ' Is AVEPOINT_TOKEN_URL right?' : '';
  return new JobSourceError(
    'unauthorised',
    `The token service gave no token (HTTP ${response.status}${word}).${hint}`,
    { isClientRefused: word === ': invalid_client' },
  );
}

function statusError(
  service: ServiceName,
  response: HttpResponse,
  retryAt: EpochMs | undefined,
  needed = jobsPermission,
): JobSourceError {
  const { status } = response;
  const code = codeOfStatus(status);
  const permission = code === 'forbidden' ? needed : undefined;
  const hint = permission ? ` The app registration lacks ${permission}.` : (hints[code] ?? '');
  const message = `The ${service} answered HTTP ${status}.${hint}`;
  return new JobSourceError(code, message, { retryAt, permission, ...supportIds(response.body) });
}

const hints: Partial<Record<JobSourceErrorCode, string>> = {
  'not-found': ' Is AVEPOINT_JOBS_API right, and AVEPOINT_GRAPH_URL?',
  malformed: ' That is no documented answer; is AVEPOINT_GRAPH_URL right?',
};

function codeOfStatus(status: number): JobSourceErrorCode {
  switch (status) {
    case 401:
      return 'unauthorised';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 408:
      return 'timed-out';
    case 429:
      return 'rate-limited';
  }
  if (status >= 500) return 'unavailable';
  return status >= 400 ? 'rejected' : 'malformed';
}

const longestSupportId = 200;

function supportIds(body: unknown): { requestId: string | undefined; traceId: string | undefined } {
  const record = isRecord(body) ? body : {};
  return {
    requestId: readText(field(record, 'requestId'), longestSupportId),
    traceId: readText(field(record, 'traceId'), longestSupportId),
  };
}

function codeOf(cause: unknown): string {
  const code = isRecord(cause) ? cause.code : undefined;
  return typeof code === 'string' ? code : 'no code';
}
