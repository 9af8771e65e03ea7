import assert from 'node:assert/strict';
import type { ServiceRecords } from '../../src/domain/service-records.ts';
import { StoreError } from '../../src/domain/store.ts';
import { createKnownServices } from '../../src/jobs/known-services.ts';
import { createServiceRecords } from '../../src/store/service-records.ts';
import { fakeClock, hour, recordingLog } from '../support/fakes.ts';
import { openIndexedSource } from '../support/indexed-source.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const minute = 60_000;
const [exchange, project] = [1, 5];

describe('the services that were ever backed up', () => {
  const clock = fakeClock();
  const log = recordingLog();
  let source: Awaited<ReturnType<typeof openIndexedSource>>;
  before(async () => {
    source = await openIndexedSource({ clock, log, history: false, jobsApi: 'cloudbackup-jobs' });
    plant(exchange, 2);
    plant(exchange, 1, 3);
    plant(project, 5, 3);
    await source.pass();
  });
  after(() => source.close());

  const plant = (service: number, hoursAgo: number, state = 2) => {
    const startedAt = clock.now() - hoursAgo * hour;
    source.simulator.plant({ service, state, startedAt, endedAt: startedAt + minute });
    return startedAt;
  };
  const open = (change: Partial<ServiceRecords> = {}) => {
    const records = { ...createServiceRecords(createMemoryStore()), ...change };
    return { records, known: createKnownServices({ records, index: source.index, clock, log }) };
  };

  it('services that were ever backed up are recorded from the index with their last start and last good start', async () => {
    const { known } = open();
    known.update();
    await known.settled();
    const all = await known.read();
    assert.deepEqual(Object.keys(all ?? {}).sort(), ['exchange', 'project']);
    assert.deepEqual(all?.exchange?.last, {
      startedAt: clock.now() - hour,
      goodAt: clock.now() - 2 * hour,
    });
    assert.equal(all?.project?.last?.goodAt, undefined);
  });

  it('services that were ever backed up are recorded once an hour at most', async () => {
    let writes = 0;
    const { known } = open({
      saw: async () => {
        writes += 1;
      },
    });
    known.update();
    known.update();
    clock.advance(hour - 1);
    known.update();
    assert.equal(writes, 2, 'one for each of two services');
    clock.advance(1);
    known.update();
    assert.equal(writes, 4);
  });

  it('services are recorded a minute later if the store fails, which is logged and delays nothing', async () => {
    let isDown = true;
    const seen: string[] = [];
    const { known } = open({
      saw: async service => {
        if (isDown) throw new StoreError('unavailable', 'x');
        seen.push(service);
      },
      all: () => Promise.reject(new StoreError('unavailable', 'x')),
    });
    known.update();
    await known.settled();
    assert.equal(log.lines.filter(({ message }) => /not recorded, trying again/.test(message)).length, 2);
    isDown = false;
    known.update();
    assert.deepEqual(seen, []);
    clock.advance(minute);
    known.update();
    await known.settled();
    assert.deepEqual(seen, ['exchange', 'project']);
    assert.equal(await known.read(), undefined);
  });
});
