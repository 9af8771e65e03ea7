import { JobSourceError } from '../domain/job-source.ts';
import { type Meter, metered, type PartName } from '../domain/meter.ts';
import { StoreError } from '../domain/store.ts';
import { type Clock, type MonotonicMs, msSince } from '../domain/time.ts';
import { TimeoutError, withTimeout } from '../domain/with-timeout.ts';

/** A part that the bot needs for its work. */
interface Part {
  readonly name: PartName;
  /** Why it isn't in order, as a sentence without secrets; undefined if it is. */
  readonly trouble: string | undefined;
}

/** Whether the bot can do its work. That needs all parts. */
export interface Health {
  readonly isGood: boolean;
  readonly parts: readonly Part[];
}

/**
 * Checks one part. Resolves to a sentence about what is wrong; undefined if nothing is. A rejection counts as a
 * failure, too. Only the message of a `StoreError` or a `JobSourceError` is shown, since that of any other error may
 * have secrets.
 */
export type ReadinessProbe = () => Promise<string | undefined>;

export interface HealthParts {
  readonly probes: Readonly<Record<PartName, ReadinessProbe>>;
  readonly meter: Pick<Meter, 'gauge'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Limit for each probe. */
export const probeMs = 3_000;
/** How long a result is cached, so that frequent requests don't cause frequent probes. */
export const keptMs = 4_000;

/** Returns a function that probes all parts, and sets the gauge of each. Concurrent calls share one result. */
export function createHealth({ probes, meter, clock }: HealthParts): () => Promise<Health> {
  let last: { readonly at: MonotonicMs; readonly health: Promise<Health> } | undefined;

  async function probe(): Promise<Health> {
    const parts = await Promise.all(
      metered.parts.map(async (name): Promise<Part> => ({ name, trouble: await troubleOf(probes[name]) })),
    );
    for (const { name, trouble } of parts)
      meter.gauge('partOk', trouble === undefined ? 1 : 0, { part: name });
    return { isGood: parts.every(({ trouble }) => trouble === undefined), parts };
  }

  return () => {
    if (!last || msSince(last.at, clock) >= keptMs) last = { at: clock.monotonic(), health: probe() };
    return last.health;
  };
}

async function troubleOf(probe: ReadinessProbe): Promise<string | undefined> {
  try {
    return await withTimeout(probeMs, probe);
  } catch (error) {
    if (error instanceof JobSourceError || error instanceof StoreError) return error.message;
    return error instanceof TimeoutError
      ? `It did not answer within ${probeMs / 1_000} s.`
      : 'It could not be asked.';
  }
}

/** The bot's abilities, with the parts that each needs. The part that explains most comes first. */
const needs = {
  answers: ['teams', 'avepoint'],
  changes: ['store', 'teams'],
  digests: ['store', 'teams', 'avepoint', 'index', 'reader', 'sender', 'messages'],
  watching: ['store', 'teams', 'avepoint', 'index', 'reader', 'watcher', 'messages'],
} as const satisfies Readonly<Record<string, readonly PartName[]>>;

const inOrder = 'in order';

/** Returns the body of `/readyz`: which abilities work, and of each part "in order" or what is wrong. */
export function readinessOf({ isGood, parts }: Health): {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, string>>;
} {
  const troubles = new Map(parts.map(({ name, trouble }) => [name, trouble]));
  const abilities = Object.entries(needs).map(([ability, needed]) => {
    const reason = needed.map(name => troubles.get(name)).find(trouble => trouble !== undefined);
    return [ability, reason === undefined ? 'yes' : `no, ${reason}`] as const;
  });
  const each = parts.map(({ name, trouble }) => [name, trouble ?? inOrder] as const);
  return { isReady: isGood, parts: Object.fromEntries([...abilities, ...each]) };
}
