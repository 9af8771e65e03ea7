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
  /** Returns the targets with the versions of their records. */
  stored(): Promise<readonly StoredTarget[]>;
  /** Sets a target unless its record has changed: returns false then. A version of undefined means that there was none. */
  replace(service: Service, targetMs: number | undefined, version: string | undefined): Promise<boolean>;
}

/** A service's own target as it's stored. */
interface StoredTarget {
  readonly service: Service;
  readonly targetMs: number;
  readonly version: string;
}
