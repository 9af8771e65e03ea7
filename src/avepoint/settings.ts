import type { Dispatcher } from 'undici';
import type { Credential } from '../domain/credential.ts';
import type { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import type { ProxySettings } from '../domain/proxy.ts';
import type { Clock } from '../domain/time.ts';

/** The two published shapes of the jobs API. */
export type JobsApiName = 'cloudbackup-jobs' | 'cloudbackupjobs';

/** One of them, or `auto`: whichever answers, the current one first. */
export type JobsApiChoice = JobsApiName | 'auto';

/** Where the API lives and who asks. Both addresses are absolute; anything but loopback should be https. */
export interface AvePointSettings {
  readonly graphUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly credential: Credential;
  readonly jobsApi: JobsApiChoice;
  /** What the API calls its first page. */
  readonly firstPageIndex: 0 | 1;
  /** The multi-geo location of requests that name none; only `cloudbackupjobs` knows it. Undefined: all locations. */
  readonly location: string | undefined;
  /** The multi-geo locations of the tenant, for what reads each of them by itself; empty if `location` is set. */
  readonly locations: readonly string[];
  /** The limit of one attempt, from connecting to the last byte. */
  readonly timeoutMs: number;
  /** The same for the background. */
  readonly backgroundTimeoutMs: number;
}

export interface AvePointDependencies {
  readonly settings: AvePointSettings;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** Evenly spread over 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  readonly log: Log;
  /**
   * Waits without anybody waiting for it, and rejects when the product ends. Where it is given, a token that was fetched is
   * followed by the next one before it is stale.
   */
  readonly later?: ((ms: number) => Promise<void>) | undefined;
  readonly meter?: Meter;
  /** Told at the end of every token request: why there is no token, or nothing if there is one. */
  readonly onSignIn?: (refusal: JobSourceError | undefined) => void;
  /** Called when the wall clock was set: a request would show by how much. */
  readonly onClockSet?: () => void;
  /** Which proxy leads to an address; none unless given. */
  readonly proxies?: ProxySettings | undefined;
  /** Instead of the client's own agents. The caller closes it. */
  readonly dispatcher?: Dispatcher;
}

/** What reading the schedule needs beside it; not every app registration has it. */
export const settingsPermission = 'microsoft365backup.settings.read.all';

/** What the app registration must be granted; also the scope that a token is asked for. */
export const jobsPermission = 'microsoft365backup.jobInfo.read.all';
