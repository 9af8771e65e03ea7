import { type Activity, CardFactory, MessageFactory, type TurnContext } from 'botbuilder';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { unshownText } from '../cards/button-replies.ts';
import { cardText } from '../cards/card-text.ts';
import { backOffMs } from '../domain/back-off.ts';
import type { Log } from '../domain/log.ts';
import type { AnswerForm, Meter } from '../domain/meter.ts';
import type { ConversationRef } from '../domain/place.ts';
import { retryAfterMs } from '../domain/retry-after.ts';
import { type Clock, type EpochMs, inMs, type MonotonicMs, msUntil } from '../domain/time.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { Reply } from '../features/turn.ts';
import type { CardOwners } from './card-owners.ts';
import { isOfContent, isPassing, refusedAnswerReasonOf, SendError } from './send-error.ts';
import { noteEnding, unsent } from './turn-outcome.ts';

/** The content of one message. Teams reads a text as Markdown, and a plain one letter for letter. */
export type ReplyContent =
  | { readonly kind: 'card'; readonly card: AdaptiveCard }
  | { readonly kind: 'text' | 'plain'; readonly text: string };

/** Returns the content of a reply that is a message of its own. */
export function contentOf(reply: Reply): ReplyContent {
  return reply.kind === 'text' ? { kind: 'text', text: reply.text } : { kind: 'card', card: reply.card };
}

/** A message that Teams took. */
interface SentReply {
  /** Undefined if Teams named none. */
  readonly id: string | undefined;
  readonly form: AnswerForm;
}

/**
 * Sends the messages of a turn, each until Teams has taken it or `until` is over. One whose content Teams refuses is sent again
 * as plain text; if Teams refuses that as well, a new message says so and names the reference that the log knows the turn by.
 * Each refused answer leaves a line in the log and is counted with the reason. An answer that only couldn't replace an earlier
 * message isn't counted, since the caller answers in another way. The buttons of cards are recorded as their message's own.
 */
export interface Replies {
  /** Sends a message of its own. @throws `SendError` if Teams takes none of its forms. */
  send(context: TurnContext, content: ReplyContent, until: MonotonicMs): Promise<SentReply>;
  /** Replaces the message `id` for everybody. @throws as `send`; the message then stays as it was, and the caller answers otherwise. */
  replace(context: TurnContext, id: string, content: ReplyContent, until: MonotonicMs): Promise<SentReply>;
  /** Replaces the message `earlier` if it can, and sends a new one otherwise. Returns the id of the message. */
  answer(
    context: TurnContext,
    content: ReplyContent,
    until: MonotonicMs,
    earlier?: string,
  ): Promise<string | undefined>;
}

export interface RepliesParts {
  readonly sending: RetryTiming;
  readonly placeOf: (activity: Activity) => ConversationRef | undefined;
  readonly owners: Pick<CardOwners, 'note'>;
  readonly log: Log;
  readonly meter: Meter;
  /** Returns the reference by which the log can be searched for the turn under way. */
  readonly reference: () => string;
}

export function createReplies(parts: RepliesParts): Replies {
  const { placeOf, owners, log, reference } = parts;
  const sendSimplest = createSendSimplest(parts);
  const lastResort: Form = ['reference', () => plainMessage(unshownText(reference()))];

  function note({ activity }: TurnContext, sent: SentReply, content: ReplyContent, isNew: boolean): void {
    const card = content.kind === 'card' && sent.form === 'itself' ? content.card : undefined;
    owners.note(placeOf(activity), sent.id, card, isNew);
  }

  const send: Replies['send'] = async (context, content, until) => {
    const post = async (message: Message) => (await context.sendActivity(message))?.id || undefined;
    const sent = await sendSimplest([...formsOf(content), lastResort], post, until, true);
    note(context, sent, content, true);
    return sent;
  };

  const replace: Replies['replace'] = async (context, id, content, until) => {
    const update = async (message: Message) => {
      await context.updateActivity({ ...message, id });
      return id;
    };
    const sent = await sendSimplest(formsOf(content), update, until, false);
    note(context, sent, content, false);
    return sent;
  };

  return {
    send,
    replace,
    async answer(context, content, until, earlier) {
      if (earlier !== undefined) {
        try {
          await replace(context, earlier, content, until);
          return earlier;
        } catch (err) {
          log.info({ err }, 'answer update failed, sending a new message');
        }
      }
      const { id, form } = await send(context, content, until);
      if (form === 'reference') noteEnding(context, unsent);
      return id;
    },
  };
}

