import assert from 'node:assert/strict';
import type { RecordedRequest } from '../../simulator/request-log.ts';
import { type Service, services } from '../../src/domain/job.ts';
import type { Messenger } from '../../src/domain/messenger.ts';
import type { WatchSpec } from '../../src/domain/watch-order.ts';
import { serviceFailures } from '../../src/features/incidents/incident/incident.ts';
import { createAlerting } from '../../src/features/incidents/incidents.ts';
import type { IncidentMessage } from '../../src/features/incidents/notify/message.ts';
import { createSharedSchedule } from '../../src/jobs/shared-schedule.ts';
import { createConversationStore } from '../../src/store/places.ts';
import { channel, kim } from '../features/incidents/support.ts';
import { noMeter } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { denseDays } from './dense-days.ts';
import { codes, hour, minute, monday, on, type Stage } from './staged.ts';

const watchers = 50;
const watchedMs = 2 * hour;
/** What the reader may ask in a minute in the long run. */
const cap = 30;
/** A job that was seen running is found within two polls after its end. */
const foundWithinMs = 2 * minute;

const always: WatchSpec = { services: [], inARow: 1, isPartialIncluded: false, quiet: undefined };
const night = { from: { hour: 22, minute: 0 }, to: { hour: 6, minute: 0 }, zone: 'UTC' };

/** Ten different ways to watch. It is afternoon, so that no quiet hours hold anything back. */
const wishes: readonly WatchSpec[] = [
  always,
  { ...always, services: ['exchange'] },
  { ...always, services: ['sharepoint', 'onedrive'] },
  { ...always, services: services.slice(0, 6) },
  { ...always, services: services.slice(6) },
  { ...always, isPartialIncluded: true },
  { ...always, quiet: night },
  { ...always, services: ['teams', 'groups', 'exchange'], quiet: night },
  { ...always, inARow: 2 },
  { ...always, services: ['onedrive'], inARow: 2, isPartialIncluded: true },
];

interface Posted {
  readonly at: number;
  readonly place: string;
  readonly message: IncidentMessage;
}

interface Watched {
  readonly requests: readonly RecordedRequest[];
  readonly posted: readonly Posted[];
}

/** The real reader over HTTP for two hours, a poll and a look each minute, with so many channels that watch. */
async function watch(count: number): Promise<Watched> {
  const posted: Posted[] = [];
  let requests: readonly RecordedRequest[] = [];
  await on({ before: denseDays(), shape: 'cloudbackupjobs' }, async stage => {
    await stage.run(10 * minute);
    stage.simulator.clearRequests();
    const look = await watching(stage, count, posted);
    for (let passed = 0; passed < watchedMs; passed += minute) {
      await stage.run(minute);
      await look();
    }
    requests = stage.simulator.requests();
  });
  return { requests, posted };
}

/** What a process does after each poll. */
async function watching(stage: Stage, count: number, posted: Posted[]): Promise<() => Promise<void>> {
  const { clock, log, index } = stage;
  const store = createMemoryStore();
  const parts = createAlerting({
    store,
    places: createConversationStore(store),
    index,
    schedule: createSharedSchedule(stage.schedule, clock),
    known: { read: async () => undefined },
    meter: noMeter,
    clock,
    log,
  });
  for (let number = 0; number < count; number += 1) {
    const place = { ...channel, id: `19:channel-${number}` };
    const wish = wishes[number % wishes.length] ?? always;
    await parts.orders.save(wish, place, { zone: 'UTC', locale: 'en-GB', by: kim });
  }
  const say = (place: string, message: IncidentMessage) =>
    void posted.push({ at: clock.now(), place, message });
  const messenger: Messenger<IncidentMessage> = {
    async post(place, message) {
      say(place.id, message);
      return { kind: 'sent', said: { place, id: `m${posted.length}` } };
    },
    async reply(to, message) {
      say(to.place.id, message);
      return { kind: 'sent', said: to };
    },
    async edit(to, message) {
      say(to.place.id, message);
      return { kind: 'sent', said: to };
    },
  };
  const round = parts.round(messenger, minute);
  return async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await round.go(() => true);
      await round.settled();
    }
  };
}

const isPlan = ({ path }: RecordedRequest) => path.endsWith('/frequency');
const isToken = ({ path }: RecordedRequest) => path === '/connect/token';

describe('fifty channels that watch twelve services', () => {
  let nobody: Watched;
  let crowd: Watched;
  before(async function () {
    this.timeout(120_000);
    nobody = await watch(0);
    crowd = await watch(watchers);
  });

  it('fifty channels that watch twelve services add no request to those of the reader but the plan of the runs, once in ten minutes', () => {
    const asAsked = (requests: readonly RecordedRequest[]) =>
      requests
        .filter(request => !isPlan(request) && !isToken(request))
        .map(({ at, path, query }) => ({ at, path, query }));
    assert.deepEqual(asAsked(crowd.requests), asAsked(nobody.requests));
    const plans = crowd.requests.filter(isPlan).length;
    assert.ok(plans <= watchedMs / (10 * minute), `${plans} requests for the plan`);
  });

  it('fifty channels that watch twelve services leave the requests within the cap of the reader', () => {
    const perMinute = crowd.requests.filter(one => !isToken(one)).length / (watchedMs / minute);
    assert.ok(perMinute <= cap, `${perMinute} a minute`);
    assert.ok(perMinute >= 5, 'it is read');
  });

  it('fifty channels that watch twelve services each get every failure of what they watch within two polls of its end', () => {
    const failures = denseDays().flatMap(({ id, service = 0, endedAt, state }) => {
      const isIn = endedAt !== undefined && endedAt > monday + 10 * minute && endedAt < monday + 100 * minute;
      return isIn && state === codes.failed
        ? [{ id, endedAt, service: services[service - 1] as Service }]
        : [];
    });
    assert.ok(failures.length >= 4, `${failures.length} failures`);
    for (let number = 0; number < watchers; number += 1) {
      const wish = wishes[number % wishes.length] ?? always;
      if (wish.inARow > 1) continue;
      const here = crowd.posted.filter(({ place }) => place === `19:channel-${number}`);
      for (const { id, endedAt, service } of failures) {
        if (wish.services.length > 0 && !wish.services.includes(service)) continue;
        const first = here.find(({ message }) =>
          serviceFailures(message.incident).some(trouble => trouble.runs.some(run => run.id === id)),
        );
        assert.ok(first, `channel ${number} was never told of ${id}`);
        const waitedMs = first.at - Number(endedAt);
        assert.ok(waitedMs <= foundWithinMs, `channel ${number}: ${id} after ${waitedMs / minute} minutes`);
      }
    }
  });
});
