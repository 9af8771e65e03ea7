import type { Asking } from '../../bot/answers.ts';
import type { OrError } from '../../bot/error-boundary.ts';
import { subscriptionGoneText, subscriptionsInPrivateText } from '../../cards/button-replies.ts';
import type { Asides } from '../../cards/notes.ts';
import type { Press } from '../../cards/press.ts';
import { card, type Hearer, outdated, type Reply, text } from '../turn.ts';
import { endedText, subscriptionsCard } from './card.ts';
import type { EverySetting } from './every-setting.ts';

type EndPress = Extract<Press, { readonly verb: 'subscriptions.end' }>;

const noAsides: Asides = { notes: [], offers: [] };

/** What the bot says of all digests and watches, to an admin who is alone with it; none of these throws. */
export function createSubscriptionAnswers(settings: EverySetting, orError: OrError) {
  return {
    show: (pageIndex: number, { place }: Hearer, { reader, asides }: Asking): Promise<Reply> =>
      orError({ verb: 'subscriptions.show', pageIndex }, undefined, reader, async () => {
        if (place?.kind !== 'personal') return text(subscriptionsInPrivateText());
        return card(subscriptionsCard(await settings.page(pageIndex), asides, reader));
      }),

    end: (press: EndPress, { place }: Hearer, { reader }: Asking): Promise<Reply> =>
      orError(press, undefined, reader, async (): Promise<Reply> => {
        if (place?.kind !== 'personal') return text(subscriptionsInPrivateText());
        const ended = await settings.end(press.key);
        const page = await settings.page(press.pageIndex);
        return {
          kind: 'edit',
          isChange: ended !== undefined,
          card: subscriptionsCard(page, noAsides, reader, ended),
          text: ended ? endedText(ended) : subscriptionGoneText(),
          ...(ended ? {} : { ending: outdated }),
        };
      }),
  };
}
