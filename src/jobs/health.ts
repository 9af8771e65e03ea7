import { isDayLong } from '../domain/day-long.ts';
import type { Service } from '../domain/job.ts';
import { JobSourceError } from '../domain/job-source.ts';
import type { Log } from '../domain/log.ts';
import type { HealthQuestion } from '../domain/question.ts';
import type { ScheduleSource } from '../domain/schedule.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { type Verdict, worstOf } from '../domain/verdict.ts';
import type { Careful } from './careful.ts';
import { createExpectations, type Expectation, type JudgedWindow } from './expected-runs.ts';
import type { SeenServices } from './seen-services.ts';
import { createSettle, type Settle } from './settle.ts';
import { isQuiet, type Tally, verdictOf } from './tally.ts';

/** One service's backups. What could not be read, or cannot be relied on, is undefined. */
export interface ServiceHealth {
  readonly service: Service;
  readonly verdict: Verdict;
  readonly tally: Tally | undefined;
  /** When a run was planned that did not start, if that is why it needs attention. */
  readonly missedAt: EpochMs | undefined;
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

/** What every answer of many requests is read with. */
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

/** How the backups of a window are, whoever asks. */
export type HealthReading = Omit<HealthAnswer, 'question' | 'answeredAt'>;

/**
 * Reads the health of backups: two requests a service and one for the whole, and twelve more where it is not known
 * which services are backed up. If nothing finished of a service in a window shorter than a day, the plan is read too, and
 * what runs of those that should have started. Ends by `until`. Throws the source's error if nothing at all could be read.
 */
export async function readHealth(
  parts: HealthParts,
  question: HealthQuestion,
  until: EpochMs,
): Promise<HealthAnswer> {
  const failures: unknown[] = [];
  const { service, span, zone } = question;
  const settle = createSettle(parts.log, failures);
  const window = { span, isDayLong: isDayLong(span, zone) };
  const reading = await healthOf(parts, service ? [service] : [], window, until, settle);
  const [first] = failures;
  if (reading.services.every(({ tally }) => !tally) && first instanceof JobSourceError) throw first;
  return { question, ...reading, answeredAt: parts.clock.now() };
}

/** The same of these services, or of all where none is named; what cannot be read is unknown. */
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

/** The worst of the services; good only if each of them is, and neutral if some did not run. */
function overall(services: readonly ServiceHealth[], beyond: number | undefined): Verdict {
  const verdicts = services.map(({ verdict }) => verdict);
  const worst = worstOf([...verdicts, ...(beyond === 0 ? [] : ['unknown' as const])]);
  return worst === 'good' && verdicts.includes('neutral') ? 'neutral' : worst;
}
