import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator.ts';
import type { JobsApiName } from '../../src/avepoint/index.ts';
import { createFaultRenderer } from '../../src/cards/fault-renderer.ts';
import type { Delivery, Messenger, SaidMessage } from '../../src/domain/messenger.ts';
import type { PlaceKey } from '../../src/domain/place.ts';
import type { WatchWish } from '../../src/domain/watch-order.ts';
import type { FaultMessage } from '../../src/faults/message.ts';
import { createWatching, type Watching } from '../../src/faults/watching.ts';
import { createPlaces } from '../../src/store/places.ts';
import { fakeClock, hour, monday, noMeter, recordingLog } from '../support/fakes.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { textOf } from '../support/playground.ts';
import { openSimulatedSource } from '../support/simulated-source.ts';
import { channel, exchange, kim, minute } from './support.ts';

interface Whole {
  readonly simulator: Simulator;
  readonly watching: Watching;
  readonly clock: ReturnType<typeof fakeClock>;
  /** What was said, in words. */
  readonly said: { readonly how: string; readonly text: string; readonly message: FaultMessage }[];
  counted(): number;
  watch(wish: Partial<WatchWish>): Promise<void>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Everything from the API, behind real HTTP, to the words of the card. */
async function openWhole({
  jobsApi = 'cloudbackup-jobs' as JobsApiName,
  history = false,
} = {}): Promise<Whole> {
  const clock = fakeClock();
  const log = recordingLog();
  const { simulator, source, close } = await openSimulatedSource({ clock, log, jobsApi, history });
  const store = createMemoryStore();
  let counted = 0;
  const watching = createWatching({
    store,
    places: createPlaces(store),
    source,
    meter: {
      ...noMeter,
      count: (name, by = 1) => {
        if (name === 'watchRequests') counted += by;
      },
    },
    clock,
    log,
  });
  const render = createFaultRenderer();
  const said: Whole['said'] = [];
  const say = async (how: string, place: PlaceKey, message: FaultMessage): Promise<Delivery> => {
    const wording = render(message);
    said.push({ how, message, text: wording.kind === 'card' ? textOf(wording.card) : wording.text });
    return { kind: 'sent', said: { place, id: `m${said.length}` } };
  };
  const messenger: Messenger<FaultMessage> = {
    post: (place, message) => say('post', place, message),
    reply: (to: SaidMessage, message) => say('reply', to.place, message),
    edit: async (to: SaidMessage, message) => {
      await say('edit', to.place, message);
      return { kind: 'sent', said: to };
    },
  };
  const round = watching.round(messenger, minute);
  return {
    simulator,
    watching,
    clock,
    said,
    counted: () => counted,
    async watch(wish) {
      const setter = { zone: 'Europe/Berlin', locale: 'en-GB', by: kim };
      await watching.orders.save({ ...exchange, ...wish }, channel, setter);
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= minute) {
        clock.advance(minute);
        for (let turn = 0; turn < 3; turn += 1) {
          await round.go(() => true);
          await round.settled();
          await sleep(0);
        }
      }
    },
    close,
  };
}

