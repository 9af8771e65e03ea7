import { strict as assert } from 'node:assert';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const linesOf = async ({ text }: { text(): Promise<string> }) =>
  (await text()).split('\n').filter(line => line !== '' && !line.startsWith('#'));

describe('the metrics', () => {
  it('are there from the start, at zero', async () => {
    assert.deepEqual(await linesOf(createMetrics()), [
      'backup_watch_watch_polls_total{outcome="seen"} 0',
      'backup_watch_watch_polls_total{outcome="blind"} 0',
      'backup_watch_watch_requests_total 0',
      'backup_watch_open_faults 0',
    ]);
  });

  it('add up what is counted, and have the last of what is gauged', async () => {
    const metrics = createMetrics();
    const { meter } = metrics;
    meter.count('watchPolls', 1, { outcome: 'seen' });
    meter.count('watchPolls', undefined, { outcome: 'seen' });
    meter.count('watchPolls', 1, { outcome: 'blind' });
    meter.count('watchRequests');
    meter.count('watchRequests', 12);
    meter.gauge('openFaults', 4);
    meter.gauge('openFaults', 2);
    assert.deepEqual(await linesOf(metrics), [
      'backup_watch_watch_polls_total{outcome="seen"} 2',
      'backup_watch_watch_polls_total{outcome="blind"} 1',
      'backup_watch_watch_requests_total 13',
      'backup_watch_open_faults 2',
    ]);
  });

  it('say of each what it is, in Prometheus’ text format', async () => {
    const metrics = createMetrics();
    assert.match(metrics.contentType, /^text\/plain; version=0\.0\.4/);
    const text = await metrics.text();
    assert.match(text, /^# HELP backup_watch_watch_polls_total \S/m);
    assert.match(text, /^# TYPE backup_watch_watch_polls_total counter$/m);
    assert.match(text, /^# TYPE backup_watch_open_faults gauge$/m);
  });

  it('are each product’s own, though two of them run in one process', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.meter.gauge('openFaults', 1);
    assert.ok((await linesOf(other)).includes('backup_watch_open_faults 0'));
  });
});
