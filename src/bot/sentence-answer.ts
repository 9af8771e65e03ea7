import { fitsButton } from '../cards/button-fields.ts';
import type { CardAction } from '../cards/button-link.ts';
import { askLink } from '../cards/common-buttons.ts';
import type { Asides } from '../cards/notes.ts';
import { didYouMeanCard } from '../cards/suggestion-card.ts';
import { AskedTooOftenError } from '../domain/asker.ts';
import type { Suggestion } from '../domain/reading.ts';
import type { SuggestSentences } from '../domain/suggest-sentences.ts';
import type { Clock, MonotonicMs } from '../domain/time.ts';
import type { Order, PreparedRequest } from '../features/feature.ts';
import { changes, commandOf, decodeAction, type FeatureParts } from '../features/index.ts';
import { card, type Reply, type Requester, type Turn } from '../features/turn.ts';
import type { Answer } from './answer.ts';
import { continuationOf } from './follow-up/continue.ts';
import type { LastQuestions } from './follow-up/last-questions.ts';
import { type Interpretation, interpret } from './interpret.ts';
import { isUnclear, suggestionsFor } from './suggest/suggest.ts';
import { withSureZone } from './sure-zone.ts';

/** A user's sentence, typed or from a button. */
export type SentenceTurn = Requester & Pick<Turn, 'text' | 'isEdited'> & { readonly isPressed?: boolean };

/** Reads a sentence and answers it by `until`. Throws as the error boundary does. */
export type SentenceAnswer = (sentence: SentenceTurn, until: MonotonicMs) => Promise<Reply>;

export interface SentenceAnswerParts {
  readonly answer: Answer;
  readonly lastQuestions: LastQuestions;
  /** Undefined if no language model is set. */
  readonly model: SuggestSentences | undefined;
  /** Called with what is sent to the language model. */
  readonly sent: (sentence: string) => void;
  /** Called with the kind of the command, once the sentence is read. */
  readonly about: (kind: string) => void;
  readonly clock: Clock;
}

/** A bare mention. */
const askedNothing: Interpretation = { command: { kind: 'help' }, notes: [], offers: [] };

/**
 * Creates the answers to sentences. A typed order is carried out at once; one from a button, or in other words than an
 * order's, only opens a preview, and an edited one only shows what is set. A sentence that goes on from the user's last
 * question is answered as the whole question.
 */
export function createSentenceAnswer(parts: SentenceAnswerParts): SentenceAnswer {
  const { answer, lastQuestions, model, sent, about, clock } = parts;
  return async (sentence, until) => {
    const { text, isEdited, isPressed = false, zone, locale, people = [] } = sentence;
    const now = clock.now();
    const retry = retryOf(sentence);
    const readIn = (zone: string) => interpret(text, { zone, locale, people, now });
    const own = text.trim() === '' ? askedNothing : readIn(zone);
    const continued =
      isPressed || people.length > 0
        ? undefined
        : await continuationOf(text, own, { zone, locale, now }, () => lastQuestions.of(sentence));
    const refusedAs = isPressed ? ({ kind: 'text' } as const) : ({ kind: 'card', tried: text } as const);
    if (continued?.kind === 'press') {
      const { verb, data } = continued.press;
      const pressed = decodeAction(verb, data, now);
      if (pressed) {
        about(verb);
        const reply = await answer(pressed, sentence, { asides: noAsides, until, refusedAs, retry });
        if (reply.list) lastQuestions.remember(sentence, { list: reply.list });
        return reply;
      }
    }
    const whole = continued?.kind === 'sentence' ? continued : undefined;
    const heard = whole?.read ?? own;
    const stored = commandOf(heard.command).stores(heard.command);
    const sure = whole ? heard : withSureZone(heard, stored, text, sentence, now, readIn);
    const { command, notes, offers } = isEdited ? asEdited(sure, retry && text) : sure;
    about(command.kind);
    const asked = askedBy(command, isPressed || whole?.isGuessed === true);
    const isForModel = model?.isReady() && !isPressed && !isEdited && isUnclear(heard);
    const suggest = () =>
      model ? suggestionsFor(text, { zone, locale, people, now }, model, sent) : Promise.resolve([]);
    const reply = await answer(isForModel ? withSuggestions(asked, suggest) : asked, sentence, {
      asides: { notes, offers },
      until,
      refusedAs,
      retry: whole && fitsButton(whole.sentence) ? askLink.encode(whole.sentence) : retry,
    });
    if (commandOf(command).isQuestion && !reply.refused)
      lastQuestions.remember(sentence, { sentence: whole?.sentence ?? text, list: reply.list });
    return reply;
  };
}

/**
 * Shows what the language model suggests, if anything; else what is answered without it. It's asked only once the user is
 * known to be allowed to ask, and counts as one of their requests.
 */
function withSuggestions(
  asked: PreparedRequest<FeatureParts>,
  suggest: () => Promise<readonly Suggestion[]>,
): PreparedRequest<FeatureParts> {
  return {
    ...asked,
    async run(request, parts) {
      try {
        request.asker.pay();
      } catch (error) {
        if (error instanceof AskedTooOftenError) return asked.run(request, parts);
        throw error;
      }
      const offers = await suggest();
      return offers.length > 0 ? card(didYouMeanCard(offers)) : asked.run(request, parts);
    },
  };
}

const noAsides: Asides = { notes: [], offers: [] };

/** The sentence as a button; undefined if it can't travel in one, as mentions can't. */
export function retryOf({ text, people = [] }: SentenceTurn): CardAction | undefined {
  return fitsButton(text) && people.length === 0 ? askLink.encode(text) : undefined;
}

function askedBy(command: Interpretation['command'], isPressed: boolean): PreparedRequest<FeatureParts> {
  const { order, asked } = commandOf(command);
  const whole = asked(command);
  const { change, isWish = false } = order(command) ?? {};
  if (!change) return whole;
  return isPressed || isWish
    ? { ...whole, run: (request, parts) => changes.preview(change, request, parts) }
    : {
        ...whole,
        shownBy: change.kind.shownBy,
        touches: change.kind.touches,
        run: (request, parts) => changes.make(change, request, parts),
      };
}

/**
 * Interprets an edited message. An order, or what opens its preview, was carried out when the message came, or wasn't
 * meant then: it becomes the question what is set, with the sentence as a button to its preview. `sentence` is
 * undefined if a button can't carry it.
 */
function asEdited(read: Interpretation, sentence: string | undefined): Interpretation {
  const order: Order<FeatureParts> | undefined = commandOf(read.command).order(read.command);
  if (!order) return read;
  return {
    command: order.shown,
    notes: [...read.notes, { kind: 'editedOrder' }],
    offers: sentence === undefined ? [] : [{ label: sentence, sentence }],
  };
}
