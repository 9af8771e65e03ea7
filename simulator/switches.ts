import { z } from 'zod';

/** What the documentation leaves open, and what a test wants otherwise. Every one can be changed at any time. */
export const switchesSchema = z.strictObject({
  /** Which time of a job StartTime and FinishTime are about; `within`: both its times. */
  windowBy: z.enum(['start', 'end', 'overlap', 'within']).default('start'),
  /** Only the dates of StartTime and FinishTime count, both days included; everywhere, or with one path alone. */
  ignoreTimeOfDay: z.union([z.boolean(), z.enum(['cloudbackup-jobs', 'cloudbackupjobs'])]).default(false),
  /** With 1, PageIndex 0 answers the first page too. */
  firstPageIndex: z.union([z.literal(0), z.literal(1)]).default(0),
  /** The order of a list; `shuffled` is fixed, `shifting` moves by one row with each request for a list. */
  order: z.enum(['newest', 'oldest', 'id', 'shuffled', 'shifting']).default('newest'),
  /** Parameters of a request that have no effect, whatever their value. */
  ignoredFilters: z
    .array(z.enum(['JobType', 'ObjectType', 'JobState', 'Location', 'StartTime', 'FinishTime']))
    .default([]),
  /** `refuse`: a list without an ObjectType, or with 0, is a bad request. */
  unfiltered: z.enum(['answer', 'refuse']).default('answer'),
  /** ObjectTypes that a list of all services leaves out. */
  unfilteredOmits: z.array(z.number().int().min(1).max(12)).default([]),
  /** How long after its start a job is listed and found, except planted ones with `listedAt`. */
  listingDelaySeconds: z.number().min(0).default(0),
  /** As documented: without Location, `/{jobId}` finds the jobs of the central location only. */
  centralOnly: z.boolean().default(true),
  /**
   * `page`: TotalCount counts the jobs of the page alone; `capped`: it stops at `totalCountCap`; `wrong`: it is 7
   * too high, unless there is no job.
   */
  totalCount: z.enum(['all', 'page', 'capped', 'wrong']).default('all'),
  /** The highest TotalCount if that is `capped`. */
  totalCountCap: z.number().int().min(1).default(1000),
  letterCase: z.enum(['camel', 'pascal']).default('camel'),
  /** A larger PageSize is silently cut to this; 0 for none. */
  maxPageSize: z.number().int().min(0).default(0),
  /** `…Count` or `…Number`; as published: Count in lists, Number in the single job. */
  countNames: z.enum(['asPublished', 'count', 'number']).default('asPublished'),
  /** "InProgress", "In Progress" or 1. */
  stateText: z.enum(['name', 'prose', 'number']).default('name'),
  /** `singleOnly`: in lists jobErrors is empty, and the answer for one job has them. */
  jobErrors: z.enum(['listed', 'singleOnly']).default('listed'),
  /** FinishTime of a running job: 0 or "", year 1, null, or no such field. */
  unfinished: z.enum(['empty', 'minimum', 'null', 'absent']).default('empty'),
  /** Whether NextLink leads on, nowhere, or to another origin. */
  nextLink: z.enum(['own', 'none', 'foreign']).default('own'),
  /** Which of the two published paths answer. */
  shapes: z.enum(['both', 'cloudbackup-jobs', 'cloudbackupjobs']).default('both'),
  /** How far AvePoint's whole clock is ahead: what runs, the times of rows and Date go by it. */
  serverClockSeconds: z.number().int().default(0),
  /** How far the header Date alone is ahead of the simulator's clock. */
  clockSkewSeconds: z.number().default(0),
  tokenLifetimeSeconds: z.number().int().min(1).default(3600),
  /** Tokens lack the scope that reading jobs needs. */
  withholdScope: z.boolean().default(false),
  /** Whether the token endpoint knows that scope. */
  jobsScope: z.enum(['grant', 'refuse']).default('grant'),
  /** The scope that reading the schedule needs: granted, missing in tokens, or refused by the token endpoint. */
  settingsScope: z.enum(['grant', 'withhold', 'refuse']).default('grant'),
});
export type Switches = z.output<typeof switchesSchema>;

/** A part of them; what is left out stays. */
export const switchesPatchSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(switchesSchema.shape).map(([name, field]) => [name, field.unwrap().optional()]),
  ) as {
    [Name in keyof typeof switchesSchema.shape]: z.ZodOptional<
      ReturnType<(typeof switchesSchema.shape)[Name]['unwrap']>
    >;
  },
);
export type SwitchesPatch = z.input<typeof switchesPatchSchema>;
