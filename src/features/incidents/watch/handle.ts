import type { Asking } from '../../../bot/answers.ts';
import type { OrError } from '../../../bot/error-boundary.ts';
import { notSavedText, savedText, watchEndedText } from '../../../cards/button-replies.ts';
import type { Asides } from '../../../cards/notes.ts';
import type { Press } from '../../../cards/press.ts';
import { noOrderCard } from '../../../cards/suggestion-card.ts';
import type { WatchOrder } from '../../../domain/watch-order.ts';
import type { Listings } from '../../settings/listings.ts';
import { card, type Hearer, outdated, type Reply } from '../../turn.ts';
import { onCallCard } from '../on-call/card.ts';
import type { OnCall } from '../on-call/on-call.ts';
import type { WatchOrders } from './commands.ts';
import { watchNotSavedCard, watchPreviewCard } from './preview-card.ts';

export type WatchPress = Extract<Press, { readonly verb: `watch.${string}` }>;

const noAsides: Asides = { notes: [], offers: [] };

/** What the bot says of what is watched, and of who is on duty; none of these throws. */
export function createWatchAnswers(
  { orders, duties }: { readonly orders: WatchOrders; readonly duties: OnCall },
  listings: Listings,
  orError: OrError,
) {
  return {
    /** The preview of a watch, or what is watched here; ending one is `change-answers`'. */
    show: (
      order: WatchOrder,
      { place }: Hearer,
      { asides, reader, until }: Asking,
      retry: Press | undefined,
    ) =>
      orError(retry, undefined, reader, async () => {
        if (!place)
          return card(noOrderCard({ reason: 'A watch needs a chat or a channel to tell.', ...asides }));
        if (order.what !== 'set')
          return card(await listings.watches(await orders.show(place), place, asides, reader));
        const preview = await orders.preview(order.wish, place, reader.zone, until);
        return card(watchPreviewCard(preview, asides, reader));
      }),

    /** Who is on duty here; orders that change that are `change-answers`'. */
    duty: ({ place }: Hearer, { asides, reader }: Asking) =>
      orError({ verb: 'ask', sentence: 'on duty' }, undefined, reader, async () => {
        if (!place || place.kind === 'personal')
          return card(
            noOrderCard({
              reason: 'Duty is for a channel or a group chat: here there is you alone.',
              ...asides,
            }),
          );
        return card(onCallCard({ done: 'shown', duty: await duties.get(place) }, asides));
      }),

    /** Everybody in the conversation sees what has changed; the presser alone is told what was pressed for. */
    press: (press: WatchPress, { place, speaker }: Hearer, { reader }: Asking) =>
      orError(press, undefined, reader, async (): Promise<Reply> => {
        if (press.verb === 'watch.cancel')
          return { kind: 'edit', card: watchNotSavedCard(press.wish), text: notSavedText(), isChange: false };
        if (!place) return { kind: 'text', text: watchEndedText('nothingThere'), ending: outdated };
        if (press.verb === 'watch.end') {
          const answer = await orders.end({ id: press.id }, place);
          return {
            kind: 'edit',
            isChange: answer.done !== 'nothingThere',
            card: await listings.watches(answer, place, noAsides, reader),
            text: watchEndedText(answer.done),
            ...(answer.done === 'nothingThere' ? { ending: outdated } : {}),
          };
        }
        const { zone, settingZone = zone, locale } = reader;
        const answer = await orders.save(press.wish, place, { zone: settingZone, locale, by: speaker });
        return {
          kind: 'edit',
          isChange: true,
          card: await listings.watches(answer, place, noAsides, reader),
          text: savedText(),
        };
      }),
  };
}
