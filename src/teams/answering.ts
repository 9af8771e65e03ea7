import { CardFactory, MessageFactory, type TurnContext } from 'botbuilder';
import type { AdaptiveCard } from '../cards/adaptive-card.ts';
import { cardText } from '../cards/card-text.ts';
import { unshownText } from '../cards/press-texts.ts';
import type { Log } from '../domain/log.ts';
import type { AnswerForm, Meter } from '../domain/meter.ts';
import type { MonotonicMs } from '../domain/time.ts';
import { isOfContent, refusedAnswerReasonOf, type SendError } from './send-error.ts';
import { type SendingParts, sendReply } from './send-reply.ts';

/** What one message says. Teams reads a text as Markdown, and a plain one letter for letter. */
export type Content =
  | { readonly kind: 'card'; readonly card: AdaptiveCard }
  | { readonly kind: 'text' | 'plain'; readonly text: string };

/** A message that Teams took. */
export interface Said {
  /** Undefined if Teams gave none. */
  readonly id: string | undefined;
  readonly form: AnswerForm;
}

/**
 * Sends the messages of a turn, each until Teams has taken it or `until` is over. One whose content is refused is sent again as
 * plain text; if that is refused as well, a new message says so and names the reference by which the log knows the turn.
 * Each answer that isn't taken as it is leaves a line in the log and is counted with the reason; an answer that could only not
 * replace another message isn't counted, since it is given in another way.
 */
export interface Answering {
  /** As a message of its own. @throws what Teams refused it with in the end, `SendError`. */
  say(context: TurnContext, content: Content, until: MonotonicMs): Promise<Said>;
  /** In the place of the message `id`, for everybody. @throws as `say`; then the message stands as it was, and the caller answers otherwise. */
  replace(context: TurnContext, id: string, content: Content, until: MonotonicMs): Promise<Said>;
}

export interface AnsweringParts {
  readonly sending: SendingParts;
  readonly log: Log;
  readonly meter: Meter | undefined;
  /** By which the log can be searched for the turn under way. */
  readonly reference: () => string;
}

type Message = ReturnType<typeof MessageFactory.text>;
type Forms = readonly (readonly [AnswerForm, () => Message])[];

export function createAnswering({ sending, log, meter, reference }: AnsweringParts): Answering {
  async function send(
    forms: Forms,
    take: (message: Message) => Promise<string | undefined>,
    until: MonotonicMs,
    isLast: boolean,
  ): Promise<Said> {
    let refusal: unknown;
    for (const [at, [form, make]] of forms.entries()) {
      try {
        const id = await sendReply(() => take(make()), until, sending);
        if (refusal)
          meter?.count('refusedAnswers', 1, { reason: refusedAnswerReasonOf(refusal), became: form });
        meter?.count('sends', 1, { way: 'answer', outcome: 'sent' });
        return { id, form };
      } catch (error) {
        const { statusCode, code } = error as Partial<SendError>;
        const fields = { statusCode, code, reason: refusedAnswerReasonOf(error), form };
        if (!isOfContent(error) || at === forms.length - 1) {
          if (!isLast) {
            log.info({ ...fields, reference: reference() }, 'message not replaced');
            throw error;
          }
          log.error({ ...fields, reference: reference() }, 'answer refused, giving up');
          meter?.count('refusedAnswers', 1, { reason: refusedAnswerReasonOf(error), became: 'nothing' });
          meter?.count('sends', 1, { way: 'answer', outcome: 'failed' });
          throw error;
        }
        log.warn({ ...fields, reference: reference() }, 'answer refused, sending it in a simpler form');
        refusal ??= error;
      }
    }
    throw new Error('an answer had no form');
  }

  const lastResort = ['reference', () => plainMessage(unshownText(reference()))] as const;

  return {
    say: (context, content, until) =>
      send(
        [...formsOf(content), lastResort],
        async message => (await context.sendActivity(message))?.id || undefined,
        until,
        true,
      ),
    replace: (context, id, content, until) =>
      send(
        formsOf(content),
        async message => {
          await context.updateActivity({ ...message, id });
          return id;
        },
        until,
        false,
      ),
  };
}

/** As it is, and then as plain text. Made anew for each try, since the SDK writes into what it sends. */
function formsOf(content: Content): Forms {
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
