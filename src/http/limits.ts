/** What one process spends on callers that it doesn't know yet. */
export interface HttpLimits {
  /** Larger than any activity that Teams sends. */
  readonly bodyBytes: number;
  readonly connections: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number;
  /** How often Node looks for requests that are over those two. */
  readonly checkMs: number;
  /**
   * A proxy such as App Service's reuses idle connections for longer than Node's default of 5 s. A request that it sends
   * over a connection that the server is just closing is lost.
   */
  readonly keepAliveMs: number;
  /** How long the sender of a refused body has to read why, and how much of the rest is thrown away meanwhile. */
  readonly lingerMs: number;
  readonly lingerBytes: number;
  /** How many of them may wait so at once. */
  readonly lingering: number;
}

export const usualLimits: HttpLimits = {
  bodyBytes: 256 * 1024,
  connections: 500,
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 1_000,
  keepAliveMs: 75_000,
  lingerMs: 500,
  lingerBytes: 64 * 1024,
  lingering: 50,
};
