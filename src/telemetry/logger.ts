import { pino } from 'pino';
import type { Log } from '../domain/log.ts';

/** JSON lines on standard output, from `level` (a pino level) up. */
export function createLogger(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
