import type { TurnEnd, TurnKind } from './turn-end.ts';

/** What is asked over HTTP: jobs for people and for the job index, the plan of backups, and the tokens for all. */
export const metered = {
  apis: ['jobs', 'index', 'schedule', 'token'],
  /** How one attempt ended: with a status, by its class but for those that call for somebody; or with none. */
  attempts: [
    '2xx',
    '3xx',
    '401',
    '403',
    '404',
    '429',
    '4xx',
    '5xx',
    'odd',
    'timed-out',
    'no-answer',
    'too-large',
  ],
  /** Answers to what people ask; and what is said unasked: by itself, in a thread, in the place of an earlier message. */
  ways: ['answer', 'post', 'reply', 'edit'],
  sends: ['sent', 'closed', 'failed', 'missing'],
  /** Why Teams didn't take an answer as it was: by its status, or why there was none. */
  answerRefusals: ['400', '401', '403', '404', '412', '413', '429', '5xx', 'other', 'no-answer', 'no-token'],
  /** How an answer was taken at last: as it was, as plain text, or only a sentence that names a reference. */
  answerForms: ['itself', 'text', 'reference'],
  /**
   * Why a request was not let in: no activity, no valid token, a token that can't be checked without the channel's keys, a
   * foreign service address, a foreign tenant or channel; a body that is too long or no JSON; in local mode, not of a program on
   * this machine; too many connections.
   */
  refusals: ['activity', 'token', 'keys', 'service', 'tenant', 'body', 'local', 'busy'],
  storeOperations: ['get', 'list', 'put', 'remove'],
  errands: ['digest', 'fault'],
  /** What the bot needs to do its work; the last six are its loops. */
  parts: [
    'store',
    'teams',
    'avepoint',
    'index',
    'messages',
    'reader',
    'sender',
    'watcher',
    'audit',
    'warnings',
    'bin',
  ],
  /** What became of a request that waited in our own queue: it was sent, or its time was over before. */
  waits: ['sent', 'late'],
  /** Why a request was not sent, or too late: too many of one user's were waiting, or it waited too long. */
  busy: ['full', 'late'],
  /** Records that can be set aside. */
  records: ['digest', 'watch', 'fault'],
} as const;

export type MeteredApi = (typeof metered.apis)[number];
export type AttemptOutcome = (typeof metered.attempts)[number];
type SendWay = (typeof metered.ways)[number];
type SendOutcome = (typeof metered.sends)[number];
export type RefusedAnswerReason = (typeof metered.answerRefusals)[number];
export type AnswerForm = (typeof metered.answerForms)[number];
export type PartName = (typeof metered.parts)[number];
export type RefusalReason = (typeof metered.refusals)[number];
export type RecordKind = (typeof metered.records)[number];

type NoLabels = Readonly<Record<string, never>>;

/** What is counted, and by what it is told apart: always by a few words of our own, never by what comes from outside. */
interface Counters {
  /** Rounds of looking at what is watched: all of it was seen, or some of it could not be. */
  readonly watchPolls: { readonly outcome: 'seen' | 'blind' };
  /** Entries of the audit record. */
  readonly auditEntries: { readonly outcome: 'kept' | 'lost' };
  /** Activities that were let in, by how they ended. */
  readonly turns: Pick<TurnEnd, 'kind' | 'ending'>;
  readonly refusedRequests: { readonly reason: RefusalReason };
  /** Attempts, retries among them. */
  readonly apiRequests: { readonly api: MeteredApi; readonly outcome: AttemptOutcome };
  readonly apiRetries: { readonly api: MeteredApi };
  /** Requests to AvePoint that our own queue kept from an answer. */
  readonly busyRequests: { readonly reason: (typeof metered.busy)[number] };
  /** Messages, each counted once however often it was tried. */
  readonly sends: { readonly way: SendWay; readonly outcome: SendOutcome };
  /** Answers that Teams refused for good, each counted once with what it became instead. */
  readonly refusedAnswers: {
    readonly reason: RefusedAnswerReason;
    readonly became: AnswerForm | 'nothing';
  };
  readonly storeFailures: { readonly operation: (typeof metered.storeOperations)[number] };
  /** Records that broke the code that reads them, counted with each try. */
  readonly recordsSetAside: { readonly record: RecordKind };
}

/** What is measured, in seconds. */
interface Durations {
  /** From an activity's arrival to the end of all that it calls for. */
  readonly turnSeconds: { readonly kind: TurnKind };
  /** One attempt. */
  readonly apiSeconds: { readonly api: MeteredApi };
  /** How long an attempt waited for a free connection; those that needn't wait are not measured. */
  readonly requestWaitSeconds: { readonly outcome: (typeof metered.waits)[number] };
  /** How long after its time something was said unasked. */
  readonly dueLagSeconds: { readonly what: (typeof metered.errands)[number] };
}

export type CounterName = keyof Counters;
export type DurationName = keyof Durations;
export type GaugeName = keyof Gauges;

/**
 * What goes up and down: attempts at AvePoint that wait for a free connection; faults that last; how long ago, in seconds, the job index
 * was last read whole, and how many runs it has; by how many seconds AvePoint's clock is ahead of ours; and 1 for each part that is in
 * order, 0 for one that isn't.
 */
interface Gauges {
  readonly requestsWaiting: NoLabels;
  readonly openFaults: NoLabels;
  readonly indexAgeSeconds: NoLabels;
  readonly indexRuns: NoLabels;
  readonly clockAheadSeconds: NoLabels;
  readonly partOk: { readonly part: PartName };
}

/** Where the product counts what it does, for those who run it. */
export interface Meter {
  /** Adds `by`, 1 unless told. */
  count<Name extends CounterName>(name: Name, by?: number, labels?: Counters[Name]): void;
  observe<Name extends DurationName>(name: Name, seconds: number, labels: Durations[Name]): void;
  gauge<Name extends GaugeName>(name: Name, value: number, labels?: Gauges[Name]): void;
}
