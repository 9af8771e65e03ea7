import assert from 'node:assert/strict';
import { createRefusedRequests } from '../../src/telemetry/refused-requests.ts';
import { fakeClock, recordingLog, recordingMeter } from '../support/fakes.ts';

describe('refused requests', () => {
  it('refused requests are all counted, and each kind is logged once a minute with how many were left out', () => {
    const [log, meter, clock] = [recordingLog(), recordingMeter(), fakeClock()];
    const note = createRefusedRequests({ log, meter, clock });
    for (let time = 0; time < 1_000; time += 1) note('token', { time }, 'no token');
    note('tenant', {}, 'foreign tenant');
    clock.advance(60_000);
    note('token', { time: 1_000 }, 'no token');
    note('token', { time: 1_001 }, 'no token');
    assert.deepEqual(
      log.lines.map(({ level, fields, message }) => [level, fields, message]),
      [
        ['warn', { time: 0 }, 'no token'],
        ['warn', {}, 'foreign tenant'],
        ['warn', { time: 1_000, leftOut: 999 }, 'no token'],
      ],
    );
    assert.deepEqual(meter.counted, { 'refusedRequests token': 1_002, 'refusedRequests tenant': 1 });
  });
});