describe('watching, with the API behind HTTP', () => {
  let whole: Whole;
  afterEach(() => whole.close());

  const plant = (service: number, startedAt: number, endedAt: number | undefined, state = 3) =>
    whole.simulator.plant({
      service,
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      state,
      counts: { total: 1_230, failed: state === 3 ? 214 : 0, successful: 1_016, skipped: 0 },
      errors: state === 3 ? [{ value: 'Access denied to 42 mailboxes.', number: 214 }] : [],
    });

  for (const jobsApi of ['cloudbackup-jobs', 'cloudbackupjobs'] as const) {
    it(`finds a failure, counts on and sees the recovery, in the shape ${jobsApi}`, async () => {
      whole = await openWhole({ jobsApi });
      await whole.watch({});
      plant(1, monday - hour, monday + 2 * minute);
      plant(1, monday + hour, monday + hour + minute);
      plant(1, monday + 2 * hour, monday + 2 * hour + minute, 2);
      await whole.pass(10 * minute);
      assert.equal(whole.said.length, 1);
      assert.match(whole.said[0]?.text ?? '', /Exchange[\s\S]*Access denied/);
      assert.match(whole.said[0]?.text ?? '', /214/);
      await whole.pass(3 * hour);
      assert.match(
        whole.said.findLast(({ how }) => how === 'edit')?.text ?? '',
        /✓ Exchange Online recovered/,
      );
      assert.equal(whole.said.filter(({ how }) => how === 'post').length, 1);
    });
  }

  it('costs three requests a poll while nothing happens, as many as the metric counts, however long the history', async () => {
    whole = await openWhole({ history: true });
    await whole.watch({ services: [] });
    await whole.pass(2 * minute);
    // A quiet stretch: from now on nothing starts, and what runs goes on.
    for (const kind of ['stops'] as const) whole.simulator.addIncident({ kind, from: whole.clock.now() });
    const running = whole.simulator.requests().length;
    assert.ok(running > 0);
    const perPoll: number[] = [];
    for (let poll = 0; poll < 40; poll += 1) {
      const [requests, counted] = [whole.simulator.requests().length, whole.counted()];
      await whole.pass(minute);
      const jobs = whole.simulator
        .requests()
        .slice(requests)
        .filter(({ path }) => path.includes('jobs'));
      assert.equal(jobs.length, whole.counted() - counted);
      perPoll.push(jobs.length);
    }
    assert.equal(Math.min(...perPoll), 3);
    // Where something ended: three for the pulse, and three a service at the most.
    assert.ok(Math.max(...perPoll) <= 3 + 3 * 12, `${Math.max(...perPoll)} requests in one poll`);
    assert.ok(perPoll.filter(count => count === 3).length >= 20, perPoll.join(' '));
  });

  it('costs three requests a poll where little has ever run, and counts cannot be proven', async () => {
    whole = await openWhole();
    whole.simulator.setSwitches({ totalCount: 'page' });
    plant(1, monday - hour, monday - minute, 2);
    plant(1, monday - 3 * hour, undefined);
    await whole.watch({});
    await whole.pass(5 * minute);
    const before = whole.simulator.requests().length;
    await whole.pass(20 * minute);
    assert.equal(whole.simulator.requests().length - before, 60);
  });

  it('finds failures where counts are of the page alone, at a higher price', async () => {
    whole = await openWhole();
    whole.simulator.setSwitches({ totalCount: 'page', nextLink: 'none' });
    for (let n = 1; n <= 30; n += 1) plant(1, monday - n * hour, monday - n * hour + minute, 2);
    await whole.watch({});
    await whole.pass(5 * minute);
    plant(1, whole.clock.now() - minute, whole.clock.now() + minute);
    await whole.pass(5 * minute);
    assert.equal(whole.said.length, 1);
  });

  for (const [name, switches] of [
    ['the window filters ends', { windowBy: 'end' }],
    ['the window filters overlaps', { windowBy: 'overlap' }],
    ['only dates count', { ignoreTimeOfDay: true }],
  ] as const) {
    it(`says that it cannot see, and never that all is well, where ${name}`, async () => {
      whole = await openWhole({ history: true });
      whole.simulator.setSwitches(switches);
      await whole.watch({ services: [] });
      await whole.pass(15 * minute);
      assert.match(whole.said.at(-1)?.text ?? '', /cannot see/);
      assert.doesNotMatch(whole.said.map(({ text }) => text).join(), /✓/);
    });
  }

  it('follows a backup for days, until it fails', async () => {
    whole = await openWhole();
    await whole.watch({});
    plant(1, monday - 60 * hour, monday + 5 * minute);
    await whole.pass(2 * minute);
    assert.equal(whole.said.length, 0);
    await whole.pass(10 * minute);
    assert.equal(whole.said.length, 1);
  });

  it('goes on through every trouble of the API, and tells each failure once', async () => {
    whole = await openWhole();
    await whole.watch({});
    await whole.pass(2 * minute);
    plant(1, monday, monday + 3 * minute);
    for (const trouble of [
      { kind: 'status', status: 503, times: 40 },
      { kind: 'status', status: 429, retryAfter: 3, times: 10 },
      { kind: 'malformed', body: 'cut', times: 10 },
      { kind: 'drop', times: 10 },
      { kind: 'malformed', body: 'otherShape', times: 2 },
    ] as const)
      whole.simulator.addTrouble(trouble);
    await whole.pass(3 * hour);
    const cards = whole.said.filter(
      ({ how, message }) => how === 'post' && message.fault.about.kind === 'failing',
    );
    assert.equal(cards.length, 1);
  });
});
