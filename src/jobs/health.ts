import type { Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { HealthQuestion } from '../domain/question.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import type { Careful } from './careful.ts';
import type { SeenServices } from './seen-services.ts';
import { createSettle, type Settle } from './settle.ts';
import { type Tally, verdictOf } from './tally.ts';

/** One service's backups. What could not be read, or cannot be relied on, is undefined. */
export interface ServiceHealth {
  readonly service: Service;
  readonly verdict: Verdict;
  readonly tally: Tally | undefined;
  /** Of the equally long window directly before. */
  readonly before: Tally | undefined;
}

export interface HealthAnswer {
  readonly question: HealthQuestion;
  readonly verdict: Verdict;
  /** In the order of `services`. */
  readonly services: readonly ServiceHealth[];
  /** Without any backup in the last 60 days; empty where one service was asked for. */
  readonly notSeen: readonly Service[];
  /** Backups beyond those of the services: they belong to none that is known. Undefined where it could not be read. */
  readonly beyond: number | undefined;
  readonly answeredAt: EpochMs;
}

export interface HealthParts {
  readonly careful: Careful;
  readonly seen: SeenServices;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the backups of a window are, whoever asks. */
export type HealthReading = Omit<HealthAnswer, 'question' | 'answeredAt'>;

/**
 * Reads the health of backups: two requests a service and one for the whole, and twelve more where it is not known
 * which services are backed up. Ends by `until`. Throws the source's error where nothing at all could be read.
 */
export async function readHealth(
  parts: HealthParts,
  question: HealthQuestion,
  until: EpochMs,
): Promise<HealthAnswer> {
  const failures: unknown[] = [];
  const { service, span } = question;
  const settle = createSettle(parts.log, failures);
  const reading = await healthOf(parts, service ? [service] : [], span, until, settle);
  const [first] = failures;
  if (reading.services.every(({ tally }) => !tally) && first instanceof JobSourceError) throw first;
  return { question, ...reading, answeredAt: parts.clock.now() };
}

/** The same of these services, or of all where none is named; what cannot be read is unknown. */
export async function healthOf(
  { careful, seen, clock }: Omit<HealthParts, 'log'>,
  asked: readonly Service[],
  span: HealthQuestion['span'],
  until: EpochMs,
  settle: Settle,
): Promise<HealthReading> {
  const before = { from: span.from - (span.to - span.from), to: span.from };

  const one = async (service: Service): Promise<ServiceHealth> => {
    const backups = { type: 'backup', service } as const;
    const [tally, earlier] = await Promise.all([
      settle(careful.tally(backups, span, until), { service }),
      settle(careful.tally(backups, before, until), { service, before: true }),
    ]);
    return { service, verdict: verdictOf(tally), tally, before: earlier };
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

const nothing = { tally: undefined, before: undefined };

function totalOf(services: readonly ServiceHealth[]): number {
  return services.reduce((sum, { tally }) => sum + (tally?.total ?? 0), 0);
}

/** Nothing ran at all is neutral, once that is certain; else the worst of the services, or not known. */
function overall(services: readonly ServiceHealth[], beyond: number | undefined): Verdict {
  const isRead = services.every(({ tally }) => tally !== undefined);
  if (isRead && beyond === 0 && totalOf(services) === 0) return 'neutral';
  return worstOf([...services.map(({ verdict }) => verdict), ...(beyond === 0 ? [] : ['unknown' as const])]);
}
