import assert from 'node:assert/strict';
import type { ReadingContext } from '../../src/language/reading.ts';
import { interpret } from '../support/interpret.ts';

/** Monday 30 November 2026, 12:42 by clocks that are 5 hours and a half ahead of UTC. */
const context: ReadingContext = { now: Date.UTC(2026, 10, 30, 7, 12), zone: 'Asia/Kolkata', locale: 'en-GB' };

describe('zone in a sentence', () => {
  it('a zone in a sentence is read by its IANA name and by Windows’ name, and shown as in IANA', () => {
    for (const [sentence, zone] of [
      ['digest daily at 8 Europe/Berlin', 'Europe/Berlin'],
      ['digest daily at 8 W. Europe Standard Time', 'Europe/Berlin'],
      ['digest at 8 romance standard time for teams', 'Europe/Paris'],
      ['digest daily at 8 utc', 'UTC'],
      ['digest daily at 8 UTC-11', 'Etc/GMT+11'],
      ['watch exchange quiet 22:00 to 06:00 Tokyo Standard Time', 'Asia/Tokyo'],
      ['watch exchange quiet 22:00 to 06:00 central  standard time (Mexico)', 'America/Mexico_City'],
    ] as const) {
      const { command, notes } = interpret(sentence, context);
      assert.ok(command.kind === 'digest' || command.kind === 'watch', `${sentence}: ${command.kind}`);
      assert.ok(JSON.stringify(command).includes(`"zone":"${zone}"`), sentence);
      assert.deepEqual(notes, []);
    }
  });

  it('a zone in a sentence is not found in other words', () => {
    for (const sentence of ['digest daily at 8 Mars Standard Time', 'digest daily at 8 standard time'])
      assert.equal(interpret(sentence, context).command.kind, 'noOrder', sentence);
  });

  it('a zone in a sentence applies to a pause', () => {
    const until = (sentence: string) => {
      const { command } = interpret(sentence, context);
      return command.kind === 'digest' && command.order.what === 'pause' ? command.order.until : undefined;
    };
    assert.equal(until('digest pause until 1 December 8:00'), Date.UTC(2026, 11, 1, 2, 30));
    assert.equal(until('digest pause until 1 December 8:00 Europe/Berlin'), Date.UTC(2026, 11, 1, 7));
    assert.equal(until('digest pause until 1 December 8:00 Tokyo Standard Time'), Date.UTC(2026, 10, 30, 23));
    assert.equal(interpret('digest pause Europe/Berlin', context).command.kind, 'noOrder');
    assert.equal(interpret('digest off Europe/Berlin', context).command.kind, 'noOrder');
  });
});
