import { type DestinationStream, pino } from 'pino';
import type { Log } from '../domain/log.ts';
import { errorFields } from './error-fields.ts';
import type { Turns } from './turns.ts';

/**
 * JSON lines on standard output, from `level` (a pino level) up. Each line that is written in a turn has the turn's id as
 * `turn`.
 */
export function createLogger(level: string, turns: Pick<Turns, 'current'>, to?: DestinationStream): Log {
  const mixin = () => {
    const turn = turns.current();
    return turn ? { turn: turn.id } : {};
  };
  const serializers = { err: (err: unknown) => errorFields(err) };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, mixin, serializers };
  return to ? pino(options, to) : pino(options);
}
