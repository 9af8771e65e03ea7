import { Counter, Gauge, Registry } from 'prom-client';
import type { CounterName, GaugeName, Meter } from '../domain/meter.ts';

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
  const registers = [registry];
  const counters: Readonly<Record<CounterName, Counter>> = {
    watchPolls: new Counter({
      name: 'backup_watch_watch_polls_total',
      help: 'Rounds of looking at what is watched, by whether all of it could be seen.',
      labelNames: ['outcome'],
      registers,
    }),
    watchRequests: new Counter({
      name: 'backup_watch_watch_requests_total',
      help: 'Requests to the jobs API made by watching.',
      registers,
    }),
  };
  const gauges: Readonly<Record<GaugeName, Gauge>> = {
    openFaults: new Gauge({
      name: 'backup_watch_open_faults',
      help: 'Faults of all conversations that last.',
      registers,
    }),
  };
  // A rate needs to have seen zero, or the first time that nothing can be seen would show as no change.
  for (const outcome of ['seen', 'blind']) counters.watchPolls.inc({ outcome }, 0);

  return {
    meter: {
      count: (name, by = 1, labels) => counters[name].inc(labels ?? {}, by),
      gauge: (name, value) => gauges[name].set(value),
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
