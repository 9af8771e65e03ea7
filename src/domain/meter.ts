import type { TurnEnd, TurnKind } from './turn-end.ts';

/** HTTP requests: jobs for users and for the job index, the backup schedule, and tokens. */
export const metered = {
  apis: ['jobs', 'index', 'schedule', 'token'],
  /**
   * The result of one attempt: its status, or its status class if the status calls for no action of its own, or a
   * reason why there was none.
   */
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
  /** Answers to users, and proactive messages: new ones, replies in a thread, and edits. */
  ways: ['answer', 'post', 'reply', 'edit'],
  sends: ['sent', 'closed', 'failed', 'missing'],
  /** Why Teams refused an answer: its status, or why there was none. */
  answerRefusals: ['400', '401', '403', '404', '412', '413', '429', '5xx', 'other', 'no-answer', 'no-token'],
  /** The form in which Teams accepted an answer: as it was, as plain text, or only a sentence with a reference. */
  answerForms: ['itself', 'text', 'reference'],
  /**
   * Why a request was refused: it's no activity, has no valid token, or one that can't be checked without the channel's
   * keys; it names an untrusted service address, tenant or channel; its body is too long or no JSON; in local mode, it
   * isn't from a program on this machine; there are too many connections.
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
    'notices',
  ],
  /** What happened to a request in our own queue: it was sent, or its time ended before. */
  waits: ['sent', 'late'],
  /** Why our queue refused a request: too many of one user's were waiting, or it waited too long. */
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
export type RequestRefusalReason = (typeof metered.refusals)[number];
export type RecordKind = (typeof metered.records)[number];

type NoLabels = Readonly<Record<string, never>>;

/** The counters and their labels. Label values are always a few words of our own, never text from outside. */
interface Counters {
  /** Polls of the watched services: all were read, or some had no data. */
  readonly watchPolls: { readonly outcome: 'seen' | 'blind' };
  /** Entries of the audit record. */
  readonly auditEntries: { readonly outcome: 'kept' | 'lost' };
  /** Accepted activities, by outcome. */
  readonly turns: Pick<TurnEnd, 'kind' | 'ending'>;
  readonly refusedRequests: { readonly reason: RequestRefusalReason };
  /** Attempts, retries among them. */
  readonly apiRequests: { readonly api: MeteredApi; readonly outcome: AttemptOutcome };
  readonly apiRetries: { readonly api: MeteredApi };
  /** Requests to AvePoint that our own queue refused. */
  readonly busyRequests: { readonly reason: (typeof metered.busy)[number] };
  /** Messages, each counted once however many attempts it took. */
  readonly sends: { readonly way: SendWay; readonly outcome: SendOutcome };
  /** Answers that Teams refused, each counted once with the form that it was replaced by. */
  readonly refusedAnswers: {
    readonly reason: RefusedAnswerReason;
    readonly became: AnswerForm | 'nothing';
  };
  readonly storeFailures: { readonly operation: (typeof metered.storeOperations)[number] };
  /** Records that made the code fail, counted with each attempt. */
  readonly recordsSetAside: { readonly record: RecordKind };
}

/** The histograms, in seconds. */
interface Durations {
  /** From an activity's arrival to the end of its work. */
  readonly turnSeconds: { readonly kind: TurnKind };
  /** One attempt. */
  readonly apiSeconds: { readonly api: MeteredApi };
  /** How long an attempt waited for a free connection. Attempts that needn't wait aren't measured. */
  readonly requestWaitSeconds: { readonly outcome: (typeof metered.waits)[number] };
  /** How long after its due time a proactive message was sent. */
  readonly dueLagSeconds: { readonly what: (typeof metered.errands)[number] };
}

export type CounterName = keyof Counters;
export type DurationName = keyof Durations;
export type GaugeName = keyof Gauges;

/**
 * The gauges: requests to AvePoint that wait for a free connection; open incidents; seconds since the job index was
 * last read completely, and how many runs it has; by how many seconds AvePoint's clock is ahead of ours; and 1 for each
 * part that is in order, 0 for others.
 */
interface Gauges {
  readonly requestsWaiting: NoLabels;
  readonly openFaults: NoLabels;
  readonly indexAgeSeconds: NoLabels;
  readonly indexRuns: NoLabels;
  readonly clockAheadSeconds: NoLabels;
  readonly partOk: { readonly part: PartName };
}

/** The operators' metrics. */
export interface Meter {
  /** Adds `by`; 1 if absent. */
  count<Name extends CounterName>(name: Name, by?: number, labels?: Counters[Name]): void;
  observe<Name extends DurationName>(name: Name, seconds: number, labels: Durations[Name]): void;
  gauge<Name extends GaugeName>(name: Name, value: number, labels?: Gauges[Name]): void;
}
