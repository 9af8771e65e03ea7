import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createAskLimits } from '../../src/access/ask-limits.ts';
import type { Asker } from '../../src/domain/asker.ts';
import { JobSourceError } from '../../src/domain/job-source.ts';
import { inMs } from '../../src/domain/time.ts';
import { createRequestQueue } from '../../src/jobs/request-queue.ts';
import { fakeClock, fakeTimers, recordingMeter } from '../support/fakes.ts';

const askers = (perMinute: number, clock = fakeClock()) => createAskLimits(perMinute, clock).asker;
const anAsker = askers(0);
const unspent = () => ({ waitedMs: 0, sentMs: 0 });

function open(limits = { inAll: 2, each: 1, waitingEach: 3 }) {
  const clock = fakeClock();
  const timers = fakeTimers();
  const meter = recordingMeter();
  let timersSet = 0;
  const queue = createRequestQueue({
    clock,
    meter,
    limits,
    inTime(run, ms) {
      timersSet += 1;
      const timer = timers.setTimeout(run, ms);
      return () => timers.clearTimeout(timer as never);
    },
  });
  const pass = (ms: number) => {
    clock.advance(ms);
    timers.advance(ms);
  };
  return { queue, clock, meter, pass, timersSet: () => timersSet };
}

/** Lets resolved promises continue. */
const settle = () => new Promise(setImmediate);

describe('a request in the queue', () => {
  it('a request is sent at once, without a timer, if a connection is free', async () => {
    const { queue, clock, meter, timersSet } = open();
    const request = queue.admit(anAsker('kim'), unspent());
    const leave = await request.enter(inMs(1_000, clock));
    leave();
    request.end();
    assert.equal(timersSet(), 0);
    assert.deepEqual([meter.counted, meter.observed], [{}, []]);
  });

  it('a request waits for the user’s own earlier requests, and no other user waits with it', async () => {
    const { queue, clock, meter, pass } = open();
    const sent: string[] = [];
    const send = (who: string, name: string) =>
      queue
        .admit(anAsker(who), unspent())
        .enter(inMs(5_000, clock))
        .then(leave => {
          sent.push(name);
          return leave;
        });
    const first = send('kim', 'kim 1');
    void send('kim', 'kim 2');
    await settle();
    assert.equal(meter.counted.requestsWaiting, 1);
    void send('lee', 'lee 1');
    await settle();
    assert.deepEqual(sent, ['kim 1', 'lee 1']);
    pass(300);
    (await first)();
    await settle();
    assert.deepEqual(sent, ['kim 1', 'lee 1', 'kim 2']);
    assert.equal(meter.counted.requestsWaiting, 0);
    assert.deepEqual(meter.observed, [{ name: 'requestWaitSeconds sent', seconds: 0.3 }]);
  });

  it('a request that has waited until its deadline is refused as busy, and is never sent', async () => {
    const { queue, clock, meter, pass } = open();
    const first = await queue.admit(anAsker('kim'), unspent()).enter(inMs(5_000, clock));
    const requests = [1, 2].map(() => queue.admit(anAsker('kim'), unspent()));
    const late = requests.map(request => request.enter(inMs(3_500, clock)));
    const refused = Promise.all(
      late.map((one, index) =>
        assert.rejects(one, (error: JobSourceError) => {
          assert.equal(error.code, 'busy');
          assert.equal(error.details.waiting, 2 - index);
          return true;
        }),
      ),
    );
    pass(3_500);
    await refused;
    for (const request of requests) request.end();
    assert.equal(meter.counted['busyRequests late'], 2);
    assert.equal(meter.counted.requestsWaiting, 0);
    first();
    await queue.admit(anAsker('kim'), unspent()).enter(inMs(1, clock));
  });

  it('a request is refused as busy at once if too many of this user’s are open, and those of other users aren’t', async () => {
    const { queue, clock, meter } = open();
    const open4 = Array.from({ length: 4 }, () => queue.admit(anAsker('kim'), unspent()));
    for (const request of open4) void request.enter(inMs(5_000, clock));
    assert.throws(
      () => queue.admit(anAsker('kim'), unspent()),
      (error: JobSourceError) => error.code === 'busy' && error.details.waiting === 3,
    );
    assert.equal(meter.counted['busyRequests full'], 1);
    await queue.admit(anAsker('lee'), unspent()).enter(inMs(5_000, clock));
    open4[3]?.end();
    queue.admit(anAsker('kim'), unspent());
  });

  it('a request of the bot itself has a queue like a user’s', async () => {
    const { queue, clock } = open();
    for (let count = 0; count < 4; count += 1)
      void queue.admit(undefined, unspent()).enter(inMs(5_000, clock));
    await queue.admit(anAsker('lee'), unspent()).enter(inMs(5_000, clock));
    assert.throws(() => queue.admit(undefined, unspent()), { code: 'busy' });
  });

  it('a request that two users share doesn’t wait in the slower queue', async () => {
    const { queue, clock } = open();
    const first = queue.admit(anAsker('kim'), unspent()).enter(inMs(5_000, clock));
    for (const _ of [1, 2]) void queue.admit(anAsker('kim'), unspent()).enter(inMs(5_000, clock));
    const shared = queue.admit(anAsker('kim'), unspent());
    let isSent = false;
    void shared.enter(inMs(5_000, clock)).then(() => {
      isSent = true;
    });
    await first;
    assert.equal(isSent, false);
    shared.share(anAsker('lee'));
    await settle();
    assert.equal(isSent, true);
  });
});

