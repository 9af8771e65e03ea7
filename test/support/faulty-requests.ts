import type { TableServiceClientOptions } from '@azure/data-tables';

type PipelinePolicy = NonNullable<TableServiceClientOptions['additionalPolicies']>[number]['policy'];
type PipelineRequest = Parameters<PipelinePolicy['sendRequest']>[0];
type PipelineResponse = Awaited<ReturnType<PipelinePolicy['sendRequest']>>;

/** What happens to one request to Azure: `send` does it. */
export type RequestFate = (
  request: PipelineRequest,
  send: () => Promise<PipelineResponse>,
) => Promise<PipelineResponse>;

/** Requests of one client, whose fate a test decides. */
export interface FaultyRequests {
  /** Options for the client. Retries are few and fast, and each has its own fate. */
  readonly options: {
    readonly retryOptions: { readonly maxRetries: number; readonly retryDelayInMs: number };
    readonly additionalPolicies: { readonly policy: PipelinePolicy; readonly position: 'perRetry' }[];
  };
  /** Decides from now on. Undefined lets every request through. */
  decide(fate: RequestFate | undefined): void;
}

export function createFaultyRequests({ maxRetries = 1 } = {}): FaultyRequests {
  let decided: RequestFate | undefined;
  const policy: PipelinePolicy = {
    name: 'faults',
    sendRequest: (request, next) => {
      const send = () => next(request);
      return decided ? decided(request, send) : send();
    },
  };
  return {
    options: {
      retryOptions: { maxRetries, retryDelayInMs: 1 },
      additionalPolicies: [{ policy, position: 'perRetry' }],
    },
    decide(fate) {
      decided = fate;
    },
  };
}

/** True for the request by which an owner raises the mark. */
export function raisesMark({ method, url }: PipelineRequest): boolean {
  return method === 'PUT' && decodeURIComponent(url).includes("PartitionKey='mark'");
}

/** True for a transaction: rows and changes that are written, a claim, or versions that are removed. */
export function isTransaction({ url }: PipelineRequest): boolean {
  return url.includes('$batch');
}

/** An answer of a service that is in trouble. The client tries again. */
export function serverError(request: PipelineRequest): PipelineResponse {
  return { request, status: 500, headers: request.headers, bodyAsText: '{}' };
}
