import type { RequestRefusalReason } from './meter.ts';

/** The operators' log. Fields never have secrets or whole bodies. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Counts and logs a refused request. `fields` as for `Log`; callers that aren't authenticated yet can cause these
 * lines.
 */
export type RecordRefusal = (reason: RequestRefusalReason, fields: object, message: string) => void;
