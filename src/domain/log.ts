import type { RefusalReason } from './meter.ts';

/** Where the product writes what happened, for those who run it. Fields never hold secrets or whole bodies. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Counts a request that isn't let in, and logs it. `fields` as for `Log`; callers that aren't known yet cause these lines. */
export type NoteRefused = (reason: RefusalReason, fields: object, message: string) => void;
