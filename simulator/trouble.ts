import { z } from 'zod';

/** The purpose of a request; trouble can be limited to one of them. */
export type Endpoint = 'jobs' | 'job' | 'schedule' | 'token';

const common = {
  /** Which requests it hits. */
  at: z.enum(['jobs', 'job', 'schedule', 'token', 'all']).default('all'),
  /** How many requests it hits before it is over; `all` until it is cleared. */
  times: z.union([z.number().int().min(1), z.literal('all')]).default('all'),
  /** The share of those requests that it does hit. */
  share: z.number().min(0).max(1).default(1),
  /** Query parameters that a request must have, with these values as text; names in any case. */
  match: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
  /** When it is over, in milliseconds since 1970 by the simulator's clock. */
  until: z.number().int().optional(),
};

/**
 * One kind of trouble:
 * - `latency`: the answer comes later by `ms`; beside any other
 * - `status`: that status instead of an answer, with Retry-After (seconds, or any text) if it is given
 * - `drop`: the connection is cut before the answer, or midway through its body
 * - `stall`: nothing is ever sent; or the headers, or half the body, and then nothing
 * - `malformed`: status 200 with a body that is HTML, cut short, of another shape, empty, or full of odd rows
 */
const troubleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: z.number().int().min(0).max(600_000), ...common }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfter: z.union([z.number().int(), z.string()]).optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('drop'),
    when: z.enum(['before', 'midway']).default('before'),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('stall'),
    after: z.enum(['nothing', 'headers', 'half']).default('nothing'),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('malformed'),
    body: z.enum(['html', 'cut', 'otherShape', 'empty', 'oddRows']),
    ...common,
  }),
]);
export type TroubleInput = z.input<typeof troubleSchema>;
export type Trouble = z.output<typeof troubleSchema>;

/** What of a request a trouble may depend on. */
interface TroubledRequest {
  readonly endpoint: Endpoint;
  readonly params: URLSearchParams;
}

export interface Troubles {
  /** Throws a ZodError if the trouble is invalid. It comes after those that are there already. */
  add(input: TroubleInput): Trouble;
  /** The trouble that still lies ahead; `times` is what is left of it. */
  list(): readonly Trouble[];
  clear(): void;
  /** What hits this request: all latency together, and the first other trouble. Counts as hit. */
  take(request: TroubledRequest): { readonly latencyMs: number; readonly trouble: Trouble | undefined };
}

export interface TroublesOptions {
  /** 0 up to, not including, 1; decides if `share` is less than 1. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createTroubles({ random, now }: TroublesOptions): Troubles {
  let troubles: readonly Trouble[] = [];
  const isAhead = ({ until }: Trouble) => until === undefined || now() < until;
  return {
    add(input) {
      const trouble = troubleSchema.parse(input);
      troubles = [...troubles, trouble];
      return trouble;
    },
    list: () => troubles.filter(isAhead),
    clear() {
      troubles = [];
    },
    take(request) {
      if (troubles.length === 0) return { latencyMs: 0, trouble: undefined };
      let latencyMs = 0;
      let hit: Trouble | undefined;
      const left: Trouble[] = [];
      for (const trouble of troubles.filter(isAhead)) {
        const wanted = trouble.kind === 'latency' || hit === undefined;
        const meant = wanted && concerns(trouble, request);
        if (!meant || (trouble.share < 1 && random() >= trouble.share)) {
          left.push(trouble);
          continue;
        }
        if (trouble.kind === 'latency') latencyMs += trouble.ms;
        else hit = trouble;
        if (trouble.times === 'all') left.push(trouble);
        else if (trouble.times > 1) left.push({ ...trouble, times: trouble.times - 1 });
      }
      troubles = left;
      return { latencyMs, trouble: hit };
    },
  };
}

function concerns({ at, match }: Trouble, { endpoint, params }: TroubledRequest): boolean {
  if (at !== 'all' && at !== endpoint) return false;
  return Object.entries(match).every(([wanted, value]) =>
    [...params].some(([name, text]) => name.toLowerCase() === wanted.toLowerCase() && text === value),
  );
}
