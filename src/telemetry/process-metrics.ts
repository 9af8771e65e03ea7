import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/** How often the event loop is looked at; what is measured has this in it. */
const resolutionMs = 20;
const quantiles = [0.5, 0.99, 1];

/**
 * What the process itself takes, read when the metrics are, under the names that Prometheus' own clients use. prom-client's
 * ready-made ones measure more, at a higher price, and cannot be stopped. Gives the function that stops it.
 */
export function addProcessMetrics(registry: Registry): () => void {
  const registers = [registry];
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();

  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of this process.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory that this process has.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When this process was started, in seconds since 1970.',
    registers,
  }).set(Math.round(Date.now() / 1_000 - process.uptime()));
  new Gauge({
    name: 'backup_watch_event_loop_delay_seconds',
    help: 'How late the event loop was, since these metrics were read last.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const quantile of quantiles) {
        const ns = delays.count === 0 ? 0 : delays.percentile(quantile * 100);
        this.set({ quantile }, Math.max(0, ns / 1e9 - resolutionMs / 1_000));
      }
      delays.reset();
    },
  });
  return () => delays.disable();
}
