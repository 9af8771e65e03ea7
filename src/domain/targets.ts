import type { Service } from './job.ts';

/** How old the last good backup of a service may be, in milliseconds, if it has a target of its own. */
export type TargetsByService = Readonly<Partial<Record<Service, number>>>;

/** The target of the other services. */
export const usualTargetMs = 24 * 3_600_000;

/** The services' own targets, for all conversations. Rejects with `StoreError`. */
export interface Targets {
  all(): Promise<TargetsByService>;
  /** Sets a target; undefined resets it. */
  set(service: Service, targetMs: number | undefined): Promise<void>;
}
