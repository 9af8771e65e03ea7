import assert from 'node:assert/strict';
import type { Simulator } from '../../../simulator/simulator.ts';
import type { JobsApiName } from '../../../src/avepoint/index.ts';
import type { Delivery, Messenger, SentMessage } from '../../../src/domain/messenger.ts';
import type { ConversationKey } from '../../../src/domain/place.ts';
import type { WatchSpec } from '../../../src/domain/watch-order.ts';
import { createIncidentRenderer } from '../../../src/features/incidents/card/renderer.ts';
import { type Alerting, createAlerting } from '../../../src/features/incidents/incidents.ts';
import type { IncidentMessage } from '../../../src/features/incidents/notify/message.ts';
import { createConversationStore } from '../../../src/store/places.ts';
import { fakeClock, hour, monday, noMeter, recordingLog } from '../../support/fakes.ts';
import { openIndexedSource } from '../../support/indexed-source.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { textOf } from '../../support/playground.ts';
import { channel, exchange, kim, minute } from './support.ts';

interface Whole {
  readonly simulator: Simulator;
  readonly watching: Alerting;
  readonly clock: ReturnType<typeof fakeClock>;
  /** The messages that were sent, as text. */
  readonly said: { readonly how: string; readonly text: string; readonly message: IncidentMessage }[];
  watch(wish: Partial<WatchSpec>): Promise<void>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** All parts from the API, behind real HTTP, to the text of the card. */
async function openWhole({
  jobsApi = 'cloudbackup-jobs' as JobsApiName,
  history = false,
} = {}): Promise<Whole> {
  const clock = fakeClock();
  const log = recordingLog();
  const source = await openIndexedSource({ clock, log, jobsApi, history });
  const { simulator, index, close } = source;
  const watching = createAlerting({
    store: createMemoryStore(),
    places: createConversationStore(createMemoryStore()),
    index,
    meter: noMeter,
    clock,
    log,
  });
  const render = createIncidentRenderer();
  const said: Whole['said'] = [];
  const say = async (how: string, place: ConversationKey, message: IncidentMessage): Promise<Delivery> => {
    const wording = render(message);
    said.push({ how, message, text: wording.kind === 'card' ? textOf(wording.card) : wording.text });
    return { kind: 'sent', said: { place, id: `m${said.length}` } };
  };
  const messenger: Messenger<IncidentMessage> = {
    post: (place, message) => say('post', place, message),
    reply: (to: SentMessage, message) => say('reply', to.place, message),
    edit: async (to: SentMessage, message) => {
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
    async watch(wish) {
      const setter = { zone: 'Europe/Berlin', locale: 'en-GB', by: kim };
      await watching.orders.save({ ...exchange, ...wish }, channel, setter);
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= minute) {
        clock.advance(minute);
        await source.pass();
        for (let turn = 0; turn < 3; turn += 1) {
          await round.go(() => true);
          await round.settled();
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
    it(`the poll finds a failure, counts on and finds the recovery, in the shape ${jobsApi}`, async () => {
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
        /✓ Exchange Online has recovered/,
      );
      assert.equal(whole.said.filter(({ how }) => how === 'post').length, 1);
    });
  }

  it('the poll finds failures if counts are of the page alone', async () => {
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
    ['filters by the end of jobs', { windowBy: 'end' }],
    ['filters by any overlap with the window', { windowBy: 'overlap' }],
    ['ignores the time of day', { ignoreTimeOfDay: true }],
  ] as const) {
    it(`the poll finds a failure within minutes if AvePoint ${name}`, async () => {
      whole = await openWhole();
      whole.simulator.setSwitches(switches);
      await whole.watch({});
      plant(1, monday - 30 * minute, monday + 20 * minute);
      await whole.pass(23 * minute);
      assert.equal(whole.said.filter(({ how }) => how === 'post').length, 1);
    });
  }

  it('the card says no data, and never all clear, while AvePoint ignores a filter', async () => {
    whole = await openWhole({ history: true });
    whole.simulator.setSwitches({ ignoredFilters: ['ObjectType'] });
    await whole.watch({ services: [] });
    await whole.pass(15 * minute);
    assert.match(whole.said.at(-1)?.text ?? '', /No backup data since/);
    assert.doesNotMatch(whole.said.map(({ text }) => text).join(), /✓/);
  });

  it('the poll follows a backup for days, until it fails', async () => {
    whole = await openWhole();
    await whole.watch({});
    plant(1, monday - 60 * hour, monday + 5 * minute);
    await whole.pass(2 * minute);
    assert.equal(whole.said.length, 0);
    await whole.pass(10 * minute);
    assert.equal(whole.said.length, 1);
  });

  it('the poll goes on through every trouble of the API, and reports each failure once', async () => {
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
      ({ how, message }) => how === 'post' && message.incident.about.kind === 'failing',
    );
    assert.equal(cards.length, 1);
  });
});
