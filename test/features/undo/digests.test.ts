import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Messenger } from '../../../src/domain/messenger.ts';
import { createDeliver } from '../../../src/features/digest/deliver.ts';
import { createDueLoop } from '../../../src/features/digest/due-loop.ts';
import type { DigestMessage } from '../../../src/features/digest/message.ts';
import { createReports } from '../../../src/features/digest/report-cache.ts';
import type { Jobs } from '../../../src/jobs/jobs.ts';
import { createSetAside } from '../../../src/schedule/set-aside.ts';
import { fakeClock, noMeter, recordingLog } from '../../support/fakes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { aReport } from '../digest/support.ts';
import { actionOf, channel, type Instance, minute, openInstance } from './support.ts';

const day = 24 * 60 * minute;
/** Monday, an hour before the first digest. */
const start = Date.UTC(2026, 10, 23, 7, 0);
const due = start + 60 * minute;

/** A digest that is set for 08:00 each day, and the loop that sends it. */
async function open() {
  const [clock, log] = [fakeClock(start), recordingLog()];
  const store = createMemoryStore();
  const instance: Instance = openInstance(store, clock);
  const { subscriptions, places } = instance;
  const report: Jobs['report'] = async question => aReport(question, 'attention', clock.now());
  const reports = createReports({
    jobs: { report, reportNow: report, isReportRead: () => true },
    clock,
    log,
  });
  const sent: { readonly at: number; readonly from: number; readonly to: number }[] = [];
  const messenger: Messenger<DigestMessage> = {
    async post(place, { span }) {
      sent.push({ at: clock.now(), ...span });
      return { kind: 'sent', said: { place, id: `m${sent.length}` } };
    },
    reply: async () => assert.fail('no follow-up is due'),
    edit: async () => assert.fail('no digest is edited'),
  };
  const deliver = createDeliver({ subscriptions, reports, messenger, meter: noMeter, clock, log });
  const aside = createSetAside({ meter: noMeter, clock, log });
  const loop = createDueLoop({ subscriptions, reports, deliver, places, aside, clock, log });
  await instance.say('digest daily at 08:00');
  return {
    ...instance,
    clock,
    sent,
    async passTo(at: number) {
      while (clock.now() < at) {
        clock.advance(Math.min(minute, at - clock.now()));
        await loop.go(() => true);
        await loop.settled();
      }
    },
  };
}

type Opened = Awaited<ReturnType<typeof open>>;
const changes: Readonly<Record<string, (of: Opened) => ReturnType<Opened['say']>>> = {
  off: ({ say }) => say('digest off'),
  pause: ({ say }) => say('digest pause'),
  pauseUntil: ({ say }) => say('digest pause until tomorrow'),
  end: async ({ say, press }) => press(actionOf(await say('digest'), 'digest.off')),
  move: async ({ say, press }) => press(actionOf(await say('change the digest to 08:05'), 'change.save')),
};

describe('a digest that is brought back', () => {
  it('a digest that is brought back before it’s due comes at its time, and is in the queue again', async () => {
    const opened = await open();
    const off = await changes.off?.(opened);
    assert.ok(off);
    assert.equal((await opened.subscriptions.pointers('due', due, 9)).length, 0);
    await opened.undo(off);
    const [pointer, other] = await opened.subscriptions.pointers('due', due, 9);
    assert.equal(pointer?.at, due);
    assert.equal(other, undefined);
    assert.ok(pointer && (await opened.subscriptions.leads('due', pointer)));
    await opened.passTo(due + day);
    assert.deepEqual(
      opened.sent.map(({ at }) => at),
      [due, due + day],
    );
  });

  it('a digest that is brought back after its time comes at once, and reports the day once', async () => {
    const opened = await open();
    await opened.passTo(due - 5 * minute);
    const off = await changes.off?.(opened);
    assert.ok(off);
    await opened.passTo(due + 5 * minute);
    assert.deepEqual(opened.sent, []);
    await opened.undo(off);
    await opened.passTo(due + 2 * day);
    assert.deepEqual(
      opened.sent.map(({ at, to }) => [at, to]),
      [
        [due + 6 * minute, due],
        [due + day, due + day],
        [due + 2 * day, due + 2 * day],
      ],
    );
  });

  it('a digest that was moved, came at the new time and is moved back comes next on the next day', async () => {
    const opened = await open();
    await opened.passTo(due - minute);
    const moved = await changes.move?.(opened);
    assert.ok(moved);
    await opened.passTo(due + 7 * minute);
    assert.equal(opened.sent.length, 1);
    await opened.undo(moved);
    await opened.passTo(due + day);
    assert.deepEqual(
      opened.sent.map(({ from, to }) => [from, to]),
      [
        [due + 5 * minute - day, due + 5 * minute],
        [due + 5 * minute, due + day],
      ],
    );
  });

  it('a digest that is brought back, after any change at any time, reports each moment once and each day', async () => {
    const whens = fc.record({
      what: fc.constantFrom(...Object.keys(changes)),
      changedAt: fc.integer({ min: -20, max: 20 }),
      undoneAfter: fc.integer({ min: 0, max: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(whens, async ({ what, changedAt, undoneAfter }) => {
        const opened = await open();
        await opened.passTo(due + changedAt * minute);
        const changed = await changes[what]?.(opened);
        assert.ok(changed);
        await opened.passTo(opened.clock.now() + undoneAfter * minute);
        await opened.undo(changed, undefined, channel);
        await opened.passTo(due + 40 * minute);
        assert.ok(opened.sent.length >= 1, 'the first day was reported');
        await opened.passTo(due + day);
        const spans = opened.sent;
        for (const [index, { from }] of spans.entries())
          if (index > 0) assert.equal(from, spans[index - 1]?.to, 'each moment once');
        assert.equal(spans.at(-1)?.to, due + day, 'the next day was reported');
        // One that was moved when it had come already comes again at the new time, of the minutes since.
        if (what !== 'move') assert.equal(spans.length, 2);
      }),
      { numRuns: 60 },
    );
  });
});
