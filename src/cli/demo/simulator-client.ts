import { DemoError } from './demo-error.ts';

/** One run of a backup, as the simulator takes it; times are milliseconds since 1970. */
export interface StagedRun {
  readonly service: number;
  readonly location?: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** JobState: 2 finished, 3 failed. */
  readonly state: 2 | 3;
  readonly counts?: object;
  readonly errors?: readonly { readonly value: string; readonly number?: number }[];
}

/** What happens to a service's runs from now on. */
export interface StagedIncident {
  readonly kind: 'fails' | 'recovers';
  readonly service: number;
  readonly cause?: string;
}

/**
 * Changes what the simulator has. Returns its answer: the ids of the runs, or the incidents.
 *
 * @throws DemoError if it doesn't take that
 */
export async function stage(
  simulatorUrl: string,
  path: '/_jobs' | '/_incidents',
  items: readonly (StagedRun | StagedIncident)[],
): Promise<readonly unknown[]> {
  const response = await fetch(simulatorUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(items),
  });
  if (!response.ok)
    throw new DemoError(`The simulator refused what the demo stages: ${await response.text()}`);
  return (await response.json()) as readonly unknown[];
}

/** Returns true if an AvePoint simulator answers there. */
export async function isSimulator(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_switches`, { signal: AbortSignal.timeout(2_000) });
    return response.ok && 'listingDelaySeconds' in ((await response.json()) as object);
  } catch {
    return false;
  }
}
