export const seedPath = '/cloudbackup/jobs';
export const currentPath = '/backup/m365/cloudbackupjobs';

/** Both paths of a list: what they have in common is tested with each. */
export const listPaths = [seedPath, currentPath] as const;

interface SeedJob {
  id: string;
  state: string;
  startTime: number;
  finishTime: number;
  duration: number;
  backupDetails: { totalCount: number; failedCount: number; successfulCount: number; skippedCount: number };
  jobErrors: { isErrorCode: boolean; value: string; url: string; number: number }[];
}

export interface SeedPage {
  totalCount: number;
  jobs: SeedJob[];
  nextLink: string;
}

export interface CurrentPage {
  data: {
    id: string;
    startTime: string;
    finishTime: string;
    duration: string;
    state: string;
    jobErrors: unknown[];
  }[];
  metadata: { totalCount: number; nextLink: string };
}

/** A row of a list in either shape; times in milliseconds since 1970. */
export interface Row {
  readonly id: string;
  readonly state: string;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly errors: number;
}

export interface List {
  readonly rows: readonly Row[];
  readonly ids: readonly string[];
  readonly totalCount: number;
}

export interface ListQuery {
  readonly from?: number;
  readonly to?: number;
  readonly [name: string]: string | number | undefined;
}

/** Ticks by another way than the simulator's: seconds from the year 1 to 1970, counted in days. */
export function ticks(epochMs: number): bigint {
  return (719_162n * 86_400_000n + BigInt(epochMs)) * 10_000n;
}

/** The parameters of a list as its shape has them. */
export function listQuery(path: string, { from, to, ...query }: ListQuery) {
  const written = path === seedPath ? ticks : (moment: number) => new Date(moment).toISOString();
  const times = { StartTime: from && written(from), FinishTime: to && written(to) };
  const given = Object.entries({ ...query, ...times }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Record<string, string | number | bigint>;
}

/** Reads the list that `path` answered. */
export function readList(path: string, body: unknown): List {
  return path === seedPath ? readSeedList(body as SeedPage) : readCurrentList(body as CurrentPage);
}

function readSeedList({ jobs, totalCount }: SeedPage): List {
  const momentOf = (value: number) => Math.round(value / 10_000) - 62_135_596_800_000;
  const rows = jobs.map(({ id, state, startTime, finishTime, jobErrors }) => ({
    id,
    state,
    startedAt: momentOf(startTime),
    endedAt: finishTime === 0 ? undefined : momentOf(finishTime),
    errors: jobErrors.length,
  }));
  return { rows, ids: rows.map(({ id }) => id), totalCount };
}

function readCurrentList({ data, metadata }: CurrentPage): List {
  const rows = data.map(({ id, state, startTime, finishTime, jobErrors }) => ({
    id,
    state,
    startedAt: Date.parse(startTime),
    endedAt: finishTime === '' ? undefined : Date.parse(finishTime),
    errors: jobErrors.length,
  }));
  return { rows, ids: rows.map(({ id }) => id), totalCount: metadata.totalCount };
}
