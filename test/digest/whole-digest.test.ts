import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBook } from '../../simulator/book.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { AdaptiveCard } from '../../src/cards/adaptive-card.ts';
import { digestCard } from '../../src/cards/digest-card.ts';
import { createDeliver } from '../../src/digest/deliver.ts';
import type { DigestMessage } from '../../src/digest/message.ts';
import { createRound } from '../../src/digest/round.ts';
import { services } from '../../src/domain/job.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { readSentence } from '../../src/language/index.ts';
import { createDrivenIndex } from '../support/driven-index.ts';
import { fakeClock, hour, noMeter, recordingLog } from '../support/fakes.ts';
import { keeping } from '../support/keeping.ts';
import { textOf } from '../support/playground.ts';
import { openSimulatedSource } from '../support/simulated-source.ts';
import { aPlace } from './support.ts';

const minute = 60_000;
const day = 24 * hour;
/** Monday 23 November 2026, 08:00 in UTC: when the digests of these tests are due. */
const due = Date.UTC(2026, 10, 23, 8);

interface Whole {
  readonly simulator: Simulator;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly said: { readonly message: DigestMessage; readonly card: AdaptiveCard; readonly text: string }[];
  /** Moves the clock and has said what is due then. */
  passTo(moment: number): Promise<void>;
  close(): Promise<void>;
}

/** Everything from the sentence to the card, with the API behind real HTTP. */
async function openWhole({
  history = false,
  jobsApi = 'cloudbackup-jobs' as const,
  sentence = 'digest daily at 8',
} = {}): Promise<Whole> {
  const clock = fakeClock(due - hour);
  const log = recordingLog();
  const { simulator, source, close } = await openSimulatedSource({ clock, log, jobsApi, history });
  const jobs = createJobs({ source, index: createDrivenIndex({ source, clock, log }), clock, log });
  let asking = 0;
  const report: typeof jobs.report = async (...args) => {
    asking += 1;
    return jobs.report(...args).finally(() => {
      asking -= 1;
    });
  };
  const { subscriptions, reports, digests, places } = keeping({ jobs: { report }, clock, log });
  const said: Whole['said'] = [];
  const say = async (message: DigestMessage) => {
    const card = digestCard(message);
    said.push({ message, card, text: textOf(card) });
    return { kind: 'sent', said: { place: aPlace, id: `m${said.length}` } } as const;
  };
  const messenger = {
    post: (_: unknown, message: DigestMessage) => say(message),
    reply: (_: unknown, message: DigestMessage) => say(message),
    edit: async () => ({ kind: 'missing' }) as const,
  };
  const deliver = createDeliver({ subscriptions, messenger, meter: noMeter, clock, log });
  const round = createRound({ subscriptions, reports, deliver, places, clock, log });
  const { command } = readSentence(sentence, { now: clock.now(), zone: 'UTC', locale: 'en-GB' });
  assert.ok(command.kind === 'digest' && command.order.what === 'set');
  await digests.obey(command.order, aPlace, 'en-GB');
  return {
    simulator,
    clock,
    said,
    async passTo(moment) {
      while (clock.now() < moment) {
        clock.advance(Math.min(5 * minute, moment - clock.now()));
        do {
          await round.go(() => true);
          // The API is asked over real HTTP, so its answer takes real time.
          while (asking > 0) await sleep(1);
          await round.go(() => true);
          await round.settled();
        } while (asking > 0);
      }
    },
    close,
  };
}

/** The simulator's own history. */
const book = createBook({ seed: 2024, history: true });

