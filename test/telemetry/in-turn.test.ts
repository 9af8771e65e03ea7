import assert from 'node:assert/strict';
import type { TurnEnd } from '../../src/domain/turn-end.ts';
import { createInTurn } from '../../src/telemetry/in-turn.ts';
import { createTurns } from '../../src/telemetry/turns.ts';
import { fakeClock, noMeter, recordingLog } from '../support/fakes.ts';

function open() {
  const [turns, clock, log] = [createTurns(), fakeClock(), recordingLog()];
  const metered: unknown[] = [];
  const meter = {
    ...noMeter,
    count: (...what: unknown[]) => void metered.push(what),
    observe: (...what: unknown[]) => void metered.push(what),
  };
  let ids = 0;
  const inTurn = createInTurn({ turns, newId: () => `t${++ids}`, clock, meter, log });
  return { turns, clock, log, metered, inTurn };
}

const end: TurnEnd = { kind: 'message', ending: 'answered' };

describe('turns', () => {
  it('a turn has an id of its own, which all that it starts knows, and nothing beside it', async () => {
    const { turns, inTurn } = open();
    const seen = await Promise.all(
      [1, 2].map(() =>
        inTurn(async () => {
          await new Promise(setImmediate);
          return turns.current()?.id;
        }),
      ),
    );
    assert.deepEqual(seen, ['t1', 't2']);
    assert.equal(turns.current(), undefined);
  });

  it('a turn ends with one line: its kind, what it was about, how it ended and how long it took', async () => {
    const { turns, clock, log, metered, inTurn } = open();
    const result = await inTurn(async how => {
      turns.about('health');
      clock.advance(1_500);
      how({ kind: 'press', ending: 'failed', problem: 'timed-out' });
      return 7;
    });
    assert.equal(result, 7);
    assert.deepEqual(log.lines, [
      {
        level: 'info',
        fields: { kind: 'press', about: 'health', ending: 'failed', problem: 'timed-out', ms: 1_500 },
        message: 'turn ended',
      },
    ]);
    assert.deepEqual(metered, [
      ['turns', 1, { kind: 'press', ending: 'failed' }],
      ['turnSeconds', 1.5, { kind: 'press' }],
    ]);
  });

  it('work that reports no end of a turn logs no line and counts nothing', async () => {
    const { log, metered, inTurn } = open();
    await inTurn(async () => {});
    assert.deepEqual([log.lines, metered], [[], []]);
  });

  it('a turn has its line even if its work throws', async () => {
    const { log, inTurn } = open();
    const failing = inTurn(async how => {
      how(end);
      throw new Error('x');
    });
    await assert.rejects(failing, { message: 'x' });
    assert.equal(log.lines.length, 1);
  });
});
