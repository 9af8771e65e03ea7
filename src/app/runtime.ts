import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { IndexJournal } from '../domain/index-journal.ts';
import type { Log } from '../domain/log.ts';
import type { Clock } from '../domain/time.ts';
import { leaseMs } from '../store/leases.ts';
import type { WalkableStore } from '../store/whole-store.ts';
import { systemClock } from '../system-clock.ts';
import type { FetchToken } from '../teams/bot-token.ts';
import type { Cloud } from '../teams/cloud.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createRefusedRequests } from '../telemetry/refused-requests.ts';
import { createTurns, type Turns } from '../telemetry/turns.ts';

/** Parts that a test or an entry creates itself. */
export interface Replacements {
  readonly clock?: Clock;
  readonly log?: Log;
  /** The turns that `log` reads. */
  readonly turns?: Turns;
  readonly store?: WalkableStore;
  /** The journal of the job index. */
  readonly journal?: IndexJournal;
  readonly sending?: SendingTimes;
  /** Replaces the check that Entra gives the bot a token. */
  readonly teamsToken?: () => Promise<void>;
  /** Replaces the requests to Entra or Azure for the bot's token. */
  readonly fetchToken?: FetchToken;
  /** Replaces Teams, for a bot with an identity. */
  readonly cloud?: Cloud;
}

/** In milliseconds. A lease outlasts one send, so that no other process takes over while one is in flight. */
interface SendingTimes {
  readonly leaseMs: number;
  readonly renewMs: number;
  /** The pause between two passes of a loop. */
  readonly roundMs: number;
  readonly sendMs: number;
}

const usualTimes: SendingTimes = { leaseMs, renewMs: 5_000, roundMs: 1_000, sendMs: 10_000 };

/** The settings, time, randomness and telemetry of this process. */
export type Runtime = ReturnType<typeof createRuntime>;

export function createRuntime(config: Config, replacements: Replacements) {
  const { clock = systemClock, turns = createTurns(), sending: times = usualTimes } = replacements;
  const log = replacements.log ?? createLogger(config.logLevel, turns);
  const metrics = createMetrics();
  const { meter } = metrics;
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const { signal } = ending;
  const waiting = { clock, sleep: (ms: number) => sleep(ms), random: Math.random };
  const newId = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    config,
    clock,
    times,
    /** For what a caller waits for. */
    waiting,
    /** For what no caller waits for: its pauses end as soon as the process stops. */
    background: {
      ...waiting,
      sleep: (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined),
    },
    /** Waits without keeping the process alive. Rejects when the process stops. */
    later: (ms: number) => sleep(ms, undefined, { signal, ref: false }),
    /** Aborted when the process stops. */
    ending: signal,
    end: () => ending.abort(),
    newId,
    /** Returns the id of the turn in progress, or a new one. */
    newReference: () => turns.current()?.id ?? newId(4),
    turns,
    log,
    metrics,
    meter,
    noteRefused: createRefusedRequests({ meter, log, clock }),
  };
}
