/** A request that reached the API. */
export interface RecordedRequest {
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** True if it had a valid token with the scope that jobs need. */
  readonly authorised: boolean;
  /** The status of the answer; undefined before it, and if the connection was cut or got no answer. */
  status: number | undefined;
}

export interface RequestLog {
  add(request: Omit<RecordedRequest, 'status'>): RecordedRequest;
  list(): readonly RecordedRequest[];
  clear(): void;
}

/** Enough for any test; a benchmark must not fill the memory. */
const kept = 10_000;

export function createRequestLog(): RequestLog {
  let requests: RecordedRequest[] = [];
  return {
    add(request) {
      // Cut seldom, at twice the length: dropping one each time would copy the whole list.
      if (requests.length >= 2 * kept) requests = requests.slice(-kept);
      const recorded = { ...request, status: undefined };
      requests.push(recorded);
      return recorded;
    },
    list: () => requests.slice(-kept),
    clear() {
      requests = [];
    },
  };
}
