import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type CounterName, type DurationName, type GaugeName, type Meter, metered } from '../domain/meter.ts';
import { turnEndings, turnKinds } from '../domain/turn-end.ts';
import { addProcessMetrics } from './process-metrics.ts';

/** What was metered, as Prometheus reads it. */
export interface Metrics {
  readonly meter: Meter;
  /** All of it as it stands now, in Prometheus' text format. */
  text(): Promise<string>;
  /** What `text` is to be sent as. */
  readonly contentType: string;
  /** Nothing of the process is measured any more. */
  close(): void;
}

/** Counts in this process's memory, from zero with each start. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = createCounters(registry);
  const durations = createDurations(registry);
  const gauges = createGauges(registry);
  return {
    meter: {
      count: (name, by = 1, labels) => counters[name].inc(labels ?? {}, by),
      observe: (name, seconds, labels) => durations[name].observe(labels, seconds),
      gauge: (name, value, labels) => gauges[name].set(labels ?? {}, value),
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: addProcessMetrics(registry),
  };
}

function createCounters(registry: Registry): Readonly<Record<CounterName, Counter>> {
  const counter = (name: string, help: string, values: LabelValues = {}): Counter => {
    const made = new Counter({ name, help, labelNames: Object.keys(values), registers: [registry] });
    // A rate needs to have seen zero, or the first time would show as no change.
    for (const labels of combinations(values)) made.inc(labels, 0);
    return made;
  };
  return {
    watchPolls: counter(
      'backup_watch_watch_polls_total',
      'Rounds of looking at what is watched, by whether all of it could be seen.',
      { outcome: ['seen', 'blind'] },
    ),
    auditEntries: counter(
      'backup_watch_audit_entries_total',
      'Entries of the audit record, by whether the store kept them.',
      { outcome: ['kept', 'lost'] },
    ),
    turns: counter(
      'backup_watch_turns_total',
      'Activities that were let in, by kind and by how they ended.',
      {
        kind: turnKinds,
        ending: turnEndings,
      },
    ),
    refusedRequests: counter(
      'backup_watch_refused_requests_total',
      'Requests that were not let in, by what was wrong: activity, token, unavailable keys, service address, tenant, body, not local, busy.',
      { reason: metered.refusals },
    ),
    apiRequests: counter(
      'backup_watch_api_requests_total',
      'Requests to AvePoint, each attempt by how it ended: its status or its class, or why there was none.',
      { api: metered.apis, outcome: metered.attempts },
    ),
    apiRetries: counter(
      'backup_watch_api_retries_total',
      'Requests to AvePoint that were made again after trouble that passes.',
      { api: metered.apis },
    ),
    busyRequests: counter(
      'backup_watch_busy_requests_total',
      'Requests to AvePoint that this bot’s own queue kept from an answer: it was full, or took the time.',
      { reason: metered.busy },
    ),
    sends: counter(
      'backup_watch_sends_total',
      'Messages to Teams: answers, and what is said unasked, by what became of them.',
      { way: metered.ways, outcome: metered.sends },
    ),
    refusedAnswers: counter(
      'backup_watch_refused_answers_total',
      'Answers that Teams refused for good, by reason and by what was shown instead: the text of the card, a reference, nothing.',
      { reason: metered.answerRefusals, became: ['text', 'reference', 'nothing'] },
    ),
    storeFailures: counter('backup_watch_store_failures_total', 'What the store was asked and did not do.', {
      operation: metered.storeOperations,
    }),
    recordsSetAside: counter(
      'backup_watch_records_set_aside_total',
      'Records that could not be worked on, each counted again with the try of each hour.',
      { record: metered.records },
    ),
  };
}

function createDurations(registry: Registry): Readonly<Record<DurationName, Histogram>> {
  const histogram = (name: string, help: string, label: string, buckets: number[]): Histogram =>
    new Histogram({ name, help, labelNames: [label], buckets, registers: [registry] });
  return {
    turnSeconds: histogram(
      'backup_watch_turn_duration_seconds',
      'From an activity’s arrival to the end of all that it calls for.',
      'kind',
      [0.05, 0.1, 0.25, 0.5, 1, 2.5, 3.5, 5, 10],
    ),
    apiSeconds: histogram(
      'backup_watch_api_request_duration_seconds',
      'One attempt at a request to AvePoint.',
      'api',
      [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    ),
    requestWaitSeconds: histogram(
      'backup_watch_request_wait_seconds',
      'How long an attempt at AvePoint waited for a free connection, if it had to wait.',
      'outcome',
      [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    ),
    dueLagSeconds: histogram(
      'backup_watch_due_lag_seconds',
      'How long after its time a digest or a word of a fault was said.',
      'what',
      [1, 2.5, 5, 15, 60, 300, 1_800, 3_600],
    ),
  };
}

function createGauges(registry: Registry): Readonly<Record<GaugeName, Gauge>> {
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    requestsWaiting: gauge(
      'backup_watch_requests_waiting',
      'Attempts at AvePoint that wait for a free connection.',
    ),
    openFaults: gauge('backup_watch_open_faults', 'Faults of all conversations that last.'),
    indexAgeSeconds: gauge(
      'backup_watch_index_age_seconds',
      'How long ago the latest jobs of AvePoint were last read whole; 0 in instances that do not read.',
    ),
    indexRuns: gauge('backup_watch_index_runs', 'Runs in the job index.'),
    clockAheadSeconds: gauge(
      'backup_watch_avepoint_clock_ahead_seconds',
      'By how much the clock of AvePoint is ahead of ours; negative if it is behind.',
    ),
    partOk: gauge(
      'backup_watch_part_ok',
      'Whether a part of the bot is in order: 1 or 0, as /readyz says it.',
      ['part'],
    ),
  };
}

type LabelValues = Readonly<Record<string, readonly string[]>>;

/** One for each way to choose a value for every label. */
function combinations(values: LabelValues): Record<string, string>[] {
  return Object.entries(values).reduce<Record<string, string>[]>(
    (some, [label, each]) => some.flatMap(one => each.map(value => ({ ...one, [label]: value }))),
    [{}],
  );
}