type Message = ReturnType<typeof MessageFactory.text>;
/** A form of a message, and how to make it. It is made anew for each try, since the SDK writes into what it sends. */
type Form = readonly [AnswerForm, () => Message];

/** Returns a content as it is, and then as plain text. */
function formsOf(content: ReplyContent): readonly Form[] {
  switch (content.kind) {
    case 'card': {
      const { card } = content;
      return [
        ['itself', () => MessageFactory.attachment(CardFactory.adaptiveCard(card)) as Message],
        ['text', () => plainMessage(cardText(card))],
      ];
    }
    case 'text':
      return [
        ['itself', () => MessageFactory.text(content.text) as Message],
        ['text', () => plainMessage(content.text)],
      ];
    case 'plain':
      return [['itself', () => plainMessage(content.text)]];
  }
}

function plainMessage(text: string): Message {
  return { ...MessageFactory.text(text), textFormat: 'plain' } as Message;
}

/**
 * Returns a function that sends the first of some forms that Teams takes. If Teams refuses `isLast`, there is no answer at all, which is
 * counted and logged as an error.
 */
function createSendSimplest({ sending, log, meter, reference }: RepliesParts) {
  function giveUp(error: unknown, fields: object, isLast: boolean): never {
    if (isLast) {
      log.error(fields, 'answer refused, giving up');
      meter.count('refusedAnswers', 1, { reason: refusedAnswerReasonOf(error), became: 'nothing' });
      meter.count('sends', 1, { way: 'answer', outcome: 'failed' });
    } else log.info(fields, 'message not replaced');
    throw error;
  }

  return async (
    forms: readonly Form[],
    send: (message: Message) => Promise<string | undefined>,
    until: MonotonicMs,
    isLast: boolean,
  ): Promise<SentReply> => {
    let refusal: unknown;
    for (const [at, [form, make]] of forms.entries()) {
      try {
        const id = await sendReply(() => send(make()), until, sending);
        if (refusal)
          meter.count('refusedAnswers', 1, { reason: refusedAnswerReasonOf(refusal), became: form });
        meter.count('sends', 1, { way: 'answer', outcome: 'sent' });
        return { id, form };
      } catch (error) {
        const { statusCode, code } = error as Partial<SendError>;
        const reason = refusedAnswerReasonOf(error);
        const fields = { statusCode, code, reason, form, reference: reference() };
        if (!isOfContent(error) || at === forms.length - 1) giveUp(error, fields, isLast);
        log.warn(fields, 'answer refused, sending it in a simpler form');
        refusal ??= error;
      }
    }
    throw new Error('an answer had no form');
  };
}

/** How time passes between the attempts to send a message. */
export interface RetryTiming {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

const mostAttempts = 4;
const backOff = { firstMs: 500, longestMs: 4_000 };

/**
 * Sends an answer, and again after a refusal that passes, but never beyond `until`. If Teams took an answer that it refused,
 * the answer appears twice: that does less harm than none.
 *
 * @returns what `send` resolves with.
 * @throws what `send` threw last, or `SendError` without a status if it had no end by `until`.
 */
export async function sendReply<T>(
  send: () => Promise<T>,
  until: MonotonicMs,
  { clock, sleep, random }: RetryTiming,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      // The requests of a turn have no limit of their own, and one that stalls must not hold the turn.
      return await withTimeout(msUntil(until, clock), send, timedOut);
    } catch (error) {
      const waitMs = waitAfter(error, attempt, random(), clock.now());
      const fits = waitMs !== undefined && inMs(waitMs, clock) < until;
      if (!fits || attempt >= mostAttempts) throw error;
      await sleep(waitMs);
    }
  }
}

function waitAfter(error: unknown, attempt: number, random: number, now: EpochMs): number | undefined {
  if (!isPassing(error)) return undefined;
  const { date, retryAfter } = error as Partial<SendError>;
  return retryAfterMs(retryAfter, date, now) ?? backOffMs(attempt, backOff, random);
}

const timedOut = () => new SendError({}, new Error('the channel did not take the answer in time'));
