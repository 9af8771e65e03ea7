import { z } from 'zod';
import { centralLocation, jobState, type Listing, type SimulatedJob } from './job.ts';

const moment = z.number().int();
const service = z.number().int().min(1).max(12);

/** What a job is from a moment on; what is left out stays as it was. */
const phaseSchema = z.strictObject({
  from: moment,
  /** JobState or any text, listed at once, with or without an end. 1 lasts until the end; then comes the job's own. */
  state: z.union([z.number().int().min(1).max(5), z.string()]).optional(),
  startedAt: moment.optional(),
  /** null: it runs for ever. */
  endedAt: moment.nullable().optional(),
});
type Phase = z.output<typeof phaseSchema>;

/**
 * A job that is put into the history by hand, with texts of any content. Times are milliseconds since 1970 by the
 * simulator's clock, `serverClockSeconds` included.
 */
const plantedSchema = z.strictObject({
  id: z.string().optional(),
  /** JobType, 1 to 5. */
  type: z.number().int().min(1).max(5).default(1),
  /** ObjectType, 1 to 12. */
  service: service.default(1),
  /** Further ObjectTypes that AvePoint lists the same job under. */
  services: z.array(service).default([]),
  location: z.string().default(centralLocation),
  startedAt: moment,
  /** Left out: it runs for ever. */
  endedAt: moment.optional(),
  /** JobState once it has ended, 2 to 5, or any text. */
  state: z.union([z.number().int().min(2).max(5), z.string()]).default(jobState.finished),
  counts: z
    .strictObject({ total: z.number(), failed: z.number(), successful: z.number(), skipped: z.number() })
    .default({ total: 10, failed: 0, successful: 10, skipped: 0 }),
  errors: z
    .array(
      z.strictObject({
        isErrorCode: z.boolean().default(false),
        value: z.string(),
        url: z.string().default(''),
        number: z.number().default(1),
      }),
    )
    .default([]),
  /** From then on it is listed, even if it starts later. Left out: from its start on, or after the listing delay. */
  listedAt: moment.optional(),
  /** From then on it is neither listed nor found. */
  unlistedAt: moment.optional(),
  /** How it changes while it is listed: a moved start, a cancellation, a second run under the same id. */
  phases: z.array(phaseSchema).default([]),
});
export type PlantedInput = z.input<typeof plantedSchema>;
type Planted = z.output<typeof plantedSchema>;

/**
 * Returns the job in every form that it takes, one after the other; of these at most one is listed at any moment.
 * Without an id it gets one from its start and `count`. Throws a ZodError if `input` is no job.
 */
export function plantedForms(input: PlantedInput, count: number): readonly [SimulatedJob, ...SimulatedJob[]] {
  const planted = plantedSchema.parse(input);
  const phases = planted.phases.toSorted((a, b) => a.from - b.from);
  const first = firstForm(planted, count);
  const later: SimulatedJob[] = [];
  for (const phase of phases) later.push(inPhase(later.at(-1) ?? first, phase, planted.state));
  const listed = (form: SimulatedJob, index: number): SimulatedJob => ({
    ...form,
    listing: listingOf(planted, phases[index - 1], phases[index]),
  });
  return [listed(first, 0), ...later.map((form, index) => listed(form, index + 1))];
}

function firstForm(planted: Planted, count: number): SimulatedJob {
  const { id, type, service, services, location, startedAt, endedAt, state, counts, errors } = planted;
  const digits = new Date(startedAt).toISOString().replace(/\D/g, '').slice(0, 14);
  return {
    id: id ?? `IB${digits}${String(900_000 + count)}`,
    type,
    service,
    services,
    location,
    startedAt,
    startSteps: 0,
    endsAt: endedAt ?? Number.POSITIVE_INFINITY,
    endSteps: 0,
    outcome: state,
    counts,
    errors,
  };
}

function inPhase(job: SimulatedJob, phase: Phase, plantedState: number | string): SimulatedJob {
  const { startedAt = job.startedAt, endedAt, state } = phase;
  const endsAt = endedAt === undefined ? job.endsAt : (endedAt ?? Number.POSITIVE_INFINITY);
  const states =
    state === undefined
      ? {}
      : { stateBeforeEnd: state, outcome: state === jobState.inProgress ? plantedState : state };
  return { ...job, startedAt, endsAt, ...states };
}

/** When the form shows that begins with `phase`, or with the job itself, and gives way to `next`. */
function listingOf(planted: Planted, phase: Phase | undefined, next: Phase | undefined): Listing {
  const { startedAt, listedAt, unlistedAt } = planted;
  return {
    from: Math.max(listedAt ?? startedAt, phase?.from ?? Number.NEGATIVE_INFINITY),
    until: Math.min(unlistedAt ?? Number.POSITIVE_INFINITY, next?.from ?? Number.POSITIVE_INFINITY),
    delayedFrom: listedAt === undefined ? startedAt : undefined,
  };
}
