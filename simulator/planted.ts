import { z } from 'zod';
import { jobState, locations, type SimulatedJob } from './job.ts';

/** A job that is put into the history by hand, with texts of any content. Times are milliseconds since 1970. */
export const plantedSchema = z.strictObject({
  id: z.string().optional(),
  /** JobType, 1 to 5. */
  type: z.number().int().min(1).max(5).default(1),
  /** ObjectType, 1 to 12. */
  service: z.number().int().min(1).max(12).default(1),
  location: z.string().default(locations[0]),
  startedAt: z.number().int(),
  /** Left out: it runs for ever. */
  endedAt: z.number().int().optional(),
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
});
export type PlantedInput = z.input<typeof plantedSchema>;

/** Throws a ZodError for what is no job. Without an id it gets one from its start and `count`. */
export function plantedJob(input: PlantedInput, count: number): SimulatedJob {
  const { id, state, startedAt, endedAt, ...rest } = plantedSchema.parse(input);
  const digits = new Date(startedAt).toISOString().replace(/\D/g, '').slice(0, 14);
  return {
    ...rest,
    id: id ?? `IB${digits}${String(900_000 + count)}`,
    startedAt,
    startSteps: 0,
    endsAt: endedAt ?? Number.POSITIVE_INFINITY,
    endSteps: 0,
    outcome: state,
  };
}
