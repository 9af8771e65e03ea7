import type { Log } from '../domain/log.ts';
import type { Meter } from '../domain/meter.ts';
import { type Clock, msSince } from '../domain/time.ts';
import type { InTurn, TurnEnd } from '../domain/turn-end.ts';
import type { Turns } from './turns.ts';

export interface InTurnParts {
  readonly turns: Turns;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
}

/** Gives each turn its id, and at its end a line in the log and its place in the metrics: never what somebody wrote. */
export function createInTurn({ turns, newId, clock, meter, log }: InTurnParts): InTurn {
  function note({ kind, ending, problem }: TurnEnd, ms: number): void {
    log.info({ kind, about: turns.current()?.about, ending, problem, ms: Math.round(ms) }, 'turn ended');
    meter.count('turns', 1, { kind, ending });
    meter.observe('turnSeconds', ms / 1_000, { kind });
  }

  return work =>
    turns.run(newId(), async () => {
      const startedAt = clock.monotonic();
      let how: TurnEnd | undefined;
      try {
        return await work(end => {
          how = end;
        });
      } finally {
        if (how) note(how, msSince(startedAt, clock));
      }
    });
}
