import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CounterName, DurationName, GaugeName, Meter } from '../domain/meter.ts';
import { turnEndings, turnKinds } from '../domain/turn-end.ts';

/** What was metered, as Prometheus reads it. */
export interface Metrics {
  readonly meter: Meter;
  /** All of it as it stands now, in Prometheus' text format. */
  text(): Promise<string>;
  /** What `text` is to be sent as. */
  readonly contentType: string;
}

/** Counts in this process's memory, from zero with each start. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counter = (name: string, help: string, values: LabelValues = {}): Counter => {
    const made = new Counter({ name, help, labelNames: Object.keys(values), registers: [registry] });
    // A rate needs to have seen zero, or the first time would show as no change.
    for (const labels of combinations(values)) made.inc(labels, 0);
    return made;
  };
  const histogram = (name: string, help: string, label: string, buckets: number[]): Histogram =>
    new Histogram({ name, help, labelNames: [label], buckets, registers: [registry] });

  const counters: Readonly<Record<CounterName, Counter>> = {
    watchPolls: counter(
      'backup_watch_watch_polls_total',
      'Rounds of looking at what is watched, by whether all of it could be seen.',
      { outcome: ['seen', 'blind'] },
    ),
    watchRequests: counter('backup_watch_watch_requests_total', 'Requests to the jobs API made by watching.'),
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
  };
  const durations: Readonly<Record<DurationName, Histogram>> = {
    turnSeconds: histogram(
      'backup_watch_turn_duration_seconds',
      'From an activity’s arrival to the end of all that it calls for.',
      'kind',
      [0.05, 0.1, 0.25, 0.5, 1, 2.5, 3.5, 5, 10],
    ),
  };
  const gauges: Readonly<Record<GaugeName, Gauge>> = {
    openFaults: new Gauge({
      name: 'backup_watch_open_faults',
      help: 'Faults of all conversations that last.',
      registers: [registry],
    }),
  };

  return {
    meter: {
      count: (name, by = 1, labels) => counters[name].inc(labels ?? {}, by),
      observe: (name, seconds, labels) => durations[name].observe(labels, seconds),
      gauge: (name, value) => gauges[name].set(value),
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
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
