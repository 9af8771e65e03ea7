import type { Service } from '../domain/job.ts';
import { type OfServices, servicesOf } from '../domain/question.ts';
import type { ServiceSchedule } from '../domain/schedule.ts';
import type { EpochMs, MonotonicMs } from '../domain/time.ts';
import type { OverviewParts } from './health.ts';
import { type Plan, readPlan } from './missed-runs.ts';
import { createSettle } from './still-running.ts';

const dayMs = 24 * 3_600_000;

/** Asks when backups are planned to start next. */
export interface PlanQuestion extends OfServices {
  /** IANA zone in which it was asked and is shown. */
  readonly zone: string;
  /** Of tomorrow AvePoint tells no plan yet. */
  readonly isOfTomorrow?: true;
}

export interface PlanAnswer {
  readonly question: PlanQuestion;
  /** Why there is no plan, or that it was read. */
  readonly plan: Plan['kind'];
  /** The permission that the app registration lacks. */
  readonly permission?: string | undefined;
  /** The services with a planned start between now and `until`, the soonest first. */
  readonly next: readonly ServiceSchedule[];
  /** The services in question that have a plan today, and no start left. */
  readonly over: readonly Service[];
  /** The services that were named and have no plan today. */
  readonly without: readonly Service[];
  /** The end of the plan: of the day in UTC. */
  readonly until: EpochMs;
  /** True if there are several locations: the plan is that of the central one. */
  readonly isOfOneLocation: boolean;
  readonly answeredAt: EpochMs;
}

/** Reads what is planned for the rest of today, by AvePoint's schedule: one request, or none if it was read lately. */
export async function readPlanned(
  { index, schedule, clock, log }: OverviewParts,
  question: PlanQuestion,
  until: MonotonicMs,
): Promise<PlanAnswer> {
  const plan = await readPlan(schedule, createSettle(log), until);
  const now = clock.now();
  const named = servicesOf(question);
  const planned = plan.kind === 'read' ? plan.services.filter(({ startsAt }) => startsAt.length > 0) : [];
  const asked = planned.filter(({ service }) => named.length === 0 || named.includes(service));
  const left = asked.map(({ service, startsAt }) => ({ service, startsAt: startsAt.filter(at => at > now) }));
  return {
    question,
    plan: plan.kind,
    permission: plan.kind === 'forbidden' ? plan.permission : undefined,
    next: left
      .filter(({ startsAt }) => startsAt.length > 0)
      .toSorted((a, b) => (a.startsAt[0] ?? 0) - (b.startsAt[0] ?? 0)),
    over: left.filter(({ startsAt }) => startsAt.length === 0).map(({ service }) => service),
    without: named.filter(service => !planned.some(one => one.service === service)),
    until: (Math.floor(now / dayMs) + 1) * dayMs,
    isOfOneLocation: index.locations.length > 1,
    answeredAt: now,
  };
}
