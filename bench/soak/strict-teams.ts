import {
  type Came,
  type ChannelEnd,
  type EndAnswer,
  openChannelEnd,
} from '../../test/support/channel-end.ts';

/** What Teams publishes: so many messages in so many milliseconds, for one conversation and for a whole tenant. */
const conversationLimits = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
] as const;
const tenantLimit = [50, 1_000] as const;

/** One in fifty tries is refused, in equal parts in each of these ways; the last two for good. */
const refusals: readonly EndAnswer[] = [
  { status: 429, headers: { 'retry-after': '2' }, body: { error: { code: 'Throttled' } } },
  { status: 412, body: { error: { code: 'PreconditionFailed' } } },
  { status: 502 },
  { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } },
  { status: 404, body: { error: { code: 'ConversationNotFound' } } },
];
const refusedOneIn = 50;

export interface StrictTeams extends ChannelEnd {
  readonly refused: Readonly<Record<number, number>>;
  /** Conversations that can never be reached. */
  readonly lost: ReadonlySet<string>;
  /** Refused because a limit was passed. */
  throttled(): number;
}

export interface Strictness {
  /** A conversation that was refused for good stays so; otherwise that one message is. */
  readonly isLasting?: boolean;
  /** Called with each request, and the status of its answer. */
  readonly onAnswer?: (came: Came, status: number) => void;
}

/** Teams over HTTP, which enforces its limits. */
export async function openStrictTeams(
  random: () => number,
  { isLasting = true, onAnswer = () => {} }: Strictness = {},
): Promise<StrictTeams> {
  const tries = new Map<string, number[]>();
  const lost = new Map<string, EndAnswer>();
  const refused: Record<number, number> = {};
  let throttled = 0;

  function isTooMany(name: string, limits: readonly (readonly [number, number])[]): boolean {
    const now = performance.now();
    const longestMs = Math.max(...limits.map(([, ms]) => ms));
    const recent = [...(tries.get(name) ?? []).filter(at => at > now - longestMs), now];
    tries.set(name, recent);
    return limits.some(([count, ms]) => recent.filter(at => at > now - ms).length > count);
  }

  function answer({ conversation, method, path }: Came): EndAnswer {
    if (method === 'GET') return memberOf(path);
    const known = lost.get(conversation);
    if (known) return known;
    if (isTooMany(conversation, conversationLimits) || isTooMany(' tenant', [tenantLimit])) {
      throttled += 1;
      return { status: 429, headers: { 'retry-after': '1' }, body: { error: { code: 'Throttled' } } };
    }
    if (random() >= 1 / refusedOneIn) return { status: 201 };
    const refusal = refusals[Math.floor(random() * refusals.length)] ?? { status: 502 };
    if (isLasting && isForGood(refusal.status)) lost.set(conversation, refusal);
    refused[refusal.status] = (refused[refusal.status] ?? 0) + 1;
    return refusal;
  }

  const end = await openChannelEnd(async came => {
    const answered = answer(came);
    onAnswer(came, answered.status);
    return answered;
  });
  return {
    ...end,
    refused,
    get lost() {
      return new Set(lost.keys());
    },
    throttled: () => throttled,
  };
}

/** No repetition will change these. */
export const isForGood = (status: number): boolean => status === 403 || status === 404;

/** Every user is a member of the tenant, no guest. */
function memberOf(path: string): EndAnswer {
  const id = /\/members\/([^/?]+)/.exec(path)?.[1] ?? '';
  const body = {
    id,
    name: id,
    tenantId: 'tenant-1',
    userRole: 'user',
    objectId: objectIdOf(id),
    aadObjectId: objectIdOf(id),
  };
  return { status: 200, body };
}

/** The Entra object id of the person `29:person-7`: made of the number. */
export function objectIdOf(person: string): string {
  return `00000000-0000-4000-8000-${(/\d+$/.exec(person)?.[0] ?? '0').padStart(12, '0')}`;
}