describe('the reason of a late answer', () => {
  /** A request that waited this long, and whose attempt took this long. */
  async function lateErrorAfter(waitMs: number, sentMs: number): Promise<JobSourceError | undefined> {
    const { queue, clock, pass } = open();
    const before = await queue.admit(anAsker('kim'), unspent()).enter(inMs(10_000, clock));
    const request = queue.admit(anAsker('kim'), unspent());
    const entering = request.enter(inMs(10_000, clock));
    pass(waitMs);
    before();
    const leave = await entering;
    pass(sentMs);
    leave();
    return request.lateError();
  }

  it('a late answer is blamed on the queue if more of the time passed there, otherwise on AvePoint', async () => {
    assert.equal((await lateErrorAfter(3_000, 500))?.code, 'busy');
    assert.equal(await lateErrorAfter(500, 3_000), undefined);
    assert.equal(await lateErrorAfter(0, 3_500), undefined);
  });
});

describe('the cost of a question', () => {
  const left = (who: string, asker: (who: string) => Asker) => {
    let count = 0;
    try {
      for (;;) {
        asker(who).pay();
        count += 1;
      }
    } catch {
      return count;
    }
  };

  it('a question costs one for each attempt that was sent, including retries', async () => {
    const { queue, clock } = open();
    const of = askers(10, clock);
    const request = queue.admit(of('kim'), unspent());
    for (let attempts = 0; attempts < 3; attempts += 1) (await request.enter(inMs(1_000, clock)))();
    request.end();
    assert.equal(left('kim', of), 7);
  });

  it('a question costs nothing for requests that weren’t sent: refused, given up, or ended before', async () => {
    const { queue, clock, pass } = open();
    const of = askers(10, clock);
    const first = queue.admit(of('kim'), unspent());
    await first.enter(inMs(5_000, clock));
    const second = queue.admit(of('kim'), unspent());
    const late = assert.rejects(second.enter(inMs(10, clock)), { code: 'busy' });
    pass(10);
    await late;
    second.end();
    queue.admit(of('kim'), unspent()).end();
    for (const _ of [1, 2, 3]) queue.admit(of('kim'), unspent());
    assert.throws(() => queue.admit(of('kim'), unspent()), { code: 'busy' });
    assert.equal(left('kim', of), 6, 'four are open');
  });

  it('a request is counted when it’s admitted, so that parallel requests cost the same as sequential ones', () => {
    const { queue, clock } = open({ inAll: 24, each: 6, waitingEach: 64 });
    const of = askers(5, clock);
    let refused = 0;
    for (let count = 0; count < 20; count += 1)
      try {
        queue.admit(of('kim'), unspent());
      } catch {
        refused += 1;
      }
    assert.equal(refused, 15);
  });

  it('a question costs what was sent, whatever happens in the queue', async () => {
    const steps = fc.array(
      fc.record({
        what: fc.constantFrom('admit', 'enter', 'enter', 'leave', 'end', 'pass'),
        who: fc.constantFrom('kim', 'lee'),
        which: fc.nat(20),
      }),
      { maxLength: 80, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const { queue, clock, pass } = open({ inAll: 3, each: 2, waitingEach: 4 });
        const paid = { kim: 0, lee: 0 };
        const sent = { kim: 0, lee: 0 };
        const askerOf = (who: 'kim' | 'lee'): Asker => ({
          who,
          pay() {
            paid[who] += 1;
          },
          share() {},
          refund() {
            paid[who] -= 1;
          },
        });
        const requests = new Set<{
          readonly who: 'kim' | 'lee';
          readonly request: ReturnType<typeof queue.admit>;
          isEntering: boolean;
          leave?: (() => void) | undefined;
        }>();
        let placed = 0;
        for (const { what, who, which } of all) {
          const one = [...requests][which % Math.max(1, requests.size)];
          const name = who as 'kim' | 'lee';
          if (what === 'admit')
            try {
              const request = queue.admit(askerOf(name), unspent());
              requests.add({ who: name, request, isEntering: false });
            } catch (error) {
              assert.ok(error instanceof JobSourceError && error.code === 'busy');
            }
          if (what === 'enter' && one && !one.isEntering && !one.leave) {
            one.isEntering = true;
            void one.request.enter(inMs(500, clock)).then(
              leave => {
                placed += 1;
                sent[one.who] += 1;
                assert.ok(placed <= 3);
                one.isEntering = false;
                one.leave = leave;
              },
              () => {
                one.isEntering = false;
              },
            );
          }
          if (what === 'leave' && one?.leave) {
            placed -= 1;
            one.leave();
            one.leave = undefined;
          }
          if (what === 'end' && one && !one.isEntering) {
            if (one.leave) placed -= 1;
            one.request.end();
            requests.delete(one);
          }
          if (what === 'pass') pass(200);
          await settle();
        }
        for (const one of requests) one.request.end();
        pass(500);
        await settle();
        assert.deepEqual(paid, sent);
        // All connections are free again.
        const again = [1, 2].map(() => queue.admit(askerOf('kim'), unspent()).enter(inMs(1, clock)));
        assert.equal((await Promise.all(again)).length, 2);
      }),
      { numRuns: 60 },
    );
  });
});
