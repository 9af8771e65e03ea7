import type { Incident, IncidentInput } from './incidents.ts';
import type { SimulatedJob } from './job.ts';
import type { PlantedInput } from './planted.ts';
import type { RecordedRequest } from './request-log.ts';
import type { Switches, SwitchesPatch } from './switches.ts';
import type { Trouble, TroubleInput } from './trouble.ts';

export interface SimulatorOptions {
  /** Another seed, another history. */
  readonly seed?: number;
  /** False: planted jobs alone. */
  readonly history?: boolean;
  /** Milliseconds since 1970; the switch `serverClockSeconds` comes on top. */
  readonly now?: () => number;
  readonly switches?: SwitchesPatch;
  /** Decides about troubles with a share below 1. */
  readonly random?: () => number;
  /** How latency passes. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** A simulated AvePoint. Every change takes effect with the next request. */
export interface Simulator {
  /** Rejects if the port is in use. Port 0 takes a free one. */
  listen(port: number, host?: string): Promise<{ readonly url: string; close(): Promise<void> }>;
  switches(): Switches;
  /** Throws a ZodError if a switch is invalid; switches that are left out stay. */
  setSwitches(patch: SwitchesPatch): Switches;
  addTrouble(trouble: TroubleInput): Trouble;
  troubles(): readonly Trouble[];
  clearTroubles(): void;
  addIncident(incident: IncidentInput): Incident;
  incidents(): readonly Incident[];
  clearIncidents(): void;
  plant(...jobs: readonly PlantedInput[]): readonly SimulatedJob[];
  /** Removes all planted jobs. */
  uproot(): void;
  /**
   * Lets the client prove itself by its key, too. `pem` is the certificate without its key; throws if it is invalid.
   */
  registerCertificate(pem: string): void;
  revokeTokens(): void;
  /** The latest requests to the API (not those to its own switches), oldest first. */
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
}
