import type { Service } from './job.ts';

/** How old the last good backup of a service may be, in milliseconds, if it is not the usual. */
export type TargetsByService = Readonly<Partial<Record<Service, number>>>;

/** What holds for a service without a target of its own. */
export const usualTargetMs = 24 * 3_600_000;

/** The services' own targets, for everybody. Rejects with `StoreError`. */
export interface Targets {
  all(): Promise<TargetsByService>;
  /** Undefined for the usual target again. */
  set(service: Service, targetMs: number | undefined): Promise<void>;
}
