import type { RenderedMessage } from '../../src/cards/wording.ts';
import type { ConversationRef } from '../../src/domain/place.ts';
import type { Clock, EpochMs } from '../../src/domain/time.ts';
import type { Channel } from '../../src/teams/channel.ts';
import { SendError } from '../../src/teams/send-error.ts';

/** What Teams publishes: for one conversation, and for one bot in one tenant. */
const conversationLimits = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
] as const;
const tenantLimit = [50, 1_000] as const;

interface Taken {
  readonly at: EpochMs;
  readonly place: string;
  readonly wording: RenderedMessage;
  readonly how: 'post' | 'reply' | 'edit';
  /** The message that it stands under, or in the place of. */
  readonly to: string | undefined;
  readonly serviceUrl: string;
}

/** An error as the SDK's client throws it. */
export function refusal(statusCode: number | undefined, code?: string, retryAfter?: string): Error {
  return new SendError({ statusCode, code, retryAfter });
}

/** Teams' side of messages: enforces its limits, and refuses those for which `refuse` returns an error. */
export interface StrictChannel extends Channel {
  readonly taken: Taken[];
  readonly refused: { readonly at: EpochMs; readonly place: string; readonly error: unknown }[];
}

export function strictChannel(
  clock: Clock,
  refuse: (place: ConversationRef, attempt: number, to: string | undefined) => Error | undefined = () =>
    undefined,
): StrictChannel {
  const taken: Taken[] = [];
  const refused: { at: EpochMs; place: string; error: unknown }[] = [];
  const tries = new Map<string, EpochMs[]>();
  const attempts = new Map<string, number>();

  function isTooMany(name: string, [count, ms]: readonly [number, number]): boolean {
    return (tries.get(name) ?? []).filter(at => at > clock.now() - ms).length > count;
  }

  async function take(
    how: Taken['how'],
    place: ConversationRef,
    wording: RenderedMessage,
    to: string | undefined,
  ): Promise<string> {
    const at = clock.now();
    const attempt = (attempts.get(place.id) ?? 0) + 1;
    attempts.set(place.id, attempt);
    for (const name of [place.id, 'tenant'])
      tries.set(name, [...(tries.get(name) ?? []).filter(then => then > at - 30_000), at]);
    const isThrottled =
      isTooMany('tenant', tenantLimit) || conversationLimits.some(limit => isTooMany(place.id, limit));
    const error = isThrottled ? refusal(429, 'Throttled', '1') : refuse(place, attempt, to);
    if (error) {
      refused.push({ at, place: place.id, error });
      throw error;
    }
    taken.push({ at, place: place.id, wording, how, to, serviceUrl: place.serviceUrl });
    return `m${taken.length}`;
  }

  return {
    taken,
    refused,
    post: (place, wording) => take('post', place, wording, undefined),
    reply: (place, id, wording) => take('reply', place, wording, id),
    edit: async (place, id, wording) => {
      await take('edit', place, wording, id);
    },
  };
}
