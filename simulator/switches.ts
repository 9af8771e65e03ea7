import { z } from 'zod';

/** What the documentation leaves open, and what a test wants otherwise. Every one can be changed at any time. */
export const switchesSchema = z.strictObject({
  /** Which time of a job StartTime and FinishTime are about; `within`: both its times. */
  windowBy: z.enum(['start', 'end', 'overlap', 'within']).default('start'),
  /** Only the dates of StartTime and FinishTime count, both days included; everywhere, or with one path alone. */
  ignoreTimeOfDay: z.union([z.boolean(), z.enum(['cloudbackup-jobs', 'cloudbackupjobs'])]).default(false),
  /** With 1, PageIndex 0 answers the first page too. */
  firstPageIndex: z.union([z.literal(0), z.literal(1)]).default(0),
  /** `page`: TotalCount counts the jobs of the page alone. */
  totalCount: z.enum(['all', 'page']).default('all'),
  letterCase: z.enum(['camel', 'pascal']).default('camel'),
  /** A larger PageSize is silently cut to this; 0 for none. */
  maxPageSize: z.number().int().min(0).default(0),
  /** `…Count` or `…Number`; as published: Count in lists, Number in the single job. */
  countNames: z.enum(['asPublished', 'count', 'number']).default('asPublished'),
  /** "InProgress", "In Progress" or 1. */
  stateText: z.enum(['name', 'prose', 'number']).default('name'),
  /** FinishTime of a running job: 0 or "", year 1, null, or no such field. */
  unfinished: z.enum(['empty', 'minimum', 'null', 'absent']).default('empty'),
  /** Where NextLink leads: on, nowhere, or to another origin. */
  nextLink: z.enum(['own', 'none', 'foreign']).default('own'),
  /** Which of the two published paths answer. */
  shapes: z.enum(['both', 'cloudbackup-jobs', 'cloudbackupjobs']).default('both'),
  /** How far the header Date is ahead of the simulator's clock. */
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
