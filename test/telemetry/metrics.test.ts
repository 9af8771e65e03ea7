import assert from 'node:assert/strict';
import * as telemetry from '../../src/telemetry/metrics.ts';

/** What the product counts; the process itself has figures at all times. */
const linesOf = async ({ text }: { text(): Promise<string> }) =>
  (await text()).split('\n').filter(line => /^backup_watch_(?!event_loop)/.test(line));

describe('metrics', () => {
  let opened: telemetry.Metrics[] = [];
  const createMetrics = () => {
    const metrics = telemetry.createMetrics();
    opened.push(metrics);
    return metrics;
  };
  afterEach(() => {
    for (const metrics of opened) metrics.close();
    opened = [];
  });

  it('the metrics are there from the start, at zero, one for each way that something can end', async () => {
    const lines = await linesOf(createMetrics());
    for (const line of [
      'backup_watch_watch_polls_total{outcome="seen"} 0',
      'backup_watch_watch_polls_total{outcome="blind"} 0',
      'backup_watch_turns_total{kind="message",ending="failed"} 0',
      'backup_watch_open_faults 0',
    ])
      assert.ok(lines.includes(line), line);
    assert.ok(lines.every(line => line.endsWith(' 0')));
  });

  it('the metrics add up counters, and have the last value of gauges', async () => {
    const metrics = createMetrics();
    const { meter } = metrics;
    meter.count('watchPolls', 1, { outcome: 'seen' });
    meter.count('watchPolls', undefined, { outcome: 'seen' });
    meter.count('watchPolls', 1, { outcome: 'blind' });
    meter.gauge('openFaults', 4);
    meter.gauge('openFaults', 2);
    assert.deepEqual(
      (await linesOf(metrics)).filter(line => !line.endsWith(' 0')),
      [
        'backup_watch_watch_polls_total{outcome="seen"} 2',
        'backup_watch_watch_polls_total{outcome="blind"} 1',
        'backup_watch_open_faults 2',
      ],
    );
  });

  it('the metrics have how many measured values were below which limit', async () => {
    const metrics = createMetrics();
    metrics.meter.observe('turnSeconds', 0.3, { kind: 'press' });
    const lines = await linesOf(metrics);
    const bucket = (le: string) => `backup_watch_turn_duration_seconds_bucket{le="${le}",kind="press"}`;
    for (const line of [`${bucket('0.25')} 0`, `${bucket('0.5')} 1`, `${bucket('+Inf')} 1`])
      assert.ok(lines.includes(line), line);
  });

  it('the metrics describe each of them, in Prometheus’ text format', async () => {
    const metrics = createMetrics();
    assert.match(metrics.contentType, /^text\/plain; version=0\.0\.4/);
    const text = await metrics.text();
    assert.match(text, /^# HELP backup_watch_watch_polls_total \S/m);
    assert.match(text, /^# TYPE backup_watch_watch_polls_total counter$/m);
    assert.match(text, /^# TYPE backup_watch_open_faults gauge$/m);
  });

  it('the metrics have what the process takes, and how late its event loop was since they were read last', async () => {
    const metrics = createMetrics();
    // The one thing here that no fake clock can stand in for.
    await new Promise(resolve => setTimeout(resolve, 30));
    const end = Date.now() + 120;
    while (Date.now() < end);
    await new Promise(resolve => setTimeout(resolve, 30));
    const figure = (text: string, name: string) =>
      Number(
        text
          .split('\n')
          .find(line => line.startsWith(name))
          ?.split(' ')[1],
      );
    const text = await metrics.text();
    assert.ok(figure(text, 'process_cpu_seconds_total') > 0.05);
    assert.ok(figure(text, 'process_resident_memory_bytes') > 1e7);
    assert.ok(Math.abs(figure(text, 'process_start_time_seconds') - Date.now() / 1_000) < 3_600);
    const slowest = 'backup_watch_event_loop_delay_seconds{quantile="1"}';
    assert.ok(figure(text, slowest) >= 0.06, text);
    assert.ok(figure(await metrics.text(), slowest) < 0.06);
  });

  it('the metrics belong to one bot each, though two of them run in one process', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.meter.gauge('openFaults', 1);
    assert.ok((await linesOf(other)).includes('backup_watch_open_faults 0'));
  });
});
