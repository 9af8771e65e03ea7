import { strict as assert } from 'node:assert';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const linesOf = async ({ text }: { text(): Promise<string> }) =>
  (await text()).split('\n').filter(line => line !== '' && !line.startsWith('#'));

describe('the metrics', () => {
  it('are there from the start, at zero, one for each way that something can end', async () => {
    const lines = await linesOf(createMetrics());
    for (const line of [
      'backup_watch_watch_polls_total{outcome="seen"} 0',
      'backup_watch_watch_polls_total{outcome="blind"} 0',
      'backup_watch_watch_requests_total 0',
      'backup_watch_turns_total{kind="message",ending="failed"} 0',
      'backup_watch_open_faults 0',
    ])
      assert.ok(lines.includes(line), line);
    assert.ok(lines.every(line => line.endsWith(' 0')));
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
    assert.deepEqual(
      (await linesOf(metrics)).filter(line => !line.endsWith(' 0')),
      [
        'backup_watch_watch_polls_total{outcome="seen"} 2',
        'backup_watch_watch_polls_total{outcome="blind"} 1',
        'backup_watch_watch_requests_total 13',
        'backup_watch_open_faults 2',
      ],
    );
  });

  it('have of what is measured how much was below which limit', async () => {
    const metrics = createMetrics();
    metrics.meter.observe('turnSeconds', 0.3, { kind: 'press' });
    const lines = await linesOf(metrics);
    const bucket = (le: string) => `backup_watch_turn_duration_seconds_bucket{le="${le}",kind="press"}`;
    for (const line of [`${bucket('0.25')} 0`, `${bucket('0.5')} 1`, `${bucket('+Inf')} 1`])
      assert.ok(lines.includes(line), line);
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