describe('a whole digest', () => {
  let whole: Whole;
  afterEach(() => whole.close());

  const run = (service: number, startedAt: number, endedAt?: number, state = 2) =>
    whole.simulator.plant({
      service,
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      state,
    });
  /** A service that runs each six hours and always finishes. */
  const clean = (service: number, from: number, to: number) => {
    for (let at = from; at < to; at += 6 * hour) run(service, at + minute, at + hour);
  };

  it('tells of a job that was running at the last one’s cut and failed an hour later', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    run(3, due - 30 * minute, due + hour, 3);
    clean(3, due - 10 * day, due - day);
    clean(3, due + 2 * hour, due + 5 * day);
    await whole.passTo(due + day + 10 * minute);
    const [first, second] = whole.said;
    assert.equal(whole.said.length, 2);
    assert.match(first?.text ?? '', /Still running 1/);
    assert.equal(second?.message.report?.verdict, 'attention');
    assert.match(second?.text ?? '', /A backup that was running before did not end well/);
    assert.match(second?.text ?? '', /OneDrive, since Mon 23 Nov, 07:30: ✕ Failed Mon 23 Nov, 09:00/);
    await whole.passTo(due + 2 * day + 10 * minute);
    assert.equal(whole.said[2]?.message.report?.verdict, 'good', 'and the one after tells it no more');
  });

  it('tells of one that ran for days and failed at last, though nobody had seen it begin', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    clean(2, due - 10 * day, due + 5 * day);
    run(2, due - 5 * day, due + 26 * hour, 3);
    await whole.passTo(due + 2 * day + 10 * minute);
    const verdicts = whole.said.map(({ message }) => message.report?.verdict);
    assert.deepEqual(verdicts, ['good', 'good', 'attention']);
    assert.match(whole.said[1]?.text ?? '', /SharePoint, since Wed 18 Nov, 08:00: ↻ Running still, for 6 d/);
    assert.match(whole.said[2]?.text ?? '', /SharePoint, since Wed 18 Nov, 08:00: ✕ Failed/);
  });

  it('calls it attention, not good and not nothing, where a schedule simply stopped', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due);
    clean(7, due - 10 * day, due);
    await whole.passTo(due + day + 10 * minute);
    const [first, second] = whole.said;
    assert.equal(first?.message.report?.verdict, 'good');
    assert.equal(second?.message.report?.verdict, 'attention');
    assert.match(second?.text ?? '', /No backup started: has the schedule stopped\?/);
    assert.match(second?.text ?? '', /Exchange: nothing ran/);
  });

  it('never says good while the API is down, and the true figures once it is back', async () => {
    whole = await openWhole();
    clean(1, due - 10 * day, due + 5 * day);
    run(1, due - 2 * hour, due - hour, 3);
    whole.simulator.addTrouble({ kind: 'status', status: 503 });
    await whole.passTo(due + 25 * minute);
    assert.equal(whole.said.length, 0);
    await whole.passTo(due + 45 * minute);
    const [first] = whole.said;
    assert.match(first?.text ?? '', /No data since Sun 22 Nov, 08:00: treat as unknown/);
    assert.doesNotMatch(first?.text ?? '', /✓|good|Good/);
    whole.simulator.clearTroubles();
    await whole.passTo(due + hour);
    assert.equal(whole.said.length, 2);
    assert.match(whole.said[1]?.text ?? '', /now known/);
    assert.match(whole.said[1]?.text ?? '', /Exchange: 1 failed/);
    assert.deepEqual(whole.said[1]?.message.span, first?.message.span);
  });

  it('has the very numbers of the history, with the change from the time before', async () => {
    whole = await openWhole({ history: true });
    await whole.passTo(due + 5 * minute);
    const report = whole.said[0]?.message.report;
    assert.ok(report);
    for (const { service, tally, before } of report.services) {
      const within = (from: number, to: number, state: number) =>
        book.select(
          {
            type: 1,
            service: services.indexOf(service) + 1,
            state,
            location: undefined,
            from,
            to,
            by: 'start',
          },
          whole.clock.now(),
        ).length;
      assert.deepEqual(
        [tally?.total, tally?.states.failed, tally?.states.inProgress],
        [within(due - day, due, 0), within(due - day, due, 3), within(due - day, due, 1)],
        service,
      );
      assert.equal(before?.total, within(due - 2 * day, due - day, 0), service);
    }
    assert.ok(Buffer.byteLength(JSON.stringify(whole.said[0]?.card)) < 23_500);
  });

  it('is about the services that it was set for', async () => {
    whole = await openWhole({ sentence: 'digest daily at 8 for exchange and onedrive' });
    clean(1, due - 10 * day, due);
    clean(3, due - 10 * day, due);
    run(7, due - 2 * hour, due - hour, 3);
    await whole.passTo(due + 5 * minute);
    assert.equal(whole.said[0]?.message.report?.verdict, 'good');
    assert.match(whole.said[0]?.text ?? '', /Backups · Exchange and OneDrive/);
  });
});
