import assert from 'node:assert/strict';
import { createDice } from '../../../simulator/dice.ts';
import type { RecordedRequest } from '../../../simulator/request-log.ts';
import { digestCard } from '../../../src/features/digest/card.ts';
import { createDeliver } from '../../../src/features/digest/deliver.ts';
import { createDueLoop } from '../../../src/features/digest/due-loop.ts';
import { type DigestMessage, nameOfDigest } from '../../../src/features/digest/message.ts';
import { createJobs } from '../../../src/jobs/jobs.ts';
import { createSharedSchedule } from '../../../src/jobs/shared-schedule.ts';
import { createSetAside } from '../../../src/schedule/set-aside.ts';
import { createPacing } from '../../../src/teams/pacing.ts';
import { createSender } from '../../../src/teams/sender.ts';
import { hour, noMeter, recordingLog } from '../../support/fakes.ts';
import { openIndexedSource } from '../../support/indexed-source.ts';
import { keeping } from '../../support/keeping.ts';
import { seedDigests } from '../../support/seed-digests.ts';
import { refusal, type StrictChannel, strictChannel } from '../../support/strict-channel.ts';
import { virtualTime } from '../../support/virtual-time.ts';

const minute = 60_000;
const second = 1_000;
/** Monday 23 November 2026, 08:00 in UTC. */
const due = Date.UTC(2026, 10, 23, 8);
const perSecond = 40;

interface Refusal {
  readonly error: Error;
  readonly leastMs: number;
}

/** How Teams refuses, and the minimum pause of a conversation after that. */
const refusals: readonly [Refusal, ...Refusal[]] = [
  { error: refusal(429, 'Throttled', '2'), leastMs: 2 * second },
  { error: refusal(412, 'PreconditionFailed'), leastMs: 1.6 * second },
  { error: refusal(502), leastMs: 1.6 * second },
  { error: refusal(403, 'BotNotInConversationRoster'), leastMs: minute / 2 },
  { error: refusal(404, 'ConversationNotFound'), leastMs: minute / 2 },
];

interface Crowd {
  readonly channel: StrictChannel;
  /** The requests to AvePoint of the real reader and of the digests. */
  readonly requests: readonly RecordedRequest[];
  readonly different: number;
}

/** Runs a number of digests with the real reader over HTTP, from an hour before they are due to ten minutes after. */
async function deliver(counts: { readonly count: number; readonly different: number }): Promise<Crowd> {
  const time = virtualTime(due - hour);
  const log = recordingLog();
  // A wall clock shows whole milliseconds.
  const now = () => Math.floor(time.clock.now());
  const clock = {
    ...time.clock,
    now,
    elsewhere: now,
    advance: () => assert.fail('time passes by itself here'),
  };
  const source = await openIndexedSource({ clock, log, jobsApi: 'cloudbackupjobs', history: true });
  const { simulator, index } = source;
  // One service hasn't run for two days. Only the plan of the runs shows whether it should have, so some digests need
  // it.
  simulator.addIncident({ kind: 'stops', service: 1, from: due - 48 * hour });
  try {
    const schedule = createSharedSchedule(source.schedule, clock);
    const jobs = createJobs({ source: source.source, index, schedule, clock, log });
    const { store, places, subscriptions, reports } = keeping({ jobs, clock, log });
    const asked = new Set<string>();
    const dice = createDice(7);
    const channel = strictChannel(clock, (_, attempt) =>
      attempt === 1 && dice.chance(0.02) ? dice.pick(refusals).error : undefined,
    );
    const sender = createSender<DigestMessage>({
      channel,
      places,
      whyNot: async () => undefined,
      pacing: createPacing(time),
      render(message) {
        asked.add(JSON.stringify(message.wish?.services));
        return { kind: 'card', card: digestCard(message) };
      },
      nameOf: nameOfDigest,
      meter: noMeter,
      log,
      clock,
      sleep: time.sleep,
      random: dice.next,
    });
    const round = createDueLoop({
      subscriptions,
      reports,
      deliver: createDeliver({ subscriptions, reports, messenger: sender, meter: noMeter, clock, log }),
      places,
      aside: createSetAside({ meter: noMeter, clock, log }),
      clock,
      log,
    });
    await seedDigests(store, { ...counts, dueAt: due, serviceUrl: 'http://127.0.0.1:1/' });
    while (clock.now() < due + 10 * minute) {
      await source.pass();
      const going = round.go(() => true);
      await time.until(time.sleep(minute));
      await time.until(going);
    }
    await time.until(round.settled());
    return { channel, requests: simulator.requests(), different: asked.size };
  } finally {
    await source.close();
  }
}

const isPlan = ({ path }: RecordedRequest) => path.endsWith('/frequency');
/** In no order: a digest is on its way when the reader asks. Tokens are renewed by time, for any request. */
const asAsked = (requests: readonly RecordedRequest[]) =>
  requests
    .filter(({ path }) => path !== '/connect/token')
    .map(({ path, query }) => JSON.stringify([path, query]))
    .sort();

describe('a crowd of digests that are due in the same minute', () => {
  const [count, different] = [1_000, 200];
  let crowd: Crowd;
  let none: Crowd;
  let few: Crowd;
  before(async function () {
    this.timeout(60_000);
    none = await deliver({ count: 0, different: 0 });
    few = await deliver({ count: 8, different: 8 });
    crowd = await deliver({ count, different });
  });

  it('a crowd of digests reads as many reports as there are different settings, and sends each message once', () => {
    const { taken } = crowd.channel;
    assert.equal(crowd.different, different + 1);
    assert.equal(new Set(taken.map(({ place }) => place)).size, count);
    assert.equal(taken.length, count);
  });

  it('a crowd of digests takes at most 1.1 times as long as 40 a second allow, if Teams accepts the first attempt', () => {
    const { taken, refused } = crowd.channel;
    const wasRefused = new Set(refused.map(({ place }) => place));
    const atFirst = taken.filter(({ place }) => !wasRefused.has(place));
    assert.ok(wasRefused.size >= 10 && wasRefused.size <= 40, `${wasRefused.size} were refused`);
    const seconds = (Math.max(...atFirst.map(({ at }) => at)) - due) / second;
    assert.ok(seconds <= (1.1 * count) / perSecond, `${seconds} s`);
  });

  it('refused digests of a crowd are tried again after their back-off, within Teams’ limits', () => {
    const { taken, refused } = crowd.channel;
    for (const { place, at, error } of refused) {
      const { leastMs } = refusals.find(one => one.error === error) ?? { leastMs: undefined };
      assert.ok(leastMs !== undefined, 'it was refused by a limit that was passed');
      const again = taken.find(one => one.place === place);
      assert.ok(again, `${place} never came`);
      assert.ok(again.at - at >= leastMs, `${place} came ${again.at - at} ms after its refusal`);
    }
    assert.equal(new Set(refused.map(({ error }) => error)).size, refusals.length, 'each kind of refusal');
  });

  it('a crowd of digests sends as many requests to AvePoint as eight digests, which add only one for the schedule', () => {
    assert.deepEqual(asAsked(crowd.requests), asAsked(few.requests));
    assert.equal(few.requests.filter(isPlan).length, 1);
    const ofReader = few.requests.filter(request => !isPlan(request));
    assert.deepEqual(asAsked(ofReader), asAsked(none.requests));
    assert.ok(none.requests.length > 10, 'it is read');
  });
});
