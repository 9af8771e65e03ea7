import type { Service } from '../domain/job.ts';
import type { Log } from '../domain/log.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { Careful } from './careful.ts';
import { createExpectations, type Expectation, type JudgedWindow } from './expected-runs.ts';
import { type HealthReading, overall, type ServiceHealth } from './health.ts';
import type { SeenServices } from './seen-services.ts';
import type { Settle } from './settle.ts';
import { isQuiet, verdictOf } from './tally.ts';

/** What a digest is read with. */
export interface ReadingParts {
  readonly careful: Careful;
  readonly seen: SeenServices;
  readonly clock: Clock;
  readonly log: Log;
}

export interface HealthParts extends ReadingParts {
  /** Undefined if the source has no plan of its runs. */
  readonly schedule: ScheduleSource | undefined;
}

/**
 * Counts the backups of these services, or of all if none is named, for a digest; what cannot be read is unknown. Two requests
 * a service and one for the whole, and twelve more if it isn't known which services are backed up. If nothing finished of a
 * service in a window shorter than a day, the plan is read too, and what runs of those that should have started.
 */
export async function healthOf(
  parts: Omit<HealthParts, 'log'>,
  asked: readonly Service[],
  window: JudgedWindow,
  until: EpochMs,
  settle: Settle,
): Promise<HealthReading> {
  const { careful, seen, clock } = parts;
  const { span } = window;
  const expectationOf = createExpectations(parts, window, until, settle);
  const before = { from: span.from - (span.to - span.from), to: span.from };

  const one = async (service: Service): Promise<ServiceHealth> => {
    const backups = { type: 'backup', service } as const;
    const [tally, earlier] = await Promise.all([
      settle(careful.tally(backups, span, until), { service }),
      settle(careful.tally(backups, before, until), { service, before: true }),
    ]);
    const expectation = tally && isQuiet(tally) ? await expectationOf(service, tally) : notAsked;
    const missedAt = expectation.kind === 'expected' ? expectation.at : undefined;
    return { service, verdict: verdictOf(tally, expectation), tally, missedAt, before: earlier };
  };
  const read = async () => {
    if (asked.length > 0) return { services: await Promise.all(asked.map(one)), notSeen: [] };
    const { seen: those, notSeen, unread } = await seen.read(clock.now(), until, settle);
    const services = await Promise.all(those.map(one));
    const unknown = unread.map(service => ({ service, verdict: 'unknown', ...nothing }) as const);
    return { services: [...services, ...unknown], notSeen };
  };

  // First, so that what starts meanwhile can only make the services' sum the larger one.
  const everything = { type: 'backup', service: undefined, state: undefined } as const;
  const whole = asked.length > 0 ? undefined : await settle(careful.count(everything, span, until), {});
  let { services, notSeen } = await read();
  if (whole && notSeen.length > 0 && whole.value > totalOf(services)) {
    seen.forgetUnseen();
    ({ services, notSeen } = await read());
  }
  const beyond = asked.length > 0 ? 0 : whole && Math.max(0, whole.value - totalOf(services));
  return { verdict: overall(services, beyond), services, notSeen, beyond };
}

const nothing = { tally: undefined, missedAt: undefined, before: undefined };
/** Some runs finished, so it doesn't matter whether any was expected. */
const notAsked: Expectation = { kind: 'notExpected' };

function totalOf(services: readonly ServiceHealth[]): number {
  return services.reduce((sum, { tally }) => sum + (tally?.total ?? 0), 0);
}
